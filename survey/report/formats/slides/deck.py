"""From a document to slides: the parts in their order, a finding on top of each slide, nothing longer than its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from survey.report.document import Block, Document, Figure, Group, List, Note, Prose, Section, Table, Tiles
from survey.report.formats.slides.grid import lay_out_table
from survey.report.formats.slides.measure import count_lines, measure_height, split_sentences
from survey.report.formats.slides.pages import fill_pages, measure_lines
from survey.report.formats.slides.panels import lay_out_figure
from survey.report.formats.slides.plan import (
    GAP,
    HEIGHT,
    PARTS,
    TILES_ACROSS,
    TILES_HEIGHT,
    WIDTH,
    Grid,
    Line,
    Look,
    Panels,
    Slide,
)

LEAD = 14.0  # points of a paragraph over a chart
_LEAD_HEIGHT = 58.0
_HEADLINE = (18.0, 3)  # points and lines of the longest headline


def plan_slides(document: Document) -> list[Slide]:
    """Plan the slides after the title slide, part by part.

    Tables behind a picture, and folded ones, go to the appendix. Prose that is on no slide is in the speaker's notes.
    """
    slides = [slide for section in document.sections for slide in _SectionPlan(section).slides()]
    order = {part: place for place, part in enumerate(("", *PARTS))}
    return sorted(slides, key=lambda slide: order[slide.part if slide.part in order else ""])


def fits_headline(text: str) -> bool:
    """Whether a text can be a headline."""
    size, lines = _HEADLINE
    return bool(text) and count_lines(text, WIDTH, size, bold=True) <= lines


@dataclass
class _SectionPlan:
    """Walk through a section, holding the prose back until it is known what it introduces."""

    section: Section
    made: list[Slide] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)  # sentences
    faint: list[str] = field(default_factory=list)
    boxes: list[Line] = field(default_factory=list)
    kicker: str = ""
    heading: str = ""
    headline: str = ""
    part: str = ""

    def slides(self) -> list[Slide]:
        self.headline, self.part = self.section.headline, self.section.part
        self.kicker = self.heading = self.section.heading
        self._walk(self.section.blocks)
        self._flush()
        return self.made

    @property
    def pictured(self) -> bool:
        return any(isinstance(block, Figure) for block in _flatten(self.section.blocks))

    def _walk(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            match block:
                case Prose():
                    (self.faint if block.tone == "faint" else self.waiting).extend(split_sentences(block.text))
                case Note():
                    self.boxes.append(Line(block.text, block.heading, block.weight))
                case Group():
                    self._enter(block)
                case List():
                    self._add_list(block)
                case Tiles():
                    self._add_tiles(block)
                case Table():
                    self._add_table(block)
                case Figure():
                    self._add_figure(block)

    def _enter(self, group: Group) -> None:
        if self.part != "action" or self.made:  # what to do begins with its introduction, on the same slide
            self._flush()
        outside = self.kicker, self.heading, self.part
        self.heading = group.heading
        self.kicker = f"{self.section.heading}  ›  {group.heading}"
        if self._goes_aside and not any(isinstance(block, Figure) for block in _flatten(group.blocks)):
            self.part = "appendix"
        self._walk(group.blocks)
        self._flush()
        self.kicker, self.heading, self.part = outside

    @property
    def _goes_aside(self) -> bool:
        """Whether what has no picture goes to the appendix: the section's pictures stand for it."""
        return self.pictured and self.part in PARTS and self.part not in ("action", "appendix")

    # -- what goes on top ----------------------------------------------------------------------------------------------

    def _take_headline(self, instead: str) -> str:
        """Return the finding: the section's, else the sentence that introduces what follows, else a caption."""
        for candidate in (self.headline, *self.waiting[:1]):
            if fits_headline(candidate) and candidate[-1] not in ":：":  # which ends in a list, and is part of it
                if candidate == self.headline:
                    self.headline = ""
                said = split_sentences(candidate)
                self.waiting = [sentence for sentence in self.waiting if sentence not in said]
                return candidate
        return instead if fits_headline(instead) else self.heading

    def _take_notes(self, *more: str) -> tuple[str, ...]:
        notes = [" ".join(self.waiting), *more, *self.faint]
        self.waiting, self.faint = [], []
        return tuple(note for note in notes if note)

    def _take_boxes(self) -> tuple[Line, ...]:
        boxes, self.boxes = tuple(self.boxes), []
        return boxes

    def _slide(self, headline: str, **parts: object) -> Slide:
        return replace(Slide(self.part, self.section.id, self.kicker, headline), **parts)  # type: ignore[arg-type]

    # -- blocks --------------------------------------------------------------------------------------------------------

    def _flush(self) -> None:
        """Put prose that introduces nothing over the chart before it, into the notes, or on a slide of its own."""
        last = self.made[-1] if self.made and self.made[-1].kicker == self.kicker else None
        if self.boxes or (self.waiting and not (last and len(self.waiting) == 1)):
            if last and not self.boxes and not last.lines and _is_chart(last) and _is_short(self.waiting):
                self.made[-1] = replace(last, lines=self._take_lead(), size=LEAD)
            else:
                self._add_text()
        elif last:
            self.made[-1] = replace(last, notes=(*last.notes, *self._take_notes()))

    def _add_text(self) -> None:
        headline = self._take_headline(self.heading)
        lines = [*self._take_boxes(), *(Line(sentence, look="bullet") for sentence in self.waiting)]
        self.waiting = []
        self.made += fill_pages(self._slide(headline, notes=self._take_notes()), lines)

    def _take_lead(self) -> tuple[Line, ...]:
        """Return the prose that waits as one paragraph, for the room over a chart."""
        lead, self.waiting = " ".join(self.waiting), []
        return (Line(lead),) if lead else ()

    def _add_list(self, block: List) -> None:
        looks: dict[str, Look] = {"answers": "answer", "references": "number"}
        look = looks.get(block.style, "bullet")
        points = [Line(point.text, point.term, look, number) for number, point in enumerate(block.points, start=1)]
        if look == "answer" and not self.waiting and not self.headline and fits_headline(points[0].text):
            self.headline, points = points[0].text, points[1:]
        if self._joins(points):
            last = self.made[-1]
            introduced = [*(Line(sentence) for sentence in self.waiting), *points]
            self.made[-1] = replace(last, lines=(*last.lines, *introduced), notes=(*last.notes, *self.faint))
            self.waiting, self.faint = [], []
            return
        headline = self._take_headline(self.heading)
        lead = [Line(sentence) for sentence in self.waiting]
        self.waiting = []
        self.made += fill_pages(self._slide(headline, notes=self._take_notes()), [*self._take_boxes(), *lead, *points])

    def _joins(self, points: Sequence[Line]) -> bool:
        """Whether a list that says nothing new on top goes on under the list before it."""
        if not all(sentence[-1] in ":：" for sentence in self.waiting):
            return False
        waiting, self.waiting = self.waiting, []
        lines = [*(Line(sentence) for sentence in waiting), *points]
        size = self.made[-1].size if self.made else LEAD
        fits = bool(self.made) and bool(self.made[-1].lines) and self._has_room(measure_lines(lines, size))
        self.waiting = waiting
        return fits

    def _add_tiles(self, block: Tiles) -> None:
        rows = -(-len(block.tiles) // TILES_ACROSS)
        height = rows * TILES_HEIGHT + GAP
        if self._has_room(height):
            self.made[-1] = replace(self.made[-1], main=block)
            return
        headline = self._take_headline(self.heading)
        self.made.append(self._slide(headline, lines=self._take_boxes(), main=block, notes=self._take_notes()))

    def _has_room(self, height: float) -> bool:
        """Whether the last slide of this place has room for more."""
        last = self.made[-1] if self.made and not self.waiting and not self.boxes else None
        if last is None or last.main is not None or last.kicker != self.kicker:
            return False
        return measure_lines(last.lines, last.size) + GAP + height <= HEIGHT

    def _add_table(self, block: Table) -> None:
        grids = lay_out_table(block)
        if self._goes_aside or (block.folded and self.part in PARTS):
            self._append_grids(grids, block.caption, (block.note,), part="appendix")
        elif len(grids) == 1 and self._has_room(grids[0].height):
            self.made[-1] = replace(self.made[-1], main=grids[0], notes=(*self.made[-1].notes, block.note))
        else:
            headline = self._take_headline(block.caption)
            self._append_grids(grids, headline, self._take_notes(block.note), part=self.part)

    def _append_grids(self, grids: Sequence[Grid], headline: str, notes: tuple[str, ...], *, part: str) -> None:
        top = headline if fits_headline(headline) else self.heading
        for place, grid in enumerate(grids):
            shown = replace(grid, caption="") if grid.caption == top else grid
            self.made += _with_boxes(
                self._slide(top, main=shown, notes=notes, continued=place > 0, part=part),
                self._take_boxes() if place == 0 and part == self.part else (),
            )

    def _add_figure(self, block: Figure) -> None:
        headline = self._take_headline(block.caption)
        pages = lay_out_figure(block)
        boxes = self._take_boxes()
        lead = self._take_lead() if len(pages[0].charts) == 1 and not boxes and _is_short(self.waiting) else ()
        if boxes and len(pages[0].charts) < 2 and measure_lines(boxes, LEAD) <= _LEAD_HEIGHT:
            lead, boxes = boxes, ()
        notes = self._take_notes(f"{block.caption}: {block.alt}")
        for place, panels in enumerate(pages):
            slide = self._slide(headline, main=panels, notes=notes, continued=place > 0, lines=lead, size=LEAD)
            self.made += _with_boxes(slide, boxes if place == 0 else ())


def _with_boxes(slide: Slide, boxes: tuple[Line, ...]) -> list[Slide]:
    """Return a slide with what must not be missed on a slide before it: there it is read."""
    if not boxes:
        return [slide]
    return [*fill_pages(replace(slide, main=None, lines=()), boxes), slide]


def _is_chart(slide: Slide) -> bool:
    return isinstance(slide.main, Panels) and len(slide.main.charts) == 1


def _is_short(sentences: Sequence[str]) -> bool:
    """Whether sentences leave a chart its room."""
    return measure_height(" ".join(sentences), WIDTH, LEAD) <= _LEAD_HEIGHT


def _flatten(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Group):
            yield from _flatten(block.blocks)
        else:
            yield block
