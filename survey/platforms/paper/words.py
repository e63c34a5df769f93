"""The words a paper form adds to the questionnaire's own, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from survey.platforms.paper.form import Tongue

_WORDS: Mapping[str, Mapping[Tongue, str]] = {
    "one": {"en": "Choose one answer.", "zh": "请选一项。"},
    "many": {"en": "Choose all that apply.", "zh": "可选多项。"},
    "each row": {"en": "Choose one answer in each row.", "zh": "每行请选一项。"},
    "write point": {"en": "Write a whole number from {low} to {high}.", "zh": "请填写 {low} 至 {high} 的整数。"},
    "write points": {
        "en": "In each row, write a whole number from {low} to {high}.",
        "zh": "每行请填写 {low} 至 {high} 的整数。",
    },
    "number": {"en": "Write a number{range}.", "zh": "请填写{range}数字。"},
    "whole number": {"en": "Write a whole number{range}.", "zh": "请填写{range}整数。"},
    "between": {"en": " from {low} to {high}", "zh": " {low} 至 {high} 的"},
    "at least": {"en": " of {low} or more", "zh": "不小于 {low} 的"},
    "at most": {"en": " of {high} or less", "zh": "不大于 {high} 的"},
    "date": {"en": "Year – month – day", "zh": "年 – 月 – 日"},
    "exclusive": {"en": "(if so, no other answer)", "zh": "（选此项则不选其他项）"},
    "only if": {"en": "→ Only if {condition}", "zh": "→ 仅当{condition}时回答"},
    "option only if": {"en": "(only if {condition})", "zh": "（仅当{condition}时可选）"},
    "required": {"en": "* Please answer every question with an asterisk.", "zh": "* 带星号的题目请务必回答。"},
    "consent": {"en": "Please tick the box if you agree.", "zh": "如果同意，请勾选。"},
    "consent required": {
        "en": "Please tick the box if you agree. If you do not agree, please stop here and hand the form back.",
        "zh": "如果同意，请勾选；如果不同意，请不要继续填写，直接交回问卷。",
    },
    "respondent": {"en": "Respondent no.", "zh": "受访者编号"},
    "page": {"en": "Page", "zh": "第"},
    "of": {"en": "of", "zh": "页，共"},
    "pages end": {"en": "", "zh": "页"},
    "statement": {"en": "Statement", "zh": "说法"},
    "equals": {"en": "{code} = {label}", "zh": "{code} = {label}"},
}


def tongue_of(language: str) -> Tongue:
    """Return the language of the form's own words: Chinese for a Chinese form, else English."""
    return "zh" if language.lower().startswith("zh") else "en"


def say(key: str, tongue: Tongue, **values: object) -> str:
    """Return one of the form's own sentences.

    Examples
    --------
    >>> say("write point", "zh", low=0, high=100)
    '请填写 0 至 100 的整数。'
    """
    return _WORDS[key][tongue].format(**values)


def list_words(words: Sequence[str], tongue: Tongue) -> str:
    """Join alternatives.

    Examples
    --------
    >>> list_words(["“A”", "“B”", "“C”"], "en"), list_words(["“A”", "“B”", "“C”"], "zh")
    ('“A”, “B” or “C”', '“A”、“B”或“C”')
    """
    comma, last = (", ", " or ") if tongue == "en" else ("、", "或")
    return last.join([comma.join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def write_number(value: float) -> str:
    """Return a number as people write it: no decimals where there are none."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))
