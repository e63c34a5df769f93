"""A stand-in for Qualtrics that walks through a survey file as a respondent would; it knows the file alone.

It follows what Qualtrics documents and public survey files show. A question's display logic is looked at when its
screen opens, so only earlier screens count. "And" binds before "or"; sets joined by ``ElseIf`` are alternatives. "Not
selected", "is empty" and "is not equal to" also hold of an unanswered question, and no order holds of one. A branch of
the flow is entered when its condition holds, and "end of survey" ends everything.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses

ORDERS = {
    "LessThan": lambda one, other: one < other,
    "LessThanOrEqual": lambda one, other: one <= other,
    "GreaterThan": lambda one, other: one > other,
    "GreaterThanOrEqual": lambda one, other: one >= other,
}

# -- logic ---------------------------------------------------------------------------------------------------------


def is_true(logic, marks) -> bool:
    """Evaluate a condition; `marks` holds what is selected or typed, by address."""
    return any_of_all(logic, "Type", "ElseIf", lambda group: holds_in_set(group, marks))


def holds_in_set(group, marks) -> bool:
    return any_of_all(group, "Conjuction", "Or", lambda test: passes(test, marks))


def any_of_all(parts, word, alternative, evaluate) -> bool:
    found: list[list[bool]] = [[]]
    for key in sorted((key for key in parts if key.isdigit()), key=int):
        if parts[key].get(word) == alternative:
            found.append([])
        found[-1].append(evaluate(parts[key]))
    return any(all(one) for one in found)


def passes(test, marks) -> bool:
    operator, value, address = test["Operator"], test.get("RightOperand"), test["LeftOperand"]
    typed = marks.get(address, "")
    if operator in ("Selected", "NotSelected"):
        return (address in marks) == (operator == "Selected")
    if operator in ("Empty", "NotEmpty"):
        return (typed == "") == (operator == "Empty")
    numbers = as_number(typed), as_number(value)
    both = None not in numbers
    if operator in ("EqualTo", "NotEqualTo"):
        same = numbers[0] == numbers[1] if both else typed == value
        return same == (operator == "EqualTo")
    return both and ORDERS[operator](*numbers)


def as_number(text):
    try:
        return float(text)
    except ValueError:
        return None


# -- answers -------------------------------------------------------------------------------------------------------


def put_down(payload, items, wishes) -> dict[str, str]:
    """Return what answers (column to value) to a question look like at the addresses that logic looks at."""
    kind, qid, tag = payload["QuestionType"], payload["QuestionID"], payload["DataExportTag"]
    codes = {key: float(code) for key, code in payload.get("RecodeValues", {}).items()}
    if kind == "TE":
        return {f"q://{qid}/ChoiceTextEntryValue": spell(wishes[items[tag]])}
    if kind == "Matrix":
        rows = {row: wishes[items[name]] for row, name in payload["ChoiceDataExportTags"].items()}
        chosen = [f"{row}/{key}" for row, value in rows.items() for key, code in codes.items() if value == code]
        return {f"q://{qid}/SelectableChoice/{place}": "" for place in chosen}
    if payload["Selector"] == "MAVR":
        chosen = [key for key, code in codes.items() if wishes[f"{items[tag]}__{code:g}"] == 1]
        return {f"q://{qid}/SelectableChoice/{key}": "" for key in chosen}
    value = wishes[items[tag]]
    numbers = [key for key, one in payload["Choices"].items() if one.get("TextEntryValidation") == "ValidNumber"]
    special = [code for key, code in codes.items() if key not in numbers]
    if numbers and not pd.isna(value) and value not in special:
        place = numbers[0]
        return {f"q://{qid}/SelectableChoice/{place}": "", f"q://{qid}/ChoiceTextEntryValue/{place}": spell(value)}
    return {f"q://{qid}/SelectableChoice/{key}": "" for key, code in codes.items() if code == value}


def spell(value) -> str:
    if pd.isna(value):
        return ""
    return value.strftime("%Y-%m-%d") if hasattr(value, "year") else value if isinstance(value, str) else f"{value:g}"


def map_tags(manifest) -> dict[str, str]:
    """Return the item behind each tag of a question or row."""
    return {
        field.name.rpartition("_")[0] if field.part == "option" else field.name: field.item or "consent"
        for field in manifest.fields
        if field.part != "text"
    }


# -- a walk --------------------------------------------------------------------------------------------------------


class Walk:
    """One respondent's way through a survey: what was seen, by tag, with the options seen."""

    def __init__(self, tree, items, wishes) -> None:
        self.payloads = {payload["QuestionID"]: payload for payload in tree.questions.values()}
        self.blocks = {block["ID"]: block for block in tree.element("BL")["Payload"]}
        self.items, self.wishes = items, wishes
        self.marks: dict[str, str] = {}
        self.seen: dict[str, set[str]] = {}
        self.finished = self.follow(tree.element("FL")["Payload"]["Flow"])

    def follow(self, flow) -> bool:
        for part in flow:
            if part["Type"] == "EndSurvey":
                return False
            if part["Type"] == "Branch":
                if is_true(part["BranchLogic"], self.marks) and not self.follow(part["Flow"]):
                    return False
            else:
                self.pass_block(self.blocks[part["ID"]]["BlockElements"])
        return True

    def pass_block(self, elements) -> None:
        screens: list[list[dict]] = [[]]
        for element in elements:
            if element["Type"] == "Page Break":
                screens.append([])
            else:
                screens[-1].append(self.payloads[element["QuestionID"]])
        for screen in screens:
            before = dict(self.marks)
            for payload in screen:
                if self.is_shown(payload, before):
                    self.answer(payload, before)

    def is_shown(self, part, marks) -> bool:
        return "DisplayLogic" not in part or is_true(part["DisplayLogic"], marks)

    def answer(self, payload, before) -> None:
        choices = {key for key, one in payload.get("Choices", {}).items() if self.is_shown(one, before)}
        rows = payload.get("ChoiceDataExportTags", {})
        self.seen |= {payload["DataExportTag"]: choices} | {tag: set() for key, tag in rows.items() if key in choices}
        if payload["QuestionType"] != "DB":
            hidden = set(payload.get("Choices", {})) - choices
            marks = put_down(payload, self.items, self.wishes)
            self.marks |= {
                address: text for address, text in marks.items() if not hidden.intersection(address.split("/")[4:5])
            }


def obey(questionnaire: Questionnaire, wishes: pd.DataFrame) -> Responses:
    """Return the wishes that the questionnaire's routing lets through."""
    data = pd.DataFrame(index=wishes.index)
    for item in questionnaire.items.values():
        shown = Responses(questionnaire=questionnaire, data=data).shown(item.id)
        for column in item.columns:
            data[column] = wishes[column].where(shown)
    return Responses(questionnaire=questionnaire, data=data)


@pytest.fixture(scope="session")
def logic() -> tuple[Callable, Callable, Callable]:
    """Return what evaluates a condition, what notes the answers to a question, and what maps tags to items."""
    return is_true, put_down, map_tags


@pytest.fixture(scope="session")
def draw_wishes(draw_answers) -> Callable[..., pd.DataFrame]:
    """Return a function that answers most questions, also those that the routing will not show."""

    def draw(questionnaire: Questionnaire, seed: int, size: int) -> pd.DataFrame:
        one, other = (draw_answers(questionnaire, seed + more, size=size, blanks=0.1) for more in (0, 1))
        return one.where(one.notna(), other)

    return draw


@pytest.fixture(scope="session")
def walk(draft) -> Callable[..., list[Walk]]:
    """Return a function that lets respondents with wishes walk through a questionnaire's survey file."""

    def walk_all(questionnaire: Questionnaire, wishes: pd.DataFrame, *, consent: float = 1.0) -> list[Walk]:
        tree = draft(questionnaire)
        assert [loss for loss in tree.export.losses if "display logic" in str(loss)] == []
        items = map_tags(tree.export.manifest)
        return [Walk(tree, items, {"consent": consent} | row) for row in wishes.to_dict("records")]

    return walk_all


@pytest.fixture(scope="session")
def check_walks(walk) -> Callable[..., list[Walk]]:
    """Return a function that asserts that everybody sees the items that the routing shows, and returns the walks."""

    def check(questionnaire: Questionnaire, wishes: pd.DataFrame) -> tuple[list[Walk], pd.DataFrame]:
        walks, expected = walk(questionnaire, wishes), obey(questionnaire, wishes)
        tags = {item: tag for tag, item in walks[0].items.items()}
        for item in questionnaire.items:
            assert [tags[item] in one.seen for one in walks] == expected.shown(item).tolist(), item
        assert all(one.finished for one in walks)
        return walks, expected.data

    return check
