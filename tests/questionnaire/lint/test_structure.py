from __future__ import annotations

import pytest

CONTACTED = """      - id: contacted
        type: single_choice
        text: {zh-CN: 您联系过客服吗？, en: Did you contact us?}
        required: true
"""
CHOICES = """        choices:
          1: {zh-CN: 是, en: 'Yes'}
          2: {zh-CN: 否, en: 'No'}
"""
TOP = 'id: small-shop\nversion: "1.0"\nlanguages: [zh-CN, en]\n'
TITLE = "title: {zh-CN: 小店调查, en: A small survey}\n"
SAT1 = "text: {zh-CN: 总体上我很满意。, en: 'Overall, I am satisfied.'}"
TELEPHONE = "1: {zh-CN: 电话, en: Telephone}"

# old text, new text, rule, item, words of the message
CASES = {
    "misspelt key": ("    reverse: true", "    revers: true", "unknown-key", "pq2", "Did you mean `reverse`?"),
    "key of nobody": ("quotas:\n", "colour: red #!\nquotas:\n", "unknown-key", None, "no key `colour`"),
    "number as key": ("scales:\n", "7: x #!\nscales:\n", "unknown-key", None, "`7`"),
    "unknown kind of special code": ("not_applicable: {", "nonsense: {", "unknown-key", None, "no_answer"),
    "unknown screening rule": ("min_seconds: 30", "min_second: 30", "unknown-key", None, "`min_seconds`"),
    "key of another type": ("min: 16\n", "min: 16\n        reverse: true #!\n", "misplaced-key", "age", "no use for"),
    "scale and choices": (
        SAT1,
        SAT1 + "\n        choices: {1: {zh-CN: 好, en: Good}, 2: {zh-CN: 坏, en: Bad}} #!",
        "misplaced-key",
        "sat1",
        "no use for `choices`",
    ),
    "special codes of a multiple choice": (
        "shown_if: contacted == 1\n",
        "special: {no_answer: {code: 99, label: {zh-CN: 无, en: None}}}\n        shown_if: contacted == 1\n",
        "misplaced-key",
        "channels",
        "no use for `special`",
    ),
    "no title": (TOP + TITLE, TOP, "missing-key", None, "lacks `title`"),
    "no choices": (CONTACTED + CHOICES, CONTACTED, "missing-key", "contacted", "lacks `choices`"),
    "empty value": ("source: {zh-CN: 虚构, en: invented}", "source:", "empty", None, "no value"),
    "no languages": ("languages: [zh-CN, en]", "languages: []", "empty", None, "no language tags"),
    "empty text": ("en: Check more often.", "en: ''", "type", None, "must be a text"),
    "bare text": ("unit: {zh-CN: 岁, en: years}", "unit: years", "type", "age", "in every language"),
    "number as text": ("en: years", "en: 5", "type", "age", "in quotes"),
    "date as text": ("en: years", "en: 2024-05-06", "type", "age", "in quotes"),
    "text as number": ("max: 100", "max: many", "type", "age", "must be a number"),
    "endless number": ("max: 100", "max: .inf", "type", "age", "finite"),
    "text as boolean": ("integer: true", "integer: yes", "type", "age", "true or false"),
    "true as code": (TELEPHONE, TELEPHONE.replace("1", "true"), "type", "channels", "whole number"),
    "broken code": (TELEPHONE, TELEPHONE.replace("1", "1.5"), "type", "channels", "whole number"),
    "unknown type": ("type: date", "type: dates", "type", "visited", "multiple_choice"),
    "text as mapping": (
        "simulation:\n  coefficients: {product: 0.5}\n  correlation: 0.3",
        "simulation: no",
        "type",
        None,
        ":",
    ),
    "mapping as list": ("drivers: [product]", "drivers: {product: 1}", "type", None, "a list"),
    "broken count": ("max_longstring: 3", "max_longstring: 3.5", "type", None, "whole number"),
    "version as number": ('version: "1.0"', "version: 1.0", "type", None, "in quotes"),
    "tagged value": ("correlation: 0.3", "correlation: !odd 0.3", "type", None, "something else"),
}


@pytest.mark.parametrize("name", CASES)
def test_each_wrong_part_is_named_with_its_line(name, blame):
    old, new, rule, item, words = CASES[name]
    blame(old, new, rule, "error", item, words)
