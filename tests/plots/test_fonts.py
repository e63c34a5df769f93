"""Chinese shows with the packaged font alone, and labels break where they may."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import font_manager

from survey.plots.fonts import FONT_FAMILIES, clean_text, find_fonts, load_fonts, measure_text, wrap_text
from survey.plots.style import new_axes, use_style


def test_the_chinese_font_comes_from_the_package_not_from_the_system():
    load_fonts()
    found = Path(font_manager.findfont(FONT_FAMILIES[0], fallback_to_default=False))
    assert found == find_fonts()[0]
    assert "zhplot" in found.parts


def test_the_package_with_the_font_is_never_imported():
    load_fonts()
    assert "zhplot" not in sys.modules


def test_chinese_shows_where_the_system_has_no_font(tmp_path):
    """A fresh machine: no fonts, no cache of matplotlib's; every sign is still drawn from the packages."""
    settings = tmp_path / "fonts.conf"
    head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
    settings.write_text(f"{head}<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>", encoding="utf-8")
    code = """
import warnings; warnings.simplefilter("error")
import pandas as pd
from survey import plots
frame = pd.DataFrame({"driver": ["物流配送速度", "客服"], "importance_share": [0.4, 0.6]})
figure = plots.plot_importance(frame, language="zh-CN", width=4).figure
print(len(plots.figure_png(figure, dpi=50)), plots.figure_svg(figure, title="x").count("<use") > 20)
"""
    fresh = {"FONTCONFIG_FILE": str(settings), "MPLCONFIGDIR": str(tmp_path / "matplotlib"), "HOME": str(tmp_path)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=os.environ | fresh, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    size, drawn = done.stdout.split()
    assert int(size) > 1000 and drawn == "True"


def test_every_text_uses_only_the_two_known_families(chart, names, language, read_texts):
    draw, make = chart
    ax = draw(make(names), language=language)
    legends = [text for legend in ax.figure.legends for text in legend.get_texts()]
    texts = [*ax.texts, *ax.get_yticklabels(), *ax.get_xticklabels(), ax.xaxis.label, ax.yaxis.label, *legends]
    assert texts
    assert all(tuple(text.get_fontfamily()) == FONT_FAMILIES for text in texts if text.get_text())
    assert all(not text.get_parse_math() for text in texts if text.get_text())


def test_chinese_glyphs_are_in_the_packaged_font():
    chinese = load_fonts()[0]
    assert chinese.family_name == "Noto Sans SC"
    assert all(chinese.get_char_index(ord(c)) for c in "满意度调查问卷，。；：（）《》、％—…−–")


@pytest.mark.parametrize(
    "text", ["Delivery speed and reliability of the parcels", "客服：响应速度、礼貌程度（含售后）与能力"]
)
def test_measured_widths_agree_with_drawn_ones(text):
    with use_style():
        ax = new_axes(8, 2)
        drawn = ax.text(0, 0, text, size=10).get_window_extent().width / ax.figure.dpi
    # measured a little wide, on purpose: hinted glyphs of a PNG are wider than the outlines
    assert drawn * 0.98 <= measure_text(text, 10) <= drawn * 1.08


def test_chinese_never_breaks_before_a_closing_or_after_an_opening_mark():
    for tenths in range(6, 30):
        lines = wrap_text("网站、应用程序（App）的易用性，以及客服：速度。", tenths / 10, 10, max_lines=30).split("\n")
        assert all(line[0] not in "、，。：）" and line[-1] not in "（" for line in lines)


def test_english_breaks_between_words():
    assert wrap_text("ease of returns and refunds", 1.0, 10).split() == ["ease", "of", "returns", "and", "refunds"]


def test_what_does_not_fit_ends_in_an_ellipsis():
    shown = wrap_text("word " * 60, 1.0, 10, max_lines=2)
    assert shown.count("\n") == 1 and shown.endswith("…")


@given(st.text(max_size=60), st.floats(0.3, 3.0))
def test_wrapped_lines_fit_and_keep_every_character(text, width):
    clean = clean_text(text)
    wrapped = wrap_text(text, width, 10, max_lines=500)
    assert "".join(wrapped.split()) == "".join(clean.split())
    assert all(measure_text(line, 10) <= width + 1e-9 for line in wrapped.split("\n") if len(line) > 1)
