"""Manifests: what the columns and values of a platform's response file mean.

An export writes its manifest beside the file; a reader uses it, or works the same one out again from the questionnaire.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from survey.errors import ReadError
from survey.platforms.coding.target import Target
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire

MANIFEST_ENDING = ".manifest.json"
_FORMAT = 1
LARGEST_MANIFEST = 50_000_000  # bytes

FieldPart = Literal["answer", "option", "text", "consent"]


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column of a platform's response file.

    Attributes
    ----------
    name
        What the platform calls the column.
    item
        The item it answers; "" for the consent.
    part
        ``answer``: the whole answer; ``option``: whether one option of a multiple choice was chosen; ``text``: the text
        beside an option; ``consent``: whether the respondent agreed to take part.
    code
        The option, for ``option`` and ``text``.
    question
        The platform's own id or number of the question, where it has one beside the name.
    codes
        The platform's value of each answer to its code here; empty where the values are the codes or free.
    labels
        Language to code to the label as written there.
    wording
        Language to the question as written there.
    reverse
        Whether the item is reverse-keyed; answers stay as given all the same.
    """

    name: str
    item: str = ""
    part: FieldPart = "answer"
    code: int = 0
    question: str = ""
    codes: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    wording: Mapping[str, str] = field(default_factory=dict)
    reverse: bool = False

    @property
    def column(self) -> str:
        """The column of the answers here: ``item``, ``item__code``, ``item__code__text``; "" for the consent."""
        return "" if self.part == "consent" else Target(self.item, self.part, self.code).column


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What the columns of a platform's response file mean.

    Attributes
    ----------
    platform
        The platform's name here.
    questionnaire, version
        The questionnaire's id and version.
    language
        The language shown first.
    fields
        One for each column of answers, in the platform's order.
    """

    platform: str
    questionnaire: str
    version: str
    language: str
    fields: tuple[Field, ...]

    def find(self, name: str) -> Field | None:
        """Return the field of a column, or None."""
        return next((one for one in self.fields if one.name == name), None)

    def to_json(self) -> str:
        """Return the manifest as JSON text."""
        content = {"manifest": _FORMAT, **asdict(self)}
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def read_manifest(path: str | Path) -> Manifest:
    """Read a manifest that an export wrote.

    Raises
    ------
    ReadError
        The file is missing, or is no manifest.
    """
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST_MANIFEST:
            raise ReadError(f"{path} is too large for a manifest. Export the questionnaire again.")
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.pop("manifest") != _FORMAT:
            raise ValueError("of another format")
        fields = tuple(_build_field(one) for one in content.pop("fields"))
        return Manifest(fields=fields, **content)
    except FileNotFoundError as error:
        raise ReadError(f"{path}: there is no such file. Leave manifest= out to do without one.") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ReadError(f"{path} is no manifest of an export ({error}). Export the questionnaire again.") from error


def _build_field(content: dict[str, Any]) -> Field:
    labels = {tongue: {int(code): str(text) for code, text in own.items()} for tongue, own in content["labels"].items()}
    codes = {str(value): int(code) for value, code in content["codes"].items()}
    return Field(**{**content, "labels": labels, "codes": codes})


def list_fields(
    questionnaire: Questionnaire,
    name: Callable[[Item, FieldPart, int], str],
    *,
    value: Callable[[Item, int], str] = lambda item, code: str(code),
    language: str | None = None,
) -> tuple[Field, ...]:
    """Return a field for every column of a questionnaire, in the order shown.

    Parameters
    ----------
    questionnaire
        What is asked.
    name
        Returns what the platform calls a column: of an item, its part, and the code of the option.
    value
        Returns what the platform calls an answer; codes that keep their name stay out of `Field.codes`.
    language
        The only language that the form is written in; None: all of them.
    """
    tongues = questionnaire.languages if language is None else (language,)
    return tuple(
        _describe(item, part, code, name(item, part, code), value, tongues)
        for item in questionnaire.items.values()
        for part, code in _parts(item)
    )


def _parts(item: Item) -> list[tuple[FieldPart, int]]:
    many = item.type == "multiple_choice"
    answers: list[tuple[FieldPart, int]] = [("option", choice.code) for choice in item.choices] if many else []
    texts: list[tuple[FieldPart, int]] = [("text", choice.code) for choice in item.choices if choice.has_text]
    return [*(answers or [("answer", 0)]), *texts]


def _describe(
    item: Item, part: FieldPart, code: int, name: str, value: Callable[[Item, int], str], tongues: Sequence[str]
) -> Field:
    labels = item.labels if part == "answer" else {one: text for one, text in item.labels.items() if one == code}
    renamed = {value(item, one): one for one in item.labels if value(item, one) != str(one)} if part == "answer" else {}
    return Field(
        name=name,
        item=item.id,
        part=part,
        code=code,
        codes=renamed,
        labels={tongue: {one: text[tongue] for one, text in labels.items() if text.get(tongue)} for tongue in tongues},
        wording={tongue: item.text[tongue] for tongue in tongues if tongue in item.text},
        reverse=item.reverse,
    )
