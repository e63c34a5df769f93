"""Texts that want to run, to turn or to burst the page stay texts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from survey.plots import figure_svg, plot_distribution, plot_importance
from survey.report import document as d
from survey.report.formats.html import render_html

pytestmark = pytest.mark.browser

HOSTILE = [
    "<script>alert(1)</script>",
    "</style></script></title></svg><img src=https://example.org/a onerror=alert(2)>",
    '"\' onmouseover=alert(3) autofocus onfocus=alert(4) x="',
    "javascript:alert(5)",
    "[x](javascript:alert(6)) {{7*7}} ${7*7} <!--",
    "<a href='javascript:alert(7)'>x</a><iframe srcdoc='<script>alert(8)</script>'></iframe>",
    "url(https://example.org/b) @import 'https://example.org/c'; }} body { display: none }",
    "\u202eturned round\u2066 \u200f and left open",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "w" * 10_000,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f680\u0000\u0007\ufffe",
    "=cmd|' /C calc'!A0",
]
EDGE = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def draw(caption: str) -> d.Figure:
    drivers = pd.DataFrame({"driver": [f"{text} {at}" for at, text in enumerate(HOSTILE)], "importance_share": 0.1})
    answers = pd.DataFrame({"item": HOSTILE, "point": 1, "point_label": HOSTILE[0], "share": 1.0})
    frames = {plot_importance: drivers, plot_distribution: answers}
    wide, narrow = (
        figure_svg(plot(frame, width=width).figure, title=caption, description=caption)
        for (plot, frame), width in zip(frames.items(), (8.0, 4.0), strict=True)
    )
    return d.Figure(caption, caption, wide, narrow)


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Path:
    """Every hostile text in every place of a document."""
    sections = []
    for at, text in enumerate(HOSTILE):
        frame = pd.DataFrame({text: [text, "b"], "n": [text, "42%"]}, dtype="str")
        blocks = (
            d.Prose(text),
            d.Note(text, "caution", text),
            *(d.List((d.Point(text, text),), style) for style in ("bullets", "answers", "references")),
            d.Tiles((d.Tile(text, text[:40], text),)),
            d.Table(text, frame, frozenset({"n"}), text),
            d.Table(text, frame, folded=True),
            d.Group(text, (d.Prose(text),)),
        )
        sections.append(d.Section(f"s{at}", text, blocks))
    pictures = tuple(draw(text) for text in HOSTILE[:2])
    sections.append(d.Section("pictures", "Pictures", pictures))
    title = "".join(HOSTILE[:9])
    document = d.Document(title, "en", tuple(HOSTILE), tuple(sections), d.Note(title, "info", title), title)
    path = tmp_path_factory.mktemp("hostile") / "page.html"
    path.write_text(render_html(document), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_runs_loads_or_bursts(look, page, width):
    window = look(page, width)
    window.page.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    for button in window.page.locator("th .sort").all()[:4]:
        button.click()
    window.page.locator("#pictures svg:visible").first.focus()
    for _ in range(4):
        window.page.keyboard.press("ArrowDown")
    assert "javascript:alert(5)" in "".join(window.page.locator("body").all_inner_texts())
    assert window.page.locator(".bubble").is_visible()
    found, room = window.page.evaluate(EDGE)
    assert found <= room
    assert window.events == []
    assert window.page.locator("body :is(a:not([href^='#']), iframe, img, [onmouseover], [onerror])").count() == 0


def test_texts_arrive_whole(look, page):
    window = look(page)
    for at, text in enumerate(HOSTILE[:7]):
        assert window.page.locator(f"#s{at} > p").first.inner_text() == text
        assert window.page.locator(f"#s{at} tbody td").first.inner_text().strip() == text
    assert len(window.page.locator("#s9 > p").first.inner_text()) == 10_000


def test_one_cell_does_not_turn_its_neighbour(look, tmp_path):
    in_order = """(cell) => {
      const range = document.createRange();
      const text = [...cell.childNodes].at(-1);
      const at = text.data.indexOf("42");
      const left = (from) => {
        range.setStart(text, from);
        range.setEnd(text, from + 1);
        return range.getBoundingClientRect().left;
      };
      return cell.getBoundingClientRect().left + 5 < left(at) && left(at) < left(at + 1) && left(at + 1) < left(at + 5);
    }"""
    turned = "\u202eabc", "\u05e9\u05dc\u05d5\u05dd", "\u0645\u0631\u062d\u0628\u0627"
    texts = [f"{text} 42% (1–2)" for text in turned]
    path = tmp_path / "page.html"
    blocks = tuple(d.Prose(text) for text in texts)
    path.write_text(render_html(d.Document("T", "en", (), (d.Section("one", "One", blocks),))), encoding="utf-8")
    page = look(path).page
    for at in range(len(texts)):
        assert page.locator("#one p").nth(at).evaluate(in_order)
