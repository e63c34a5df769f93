"""Slides: a finding on top, nothing longer than its page, charts and tables that PowerPoint can edit."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pandas as pd
import pytest
from openpyxl import load_workbook

from survey.report.charts import read_chart
from survey.report.document import (
    ChartData,
    Document,
    Figure,
    Group,
    List,
    Note,
    Point,
    Prose,
    Section,
    Series,
    Table,
    Tile,
    Tiles,
)
from survey.report.formats.slides.chart import nice_step
from survey.report.formats.slides.chart_diverging import order_segments
from survey.report.formats.slides.deck import fits_headline, plan_slides
from survey.report.formats.slides.grid import lay_out_table
from survey.report.formats.slides.measure import break_lines, clip_text, measure_text, split_sentences
from survey.report.formats.slides.pages import measure_lines
from survey.report.formats.slides.panels import lay_out_figure
from survey.report.formats.slides.plan import GAP, HEIGHT, WIDTH, Grid, Panels
from survey.report.formats.slides.render import render_slides

pptx = pytest.importorskip("pptx", reason="python-pptx is not installed")

BARS = ChartData("bars", ("Service", "Price"), (Series("Share", (0.6, 0.4), (0.5, 0.3), (0.7, 0.5)),))
LIKERT = ChartData(
    "diverging",
    ("Fast", "Kind"),
    tuple(Series(name, values) for name, values in (("No", (0.2, 0.1)), ("Partly", (0.3, 0.2)), ("Yes", (0.5, 0.7)))),
)
MAP = ChartData(
    "map",
    ("Service", "Price"),
    (
        Series("Importance", (0.6, 0.4), (0.5, 0.3), (0.7, 0.5)),
        Series("Performance", (60.0, 70.0), (58.0, 68.0), (62.0, 72.0)),
    ),
    means=(0.5, 65.0),
    corners=("a", "b", "c", "d"),
)


def table(rows: int, columns: int = 2, text: str = "word") -> Table:
    names = [f"Head {place}" for place in range(columns)]
    frame = pd.DataFrame({name: [f"{text} {row}" for row in range(rows)] for name in names}, dtype="str")
    return Table("Caption", frame, frozenset(names[1:]), "How to read it.")


def figure(data: ChartData | None, caption: str = "A chart") -> Figure:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40"><rect width="80" height="40"/></svg>'
    return Figure(caption, "what it shows", svg, svg, data)


def document(*sections: Section, language: str = "en") -> Document:
    return Document("Shop survey", language, ("485 answers",), sections, Note("No person.", "simulated", "Simulated"))


def plan(*blocks: object, part: str = "standing", headline: str = "") -> list:
    return plan_slides(document(Section("one", "Heading", tuple(blocks), part, headline)))


# -- what stands on which slide ------------------------------------------------------------------------------------


def test_slides_follow_the_parts_and_not_the_sections():
    parts = ("appendix", "next", "", "scope")
    sections = [Section(part, part, (Prose("One. Two."),), part) for part in parts]
    assert [slide.part for slide in plan_slides(document(*sections))] == ["", "scope", "next", "appendix"]


def test_the_headline_is_the_finding_then_the_sentence_before_then_the_caption():
    first, second, third = plan(
        Prose("Before."), figure(BARS), Prose("Next one."), figure(MAP), figure(LIKERT), headline="F."
    )
    assert [slide.headline for slide in (first, second, third)] == ["F.", "Next one.", "A chart"]
    assert [line.text for line in first.lines] == ["Before."]


def test_what_the_headline_says_is_not_said_again():
    [slide] = plan(Prose("One. Two. Three."), figure(BARS), headline="One. Two.")
    assert [line.text for line in slide.lines] == ["Three."]


def test_a_sentence_too_long_for_a_headline_is_text():
    [slide] = plan(Prose("word " * 150), List((Point("a"),)))
    assert slide.headline == "Heading"
    assert "word word" in slide.lines[0].text


def test_tables_behind_a_picture_go_to_the_appendix_and_others_stay():
    assert [slide.part for slide in plan(figure(BARS), table(3))] == ["standing", "appendix"]
    assert [slide.part for slide in plan(table(3))] == ["standing"]
    assert [slide.part for slide in plan(figure(BARS), table(3), part="action")] == ["action", "action"]


def test_answers_and_tiles_share_a_slide():
    answers = List((Point("First."), Point("Second.", "Then")), "answers")
    [slide] = plan(answers, Tiles((Tile("n", "7"),)), part="")
    assert slide.headline == "First."
    assert slide.lines[0].term == "Then"
    assert isinstance(slide.main, Tiles)


def test_what_is_on_no_slide_is_in_the_notes():
    slides = plan(
        Prose("Finding. " + "Reason of the finding. " * 30), figure(BARS), Prose("Faint.", "faint"), Prose("Last.")
    )
    said = " ".join(note for slide in slides for note in slide.notes)
    assert "Reason of the finding." in said
    assert "what it shows" in said
    assert "Faint." in said
    assert "Last." in said + " ".join(line.text for slide in slides for line in slide.lines)


def test_boxes_that_must_not_be_missed_are_on_a_slide():
    [slide] = plan(Note("Mind this.", "caution", "Caution:"), figure(BARS))
    assert [line.look for line in slide.lines] == ["caution"]
    before, after = plan(Note("Mind this. " * 60, "caution", "Caution:"), figure(BARS))
    assert [line.look for line in before.lines] == ["caution"]
    assert after.lines == ()


def test_a_list_goes_on_under_the_list_before_it_with_the_words_that_introduce_it():
    [slide] = plan(Prose("Finding."), List((Point("a"),)), Prose("Lowest rated:"), List((Point("b"),)), part="action")
    assert slide.headline == "Finding."
    assert [line.text for line in slide.lines] == ["a", "Lowest rated:", "b"]


@pytest.mark.parametrize("text", ["word " * 2000, "字" * 9000, "x" * 10_000])
def test_nothing_is_longer_than_its_page(text):
    blocks = (List((Point(text), Point("short")), "bullets"), table(12, 3, text[:900]), Group("G", (Prose(text),)))
    slides = plan(*blocks, part="appendix")
    assert len(slides) > 3
    for slide in slides:
        main = slide.main.height if isinstance(slide.main, Grid) else 0.0
        assert measure_lines(slide.lines, slide.size) + main <= HEIGHT + GAP
        assert fits_headline(slide.headline)
    listed = "".join(line.text for slide in slides for line in slide.lines)
    assert listed.replace(" ", "").count(text[0]) >= text.replace(" ", "").count(text[0])


def test_long_tables_go_on_with_their_heads_and_all_rows():
    pages = lay_out_table(table(70))
    assert len(pages) > 2
    assert {page.heads for page in pages} == {("Head 0", "Head 1")}
    assert [row[0] for page in pages for row in page.rows] == [f"word {row}" for row in range(70)]


def test_wide_tables_are_split_by_columns_and_keep_the_first():
    pages = lay_out_table(table(2, 30, "something"))
    assert all(page.heads[0] == "Head 0" for page in pages)
    assert [head for page in pages for head in page.heads[1:]] == [f"Head {place}" for place in range(1, 30)]
    assert all(sum(page.widths) <= WIDTH + 1 for page in pages)


def test_charts_of_many_rows_are_cut_evenly():
    many = ChartData("bars", tuple(map(str, range(25))), (Series("s", tuple(float(n) for n in range(25))),))
    pages = lay_out_figure(figure(many))
    assert [len(page.charts[0][1].categories) for page in pages] == [8, 9, 8]
    assert [value for page in pages for value in page.charts[0][1].series[0].values] == [float(n) for n in range(25)]


def test_blocks_of_a_profile_are_charts_of_their_own():
    values = (0.5, 0.5, 0.2, 0.8)
    data = ChartData("bars", ("f", "m", "y", "o"), (Series("s", values), Series("t", (0.5, 0.5, None, None))),
                     groups=("sex", "sex", "age", "age"))  # fmt: skip
    [panels] = lay_out_figure(figure(data))
    assert [(title, len(part.series)) for title, part in panels.charts] == [("sex", 2), ("age", 1)]


# -- text ----------------------------------------------------------------------------------------------------------


def test_lines_never_exceed_their_width():
    for text in (
        "one two three four five six",
        "满意度和服务态度都很好，真的。",
        "x" * 300,
        "mixed 中文 and English 文字",
    ):
        for line in break_lines(text, 60, 10):
            assert measure_text(line.rstrip(), 10) <= 60
        assert "".join(break_lines(text, 60, 10)) == text


def test_clipped_text_ends_with_an_ellipsis_and_fits():
    clipped = clip_text("word " * 100, 100, 10, 2)
    assert clipped.endswith("…")
    assert len(break_lines(clipped, 100, 10)) <= 2


def test_sentences_are_told_from_decimals():
    text = "It is 0.5 (n = 3). “Then” it ends. 三句。还有"
    assert split_sentences(text) == ["It is 0.5 (n = 3).", "“Then” it ends.", "三句。", "还有"]


# -- charts --------------------------------------------------------------------------------------------------------


def test_segments_stack_outward_and_the_middle_is_split():
    order = order_segments(LIKERT)
    assert [(place, values[0]) for place, values, _ in order] == [(1, -0.15), (0, -0.2), (1, 0.15), (2, 0.5)]
    even = order_segments(ChartData("diverging", ("a",), LIKERT.series[:2]))
    assert [place for place, _, _ in even] == [0, 1]


@pytest.mark.parametrize(("reach", "step"), [(0.42, 0.1), (95, 20.0), (1.0, 0.2), (0.06, 0.01)])
def test_steps_are_round(reach, step):
    assert nice_step(reach) == step


def test_a_figure_without_a_chart_of_its_own_has_no_numbers():
    assert read_chart(print, pd.DataFrame(), language="en") is None


# -- the file ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def content() -> bytes:
    blocks = (Prose("Finding."), figure(BARS), figure(LIKERT), figure(MAP), figure(None), table(4))
    return render_slides(document(Section("one", "标题", blocks, "standing", ""), language="zh-CN"), {})


def parts(content: bytes, pattern: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist() if re.fullmatch(pattern, name)}


def test_the_same_document_gives_the_same_bytes():
    one = document(Section("one", "H", (figure(BARS),), "scope"))
    assert render_slides(one, {}) == render_slides(one, {})


def test_charts_are_native_and_carry_the_numbers(content):
    charts = [text.decode() for _, text in sorted(parts(content, r"ppt/charts/chart\d+\.xml").items())]
    assert len(charts) == 3
    bars, likert, points = charts
    assert "<c:v>0.6</c:v>" in bars
    assert re.findall(r'<c:plus>.*?<c:pt idx="0"><c:v>([\d.]+)', bars) == ["0.09999999999999998"]
    assert 'typeface="Microsoft YaHei"' in bars
    assert "<c:v>-0.15</c:v>" in likert
    assert points.count("<c:ser>") == 5
    assert "<a:t>Service</a:t>" in points


def test_the_sheet_behind_a_chart_is_where_the_chart_says(content):
    [bars, *_] = [text.decode() for _, text in sorted(parts(content, r"ppt/charts/chart\d+\.xml").items())]
    books = sorted(parts(content, r"ppt/embeddings/.*").items())
    sheet = load_workbook(io.BytesIO(books[0][1])).active
    for address, cached in re.findall(r"<c:f>Sheet1!([^<]+)</c:f><c:(?:num|str)Cache>(.*?)</c:(?:num|str)Cache>", bars):
        cells = sheet[address.replace("$", "")]
        rows = cells if isinstance(cells, tuple) else ((cells,),)
        written, shown = [cell.value for (cell,) in rows], re.findall(r"<c:v>([^<]*)</c:v>", cached)
        assert [value if isinstance(value, str) else pytest.approx(value) for value in written] == [
            text if isinstance(value, str) else float(text) for value, text in zip(written, shown, strict=True)
        ]


def test_every_picture_chart_and_table_is_described(content):
    show = pptx.Presentation(io.BytesIO(content))
    graphics = [
        shape
        for slide in show.slides
        for shape in slide.shapes
        if shape.has_chart or shape.has_table or shape.shape_type == 13
    ]
    assert len(graphics) == 5
    assert all(shape._element.xpath(".//p:cNvPr/@descr")[0] for shape in graphics)


def test_slides_have_titles_numbers_sources_and_notes(content):
    show = pptx.Presentation(io.BytesIO(content))
    assert (show.slide_width, show.slide_height) == (12192000, 6858000)
    for slide in show.slides:
        assert slide.shapes.title.text_frame.text
        assert slide.notes_slide.notes_text_frame.text
        assert [entry.get("type") for entry in slide._element.iter("{*}ph")][-2:] == ["ftr", "sldNum"]
    second = show.slides[1]
    assert "来源：Shop survey" in [shape.text_frame.text for shape in second.shapes if shape.has_text_frame]


def test_the_theme_names_both_fonts_and_the_colour_of_the_brand():
    from survey.report.brand import Brand

    shown = document(Section("one", "H", (Prose("One. Two."),), "scope"))
    branded = Document(shown.title, "en", (), shown.sections, brand=Brand(colour="#c8102e", name="Acme"))
    [theme] = parts(render_slides(branded, {}), r"ppt/theme/theme1\.xml").values()
    assert b'<a:accent1><a:srgbClr val="C8102E"/>' in theme
    assert theme.count(b'<a:latin typeface="Arial"/><a:ea typeface="Microsoft YaHei"/>') == 2


def test_the_file_holds_together(content):
    """What PowerPoint is known to refuse: ids twice, parts that are missing or have no type, unknown layouts."""
    check_package(content)
    for name, text in parts(content, r"ppt/slides/slide\d+\.xml").items():
        ids = [node.get("id") for node in ElementTree.fromstring(text).iter() if node.tag.endswith("}cNvPr")]
        assert len(ids) == len(set(ids)), name
    [show] = parts(content, r"ppt/presentation\.xml").values()
    order = [node.tag.partition("}")[2] for node in ElementTree.fromstring(show)]
    assert order[:4] == ["sldMasterIdLst", "notesMasterIdLst", "sldIdLst", "sldSz"]
    assert order[-1] == "extLst"


def check_package(content: bytes) -> None:
    """Check that every part is XML that can be read, has a type, and points to parts that are there."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = packed.namelist()
        assert len(names) == len(set(names))
        types = ElementTree.fromstring(packed.read("[Content_Types].xml"))
        typed = {node.get("PartName", "").lstrip("/") for node in types} | {node.get("Extension") for node in types}
        for name in names:
            assert name in typed or name.rpartition(".")[2] in typed, name
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(packed.read(name))
            if name.endswith(".rels"):
                folder = name.replace("_rels/", "").rpartition("/")[0]
                for link in ElementTree.fromstring(packed.read(name)):
                    assert link.get("TargetMode") != "External", (name, link.get("Target"))
                    assert resolve(folder, str(link.get("Target"))) in names, (name, link.get("Target"))


def resolve(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    steps = [step for step in folder.split("/") if step]
    for step in target.split("/"):
        steps = steps[:-1] if step == ".." else [*steps, step]
    return "/".join(steps)


def test_panels_hold_the_picture_where_there_are_no_numbers():
    [slide] = plan(figure(None))
    assert isinstance(slide.main, Panels)
    assert slide.main.charts == ()
