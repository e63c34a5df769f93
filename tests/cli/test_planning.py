"""survey plan, change: the same numbers as the functions."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import survey as sv


def test_plan_prints_and_writes_the_table(run, tmp_path):
    given = ("--response-rate", "0.1", "--complete", "0.6", "--language", "en", "--out", "plan.csv")
    ended = run("plan", "ecommerce-service", *given)
    assert ended.code == 0, ended.err
    expected = sv.plan_sample("ecommerce-service", response_rate=0.1, complete=0.6, seed=1, language="en")
    assert ended.out.startswith(repr(expected))
    assert len(pd.read_csv(tmp_path / "plan.csv")) == len(expected.table)


def test_change_prints_what_would_be_expected(run, answers):
    given = ("--by", "after_sales=5", "--raise-to", "price=60", "--n-boot", "50", "--language", "en")
    ended = run("change", answers, "-q", "ecommerce-service", *given)
    assert ended.code == 0, ended.err
    responses = sv.read_responses(answers, "ecommerce-service")
    expected = sv.simulate_change(
        responses, {"after_sales": 5}, raise_to={"price": 60}, n_boot=50, seed=1, language="en"
    )
    assert ended.out.startswith(repr(expected))


@pytest.mark.parametrize("language", [(), ("--language", "zh-CN")])
def test_what_is_printed_is_in_the_language_asked_for(run, answers, language):
    """Left out, it is the questionnaire's first; only ids, names of methods and the result's own name are Latin."""
    plan = run("plan", "ecommerce-service", *language)
    change = run("change", answers, "-q", "ecommerce-service", "--by", "price=5", "--n-boot", "20", *language)
    for ended in (plan, change):
        assert ended.code == 0, ended.err
        words = re.findall(r"[A-Za-z]{3,}", "\n".join(line.partition("·")[2] for line in ended.out.splitlines()))
        assert not {"the", "respondents", "Driver", "Power"} & set(words)
    assert "驱动因素" in plan.out and "售后服务" in plan.out and "自助法" in change.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [((), "at least one"), (("--by", "price"), "name=number"), (("--by", "price=1", "--by", "price=2"), "twice")],
)
def test_change_says_what_it_needs(run, answers, arguments, said):
    ended = run("change", answers, "-q", "ecommerce-service", *arguments)
    assert ended.code == 2
    assert said in ended.err
