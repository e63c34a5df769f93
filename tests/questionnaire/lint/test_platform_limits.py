from __future__ import annotations

import pytest

LABEL = "1: {zh-CN: 电话, en: Telephone}"
AGREE = "1: {zh-CN: 非常不同意, en: Strongly disagree}"

# old text, new text, item, words of the warning
CASES = {
    "LimeSurvey's ids": ("- id: visited", f"- id: {'v' * 21}", "v" * 21, "too many for LimeSurvey."),
    "Stata's names": ("- id: visited", f"- id: {'v' * 33}", "v" * 33, "LimeSurvey and Stata"),
    "words of SPSS": ("- id: visited", "- id: By", "By", "reserved word of SPSS"),
    "LimeSurvey's codes": (
        LABEL,
        "100000: {zh-CN: 电话, en: Telephone}",
        "channels",
        "LimeSurvey drops the code 100000",
    ),
    "negative codes": (LABEL, "-1: {zh-CN: 电话, en: Telephone}", "channels", "LimeSurvey drops the code -1"),
    "long special codes": ("code: 99,", "code: 999999,", None, "999999 of scale agree5"),
    "value labels of SPSS": (
        LABEL,
        f"1: {{zh-CN: {'长' * 41}, en: Telephone}}",
        "channels",
        "123 bytes; SPSS keeps 120",
    ),
    "variable labels of SPSS": ("en: How old are you?", f"en: {'old ' * 64}?", "age", "keeps 255"),
    "REDCap's separator": (LABEL, "1: {zh-CN: 电话, en: Phone|fax}", "channels", "REDCap"),
    "Wenjuanxing's spaces": (AGREE, "1: {zh-CN: 非常 不同意, en: Strongly disagree}", None, "Wenjuanxing splits"),
}


@pytest.mark.parametrize("name", CASES)
def test_each_limit_is_a_warning(name, blame):
    old, new, item, words = CASES[name]
    blame(old, new, "platform-limit", "warning", item, words)
