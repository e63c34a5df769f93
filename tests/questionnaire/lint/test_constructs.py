from __future__ import annotations

import pytest

from survey.questionnaire.lint import lint_questionnaire

SAT = "items: [sat1, sat2]"
ROWS = "      - pq1\n      - pq2\n"
CAUSE = "      - {zh-CN: 质检可能太少。, en: There may be too few checks.}\n"
OUTCOME = "constructs:\n  satisfaction:\n    role: outcome"
NO_OUTCOME = ("  outcome: satisfaction\n", "")
NO_DRIVERS = (("  drivers: [product]\n", ""), ("simulation:\n  coefficients: {product: 0.5}\n  correlation: 0.3\n", ""))

# old text, new text, rule, severity, item, words of the message, further changes
CASES = {
    "unknown item": (SAT, "items: [sat1, sat9]", "unknown-item", "error", None, "Did you mean"),
    "matrix": (
        ROWS,
        "      - pq1\n      - pq2\n      - pq #!\n",
        "unknown-item",
        "error",
        None,
        "List its rows: pq1, pq2",
    ),
    "item twice": (ROWS, f"{ROWS}      - pq1 #!\n", "construct", "error", "pq1", "twice"),
    "attention check": (ROWS, f"{ROWS}      - check #!\n", "construct", "error", "check", "attention"),
    "free text": (ROWS, f"{ROWS}      - comment #!\n", "construct", "error", "comment", "no mean"),
    "other range": (SAT, "items: [sat1, sat2, nps]", "construct", "warning", None, "sat2 1 to 5, nps 0 to 10"),
    "number": (SAT, "items: [sat1, sat2, age]", "construct", "warning", None, "age a number"),
    "one item": (SAT, "items: [sat1]", "construct", "warning", None, "reliability"),
    "two constructs": (ROWS, f"{ROWS}      - sat1 #!\n", "construct", "warning", "sat1", "satisfaction and product"),
    "no outcome": (
        OUTCOME,
        OUTCOME.replace("outcome", "profile"),
        "no-outcome",
        "warning",
        None,
        "outcome",
        NO_OUTCOME,
    ),
    "fewer actions": (
        f"{CAUSE}    suggested_actions:\n",
        f"{CAUSE * 2}    suggested_actions: #!\n",
        "remedies",
        "warning",
        None,
        "2 likely_causes but 1",
    ),
    "no causes": (
        "  product:\n",
        "  product: #!\n",
        "remedies",
        "warning",
        None,
        "no likely_causes",
        (f"    likely_causes:\n{CAUSE}", ""),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_construct_is_judged(name, blame):
    blame(*CASES[name])


def test_a_questionnaire_without_drivers_has_no_driver_analysis(blame):
    old = "constructs:\n"
    blame(
        old,
        "constructs: #!\n",
        "no-driver",
        "warning",
        None,
        "no driver analysis",
        ("role: driver", "role: profile"),
        *NO_DRIVERS,
    )


def test_profile_constructs_may_hold_anything(change):
    person = "  person: {role: profile, label: {zh-CN: 个人, en: Person}, items: [contacted, age, channels, comment]}\n"
    assert lint_questionnaire(change(("constructs:\n", f"constructs:\n{person}"))) == []
