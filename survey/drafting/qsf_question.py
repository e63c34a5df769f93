"""Questions of Qualtrics, by type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from survey.drafting.condition import Subject
from survey.drafting.qsf_logic import QsfSubject
from survey.drafting.qsf_parts import PartReader, Tree, entries
from survey.drafting.sketch import Answer, Question

NOT_DRAFTED = {
    "Timing": "timing (paradata)",
    "Meta": "browser meta info (paradata)",
    "Captcha": "captcha",
    "FileUpload": "file upload",
    "Draw": "signature",
    "HeatMap": "heat map",
    "HotSpot": "hot spot",
    "PGR": "pick, group and rank",
    "DD": "drill down",
    "TreeSelect": "drill down",
    "HL": "highlight",
    "SS": "screen capture",
    "GAP": "graphic slider",
    "OrgHierarchy": "organisation hierarchy",
}
_FEW = 11  # points of a slider that are a scale; with more it is a number
_MANY = ("MAVR", "MAHR", "MACOL", "MSB")


class QuestionReader(PartReader):
    """Reads the questions of one survey, by type."""

    def read(self, payload: Tree) -> list[Question]:
        """Return the questions that one of Qualtrics' stands for: none for what cannot be drafted."""
        kind = str(payload.get("QuestionType"))
        makers: Mapping[str, Callable[[Tree, str], list[Question]]] = {
            "MC": self._read_choice,
            "Matrix": self._read_matrix,
            "TE": self._read_text,
            "Slider": self._read_slider,
            "CS": self._read_numbers,
            "RO": self._read_numbers,
            "SBS": self._read_side_by_side,
        }
        tag = str(payload.get("DataExportTag") or payload.get("QuestionID"))
        if kind not in makers:
            if kind not in (*NOT_DRAFTED, "DB"):
                self.notes.append(f"{tag} is left out: there is nothing here for the type {kind}.")
            return []
        made = makers[kind](payload, tag)
        validation = payload.get("Validation")
        settings = validation.get("Settings") if isinstance(validation, dict) else None
        forced = isinstance(settings, dict) and settings.get("ForceResponse") == "ON"
        _number_columns(made, self.places, str(payload.get("QuestionID")))
        for question in made:
            question.required = forced
            for row in question.rows:
                row.required = forced
        return made

    # -- types ---------------------------------------------------------------------------------------------------

    def _read_choice(self, payload: Tree, tag: str) -> list[Question]:
        many = payload.get("Selector") in _MANY
        question = self.start_question(payload, tag, "multiple_choice" if many else "rated")
        question.answers, codes = self.list_answers(payload, "Choices", "ChoiceOrder")
        for answer in question.answers:
            answer.exclusive = answer.exclusive and many
        self.remember(payload, QsfSubject(Subject(item=tag, many=many), codes))
        entry = next((one for one in question.answers if self._takes_number(payload, one)), None)
        if entry is not None:
            self._make_number(question, entry)
        if payload.get("Selector") == "NPS":
            question.kind = "recommend"
            question.answers = [
                Answer(at, one.label if set(one.label.values()) != {str(at)} else {})
                for at, one in enumerate(question.answers[:11])
            ]
        return [question]

    def _takes_number(self, payload: Tree, answer: Answer) -> bool:
        part = dict(entries(payload.get("Choices"))).get(self.places[id(answer)], {})
        first = payload.get("Selector") in ("SAVR", "SAHR", "SACOL")
        return first and answer.has_text and part.get("TextEntryValidation") == "ValidNumber"

    def _make_number(self, question: Question, entry: Answer) -> None:
        """Make a choice between a number and other answers a number with special answers."""
        question.answers.remove(entry)
        question.kind = "number"

    def _read_matrix(self, payload: Tree, tag: str) -> list[Question]:
        table = self.start_question(payload, tag, "matrix")
        selector, detail = payload.get("Selector"), payload.get("SubSelector")
        if selector == "Profile":
            return self._read_profile(payload, tag, table)
        table.rows = self.list_rows(payload, tag, "scale")
        table.answers, codes = self.list_answers(payload, "Answers", "AnswerOrder")
        many = detail == "MultipleAnswer"
        rows = {self.places[id(row)]: row.id for row in table.rows}
        self.remember(payload, QsfSubject(Subject(item=tag, many=many), codes, rows))
        if selector in ("TE", "CS"):
            return self._split_cells(table, "number" if selector == "CS" else "short_text")
        if many:
            tagged = bool(entries(payload.get("ChoiceDataExportTags")))
            return [self._ask_many(table, row, f"{tag}_{row.id}" if tagged else row.id) for row in table.rows]
        if selector == "RO":
            return [_ask_row(table, row, "number", []) for row in table.rows]
        return [table] if table.rows else []

    def _ask_many(self, table: Question, row: Question, stem: str) -> Question:
        """Return a row of a table in which several columns can be chosen."""
        made = _ask_row(table, row, "multiple_choice", table.answers)
        for answer, original in zip(made.answers, table.answers, strict=True):
            end = self.places[id(original)]
            answer.column, answer.number = f"{stem}_{end}", f"{row.number}_{end}"
        return made

    def _split_cells(self, table: Question, kind: Any) -> list[Question]:
        made = []
        for row in table.rows:
            for answer in table.answers:
                cell = _ask_row(table, row, kind, [])
                cell.id = cell.column = f"{row.id}_{self.places[id(answer)]}"
                cell.number = f"{row.number}_{self.places[id(answer)]}"
                cell.text = {tag: f"{text} – {answer.label.get(tag, '')}" for tag, text in cell.text.items()}
                made.append(cell)
        return made

    def _read_profile(self, payload: Tree, tag: str, table: Question) -> list[Question]:
        made = []
        own = dict(entries(payload.get("Answers")))
        for row in self.list_rows(payload, tag, "rated"):
            inner = {"Answers": own.get(self.places[id(row)]), "QuestionID": ""}
            answers, _ = self.list_answers(inner, "Answers", "AnswerOrder")
            made.append(_ask_row(table, row, "rated", answers))
        return made

    def _read_text(self, payload: Tree, tag: str) -> list[Question]:
        selector = payload.get("Selector")
        if selector == "FORM":
            table = self.start_question(payload, tag, "short_text")
            return [_ask_row(table, row, "short_text", []) for row in self.list_rows(payload, tag, "short_text")]
        question = self.start_question(payload, tag, "short_text" if selector in ("SL", "PW") else "long_text")
        validation = payload.get("Validation")
        settings = validation.get("Settings") if isinstance(validation, dict) else None
        if isinstance(settings, dict):
            self._validate(question, settings)
        texts = question.kind != "number"
        self.remember(payload, QsfSubject(Subject(item=tag, texts=texts)))
        return [question]

    def _validate(self, question: Question, settings: Tree) -> None:
        content = settings.get("ContentType") if settings.get("Type") == "ContentType" else None
        if content == "ValidNumber":
            question.kind = "number"
            limits = settings.get("ValidNumber")
            if isinstance(limits, dict):
                question.minimum, question.maximum = _number(limits.get("Min")), _number(limits.get("Max"))
                question.integer = str(limits.get("NumDecimals")) == "0"
        elif content == "ValidDate" or "VE_VALIDDATE" in str(settings.get("CustomValidation")):
            question.kind = "date"
        elif content in ("ValidEmail", "ValidPhone"):
            question.personal = True

    def _read_slider(self, payload: Tree, tag: str) -> list[Question]:
        table = self.start_question(payload, tag, "matrix")
        table.rows = self.list_rows(payload, tag, "scale")
        rows = {self.places[id(row)]: row.id for row in table.rows}
        self.remember(payload, QsfSubject(Subject(item=tag), {}, rows))
        settings = payload.get("Configuration") if isinstance(payload.get("Configuration"), dict) else {}
        assert isinstance(settings, dict)
        if payload.get("Selector") == "STAR":
            stars = _number(settings.get("StarCount")) or 5
            made = [_ask_row(table, row, "stars", []) for row in table.rows]
            for one in made:
                one.maximum = min(max(stars, 2), 10)
            return made
        low, high = _number(settings.get("CSSliderMin")), _number(settings.get("CSSliderMax"))
        whole = str(settings.get("NumDecimals") or "0") == "0"
        if low is not None and high is not None and whole and 2 <= high - low < _FEW:
            table.answers = [Answer(code) for code in range(int(low), int(high) + 1)]
            return [table]
        made = [_ask_row(table, row, "number", []) for row in table.rows]
        for one in made:
            one.minimum, one.maximum, one.integer = low, high, whole
        return made

    def _read_numbers(self, payload: Tree, tag: str) -> list[Question]:
        table = self.start_question(payload, tag, "number")
        rows = self.list_rows(payload, tag, "number")
        self.remember(payload, QsfSubject(Subject(item=tag), {}, {self.places[id(row)]: row.id for row in rows}))
        made = [_ask_row(table, row, "number", []) for row in rows]
        for one in made if payload.get("QuestionType") == "RO" else ():
            one.minimum, one.maximum, one.integer = 1, max(len(rows), 2), True
            one.remarks.append("To finish: the number is a rank; the original asks to put these in order")
        return made

    def _read_side_by_side(self, payload: Tree, tag: str) -> list[Question]:
        made: list[Question] = []
        for number, inner in entries(payload.get("AdditionalQuestions")):
            if isinstance(inner, dict):
                whole = {**inner, "Choices": payload.get("Choices"), "ChoiceOrder": payload.get("ChoiceOrder")}
                own = {**whole, "ChoiceDataExportTags": None, "QuestionID": f"{payload.get('QuestionID')}#{number}"}
                made += self._read_matrix(own, f"{tag}#{number}")
        return made


def _ask_row(table: Question, row: Question, kind: Any, answers: Sequence[Answer]) -> Question:
    """Return a row as a question of its own, worded with the question above it."""
    tags = {**table.text, **row.text}
    text = {tag: " – ".join(filter(None, (table.text.get(tag), row.text.get(tag)))) for tag in tags}
    copies = [Answer(one.code, dict(one.label)) for one in answers]
    made = Question(id=row.id, kind=kind, text=text, help=row.help or table.help, answers=copies, remarks=row.remarks)
    made.column, made.number = row.column, row.number
    return made


def _number_columns(made: Sequence[Question], places: Mapping[int, str], qid: str) -> None:
    """Say what the response file calls the columns, and Qualtrics' own numbers of them."""
    for question in made:
        for item in question.asked:
            item.column = item.column or item.id
            item.number = item.number or (qid if item.answers else f"{qid}_TEXT")
            for answer in item.answers:
                end = places.get(id(answer), "")
                if end:
                    answer.column, answer.number = f"{item.id}_{end}", f"{item.number}_{end}"
                    answer.text_column = f"{item.id}_{end}_TEXT"


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if abs(number) < 1e12 else None
