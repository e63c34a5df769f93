"""What a bank of parts of comments holds, and the reasons to complain or to praise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Reason(NamedTuple):
    """One reason to complain or to praise.

    Attributes
    ----------
    construct
        The construct it goes with, or "" for the outcome alone.
    sign
        -1 for a complaint, 1 for praise.
    weight
        How often it is named beside the others, all else equal.
    """

    construct: str
    sign: int
    weight: float


#: By the ids of the codebook of comments that is shipped.
REASONS: dict[str, Reason] = {
    "attitude": Reason("communication", -1, 1.0),
    "slow_reply": Reason("communication", -1, 1.4),
    "not_solved": Reason("after_sales", -1, 0.9),
    "knowledge": Reason("communication", -1, 0.5),
    "channels": Reason("self_service", -1, 0.6),
    "repeating": Reason("communication", -1, 0.4),
    "no_follow_up": Reason("after_sales", -1, 0.4),
    "quality": Reason("product_quality", -1, 1.8),
    "not_as_described": Reason("expectation", -1, 1.2),
    "authenticity": Reason("brand", -1, 0.5),
    "fit": Reason("personal_fit", -1, 0.7),
    "price": Reason("price", -1, 0.8),
    "price_swings": Reason("price", -1, 0.8),
    "promotion_rules": Reason("price", -1, 0.4),
    "refund": Reason("after_sales", -1, 0.9),
    "returns": Reason("after_sales", -1, 0.8),
    "invoice": Reason("after_sales", -1, 0.2),
    "privacy": Reason("brand", -1, 0.2),
    "delivery_slow": Reason("logistics", -1, 1.4),
    "packaging": Reason("logistics", -1, 0.8),
    "wrong_item": Reason("logistics", -1, 0.4),
    "usability": Reason("self_service", -1, 0.4),
    "praise_attitude": Reason("communication", 1, 1.0),
    "praise_reply": Reason("communication", 1, 0.7),
    "praise_knowledge": Reason("communication", 1, 0.5),
    "praise_quality": Reason("product_quality", 1, 2.0),
    "praise_as_described": Reason("expectation", 1, 0.9),
    "praise_price": Reason("price", 1, 1.0),
    "praise_delivery": Reason("logistics", 1, 1.5),
    "praise_after_sales": Reason("after_sales", 1, 0.7),
    "praise_trust": Reason("brand", 1, 0.9),
    "praise_general": Reason("", 1, 1.8),
    "general_complaint": Reason("", -1, 1.2),
}


@dataclass(frozen=True, kw_only=True)
class Bank:
    """Parts of comments in one language.

    Attributes
    ----------
    parts
        Reason to the ways to say it; `{goods}` and `{n}` are filled in.
    openers, closers, pleas
        What may stand before, after, and after a complaint.
    nothing
        Answers that say nothing.
    elsewhere
        Remarks that give none of the reasons.
    and_joins, but_joins
        Between parts of one sign, and where praise meets complaint.
    ends
        Signs at the end.
    glad, cross
        Marks of mood.
    slips
        Slips of typing: what is meant, what is typed.
    """

    parts: Mapping[str, tuple[str, ...]]
    goods: tuple[str, ...]
    openers: tuple[str, ...]
    closers: tuple[str, ...]
    pleas: tuple[str, ...]
    nothing: tuple[str, ...]
    elsewhere: tuple[str, ...]
    and_joins: tuple[str, ...]
    but_joins: tuple[str, ...]
    ends: tuple[str, ...]
    glad: tuple[str, ...]
    cross: tuple[str, ...]
    slips: tuple[tuple[str, str], ...]


def split_parts(lines: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the parts of each reason, written in one line parted by bars.

    Examples
    --------
    >>> split_parts({"price": "too dear | not worth it"})
    {'price': ('too dear', 'not worth it')}
    """
    return {reason: split_line(line) for reason, line in lines.items()}


def split_line(line: str) -> tuple[str, ...]:
    """Return the phrases of a line parted by bars."""
    return tuple(line.split(" | "))
