"""The document as a PowerPoint file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Any

from survey.platforms.office_file import pack_office_file
from survey.report.catalogue import load_catalogue
from survey.report.document import Document, Figure, Tiles
from survey.report.formats.pictures import draw_logo, draw_pictures
from survey.report.formats.slides.chart import Frame, add_chart, fit_frame
from survey.report.formats.slides.deck import plan_slides
from survey.report.formats.slides.measure import break_lines, clip_text, count_lines
from survey.report.formats.slides.pages import measure_line
from survey.report.formats.slides.plan import (
    BOTTOM,
    CAPTION,
    GAP,
    MARGIN,
    PAGE,
    PARTS,
    TOP,
    WIDTH,
    Grid,
    Line,
    Panels,
    Slide,
)
from survey.report.formats.slides.shapes import ACCENT, SOFT, Pen, make, name_tag
from survey.report.formats.slides.theme import (
    FOOT_HEIGHT,
    FOOT_TOP,
    list_notes_master,
    name_sections,
    open_presentation,
)
from survey.result import Result

# The results behind a section, for its base and its method; a section of another name has the result of that name.
BEHIND: Mapping[str, tuple[str, ...]] = {
    "answer": ("drivers", "indicators", "priorities"),
    "respondents": ("profile", "weighting"),
    "drivers": ("drivers", "drivers_contact"),
    "actions": ("priorities",),
}
_HEADLINES = ((24.0, 2), (20.0, 2), (18.0, 3))
_LOGO = (120.0, 32.0)
# Of python-pptx's empty presentation, not of ours.
_THUMBNAIL = "docProps/thumbnail.jpeg"
_LEFT_OUT = {"_rels/.rels": rb'<Relationship [^>]*Target="docProps/thumbnail\.jpeg"[^>]*/>'}
_LONGEST_NOTE = 4000  # characters of a speaker's note


def render_slides(document: Document, results: Mapping[str, Result]) -> bytes:
    """Render a document as .pptx, the same bytes each time.

    Tables and most charts are PowerPoint's own and stay editable; other figures are pictures. Prose that is on no
    slide, the methods, and what a chart shows in words are in the speaker's notes.

    Parameters
    ----------
    document
        What it says; its texts are clean (`survey.report.plain_text`).
    results
        The results behind it, for bases and methods.

    Raises
    ------
    OptionError
        The packages python-pptx or typst are not installed.
    """
    show = open_presentation(document)
    slides = plan_slides(document)
    deck = _Deck(document, results, show, _draw_pictures(slides), _draw_mark(document))
    deck.add_title()
    for slide in slides:
        deck.add_slide(slide)
    deck.name_parts(slides)
    list_notes_master(show)
    saved = BytesIO()
    show.save(saved)
    return pack_office_file(saved.getvalue(), dropped={_THUMBNAIL}, left_out=_LEFT_OUT)


def _draw_pictures(slides: Sequence[Slide]) -> dict[int, bytes]:
    """Return the pictures of figures without a chart of their own."""
    wanted = {id(figure): figure for figure in _pictured(slides)}
    return dict(zip(wanted, draw_pictures(list(wanted.values())), strict=True))


def _pictured(slides: Sequence[Slide]) -> Iterator[Figure]:
    for slide in slides:
        if isinstance(slide.main, Panels) and not slide.main.charts:
            yield slide.main.figure


def _draw_mark(document: Document) -> bytes:
    mark = document.brand.mark if document.brand else None
    return draw_logo(mark) if mark else b""


@dataclass
class _Deck:
    document: Document
    results: Mapping[str, Result]
    show: Any
    pictures: Mapping[int, bytes]
    logo: bytes

    def __post_init__(self) -> None:
        self.messages = load_catalogue(self.document.language)
        self.layouts = {layout.name: layout for layout in self.show.slide_layouts}

    def say(self, key: str, **values: object) -> str:
        return self.messages[key].fill(**values)

    # -- the first slide ---------------------------------------------------------------------------------------------

    def add_title(self) -> None:
        slide = self.show.slides.add_slide(self.layouts["Title Slide"])
        pen = Pen(slide, self.document.language)
        pen.add_bar(MARGIN, 150, 6, 220, ACCENT)
        title, subtitle = slide.placeholders
        room = WIDTH - 2 * MARGIN
        size = next((size for size in (36.0, 30.0, 24.0) if self._lines(self.document.title, room, size) <= 2), 24.0)
        pen.write(title, clip_text(self.document.title, room, size, 3, bold=True), size=size, bold=True)
        facts = " · ".join(self.document.subtitle)
        pen.write(subtitle, clip_text(facts, room, 16, 3), size=16, colour=SOFT)
        banner = self.document.banner
        if banner:
            line = Line(clip_text(banner.text, WIDTH - 40, 14, 4), banner.heading, banner.weight)
            pen.add_lines([line], 14.0, BOTTOM - measure_line(line, 14.0))
        name = self.document.brand.name if self.document.brand else ""
        if name:
            box = pen.add_frame(2 * MARGIN, 100, room, 24)
            pen.write(box, clip_text(name, room, 16, 1, bold=True), size=16, bold=True, colour=ACCENT)
        self._add_logo(pen, 2.0)
        self._add_foot(slide, pen, clip_text(self.document.footer, WIDTH - 80, 10, 1), 1)
        self._add_notes(slide, [self.document.title, facts, banner.text if banner else "", self.document.footer])

    def _lines(self, text: str, width: float, size: float) -> int:
        return count_lines(text, width, size, bold=True)

    # -- every other slide -------------------------------------------------------------------------------------------

    def add_slide(self, plan: Slide) -> None:
        slide = self.show.slides.add_slide(self.layouts["Title Only"])
        pen = Pen(slide, self.document.language)
        self._add_headline(slide, pen, plan)
        self._add_trail(pen, plan)
        top = pen.add_lines(plan.lines, plan.size, TOP) if plan.lines else TOP
        self._add_main(pen, plan, top + (GAP if plan.lines else 0.0))
        self._add_logo(pen, 1.0)
        self._add_foot(slide, pen, self._source(plan), len(self.show.slides))
        self._add_notes(slide, [plan.kicker.replace("  ›  ", " › "), *plan.notes, *self._methods(plan)])

    def _add_headline(self, slide: Any, pen: Pen, plan: Slide) -> None:
        text = self.say("slides.continued", text=plan.headline) if plan.continued else plan.headline
        fitting = [size for size, lines in _HEADLINES if self._lines(text, WIDTH, size) <= lines]
        size = fitting[0] if fitting else _HEADLINES[-1][0]
        pen.write(slide.shapes.title, clip_text(text, WIDTH, size, 3, bold=True), size=size, bold=True)

    def _add_trail(self, pen: Pen, plan: Slide) -> None:
        """Write the parts with this one marked, and below them where in the report this is."""
        box = pen.add_frame(MARGIN, 16, WIDTH - _LOGO[0] - 20, 14)
        paragraph = pen.add_paragraph(box, size=10)
        for number, part in enumerate(PARTS):
            here = part == plan.part
            text = ("   ·   " if number else "") + self.say(f"slides.{part}")
            pen.add_run(paragraph, text, size=10, bold=here, colour=ACCENT if here else SOFT)
        box = pen.add_frame(MARGIN, 36, WIDTH - _LOGO[0] - 20, 18)
        kicker = clip_text(plan.kicker, WIDTH - _LOGO[0] - 20, 12, 1, bold=True)
        pen.write(box, kicker, size=12, bold=True, colour=ACCENT)

    def _add_main(self, pen: Pen, plan: Slide, top: float) -> None:
        match plan.main:
            case Tiles():
                pen.add_tiles(plan.main, top)
            case Grid():
                pen.add_grid(plan.main, top)
            case Panels():
                self._add_figure(pen, plan, plan.main, top)

    def _add_figure(self, pen: Pen, plan: Slide, panels: Panels, top: float) -> None:
        figure = panels.figure
        if figure.caption != plan.headline:
            pen.add_caption(figure.caption, top)
            top += CAPTION
        if not panels.charts:
            picture = self.pictures[id(figure)]
            pen.add_picture(picture, MARGIN, top, WIDTH, BOTTOM - top, name=figure.caption, alt=figure.alt)
            return
        frames = _share_room(len(panels.charts), top)
        for (title, data), frame in zip(panels.charts, frames, strict=True):
            below = frame
            if title:
                lines = break_lines(title, frame.width, 11, bold=True)[:2]
                box = pen.add_frame(frame.left, frame.top, frame.width, len(lines) * 15)
                pen.write(box, clip_text(title, frame.width, 11, 2, bold=True), size=11, bold=True)
                used = len(lines) * 15.0
                below = Frame(frame.left, frame.top + used, frame.width, frame.height - used, frame.size)
            below = fit_frame(data, below)
            add_chart(pen, data, below, title=title or figure.caption, alt=figure.alt)

    # -- around it ---------------------------------------------------------------------------------------------------

    def _add_logo(self, pen: Pen, scale: float) -> None:
        if not self.logo:
            return
        width, height = _LOGO[0] * scale, _LOGO[1] * scale
        name = (self.document.brand.name if self.document.brand else "") or self.say("slides.logo")
        pen.add_picture(self.logo, PAGE[0] - MARGIN - width, 14, width, height, name=name, alt=name)

    def _source(self, plan: Slide) -> str:
        n = next((self.results[name].n for name in (*self._behind(plan), "items") if name in self.results), None)
        title = clip_text(self.document.title, WIDTH - 320, 10, 1)
        if n is None:
            return self.say("slides.source", title=title)
        return self.say("slides.source_n", title=title, n=f"{n:,}")

    def _behind(self, plan: Slide) -> tuple[str, ...]:
        return BEHIND.get(plan.section, (plan.section,))

    def _methods(self, plan: Slide) -> list[str]:
        found = [self.results[name].method for name in self._behind(plan) if name in self.results]
        texts = [method.in_language(self.document.language) for method in found]
        return [self.say("slides.method", text=" ".join(texts))] if texts else []

    def _add_foot(self, slide: Any, pen: Pen, source: str, number: int) -> None:
        """Add the line of the source and the number of the slide, as the layout's own footers."""
        for kind, index, left, width in (
            ("ftr", 11, MARGIN, WIDTH - 80),
            ("sldNum", 12, PAGE[0] - MARGIN - 70, 70.0),
        ):
            box = pen.add_frame(left, FOOT_TOP, width, FOOT_HEIGHT, anchor="ctr")
            box.name = f"{kind} {number}"
            box._element.nvSpPr.cNvSpPr.attrib.pop("txBox", None)
            box._element.nvSpPr.nvPr.append(make("p:ph", type=kind, sz="quarter", idx=index))
            if kind == "ftr":
                pen.write(box, source, size=10, colour=SOFT)
                continue
            paragraph = pen.add_paragraph(box, size=10, align="r")
            pen.add_run(paragraph, str(number), size=10, colour=SOFT)
            run = paragraph.runs[0]._r
            run.tag = name_tag("a:fld")
            run.set("id", "{C1FF6DA9-008F-8B48-92A6-B652298478BF}")
            run.set("type", "slidenum")

    def _add_notes(self, slide: Any, texts: Sequence[str]) -> None:
        whole = "\n".join(text for text in texts if text)
        slide.notes_slide.notes_text_frame.text = whole[:_LONGEST_NOTE] + ("…" if len(whole) > _LONGEST_NOTE else "")

    def name_parts(self, slides: Sequence[Slide]) -> None:
        """Name the parts in PowerPoint's overview."""
        ids = [entry.id for entry in self.show.slides._sldIdLst]
        runs: list[tuple[str, list[int]]] = [(clip_text(self.document.title, 300, 10, 1), ids[:1])]
        for part, run in groupby(zip(slides, ids[1:], strict=True), key=lambda pair: pair[0].part):
            found = [number for _, number in run]
            if part in PARTS:
                runs.append((self.say(f"slides.{part}"), found))
            else:
                runs[-1][1].extend(found)
        name_sections(self.show, runs)


def _share_room(count: int, top: float) -> list[Frame]:
    """Return the places of charts: one wide, or two a row."""
    if count == 1:
        return [Frame(MARGIN, top, WIDTH, BOTTOM - top)]
    rows = -(-count // 2)
    width, height = (WIDTH - 2 * GAP) / 2, (BOTTOM - top - GAP * (rows - 1)) / rows
    return [
        Frame(MARGIN + column * (width + 2 * GAP), top + row * (height + GAP), width, height, 9.5)
        for row, column in (divmod(place, 2) for place in range(count))
    ]
