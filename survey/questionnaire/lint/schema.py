"""What a questionnaire file may hold: the keys of every part and the kind of every value."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from survey.questionnaire.construct import INDICATORS, ROLES, ScreeningRules
from survey.questionnaire.item import ITEM_TYPES
from survey.questionnaire.path import read_path
from survey.questionnaire.scale import SPECIAL_KINDS


@dataclass(frozen=True)
class Scalar:
    """A value without parts: what it must be, whether a value is, and what to do if it is not."""

    what: str
    accepts: Callable[[Any], bool]
    advice: str


@dataclass(frozen=True)
class Fields:
    """A mapping with known keys."""

    what: str
    required: Mapping[str, Spec] = field(default_factory=dict)
    optional: Mapping[str, Spec] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()

    @property
    def keys(self) -> dict[str, Spec]:
        """Every known key."""
        return {**self.required, **self.optional}


@dataclass(frozen=True)
class Table:
    """A mapping with free keys of one kind and values of one kind."""

    what: str
    key: Scalar
    value: Spec


@dataclass(frozen=True)
class Sequence:
    """A list of values of one kind."""

    what: str
    value: Spec
    least: int = 0


@dataclass(frozen=True)
class Depending:
    """A part whose keys depend on what it holds."""

    what: str
    pick: Callable[[Mapping[Any, Any]], Spec]


Spec = Scalar | Fields | Table | Sequence | Depending


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: Any) -> bool:
    if type(value) is bool or type(value).__name__ == "ScalarBoolean" or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def _is_integer(value: Any) -> bool:
    return _is_number(value) and isinstance(value, int)


def _one_of(what: str, options: tuple[str, ...]) -> Scalar:
    return Scalar(what, lambda value: isinstance(value, str) and value in options, f"use one of: {', '.join(options)}")


STRING = Scalar("a text", _is_text, "write some text, in quotes if it looks like a number, a date or true/false")
NAME = Scalar("a name", _is_text, "write a name, in quotes if it looks like a number or true/false")
INTEGER = Scalar("a whole number", _is_integer, "write a whole number without quotes")
CODE = Scalar("a whole number as code", _is_integer, "codes are whole numbers without quotes")
NUMBER = Scalar("a number", _is_number, "write a finite number without quotes")
BOOLEAN = Scalar("true or false", lambda value: isinstance(value, bool), "write true or false")
PATH = Scalar(
    "a path between constructs",
    lambda value: isinstance(value, str) and read_path(value) is not None,
    "write `image -> satisfaction`; several constructs on a side are parted by commas",
)
ROLE = _one_of("a role", ROLES)
TYPE = _one_of("an item type", ITEM_TYPES)

TEXT = Table("a text in every language", NAME, STRING)
SPECIAL = Fields(
    "special codes",
    optional={kind: Fields("a special code", {"code": CODE, "label": TEXT}) for kind in SPECIAL_KINDS},
)
ANCHORS = Table("anchors", CODE, TEXT)
SCALE = Fields(
    "a scale",
    optional={
        "points": Table("points", CODE, TEXT),
        "from": CODE,
        "to": CODE,
        "anchors": ANCHORS,
        "special": SPECIAL,
    },
)
_LONG_CHOICE = Fields("a choice", {"label": TEXT}, {"text": BOOLEAN, "exclusive": BOOLEAN, "shown_if": STRING})
CHOICE = Depending("a choice", lambda tree: _LONG_CHOICE if any(key in tree for key in _LONG_CHOICE.keys) else TEXT)
CHOICES = Table("choices", CODE, CHOICE)
ATTENTION = Fields("an attention check", {"answer": CODE})

_EVERY_ITEM: dict[str, Spec] = {"help": TEXT, "required": BOOLEAN, "shown_if": STRING, "module": NAME}
ROW = Fields(
    "a row of a matrix",
    {"id": NAME, "text": TEXT},
    {**_EVERY_ITEM, "reverse": BOOLEAN, "attention": ATTENTION},
)
_RATED: dict[str, Spec] = {"anchors": ANCHORS, "special": SPECIAL, "reverse": BOOLEAN, "attention": ATTENTION}
_OWN: dict[str, tuple[dict[str, Spec], dict[str, Spec]]] = {
    "scale": ({"scale": NAME}, {"reverse": BOOLEAN, "attention": ATTENTION}),
    "single_choice": ({"choices": CHOICES}, {"special": SPECIAL, "attention": ATTENTION}),
    "multiple_choice": ({"choices": CHOICES}, {}),
    "number": ({}, {"min": NUMBER, "max": NUMBER, "integer": BOOLEAN, "unit": TEXT, "special": SPECIAL}),
    "date": ({}, {}),
    "short_text": ({}, {}),
    "long_text": ({}, {}),
    "recommend": ({}, _RATED),
    "stars": ({}, {**_RATED, "max": INTEGER}),
    "matrix": ({"scale": NAME, "rows": Sequence("rows", ROW, least=1)}, {}),
}
_ANY_OWN = frozenset(key for required, optional in _OWN.values() for key in (*required, *optional))


def _item(kind: str) -> Fields:
    required, optional = _OWN[kind]
    base: dict[str, Spec] = {"id": NAME, "type": TYPE, "text": TEXT}
    return Fields(f"an item of type {kind}", {**base, **required}, {**_EVERY_ITEM, **optional}, _ANY_OWN)


_ITEMS = {kind: _item(kind) for kind in _OWN}
_ITEM_OF_UNKNOWN_TYPE = Fields(
    "an item",
    {"id": NAME, "type": TYPE, "text": TEXT},
    {**_EVERY_ITEM, **{key: spec for own in _OWN.values() for part in own for key, spec in part.items()}},
)


def _pick_item(tree: Mapping[Any, Any]) -> Spec:
    kind = tree.get("type")
    return _ITEMS.get(kind, _ITEM_OF_UNKNOWN_TYPE) if isinstance(kind, str) else _ITEM_OF_UNKNOWN_TYPE


ITEM = Depending("an item", _pick_item)
PAGE = Fields(
    "a page",
    {"id": NAME, "items": Sequence("items", ITEM, least=1)},
    {"title": TEXT, "intro": TEXT, "shown_if": STRING},
)
CONSTRUCT = Fields(
    "a construct",
    {"role": ROLE, "label": TEXT, "items": Sequence("items", NAME, least=1)},
    {
        "definition": TEXT,
        "source": STRING,
        "likely_causes": Sequence("texts", TEXT),
        "suggested_actions": Sequence("texts", TEXT),
    },
)
KANO = Fields("a Kano feature", {"label": TEXT, "with": NAME, "without": NAME}, {"importance": NAME})
_PLAN: dict[str, Spec] = {
    "outcome": NAME,
    "drivers": Sequence("constructs", NAME),
    "profile": Sequence("items", NAME),
    "paths": Sequence("paths", PATH),
    "kano": Table("Kano features", NAME, KANO),
    **dict.fromkeys(INDICATORS, NAME),
}
ANALYSIS = Fields("the plan of the analysis", optional=_PLAN)
_WHOLE = {"max_longstring", "max_pattern", "attention_failed", "gibberish_comments", "signs_needed"}
_SCREENING: dict[str, Spec] = {rule.name: INTEGER if rule.name in _WHOLE else NUMBER for rule in fields(ScreeningRules)}
SCREENING = Fields("screening rules", optional=_SCREENING)
CONSENT = Fields("the consent", {"text": TEXT}, {"required": BOOLEAN})
MODULE = Fields("a module", {"label": TEXT}, {"default": BOOLEAN})
MARGIN = Fields("a margin", {"targets": Table("targets", CODE, NUMBER)}, {"source": TEXT, "illustrative": BOOLEAN})
SIMULATION = Fields(
    "the simulated truth",
    optional={"coefficients": Table("coefficients", NAME, NUMBER), "correlation": NUMBER},
)
QUESTIONNAIRE = Fields(
    "a questionnaire",
    {
        "id": NAME,
        "languages": Sequence("language tags", NAME, least=1),
        "title": TEXT,
        "pages": Sequence("pages", PAGE, least=1),
    },
    {
        "version": STRING,
        "description": TEXT,
        "intro": TEXT,
        "consent": CONSENT,
        "thanks": TEXT,
        "source": TEXT,
        "scales": Table("scales", NAME, SCALE),
        "modules": Table("modules", NAME, MODULE),
        "constructs": Table("constructs", NAME, CONSTRUCT),
        "analysis": ANALYSIS,
        "screening": SCREENING,
        "margins": Table("margins", NAME, MARGIN),
        "quotas": Table("quotas", NAME, Table("a quota", CODE, INTEGER)),
        "simulation": SIMULATION,
    },
)
