from __future__ import annotations

import pytest

from survey.questionnaire.lint import lint_questionnaire

UNIT = "unit: {zh-CN: 岁, en: years}"
LABEL = "1: {zh-CN: 电话, en: Telephone}"

# old text, new text, rule, severity, item, words of the message
CASES = {
    "missing language": (UNIT, "unit: {zh-CN: 岁}", "translation", "error", "age", "lacks a text in en"),
    "no text at all": (UNIT, "unit: {}", "translation", "error", "age", "zh-CN and en"),
    "language of nobody": (UNIT, "unit: {zh-CN: 岁, en: years, fr: ans}", "translation", "error", "age", "'fr'"),
    "misspelt tag": (UNIT, "unit: {zh: 岁, en: years, zh-CN: 岁}", "translation", "error", "age", "'zh'"),
    "English copied": (
        UNIT,
        "unit: {zh-CN: years since birth, en: years since birth}",
        "untranslated",
        "warning",
        "age",
        "the same in zh-CN and en",
    ),
    "Chinese copied": (
        UNIT,
        "unit: {zh-CN: 出生以来的年数, en: 出生以来的年数}",
        "untranslated",
        "warning",
        "age",
        "same",
    ),
    "Chinese without Chinese": (UNIT, "unit: {zh-CN: number of years, en: years}", "script", "warning", "age", "zh-CN"),
    "English with Chinese": (UNIT, "unit: {zh-CN: 岁, en: 岁 years}", "script", "warning", "age", "its en text"),
}


@pytest.mark.parametrize("name", CASES)
def test_each_text_is_judged(name, blame):
    blame(*CASES[name])


@pytest.mark.parametrize("label", ["18-24", "App", "WeChat Pay", "JD.com", "iPhone 15 Pro", "5★", "A & B"])
def test_numbers_and_names_may_stand_untranslated(label, change):
    assert lint_questionnaire(change((LABEL, f"1: {{zh-CN: '{label}', en: '{label}'}}"))) == []


@pytest.mark.parametrize("label", ["Taobao (淘宝)", "the line “转人工”", "Press '不满意' here"])
def test_english_may_quote_chinese(label, change):
    assert lint_questionnaire(change((LABEL, f'1: {{zh-CN: 电话, en: "{label}"}}'))) == []


def test_two_kinds_of_chinese_may_read_the_same(change):
    path = change(
        (UNIT, "unit: {zh-CN: 您的年龄是多少, zh-TW: 您的年龄是多少, en: years}"), ("[zh-CN, en]", "[zh-CN, zh-TW, en]")
    )
    assert {mistake.rule for mistake in lint_questionnaire(path)} == {"translation"}  # of all other texts, into zh-TW
