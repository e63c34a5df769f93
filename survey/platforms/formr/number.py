"""Numbers: a number field of formr where it is safe, else a text field with a pattern."""

from __future__ import annotations

from survey.platforms.formr.logic import write_number
from survey.questionnaire.item import Item

_LARGEST = 2**31 - 1  # of the column that formr makes for a number field


def is_number_field(item: Item) -> bool:
    """Tell whether a number can be asked for in a number field.

    formr stores 0 in an optional number field as no answer, rounds decimals, and has limits of its own where there are
    none: for those there is a text field.
    """
    if not item.integer or item.minimum is None or item.maximum is None:
        return False
    low, high = _limits(item)
    return max(abs(low), abs(high)) <= _LARGEST and (item.required or not low <= 0 <= high)


def write_type(item: Item) -> str:
    """Return the type of a number's field, special codes being within its limits.

    Examples
    --------
    >>> from survey.questionnaire.text import LocalText
    >>> age = Item(id="age", type="number", text=LocalText({}), page="p", minimum=16, maximum=99, integer=True)
    >>> write_type(age), write_type(Item(id="paid", type="number", text=LocalText({}), page="p", minimum=0))
    ('number 16,99,1', 'text [0-9]+([.][0-9]+)?')
    """
    if is_number_field(item):
        low, high = _limits(item)
        return f"number {write_number(low)},{write_number(high)},1"
    can_be_negative = item.minimum is None or min(item.minimum, *item.special_codes, 0) < 0
    return f"text {'-?' if can_be_negative else ''}[0-9]+{'' if item.integer else '([.][0-9]+)?'}"


def _limits(item: Item) -> tuple[float, float]:
    codes = list(item.special_codes)
    low, high = item.minimum or 0.0, item.maximum or 0.0
    return min([low, *codes]), max([high, *codes])
