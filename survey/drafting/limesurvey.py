"""From a survey of LimeSurvey to a sketch."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from survey.drafting.condition import Subject, read_formula, simplify
from survey.drafting.consent import is_consent
from survey.drafting.limesurvey_form import LimeGroup, LimeQuestion, LimeSurvey
from survey.drafting.limesurvey_question import LimeReader
from survey.drafting.plain_text import read_html, write_remark
from survey.drafting.sketch import Answer, Question, Route, Sketch, SketchPage, Texts
from survey.questionnaire.routing import All, Answered, Comparison, Includes, Node, Not

_ALWAYS = ("", "1")
_NUMBERED = re.compile(r"\d+X\d+X(?P<number>\d+)(?P<row>\w*)")


def sketch_survey(survey: LimeSurvey) -> Sketch:
    """Return the sketch of a survey."""
    return _Sketcher(survey).sketch()


def read_texts(texts: Mapping[str, str]) -> Texts:
    """Return markup as text, languages without any left out."""
    return {tag: text for tag, markup in texts.items() if (text := read_html(markup))}


class _Sketcher:
    def __init__(self, survey: LimeSurvey) -> None:
        self.survey = survey
        codes = Counter(part.code for group in survey.groups for one in group.questions for part in one.on(0))
        self.numbers = {one.number: one.code for group in survey.groups for one in group.questions if one.number}
        named = {one.code for group in survey.groups for one in group.questions}
        self.reader = LimeReader({code for code, count in codes.items() if count == 1} - named)
        texts = {name: read_texts(own) for name, own in survey.texts.items()}
        self.made = Sketch(source="LimeSurvey", languages=survey.languages, platform="limesurvey")
        self.made.title, self.made.intro = texts.get("title", {}), texts.get("intro", {})
        self.made.thanks = texts.get("thanks", {})

    def sketch(self) -> Sketch:
        """Return the sketch."""
        built: dict[int, list[Question]] = {}
        for group in self.survey.groups:
            for question in group.questions:
                built[id(question)] = self.reader.read(question)
        for group in self.survey.groups:
            self._read_group(group, built)
        self.made.notes += self.reader.notes
        return self.made

    def _read_group(self, group: LimeGroup, built: Mapping[int, list[Question]]) -> None:
        title = read_texts(group.title)
        name = next(iter(title.values()), "page")
        page = SketchPage(id=name, title=title, intro=read_texts(group.intro), route=self._route(group.relevance))
        self.made.pages.append(page)
        for question in group.questions:
            if question.type == "X":
                page = self._read_note(question, page)
                continue
            if self._is_consent(built[id(question)]):
                self.made.consent, self.made.consent_required = built[id(question)][0].text, question.mandatory
                self.reader.subjects[question.code] = Subject(item=question.code, given=True)
                continue
            self._route_questions(question, built[id(question)])
            for one in built[id(question)]:
                if not self._is_folded(page, one):
                    page.questions.append(one)

    def _is_consent(self, made: list[Question]) -> bool:
        return len(made) == 1 and is_consent(made[0]) and not any(self.made.questions)

    def _read_note(self, question: LimeQuestion, page: SketchPage) -> SketchPage:
        """Put a text between questions at the start of a page."""
        text = read_texts(question.text)
        if page.questions:
            page = SketchPage(id=page.id, title=page.title, route=page.route)
            self.made.pages.append(page)
        page.intro = {
            tag: "\n".join(filter(None, (page.intro.get(tag), text.get(tag)))) for tag in {**page.intro, **text}
        }
        if question.relevance not in _ALWAYS:
            said = write_remark(question.relevance)
            page.remarks.append(f"To finish: part of the text above is shown only if (in the file's own words): {said}")
        return page

    def _route(self, relevance: str) -> Route | None:
        if relevance.strip() in _ALWAYS:
            return None
        return Route(write_remark(relevance), read_formula(relevance, self._find))

    def _find(self, name: str) -> Subject | None:
        bare = re.sub(r"\.(?:NAOK|code|value|shown)$", "", name)
        return self.reader.subjects.get(bare) or self._find_numbered(bare)

    def _find_numbered(self, name: str) -> Subject | None:
        """Return what ``survey X group X question and row`` stands for, in numbers."""
        match = _NUMBERED.fullmatch(name)
        if match is None:
            return None
        for size in range(len(match["number"]), 0, -1):
            code = self.numbers.get(match["number"][:size])
            row = match["number"][size:] + match["row"]
            if code is not None and (found := self.reader.subjects.get(f"{code}_{row}" if row else code)):
                return found
        return None

    def _route_questions(self, question: LimeQuestion, made: list[Question]) -> None:
        route = self._route(question.relevance)
        conditions = {part.code: part.relevance for part in question.parts if part.relevance.strip() not in _ALWAYS}
        for one in made:
            one.route = route
            parts: list[Question | Answer] = [*one.rows, *one.answers]
            for part in parts:
                own = conditions.get(self.reader.places.get(id(part), ""))
                part.route = self._route(own) if own else None
            if one.rows and all(row.route for row in one.rows):
                one.route = None  # LimeSurvey needs it shown if any of its rows is

    def _is_folded(self, page: SketchPage, question: Question) -> bool:
        """Put a question for the text or the special answers beside another one back there; tell whether it was one."""
        node = question.route.node if question.route else None
        last = [one for one in reversed(page.questions) if question.id.lower().startswith(_bare(one.id).lower())]
        if node is None or not last:
            return False
        asked = last[0]
        if question.kind == "short_text":
            answer = next((one for one in asked.answers if _is_text_of(question, asked, one, node)), None)
            if answer is None:
                return False
            answer.has_text, answer.text_column = True, question.id
            return True
        beside = question.id.lower() == f"{_bare(asked.id)}special".lower() and asked.kind == "number"
        if beside and Not(Answered(asked.id)) in (node.parts if isinstance(node, All) else (node,)):
            asked.answers, asked.required = question.answers, question.required
            asked.special_column = question.id
            return True
        return False


def _bare(name: str) -> str:
    return name.replace("_", "")


def _is_text_of(question: Question, asked: Question, answer: Answer, node: Node) -> bool:
    if question.id.lower() != f"{_bare(asked.id)}{answer.code}text".lower():
        return False
    chosen: tuple[Node, ...] = (Includes(asked.id, answer.code), Comparison(asked.id, "==", float(answer.code)))
    return simplify(node) in chosen
