from __future__ import annotations

import pytest

from survey.questionnaire.lint import lint_questionnaire

TARGETS = "targets: {1: 0.4, 2: 0.6}"
QUOTAS = "contacted: {1: 100, 2: 150}"

# old text, new text, rule, severity, item, words of the message
CASES = {
    "unknown outcome": ("outcome: satisfaction", "outcome: satisfation", "analysis", "error", None, "Did you mean"),
    "outcome that is none": ("outcome: satisfaction", "outcome: product", "analysis", "error", None, "role driver"),
    "unknown driver": ("drivers: [product]", "drivers: [price]", "analysis", "error", None, "no construct"),
    "driver that is none": ("drivers: [product]", "drivers: [satisfaction]", "analysis", "error", None, "role outcome"),
    "unknown indicator": ("csat: sat1", "csat: sat3", "analysis", "error", None, "no item"),
    "recommend on a scale": ("recommend: nps", "recommend: sat1", "analysis", "error", "sat1", "type recommend"),
    "stars that are none": ("stars: stars", "stars: nps", "analysis", "error", "nps", "type stars"),
    "comment in numbers": ("comment: comment", "comment: age", "analysis", "error", "age", "short_text or long_text"),
    "csat in words": ("csat: sat1", "csat: comment", "analysis", "error", "comment", "scale or recommend or stars"),
    "unknown profile": ("profile: [contacted, age]", "profile: [gender]", "analysis", "error", None, "no item"),
    "profile in words": ("profile: [contacted, age]", "profile: [comment]", "analysis", "error", "comment", "free"),
    "path to nothing": (
        "  csat: sat1",
        "  paths: [product -> prise] #!\n  csat: sat1",
        "paths",
        "error",
        None,
        "no construct",
    ),
    "paths in a circle": (
        "  csat: sat1",
        "  paths: #!\n    - product -> satisfaction\n    - satisfaction -> product\n  csat: sat1",
        "paths",
        "error",
        None,
        "circle",
    ),
    "feature of no item": (
        "  csat: sat1",
        "  kano:\n    parking: {label: {en: Parking, zh-CN: 停车}, with: sat1, without: sat9} #!\n  csat: sat1",
        "kano",
        "error",
        None,
        "no item",
    ),
    "feature of one item": (
        "  csat: sat1",
        "  kano:\n    parking: {label: {en: Parking, zh-CN: 停车}, with: sat1, without: sat1} #!\n  csat: sat1",
        "kano",
        "error",
        None,
        "twice",
    ),
    "feature rated otherwise": (
        "  csat: sat1",
        "  kano:\n    parking: {label: {en: Parking, zh-CN: 停车}, with: sat1, without: nps} #!\n  csat: sat1",
        "kano",
        "error",
        "nps",
        "five",
    ),
    "no seconds": ("min_seconds: 30", "min_seconds: 0", "screening", "error", None, "not above 0"),
    "share of one": ("min_seconds: 30", "max_missing_share: 1", "screening", "error", None, "everybody"),
    "more checks than asked": ("attention_failed: 1", "attention_failed: 2", "screening", "error", None, "1 attention"),
    "longer than the survey": ("max_longstring: 3", "max_longstring: 6", "screening", "warning", None, "6 rating"),
    "too many signs": ("signs_needed: 2", "signs_needed: 4", "screening", "error", None, "only 3"),
    "unknown margin": ("margins:\n", "margins:\n  sex: {targets: {1: 1}} #!\n", "margin", "error", None, "no item"),
    "margin of an age": ("margins:\n", "margins:\n  age: {targets: {1: 1}} #!\n", "margin", "error", "age", "number"),
    "margin of no code": (TARGETS, "targets: {1: 0.4, 2: 0.5, 3: 0.1}", "margin", "error", "contacted", "code 3"),
    "margin without a code": (TARGETS, "targets: {1: 1.0}", "margin", "error", "contacted", "no share for code 2"),
    "margin in per cent": (TARGETS, "targets: {1: 40, 2: 60}", "margin", "error", "contacted", "sum to 100"),
    "margin of zero": (TARGETS, "targets: {1: 0.0, 2: 1.0}", "margin", "error", "contacted", "not above 0"),
    "unknown quota": ("quotas:\n", "quotas:\n  sex: {1: 10} #!\n", "quota", "error", None, "no item"),
    "quota of no code": (QUOTAS, "contacted: {1: 100, 5: 150}", "quota", "error", "contacted", "code 5"),
    "quota of zero": (QUOTAS, "contacted: {1: 100, 2: 0}", "quota", "error", "contacted", "not above 0"),
    "coefficient of nothing": ("{product: 0.5}", "{price: 0.5}", "simulation", "error", None, "no construct"),
    "coefficient of the outcome": ("{product: 0.5}", "{satisfaction: 0.5}", "simulation", "error", None, "no driver"),
    "more than everything": ("{product: 0.5}", "{product: 1.2}", "simulation", "error", None, "144%"),
    "correlation of one": ("correlation: 0.3", "correlation: 1", "simulation", "error", None, "between 0 and 1"),
}


@pytest.mark.parametrize("name", CASES)
def test_each_part_of_the_plan_is_judged(name, blame):
    blame(*CASES[name])


def test_shares_may_be_off_by_rounding_in_the_seventh_digit(change):
    assert lint_questionnaire(change((TARGETS, "targets: {1: 0.4000003, 2: 0.6}"))) == []
