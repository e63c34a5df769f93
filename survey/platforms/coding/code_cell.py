"""Codes as cells that no label can be mistaken for."""

from __future__ import annotations

from survey.platforms.coding.label import label_item
from survey.platforms.coding.wording import plain
from survey.questionnaire.item import Item


def write_code(item: Item, code: int) -> str:
    """Return the cell that stands for an answer: its code, with its label if the code reads like another label.

    Use it where a platform's labels are turned into codes, which are then read like any other cell.

    Examples
    --------
    >>> from survey.questionnaire.item import Choice
    >>> from survey.questionnaire.text import LocalText
    >>> labels = {1: "2 nights", 2: "3", 3: "more"}
    >>> choices = tuple(Choice(code=code, label=LocalText({"en": label})) for code, label in labels.items())
    >>> item = Item(id="stay", type="single_choice", text=LocalText({"en": "How long?"}), page="p", choices=choices)
    >>> write_code(item, 2), write_code(item, 3)
    ('2', '3 = more')
    """
    known = label_item(item).by_label
    label = next((text for text in item.labels.get(code, {}).values() if text), "")
    taken = known.get(plain(str(code)), frozenset()) - {code}
    return f"{code} = {label}" if taken and label else str(code)
