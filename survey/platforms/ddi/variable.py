"""One variable of a codebook: its question, its values, and who is asked."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from survey.platforms.ddi.element import Tongues, put
from survey.platforms.manifest import Field
from survey.platforms.statistics_file.variables import TEXT_BESIDE, TICKED, say
from survey.questionnaire.item import Item, ItemType, Matrix
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.text import LocalText

FILE = "F1"
ASKED_IF = LocalText({"en": "Asked only if: {detail}", "zh-CN": "仅当满足以下条件时才问：{detail}"})
_OFFERED_IF = LocalText({"en": "Offered only if: {detail}", "zh-CN": "仅当满足以下条件时才提供此选项：{detail}"})
_REQUIRED = LocalText({"en": "An answer is required.", "zh-CN": "必答。"})
_REVERSE = LocalText({"en": "Reverse-keyed; the values are as answered.", "zh-CN": "反向题；数据为原始作答，未反转。"})
_ATTENTION = LocalText(
    {"en": "Attention check; the right answer is {detail}.", "zh-CN": "注意力检测题；正确答案为 {detail}。"}
)
_EXCLUSIVE = LocalText({"en": "Excludes the other options.", "zh-CN": "与其他选项互斥。"})
_DOMAINS: Mapping[ItemType, str] = {
    "number": "numeric",
    "date": "datetime",
    "short_text": "text",
    "long_text": "text",
    "multiple_choice": "multiple",
}
_REPRESENTATIONS: Mapping[ItemType, str] = {
    "number": "numeric",
    "date": "datetime",
    "short_text": "text",
    "long_text": "text",
}


def identify(column: str) -> str:
    """Return the ID of a variable."""
    return f"V_{column}"


def put_variable(data: Element, questionnaire: Questionnaire, field: Field, tongues: Tongues) -> None:
    """Add a variable to the description of the data.

    Parameters
    ----------
    data
        The element of the data.
    questionnaire
        What is asked.
    field
        The column of the answers.
    tongues
        The languages.
    """
    item = questionnaire.items[field.item]
    variable = put(
        data,
        "var",
        ID=identify(field.column),
        name=field.name,
        files=FILE,
        intrvl="contin" if item.type == "number" else "discrete",
        nature=_nature(item, field),
        representationType="text" if field.part == "text" else _REPRESENTATIONS.get(item.type, "code"),
        measUnit=item.unit.in_language(tongues.languages[0]) if item.unit else "",
    )
    tongues.put(variable, "labl", _label(item, field))
    _put_question(variable, questionnaire, item, field, tongues)
    if field.part == "answer":
        _put_range(variable, item)
    if item.shown_if:
        tongues.say(variable, "universe", ASKED_IF, item.shown_if.text)
    _put_categories(variable, item, field, tongues)
    for construct in questionnaire.constructs.values():
        if item.id in construct.items:
            tongues.put(variable, "concept", construct.label)
    _put_format(variable, item, field)
    _put_notes(variable, item, field, tongues)


def _nature(item: Item, field: Field) -> str:
    if field.part == "text" or item.is_text:
        return ""
    if item.is_rating:
        return "ordinal"
    return {"number": "ratio", "date": "interval"}.get(item.type, "nominal")


def _label(item: Item, field: Field) -> LocalText:
    """Return the question, followed by the option where the variable is about one."""
    if field.part == "answer":
        return item.text
    option = next(choice.label for choice in item.choices if choice.code == field.code)
    labels = {tongue: f"{text} [{option.in_language(tongue)}]" for tongue, text in item.text.items()}
    if field.part == "text":
        labels = {tongue: f"{text} {say(TEXT_BESIDE, tongue)}" for tongue, text in labels.items()}
    return LocalText(labels)


def _put_question(variable: Element, questionnaire: Questionnaire, item: Item, field: Field, tongues: Tongues) -> None:
    domain = "text" if field.part == "text" else _DOMAINS.get(item.type, "category")
    question = put(variable, "qstn", responseDomainType=domain)
    matrix = _find_matrix(questionnaire, item)
    tongues.put(question, "preQTxt", matrix.text if matrix else None)
    tongues.put(question, "qstnLit", item.text)
    tongues.put(question, "ivuInstr", matrix.help if matrix else None)
    tongues.put(question, "ivuInstr", item.help)


def _find_matrix(questionnaire: Questionnaire, item: Item) -> Matrix | None:
    blocks = (block for page in questionnaire.pages for block in page.blocks)
    return next((block for block in blocks if isinstance(block, Matrix) and block.id == item.matrix), None)


def _put_range(variable: Element, item: Item) -> None:
    """Add which values are answers, and which of them are no substantive ones."""
    if item.scale:
        limits = {"min": str(item.scale.minimum), "max": str(item.scale.maximum)}
        put(put(variable, "valrng"), "range", UNITS="INT", **limits)
    elif item.choices and item.type != "multiple_choice":
        valid = put(variable, "valrng")
        for choice in item.choices:
            put(valid, "item", UNITS="INT", VALUE=str(choice.code))
    elif item.minimum is not None or item.maximum is not None:
        limits = {"min": _say(item.minimum), "max": _say(item.maximum)}
        put(put(variable, "valrng"), "range", UNITS="INT" if item.integer else "REAL", **limits)
    if item.special:
        invalid = put(variable, "invalrng")
        for special in item.special:
            put(invalid, "item", UNITS="INT", VALUE=str(special.code))


def _say(number: float | None) -> str:
    return "" if number is None else f"{number:.15g}"


def _put_categories(variable: Element, item: Item, field: Field, tongues: Tongues) -> None:
    if field.part == "text":
        return
    if field.part == "option":
        for code, text in TICKED.items():
            tongues.say(_put_category(variable, code), "labl", text)
        return
    exclusive = {choice.code for choice in item.choices if choice.exclusive}
    conditions = {choice.code: choice.shown_if.text for choice in item.choices if choice.shown_if}
    for code, text in item.labels.items():
        category = _put_category(variable, code, item.special_codes.get(code, ""))
        tongues.put(category, "labl", text)
        if code in exclusive:
            tongues.say(category, "txt", _EXCLUSIVE)
        if code in conditions:
            tongues.say(category, "txt", _OFFERED_IF, conditions[code])


def _put_category(variable: Element, code: int, special: str = "") -> Element:
    category = put(variable, "catgry", missing="Y" if special else "N", missType=special)
    put(category, "catValu", str(code))
    return category


def _put_format(variable: Element, item: Item, field: Field) -> None:
    if field.part == "text" or item.is_text:
        put(variable, "varFormat", type="character", schema="ISO")
    elif item.type == "date":
        put(variable, "varFormat", type="character", schema="ISO", category="date", formatname="ISO 8601")
    else:
        put(variable, "varFormat", type="numeric", schema="ISO")


def _put_notes(variable: Element, item: Item, field: Field, tongues: Tongues) -> None:
    if item.required and field.part != "text":
        tongues.say(variable, "notes", _REQUIRED, type="required")
    if item.unit and field.part == "answer":
        tongues.put(variable, "notes", item.unit, type="unit")
    if item.reverse:
        tongues.say(variable, "notes", _REVERSE, type="reverse-keyed")
    if item.attention is not None:
        tongues.say(variable, "notes", _ATTENTION, str(item.attention), type="attention")
    option = next((choice for choice in item.choices if field.part == "option" and choice.code == field.code), None)
    if option and option.exclusive:
        tongues.say(variable, "notes", _EXCLUSIVE, type="exclusive")
    if option and option.shown_if:
        tongues.say(variable, "notes", _OFFERED_IF, option.shown_if.text, type="shown_if")
