"""The variables of a data file: one for each column of answers, with everything a program wants to know of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from survey.platforms.manifest import Field, list_fields
from survey.platforms.naming import shorten_names
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.scale import SpecialKind
from survey.questionnaire.text import LocalText

Kind = Literal["code", "tick", "number", "date", "text"]
Measure = Literal["nominal", "ordinal", "scale"]

# What a file has beside the answers: a key that no id can be, and what is in it.
CONSENT = "-consent"
BESIDE: Mapping[str, tuple[Kind, LocalText]] = {
    "-respondent": ("text", LocalText({"en": "Respondent", "zh-CN": "受访者编号"})),
    "-started": ("date", LocalText({"en": "Started", "zh-CN": "开始时间"})),
    "-submitted": ("date", LocalText({"en": "Submitted", "zh-CN": "提交时间"})),
    "-seconds": ("number", LocalText({"en": "Duration in seconds", "zh-CN": "用时（秒）"})),
    "-language": ("text", LocalText({"en": "Language", "zh-CN": "答题语言"})),
    "-complete": ("tick", LocalText({"en": "Interview finished", "zh-CN": "是否答完"})),
    "-test": ("tick", LocalText({"en": "Test or preview", "zh-CN": "是否测试或预览"})),
    "-weight": ("number", LocalText({"en": "Weight", "zh-CN": "权重"})),
}
TICKED = {1: LocalText({"en": "Selected", "zh-CN": "选中"}), 0: LocalText({"en": "Not selected", "zh-CN": "未选"})}
_AGREED = {1: LocalText({"en": "Yes", "zh-CN": "是"}), 0: LocalText({"en": "No", "zh-CN": "否"})}
TEXT_BESIDE = LocalText({"en": "text", "zh-CN": "文本"})


@dataclass(frozen=True, kw_only=True)
class Variable:
    """One variable of a data file.

    Attributes
    ----------
    name
        What the file calls it.
    column
        The column of the answers, or the key of what stands beside them.
    item
        The item it answers; None beside the answers.
    label, ending
        What it asks; `ending` (the option of a multiple choice) is kept where the rest has to be cut.
    values
        Code to label, without codes that have none.
    special
        The codes among them that are no substantive answer.
    """

    name: str
    column: str
    kind: Kind
    item: Item | None = None
    label: str = ""
    ending: str = ""
    values: Mapping[int, str] = field(default_factory=dict)
    special: Mapping[int, SpecialKind] = field(default_factory=dict)

    @property
    def measure(self) -> Measure:
        """The level of measurement, in the words of SPSS."""
        if self.kind in ("number", "date"):
            return "nominal" if self.column == "-respondent" else "scale"
        return "ordinal" if self.item is not None and self.kind == "code" and self.item.is_rating else "nominal"


def name_columns(
    questionnaire: Questionnaire, *, longest: int, forbidden: str, reserved: Collection[str] = ()
) -> dict[str, str]:
    """Return the name of every column of the answers, of the consent, and of `BESIDE`.

    Parameters
    ----------
    questionnaire
        What is asked.
    longest, forbidden, reserved
        As for `shorten_names`; the mark before the keys of `BESIDE` must be forbidden.
    """
    return shorten_names(
        [*questionnaire.columns, CONSENT, *BESIDE], longest=longest, forbidden=forbidden, reserved=reserved
    )


def build_fields(
    questionnaire: Questionnaire,
    names: Mapping[str, str],
    *,
    value: Callable[[Item, int], str] = lambda item, code: str(code),
    language: str | None = None,
) -> tuple[Field, ...]:
    """Return the fields of a manifest: the consent, if it is asked for, then every column of the answers.

    Parameters
    ----------
    questionnaire
        What is asked.
    names
        Those of `name_columns`.
    value
        Returns how the file writes a code.
    language
        The only language of the file's labels; None: all of them.
    """
    fields = list_fields(
        questionnaire,
        lambda item, part, code: names[Field(name="", item=item.id, part=part, code=code).column],
        value=value,
        language=language,
    )
    if questionnaire.consent is None:
        return fields
    tongues = questionnaire.languages if language is None else (language,)
    labels = {tongue: _say_agreed(tongue) for tongue in tongues}
    wording = {tongue: questionnaire.consent[tongue] for tongue in tongues if tongue in questionnaire.consent}
    return (Field(name=names[CONSENT], part="consent", labels=labels, wording=wording), *fields)


def list_variables(questionnaire: Questionnaire, fields: Collection[Field], language: str) -> tuple[Variable, ...]:
    """Return the variables of the fields of a manifest, with labels in one language."""
    return tuple(_describe(questionnaire, one, language) for one in fields)


def describe_beside(column: str, name: str, language: str, kind: Kind | None = None) -> Variable:
    """Return a variable that stands beside the answers, such as the weight."""
    usual, label = BESIDE[column]
    values = _say_agreed(language) if usual == "tick" else {}
    return Variable(name=name, column=column, kind=kind or usual, label=say(label, language), values=values)


def say(text: LocalText, language: str) -> str:
    """Return a text of ours: in Chinese for a Chinese language, else in English."""
    return text["zh-CN" if language.lower().startswith("zh") else "en"]


def _describe(questionnaire: Questionnaire, one: Field, language: str) -> Variable:
    if one.part == "consent":
        assert questionnaire.consent is not None
        label = _flatten(questionnaire.consent, language)
        return Variable(name=one.name, column=CONSENT, kind="tick", label=label, values=_say_agreed(language))
    item = questionnaire.items[one.item]
    return Variable(
        name=one.name,
        column=one.column,
        item=item,
        kind=_kind(item, one),
        label=_label(item, language),
        ending=_ending(item, one, language),
        values=dict(_values(item, one, language)),
        special=item.special_codes if one.part == "answer" else {},
    )


def _flatten(text: LocalText, language: str) -> str:
    """Return a text in one language on one line: programs show labels in tables."""
    return " ".join(text.in_language(language).split())


def _say_agreed(language: str) -> dict[int, str]:
    return {code: say(text, language) for code, text in _AGREED.items()}


def _kind(item: Item, one: Field) -> Kind:
    if one.part == "text" or item.is_text:
        return "text"
    if one.part == "option":
        return "tick"
    if item.type in ("number", "date"):
        return "number" if item.type == "number" else "date"
    return "code"


def _label(item: Item, language: str) -> str:
    unit = _flatten(item.unit, language) if item.unit else ""
    text = _flatten(item.text, language)
    if not unit:
        return text
    return f"{text}（{unit}）" if language.lower().startswith("zh") else f"{text} ({unit})"


def _ending(item: Item, one: Field, language: str) -> str:
    if one.part == "answer":
        return ""
    choice = next(choice for choice in item.choices if choice.code == one.code)
    option = f" [{_flatten(choice.label, language)}]"
    return f"{option} {say(TEXT_BESIDE, language)}" if one.part == "text" else option


def _values(item: Item, one: Field, language: str) -> Iterator[tuple[int, str]]:
    if one.part == "option":
        yield from ((code, say(text, language)) for code, text in TICKED.items())
    elif one.part == "answer":
        yield from ((code, _flatten(text, language)) for code, text in item.labels.items() if any(text.values()))
