"""SVG for web pages: well formed, self-contained, repeatable, and safe with any text."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from survey import plots
from survey.plots.svg import INK

NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


@pytest.fixture
def svg(chart, names, language) -> str:
    draw, make = chart
    ax = draw(make(names), language=language)
    return plots.figure_svg(ax.figure, title="Title", description="What it shows")


def test_it_is_an_accessible_inline_element(svg):
    assert svg.startswith("<svg")
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("width") == "100%" and "height" not in root.attrib and root.get("viewBox")
    title, description = root[0], root[1]
    assert (title.text, description.text) == ("Title", "What it shows")
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


def test_it_points_nowhere_outside(svg):
    assert set(re.findall(r"https?://[^\"'\s<)]+", svg)) == NAMESPACES
    references = re.findall(r"(?:href=\"|url\()([^\")]+)", svg)
    assert references
    assert all(reference.startswith("#") for reference in references)
    ids = set(re.findall(r"\bid=\"([^\"]+)\"", svg))
    assert {reference[1:] for reference in references} <= ids


def test_it_brings_no_style_sheet_script_font_or_date(svg):
    tags = {element.tag.split("}")[1] for element in ElementTree.fromstring(svg).iter()}
    assert not tags & {"style", "script", "metadata", "text", "font", "image", "foreignObject"}
    assert "font-family" not in svg


def test_its_ink_is_the_page_s(svg):
    assert "currentColor" in svg
    assert INK not in svg


def test_the_same_input_gives_the_same_bytes(chart, names, language):
    draw, make = chart
    first, second = (draw(make(names), language=language).figure for _ in range(2))
    assert plots.figure_svg(first, title="x") == plots.figure_svg(second, title="x")
    assert plots.figure_svg(first, title="x") == plots.figure_svg(first, title="x")
    assert plots.figure_png(first, dpi=50) == plots.figure_png(second, dpi=50)


def test_ids_of_two_figures_never_clash(frames):
    frame = frames["importance"](["a", "b"])
    figures = [plots.plot_importance(frame).figure, plots.plot_importance(frame.assign(importance_share=0.5)).figure]
    first, second = (plots.figure_svg(figure, title="x") for figure in figures)
    again = plots.figure_svg(figures[0], title="x", prefix="again")
    ids = [re.findall(r"\bid=\"([^\"]+)\"", text) for text in (first, second, again)]
    assert all(len(found) == len(set(found)) for found in ids)
    assert not set(ids[0]) & set(ids[1]) and not set(ids[0]) & set(ids[2])


def test_text_from_people_cannot_become_markup():
    ax = plots.new_axes(3, 2)
    text = plots.figure_svg(ax.figure, title="<script>alert(1)</script>", description='"><img src=x onerror=y>')
    assert "<script" not in text and "<img" not in text
    assert ElementTree.fromstring(text)[0].text == "<script>alert(1)</script>"


def test_labels_are_in_titles_only_and_never_in_comments(frames):
    """A comment with the label would end at the first ``--``, so there must be none."""
    ax = plots.plot_importance(frames["importance"](["--><script>x</script>", "b"]))
    text = plots.figure_svg(ax.figure, title="x")
    assert "<script" not in text and "<!--" not in text
    root = ElementTree.fromstring(text)
    holders = {part.tag.split("}")[1] for part in root.iter() if "script" in (part.text or "")}
    assert holders == {"title"}
    assert not [value for part in root.iter() for value in part.attrib.values() if "script" in value]
