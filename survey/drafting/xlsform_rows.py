"""The rows of an XLSForm: groups as pages, notes as introductions, likert rows as matrices."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from survey.drafting.condition import ALWAYS, Subject, read_formula, simplify
from survey.drafting.consent import is_consent
from survey.drafting.plain_text import write_remark
from survey.drafting.sketch import Question, Route, Sketch, SketchPage, Texts
from survey.drafting.xlsform_question import QuestionMaker
from survey.questionnaire.routing import All, Comparison, Includes

_BEGIN = re.compile(r"begin[_ ](group|repeat|score|rank|kobomatrix|literacy)")
_END = re.compile(r"end[_ ](group|repeat|score|rank|kobomatrix|literacy)")


@dataclass(frozen=True, eq=False)
class FormRow:
    """One row of a sheet.

    Attributes
    ----------
    cells
        By heading.
    label, hint
        In every language that has one.
    """

    cells: Mapping[str, str]
    label: Texts
    hint: Texts

    def get(self, *headings: str) -> str:
        """Return the first cell of some headings that holds something."""
        return next((self.cells[one] for one in headings if self.cells.get(one)), "")


@dataclass(eq=False)
class _Group:
    """A group or repeat that is open."""

    name: str
    row: FormRow
    kind: str
    route: Route | None


@dataclass(eq=False)
class FormReader:
    """Reads the sheet `survey` into a sketch.

    Attributes
    ----------
    lists
        The name of a list of choices to its rows.
    """

    sketch: Sketch
    rows: Sequence[FormRow]
    lists: Mapping[str, Sequence[FormRow]]
    open: list[_Group] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.maker = QuestionMaker(self.lists)
        self.page: SketchPage | None = None
        self.table: tuple[Question, str] | None = None
        self.note: FormRow | None = None

    def read(self) -> None:
        """Read every row."""
        for row in self.rows:
            self.maker.announce(row.get("name"), row.get("type"))
        for row in self.rows:
            self._read_row(row)
        self._flush_note()
        self._find_opening()
        self._find_end()
        self.sketch.notes += self.maker.notes
        self.sketch.pages = [page for page in self.sketch.pages if page.questions]

    def _read_row(self, row: FormRow) -> None:
        kind = " ".join(row.get("type").split()).lower()
        if not kind:
            return
        if match := _BEGIN.fullmatch(kind):
            self._begin(row, match[1])
        elif _END.fullmatch(kind):
            self._end()
        elif kind == "note":
            self._flush_note()
            self.note, self.table = row, None
        else:
            self._ask(row)

    # -- groups --------------------------------------------------------------------------------------------------

    def _begin(self, row: FormRow, kind: str) -> None:
        self._flush_note()
        name = row.get("name") or "group"
        self.open.append(_Group(name, row, kind, self._route(row)))
        self.page, self.table = None, None
        if kind == "repeat":
            self.sketch.notes.append(f"The group '{name}' is asked several times in the form; the draft asks it once.")
        if kind == "score" or "table-list" in row.get("appearance"):
            page = self._get_page(of_table=True)
            table = Question(id=name, kind="matrix", text=row.label, help=row.hint)
            self.table = table, row.get("kobo--score-choices")
            table.route = self.open[-1].route
            self.open[-1].route = None
            page.questions.append(table)

    def _end(self) -> None:
        self._flush_note()
        if self.open:
            self.open.pop()
        self.page, self.table = None, None

    def _route(self, row: FormRow) -> Route | None:
        text = row.get("relevant", "relevance", "bind::relevant")
        if not text:
            return None
        node = read_formula(text, self.maker.find)
        return None if node == ALWAYS else Route(write_remark(text), node)

    def _get_page(self, *, of_table: bool = False) -> SketchPage:
        """Return the page of the groups that are open, a new one after another group."""
        if self.page is None:
            groups = self.open[:-1] if of_table and len(self.open) > 1 else self.open
            inner = groups[-1] if groups else None
            routes = [group.route for group in groups if group.route]
            self.page = SketchPage(id=inner.name if inner else "main", route=_join(routes))
            self.page.title = dict(inner.row.label) if inner and not of_table else {}
            self.sketch.pages.append(self.page)
        return self.page

    # -- notes ---------------------------------------------------------------------------------------------------

    def _flush_note(self) -> None:
        """Put a note that stands above no table at the start of a page."""
        note, self.note = self.note, None
        if note is None or not note.label:
            return
        if self._get_page().questions:
            self.page = None
            title = self.sketch.pages[-1].title if self.open else {}
            self._get_page().title = dict(title) if not self.open else {}
        page = self._get_page()
        page.intro = {
            tag: "\n".join(filter(None, (page.intro.get(tag), note.label.get(tag))))
            for tag in {**page.intro, **note.label}
        }
        if note.get("relevant"):
            said = write_remark(note.get("relevant"))
            page.remarks.append(f"To finish: part of the text above is shown only if (in the file's own words): {said}")

    def _find_opening(self) -> None:
        """Take the introduction and the consent from the first page."""
        if not self.sketch.pages:
            return
        first = self.sketch.pages[0]
        if len(first.questions) == 1 and is_consent(first.questions[0]):
            consent = first.questions.pop()
            self.sketch.consent, self.sketch.consent_required = consent.text, consent.required
        if first.questions:
            return
        self.sketch.intro = first.intro
        if set(self.sketch.title.values()) & set(first.title.values()):
            self.sketch.title = first.title

    def _find_end(self) -> None:
        last = self.sketch.pages[-1] if self.sketch.pages else None
        if last is not None and not last.questions and last is not self.sketch.pages[0]:
            self.sketch.thanks = last.intro

    # -- questions -----------------------------------------------------------------------------------------------

    def _ask(self, row: FormRow) -> None:
        question = self.maker.make(row)
        if question is None:
            return
        question.route = self._route(row)
        if self._fold(question):
            return
        if self._is_row(row, question):
            return
        self._flush_note()
        if is_consent(question) and not any(self.sketch.questions):
            self.maker.subjects[question.id] = Subject(item=question.id, given=True)
        self.table = None
        self._get_page().questions.append(question)

    def _fold(self, question: Question) -> bool:
        """Put a question for the text beside an option back there; tell whether it was one."""
        match = re.fullmatch(r"(?P<item>.+)__(?P<code>-?\d+)__text", question.id)
        page = self.page
        if match is None or page is None or question.route is None or question.route.node is None:
            return False
        item, code = match["item"], int(match["code"])
        asked = next((one for one in page.questions if one.id == item), None)
        chosen = (Includes(item, code), Comparison(item, "==", float(code)))
        answer = next((one for one in asked.answers if one.code == code), None) if asked else None
        if answer is None or question.route.node not in chosen:
            return False
        answer.has_text, answer.text_column = True, question.id
        return True

    def _is_row(self, row: FormRow, question: Question) -> bool:
        """Put a question into the table that is open, or open one; tell whether it went there."""
        look = row.get("appearance").lower()
        rated = question.kind == "rated" and not any(one.has_text for one in question.answers)
        if self.table and rated and self.table[1] in ("", question.listed):
            table = self.table[0]
            self.table = table, question.listed
            return self._add_row(table, question)
        if not rated or question.listed == "":
            return False
        titled = self.note is not None and not self.note.get("name").endswith("_intro")
        if look.split()[:1] == ["label"]:
            self._flush_note()
            table = Question(id=question.id, kind="matrix", text=question.text, help=question.help)
            self.table = table, question.listed
            self._get_page().questions.append(table)
            return True
        if "likert" in look and titled and self.note is not None:
            note, self.note = self.note, None
            table = Question(id=note.get("name") or "table", kind="matrix", text=note.label, help=note.hint)
            table.route = self._route(note)
            self.table = table, question.listed
            self._get_page().questions.append(table)
            return self._add_row(table, question)
        return False

    def _add_row(self, table: Question, question: Question) -> bool:
        table.answers, table.listed = table.answers or question.answers, question.listed
        table.codes = question.codes
        table.required = question.required if not table.rows else table.required and question.required
        row = Question(id=question.id, kind="scale", text=question.text, help=question.help)
        row.required, row.remarks = question.required, question.remarks
        row.route = question.route
        if table.route and row.route and table.route.original == row.route.original:
            row.route = None
        table.rows.append(row)
        return True


def _join(routes: Sequence[Route]) -> Route | None:
    if len(routes) < 2:
        return routes[0] if routes else None
    nodes = [route.node for route in routes if route.node is not None]
    whole = simplify(All(tuple(nodes))) if len(nodes) == len(routes) else None
    return None if whole == ALWAYS else Route(" and ".join(route.original for route in routes), whole)
