"""Qualtrics' survey file (.qsf): blocks as pages, in the order of the survey flow."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from survey.drafting.condition import simplify
from survey.drafting.consent import is_consent
from survey.drafting.language import tag_language
from survey.drafting.plain_text import read_html, write_remark
from survey.drafting.qsf_logic import LogicReader
from survey.drafting.qsf_parts import entries
from survey.drafting.qsf_question import NOT_DRAFTED, QuestionReader
from survey.drafting.sketch import Question, Route, Sketch, SketchPage, Texts
from survey.errors import ReadError
from survey.questionnaire.routing import All

Tree = Mapping[str, Any]
_HEADING = re.compile(r"^\s*<h[1-6][^>]*>(?P<title>.*?)</h[1-6]>(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
_OPENING = "text_start"
_PART = re.compile(r"^(?P<stem>.+)_part\d+$")
_DEEPEST = 30


def is_qsf(data: bytes) -> bool:
    """Tell whether a file is a survey file of Qualtrics."""
    return data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"SurveyElements"' in data


def read_qsf(data: bytes, file: str) -> Sketch:
    """Read a survey file.

    Raises
    ------
    ReadError
        It is damaged.
    """
    try:
        tree = json.loads(data.decode("utf-8-sig"))
        elements = [one for one in tree["SurveyElements"] if isinstance(one, dict)]
        return _Reader(tree.get("SurveyEntry") or {}, elements).read()
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise ReadError(f"{file} is a damaged survey file of Qualtrics ({error}). Export the survey again.") from error


class _Reader:
    def __init__(self, entry: Tree, elements: Sequence[Tree]) -> None:
        self.entry = entry
        self.elements = elements
        self.payloads: dict[str, Tree] = {
            str(one["PrimaryAttribute"]): one["Payload"]
            for one in elements
            if one.get("Element") == "SQ" and isinstance(one.get("Payload"), dict)
        }
        self.languages = self._find_languages()
        first = tag_language(str(entry.get("SurveyLanguage") or "EN")) or "en"
        tags = list(dict.fromkeys([first, *self.languages.values()]))
        self.sketch = Sketch(source="Qualtrics", languages=tags, platform="qualtrics")
        self.sketch.title = {first: str(entry.get("SurveyName") or "").strip()}
        self.reader = QuestionReader(first, self.languages)
        self.seen: set[str] = set()
        self.logic = LogicReader(self.reader.subjects)

    def read(self) -> Sketch:
        blocks = {str(block.get("ID")): block for block in self._blocks()}
        flow = self._flow()
        questions = {qid: self.reader.read(payload) for qid, payload in self.payloads.items()}
        order = list(flow) if flow else [(name, None) for name in blocks]
        for name, route in order:
            block = blocks.get(name)
            if block is None or name in self.seen or block.get("Type") == "Trash":
                continue
            self.seen.add(name)
            self._read_block(block, questions, route)
        self._note_unused(blocks)
        self.sketch.notes += self.reader.notes
        return self.sketch

    def _find_languages(self) -> dict[str, str]:
        codes = [str(code) for payload in self.payloads.values() for code, _ in entries(payload.get("Language"))]
        codes = [code for code in dict.fromkeys(codes) if not code.isdecimal()]
        return {code: tag for code in codes if (tag := tag_language(code)) is not None}

    def _payload(self, element: str) -> Any:
        return next((one.get("Payload") for one in self.elements if one.get("Element") == element), None)

    def _blocks(self) -> list[Tree]:
        return [block for _, block in entries(self._payload("BL")) if isinstance(block, dict)]

    # -- the flow ------------------------------------------------------------------------------------------------

    def _flow(self) -> list[tuple[str, list[Tree] | None]]:
        payload = self._payload("FL")
        return list(self._walk(payload.get("Flow"), [], 0)) if isinstance(payload, dict) else []

    def _walk(self, flow: Any, outer: list[Tree], depth: int) -> Iterator[tuple[str, list[Tree] | None]]:
        """Yield the blocks with the logic of the branches they stand in."""
        if depth > _DEEPEST:
            raise ValueError("the flow is nested too deeply")
        for _, part in entries(flow):
            if not isinstance(part, dict):
                continue
            kind = part.get("Type")
            if kind in ("Block", "Standard"):
                yield str(part.get("ID")), outer or None
            elif kind == "EndSurvey" and outer:
                said = "; ".join(self.logic.describe(one) for one in outer)
                self.sketch.notes.append(write_remark(f"The original ends early for some: {said}"))
            elif kind in ("BlockRandomizer", "Randomizer"):
                self.sketch.notes.append("The original shows some blocks in random order; the draft keeps one order.")
            inner = [*outer, part["BranchLogic"]] if isinstance(part.get("BranchLogic"), dict) else outer
            yield from self._walk(part.get("Flow"), inner, depth + 1)

    def _join(self, logic: Sequence[Tree] | None) -> Route | None:
        routes = [self.logic.read(one) for one in logic or ()]
        if len(routes) < 2:
            return routes[0] if routes else None
        nodes = [route.node for route in routes if route.node is not None]
        whole = simplify(All(tuple(nodes))) if len(nodes) == len(routes) else None
        return Route(" AND ".join(route.original for route in routes), whole)

    # -- blocks --------------------------------------------------------------------------------------------------

    def _read_block(self, block: Tree, questions: Mapping[str, list[Question]], logic: Sequence[Tree] | None) -> None:
        title = str(block.get("Description") or "page")
        page = self._start_page(title, logic)
        if isinstance(block.get("Options"), dict) and block["Options"].get("Looping") not in (None, "None", False):
            page.remarks.append("To finish: this block is asked several times in the original (loop and merge)")
        for _, element in entries(block.get("BlockElements")):
            qid = str(element.get("QuestionID")) if isinstance(element, dict) else ""
            payload = self.payloads.get(qid)
            if payload is None:
                continue
            if payload.get("QuestionType") == "DB":
                page = self._read_note(payload, page, title, logic)
                continue
            for question in questions[qid]:
                self._route(question, payload)
                self._place(question, page)

    def _start_page(self, title: str, logic: Sequence[Tree] | None) -> SketchPage:
        page = SketchPage(id=title, route=self._join(logic))
        self.sketch.pages.append(page)
        return page

    def _place(self, question: Question, page: SketchPage) -> None:
        if is_consent(question) and not any(self.sketch.questions):
            self.sketch.consent, self.sketch.consent_required = question.text, question.required
            self.reader.forget(question.id)
            return
        last = page.questions[-1] if page.questions else None
        part = _PART.match(question.id)
        if part and last and last.kind == question.kind == "matrix" and last.id == part["stem"]:
            self._merge(last, question)
        else:
            page.questions.append(question)

    @staticmethod
    def _merge(table: Question, part: Question) -> None:
        """Put the rows of a table back that had to be cut in two."""
        for row in table.rows:
            row.route = row.route or table.route
        for row in part.rows:
            row.route = row.route or part.route
        table.route = None
        table.rows += part.rows

    def _read_note(self, payload: Tree, page: SketchPage, title: str, logic: Sequence[Tree] | None) -> SketchPage:
        """Put a text between questions at the start of a page."""
        heading, body = self._read_texts(payload)
        if payload.get("DataExportTag") == _OPENING and not self.sketch.intro:
            self.sketch.title, self.sketch.intro = heading or self.sketch.title, body
            return page
        if page.questions:
            page = self._start_page(title, logic)
        if heading and not page.title and not page.intro:
            page.title = heading
        else:
            body = _join_texts(heading, body)
        page.intro = _join_texts(page.intro, body)
        if isinstance(payload.get("DisplayLogic"), dict):
            said = self.logic.describe(payload["DisplayLogic"])
            page.remarks.append(f"To finish: part of the text above is shown only if (in the file's own words): {said}")
        return page

    def _read_texts(self, payload: Tree) -> tuple[Texts, Texts]:
        headings: Texts = {}
        bodies: Texts = {}
        for tag, markup in self.reader.in_languages(payload, "QuestionText").items():
            match = _HEADING.match(markup)
            title = read_html(match["title"]) if match else ""
            body = read_html(match["rest"] if match else markup)
            headings |= {tag: title} if title else {}
            bodies |= {tag: body} if body else {}
        return headings, bodies

    def _route(self, question: Question, payload: Tree) -> None:
        if isinstance(payload.get("DisplayLogic"), dict):
            question.route = self.logic.read(payload["DisplayLogic"])
        choices = dict(entries(payload.get("Choices")))
        answers = dict(entries(payload.get("Answers"))) if question.rows else choices
        for part, trees in [(answer, answers) for answer in question.answers] + [
            (row, choices) for row in question.rows
        ]:
            tree = trees.get(self.reader.places.get(id(part), ""))
            if isinstance(tree, dict) and isinstance(tree.get("DisplayLogic"), dict):
                part.route = self.logic.read(tree["DisplayLogic"])
        if question.rows:
            self._share_route(question)
        if payload.get("SkipLogic"):
            question.remarks.append("To finish: an answer here skips questions in the original; see its skip logic")

    @staticmethod
    def _share_route(table: Question) -> None:
        """Keep a condition in one place where a table and its rows have it."""
        routes = {row.route.original: row.route for row in table.rows if row.route}
        whole = all(row.route for row in table.rows)
        if whole and len(routes) == 1:
            table.route = next(iter(routes.values()))
        elif whole and table.route:
            table.route = None  # Qualtrics needs it shown where any of its rows is
        outer = table.route.original if table.route else ""
        for row in table.rows:
            row.route = None if row.route and row.route.original in outer else row.route

    def _note_unused(self, blocks: Mapping[str, Tree]) -> None:
        unused = sum(
            len(entries(block.get("BlockElements"))) for name, block in blocks.items() if name not in self.seen
        )
        if unused:
            self.sketch.notes.append(f"{unused} question(s) outside the survey flow (such as its trash) are left out.")
        kinds = [str(payload.get("QuestionType")) for payload in self.payloads.values()]
        for kind in dict.fromkeys(kind for kind in kinds if kind in NOT_DRAFTED):
            number = kinds.count(kind)
            self.sketch.notes.append(f"{number} question(s) of the type {NOT_DRAFTED[kind]} are left out.")


def _join_texts(first: Texts, second: Texts) -> Texts:
    return {tag: "\n".join(filter(None, (first.get(tag), second.get(tag)))) for tag in {**first, **second}}
