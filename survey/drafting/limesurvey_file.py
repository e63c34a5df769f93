"""LimeSurvey's survey structure (.lss): tables of XML, in the layouts of its versions 2 to 6."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from survey.drafting.language import tag_language
from survey.drafting.limesurvey import sketch_survey
from survey.drafting.limesurvey_form import LimeGroup, LimePart, LimeQuestion, LimeSurvey, make_question, read_whole
from survey.drafting.sketch import Sketch
from survey.errors import ReadError

Row = Mapping[str, str]
_MOST_ROWS, _DEEPEST = 300_000, 12
_TEXTS = {"surveyls_title": "title", "surveyls_welcometext": "intro", "surveyls_endtext": "thanks"}


def is_lss(data: bytes) -> bool:
    """Tell whether a file is a survey structure of LimeSurvey."""
    return b"<LimeSurveyDocType>" in data[:4000]


@dataclass
class _Sections:
    """The tables of a document while it is parsed: document / section / rows / row / field."""

    file: str
    found: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    rows: int = 0

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        self.path.append(tag)
        self.text = []
        if len(self.path) > _DEEPEST:
            raise ReadError(f"{self.file} is nested more than {_DEEPEST} deep; it is no survey of LimeSurvey.")
        if len(self.path) == 4 and tag == "row":
            self.rows += 1
            if self.rows > _MOST_ROWS:
                raise ReadError(f"{self.file} has more than {_MOST_ROWS:,} rows; it is no survey of LimeSurvey.")
            self.found.setdefault(self.path[1], []).append({})

    def hear(self, text: str) -> None:
        self.text.append(text)

    def end(self, tag: str) -> None:
        if len(self.path) == 5 and self.path[3] == "row":
            self.found[self.path[1]][-1][tag] = "".join(self.text)
        elif len(self.path) == 3 and tag == "language":
            self.found.setdefault("languages", []).append({"code": "".join(self.text)})
        self.path.pop()
        self.text = []


def read_lss(data: bytes, file: str) -> Sketch:
    """Read a survey structure of LimeSurvey 2 to 6.

    Raises
    ------
    ReadError
        It is damaged, or holds a document type or entities.
    """
    sections = _Sections(file)

    def refuse(*_: object) -> None:
        raise ReadError(f"{file} holds a document type or entities, which no survey needs; it is not read.")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = sections.begin
    parser.EndElementHandler = sections.end
    parser.CharacterDataHandler = sections.hear
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ReadError(f"{file} is no well-formed XML ({error}). Export the survey again.") from error
    return sketch_survey(_Tables(sections.found).survey())


class _Tables:
    """The tables of a document, put together."""

    def __init__(self, tables: Mapping[str, list[dict[str, str]]]) -> None:
        self.tables = tables
        settings = self._rows("surveys_languagesettings")
        codes = [row["code"] for row in self._rows("languages")] or [row["surveyls_language"] for row in settings]
        base = next((row.get("language", "") for row in self._rows("surveys")), "")
        self.tags = {code: tag_language(code) or "en" for code in dict.fromkeys([base, *codes]) if code}

    def _rows(self, name: str) -> list[dict[str, str]]:
        return self.tables.get(name, [])

    def survey(self) -> LimeSurvey:
        """Return the survey."""
        survey = LimeSurvey(languages=list(dict.fromkeys(self.tags.values())) or ["en"])
        for row in self._rows("surveys_languagesettings"):
            tag = self.tags.get(row.get("surveyls_language", ""), survey.languages[0])
            for name, part in _TEXTS.items():
                if row.get(name):
                    survey.texts.setdefault(part, {})[tag] = row[name]
        groups = self._groups()
        questions = self._questions(groups)
        self._parts(questions)
        self._answers(questions)
        self._attributes(questions)
        survey.groups = sorted(groups.values(), key=lambda group: group.order)
        for group in survey.groups:
            group.questions.sort(key=lambda question: question.order)
        return survey

    def _tag(self, row: Row) -> str:
        return self.tags.get(row.get("language", ""), next(iter(self.tags.values()), "en"))

    def _groups(self) -> dict[str, LimeGroup]:
        groups: dict[str, LimeGroup] = {}
        for row in [*self._rows("groups"), *self._rows("group_l10ns")]:
            group = groups.setdefault(row.get("gid", ""), LimeGroup())
            if "group_order" in row:
                group.order = read_whole(row["group_order"])
                group.relevance = row.get("grelevance", "")
            if "group_name" in row:
                group.title[self._tag(row)] = row["group_name"]
                group.intro[self._tag(row)] = row.get("description", "")
        return groups

    def _questions(self, groups: Mapping[str, LimeGroup]) -> dict[str, LimeQuestion]:
        questions: dict[str, LimeQuestion] = {}
        for row in self._rows("questions"):
            if row.get("parent_qid", "0") not in ("0", ""):
                continue
            if row["qid"] not in questions and row.get("gid") in groups:
                questions[row["qid"]] = made = make_question(row, row.get("type", "T"), row.get("title", ""))
                made.order = read_whole(row.get("question_order", "0"))
                groups[row["gid"]].questions.append(made)
            if row["qid"] in questions and "question" in row:
                self._word(questions[row["qid"]], row)
        for row in self._rows("question_l10ns"):
            if row.get("qid") in questions:
                self._word(questions[row["qid"]], row)
        return questions

    def _word(self, thing: LimeQuestion, row: Row) -> None:
        thing.text[self._tag(row)] = row.get("question", "")
        thing.help[self._tag(row)] = row.get("help", "")

    def _parts(self, questions: Mapping[str, LimeQuestion]) -> None:
        parts: dict[str, tuple[LimePart, int]] = {}
        nested = [row for row in self._rows("questions") if row.get("parent_qid", "0") not in ("0", "")]
        for row in [*self._rows("subquestions"), *nested]:
            parent = questions.get(row.get("parent_qid", ""))
            if parent is None:
                continue
            if row["qid"] not in parts:
                part = LimePart(row.get("title", ""), relevance=row.get("relevance", ""))
                part.scale = read_whole(row.get("scale_id", "0"))
                parts[row["qid"]] = part, read_whole(row.get("question_order", "0"))
                parent.parts.append(part)
            if "question" in row:
                parts[row["qid"]][0].text[self._tag(row)] = row["question"]
        for row in self._rows("question_l10ns"):
            if row.get("qid") in parts:
                parts[row["qid"]][0].text[self._tag(row)] = row.get("question", "")
        order = {id(part): place for part, place in parts.values()}
        for question in questions.values():
            question.parts.sort(key=lambda part: (part.scale, order[id(part)]))

    def _answers(self, questions: Mapping[str, LimeQuestion]) -> None:
        answers: dict[tuple[str, str, int], LimePart] = {}
        by_number: dict[str, LimePart] = {}
        for row in sorted(self._rows("answers"), key=lambda row: read_whole(row.get("sortorder", "0"))):
            question = questions.get(row.get("qid", ""))
            if question is None:
                continue
            key = (row["qid"], row.get("code", ""), read_whole(row.get("scale_id", "0")))
            if key not in answers:
                answers[key] = LimePart(key[1], scale=key[2])
                question.answers.append(answers[key])
            by_number[row.get("aid", "")] = answers[key]
            if "answer" in row:
                answers[key].text[self._tag(row)] = row["answer"]
        for row in self._rows("answer_l10ns"):
            if row.get("aid") in by_number:
                by_number[row["aid"]].text[self._tag(row)] = row.get("answer", "")

    def _attributes(self, questions: Mapping[str, LimeQuestion]) -> None:
        for row in self._rows("question_attributes"):
            question = questions.get(row.get("qid", ""))
            if question is None or not row.get("value"):
                continue
            name, value = row.get("attribute", ""), row["value"]
            question.attributes.setdefault(name, value)
            question.texts.setdefault(name, {})[self._tag(row)] = value
