"""LimeSurvey's tab-separated form of a survey (.txt): a row a setting, group, question, row or answer and language."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from survey.drafting.language import tag_language
from survey.drafting.limesurvey import sketch_survey
from survey.drafting.limesurvey_form import LimeGroup, LimePart, LimeQuestion, LimeSurvey, make_question, read_whole
from survey.drafting.sketch import Sketch
from survey.errors import ReadError
from survey.platforms.files.decode import decode_bytes

Row = Mapping[str, str]
_TEXTS = {"surveyls_title": "title", "surveyls_welcometext": "intro", "surveyls_endtext": "thanks"}
# Columns of the tab-separated form that are no settings of a question.
_OWN = frozenset(
    {"id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language", "validation"}
    | {"mandatory", "encrypted", "other", "default", "same_default", "same_script"}
)


def is_limesurvey_text(data: bytes) -> bool:
    """Tell whether a file is the tab-separated form of a survey of LimeSurvey."""
    start = data[:400].removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")
    names = [name.strip().strip('"') for name in start.split("\t")]
    return {"class", "type/scale", "name", "relevance"} <= set(names)


def read_limesurvey_text(data: bytes, file: str) -> Sketch:
    """Read the tab-separated form of a survey.

    Raises
    ------
    ReadError
        It is no such file.
    """
    text = decode_bytes(data, file).text
    try:
        rows = [dict(row) for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter="\t")]
    except csv.Error as error:
        raise ReadError(f"{file} is no tab-separated survey of LimeSurvey ({error}). Export it again.") from error
    clean = [{str(key): value or "" for key, value in row.items() if isinstance(value, str | None)} for row in rows]
    return sketch_survey(_TextSurvey(clean).survey)


class _TextSurvey:
    """The survey in the rows of the tab-separated form; what comes again is in another language."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        settings = {row.get("name", ""): row.get("text", "") for row in rows if row.get("class") == "S"}
        codes = [settings.get("language", ""), *settings.get("additional_languages", "").split()]
        codes += [row["language"] for row in rows if row.get("language")]
        self.tags = {code: tag_language(code) or "en" for code in dict.fromkeys(codes) if code}
        self.survey = LimeSurvey(languages=list(dict.fromkeys(self.tags.values())) or ["en"])
        self.groups: dict[str, LimeGroup] = {}
        self.questions: dict[str, LimeQuestion] = {}
        self.parts: dict[tuple[str, str, str, str], LimePart] = {}
        self.group: LimeGroup | None = None
        self.question: LimeQuestion | None = None
        for number, row in enumerate(rows):
            self._read(row, number)

    def _read(self, row: Row, number: int) -> None:
        kind, name, text = row.get("class", ""), row.get("name", ""), row.get("text", "")
        tag = self.tags.get(row.get("language", ""), self.survey.languages[0])
        if kind == "SL" and name in _TEXTS and text:
            self.survey.texts.setdefault(_TEXTS[name], {})[tag] = text
        elif kind == "G":
            self.group = self._find_group(row, number)
            self.group.title[tag], self.group.intro[tag] = name, text
        elif kind == "Q" and self.group is not None:
            self.question = self._find_question(row, name)
            self.question.text[tag], self.question.help[tag] = text, row.get("help", "")
            for key, value in row.items():
                if key not in _OWN and value:
                    self.question.attributes.setdefault(key, value)
                    self.question.texts.setdefault(key, {})[tag] = value
        elif kind in ("SQ", "A") and self.question is not None:
            self._find_part(kind, row, name).text[tag] = text

    def _find_group(self, row: Row, number: int) -> LimeGroup:
        key = row.get("type/scale") or row.get("id") or str(number)
        if key not in self.groups:
            self.groups[key] = LimeGroup(relevance=row.get("relevance", ""))
            self.survey.groups.append(self.groups[key])
        return self.groups[key]

    def _find_question(self, row: Row, name: str) -> LimeQuestion:
        if name not in self.questions:
            self.questions[name] = make_question(row, row.get("type/scale", "T"), name)
            assert self.group is not None
            self.group.questions.append(self.questions[name])
        return self.questions[name]

    def _find_part(self, kind: str, row: Row, name: str) -> LimePart:
        assert self.question is not None
        scale = row.get("type/scale", "0")
        key = (self.question.code, kind, scale, name)
        if key not in self.parts:
            self.parts[key] = LimePart(name, relevance=row.get("relevance", ""), scale=read_whole(scale))
            (self.question.parts if kind == "SQ" else self.question.answers).append(self.parts[key])
        return self.parts[key]
