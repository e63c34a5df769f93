"""One question as a survey file of Qualtrics holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from survey.platforms.condition import UntranslatableError
from survey.platforms.qualtrics.logic import ALWAYS, Test, split_condition, write_logic
from survey.platforms.qualtrics.markup import break_pipes, describe, escape, write_row, write_text
from survey.platforms.qualtrics.plan import Kind, Option, Plan, Question
from survey.questionnaire.routing import Condition
from survey.questionnaire.text import LocalText

Payload = dict[str, Any]
_TYPES: Mapping[Kind, tuple[str, str, str | None]] = {
    "note": ("DB", "TB", None),
    "single": ("MC", "SAVR", "TX"),
    "list": ("MC", "DL", None),
    "scale": ("MC", "SAHR", "TX"),
    "multiple": ("MC", "MAVR", "TX"),
    "matrix": ("Matrix", "Likert", "SingleAnswer"),
    "number": ("TE", "SL", None),
    "date": ("TE", "SL", None),
    "short": ("TE", "SL", None),
    "long": ("TE", "ML", None),
}
# Qualtrics leaves these in the settings of every field with a content type, whichever it is.
_FIELD_SETTINGS = {
    "MinChars": "1",
    "ValidDateType": "DateWithFormat",
    "ValidPhoneType": "ValidUSPhone",
    "ValidZipType": "ValidUSZip",
}
_DATE_PATTERN = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"
_TABLE = {
    "TextPosition": "inline",
    "ChoiceColumnWidth": 25,
    "RepeatHeaders": "none",
    "WhiteSpace": "OFF",
    "MobileFirst": True,
}


@dataclass(frozen=True, kw_only=True)
class PayloadWriter:
    """Writes the questions of one survey.

    Attributes
    ----------
    plan
        The survey.
    languages
        Language tag to what Qualtrics calls it, the one shown first at the start.
    """

    plan: Plan
    languages: Mapping[str, str]

    @property
    def first(self) -> str:
        """The language shown first."""
        return next(iter(self.languages))

    def write(self, question: Question) -> Payload:
        """Return a question."""
        kind, selector, detail = _TYPES[question.kind]
        payload: Payload = {
            "QuestionText": write_text(question, self.first),
            "DefaultChoices": False,
            "DataExportTag": question.tag,
            "QuestionType": kind,
            "Selector": selector,
            **({"SubSelector": detail} if detail else {}),
            "DataVisibility": {"Private": False, "Hidden": False},
            "Configuration": _configure(question),
            "QuestionDescription": describe(self._plain(question.text)),
            **self._answers(question),
            "Validation": {"Settings": self._validate(question)},
            "GradingData": [],
            "Language": self._translate(question),
            "NextChoiceId": max([0, *_choice_ids(question)]) + 1,
            "NextAnswerId": max([0, *(option.id for option in question.options if question.rows)]) + 1,
            **({"SearchSource": {"AllowFreeResponse": "false"}} if kind == "TE" else {}),
            "QuestionID": question.qid,
        }
        logic = self._logic(question.shown_if)
        return payload | ({"DisplayLogic": logic | {"inPage": False}} if logic else {})

    def branch(self, test: Test) -> Payload:
        """Return the condition of a branch of the survey flow."""
        return write_logic(((test,),), self._name_test)

    # -- answers -------------------------------------------------------------------------------------------------

    def _answers(self, question: Question) -> Payload:
        if question.kind == "note":
            return {"ChoiceOrder": []}
        if not question.options:
            return {}
        if not question.rows:
            return {
                "Choices": {str(option.id): self._choice(option) for option in question.options},
                "ChoiceOrder": [str(option.id) for option in question.options],
                **self._code(question),
            }
        return {
            "Choices": {str(row.id): self._row(row.item.text, row.item.help, row.shown_if) for row in question.rows},
            "ChoiceOrder": [str(row.id) for row in question.rows],
            "Answers": {str(option.id): self._choice(option) for option in question.options},
            "AnswerOrder": [str(option.id) for option in question.options],
            "ChoiceDataExportTags": {str(row.id): row.tag for row in question.rows},
            **self._code(question),
        }

    def _choice(self, option: Option) -> Payload:
        choice: Payload = {"Display": escape(option.label.in_language(self.first))}
        if option.has_text or option.has_number:
            choice["TextEntry"] = "true"
        if option.has_number:
            choice["TextEntryValidation"] = "ValidNumber"
        if option.exclusive:
            choice["ExclusiveAnswer"] = True
        logic = self._logic(option.shown_if)
        return choice | ({"DisplayLogic": logic | {"inPage": False}} if logic else {})

    def _row(self, text: LocalText, note: LocalText | None, shown_if: Condition | None) -> Payload:
        logic = self._logic(shown_if)
        row: Payload = {"Display": write_row(text, note, self.first)}
        return row | ({"DisplayLogic": logic | {"inPage": False}} if logic else {})

    def _code(self, question: Question) -> Payload:
        """Return the codes, the labels without markup that a response file shows, and what is left out of means."""
        labels = {str(option.id): self._plain(option.label) for option in question.options}
        special = question.items[0].special_codes if question.items else {}
        left_out = {str(option.id): "No" for option in question.options if option.code in special}
        return {
            "RecodeValues": {str(option.id): str(option.code) for option in question.options},
            "VariableNaming": {key: label for key, label in labels.items() if break_pipes(label) == label},
            **({"AnalyzeChoices": left_out} if left_out else {}),
        }

    def _translate(self, question: Question) -> Payload | list[str]:
        others = {tag: code for tag, code in self.languages.items() if tag != self.first}
        return {code: self._in_language(question, tag) for tag, code in others.items()} or []

    def _in_language(self, question: Question, tag: str) -> Payload:
        texts: Payload = {"QuestionText": write_text(question, tag)}
        labels = {str(option.id): {"Display": escape(option.label.in_language(tag))} for option in question.options}
        rows = {str(row.id): {"Display": write_row(row.item.text, row.item.help, tag)} for row in question.rows}
        if rows:
            return texts | {"Choices": rows, "Answers": labels}
        return texts | ({"Choices": labels} if labels else {})

    # -- validation and logic ------------------------------------------------------------------------------------

    def _validate(self, question: Question) -> Payload:
        if question.kind == "note":
            return {"Type": "None"}
        force = {"ForceResponse": "ON" if question.required else "OFF", "ForceResponseType": "ON"}
        if question.kind == "number" and question.item:
            low, high = _limit(question.item.minimum), _limit(question.item.maximum)
            limits = {"Min": low, "Max": high, "NumDecimals": "0" if question.item.integer else ""}
            number = {"Type": "ContentType", "ContentType": "ValidNumber", "ValidNumber": limits}
            return force | {"Type": "ContentType"} | _FIELD_SETTINGS | number
        if question.kind == "date":
            return force | {"Type": "CustomValidation"} | _FIELD_SETTINGS | self._demand_date(question)
        return force | {"Type": "None"}

    def _demand_date(self, question: Question) -> Payload:
        test = Test(question.qid, "ChoiceTextEntryValue", "MatchesRegex", _DATE_PATTERN)
        message = {"messageID": None, "subMessageID": "VE_VALIDDATE", "libraryID": None}
        logic = write_logic(((test,),), self._name_test)
        return {"CustomValidation": {"Logic": logic, "Message": message | {"description": "Require valid date"}}}

    def _logic(self, condition: Condition | None) -> Payload | None:
        """Return a condition, or None where there is none or Qualtrics has no words for it (a loss elsewhere)."""
        try:
            cases = split_condition(condition, self.plan) if condition else ALWAYS
        except UntranslatableError:
            return None
        return None if cases == ALWAYS else write_logic(cases, self._name_test)

    def _name_test(self, test: Test) -> tuple[str, str]:
        question = next(one for one in self.plan.questions if one.qid == test.qid)
        parts = test.locator.split("/")[1:]
        option = next((one for one in question.options if parts and str(one.id) == parts[-1]), None)
        label = self._plain(option.label) if option else "Text Response"
        row = next((one for one in question.rows if len(parts) > 1 and str(one.id) == parts[0]), None)
        looked_at = f"{self._plain(row.item.text)} - {label}" if row else label
        return escape(describe(self._plain(question.text))), escape(looked_at)

    def _plain(self, text: LocalText) -> str:
        return " ".join(text.in_language(self.first).split())


def _configure(question: Question) -> Payload:
    more: Payload = _TABLE if question.kind == "matrix" else {}
    below = {"LabelPosition": "BELOW"} if question.kind == "scale" else {}
    return {"QuestionDescriptionOption": "UseText"} | more | below


def _choice_ids(question: Question) -> list[int]:
    return [part.id for part in question.rows or question.options]


def _limit(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(value)
