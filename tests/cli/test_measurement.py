"""survey screen, missing, validity: the same numbers as the functions."""

from __future__ import annotations

import pandas as pd
import pytest

import survey as sv


@pytest.fixture
def responses(answers):
    return sv.read_responses(answers, "ecommerce-service")


def test_screen_prints_the_signs_and_the_numbers_with_and_without(run, answers, responses, tmp_path):
    careless = sv.flag_careless(responses)
    ended = run("screen", answers, "-q", "ecommerce-service", "--out", "signs.csv")
    assert ended.code == 0, ended.err
    assert ended.out.startswith(repr(careless.view(language="zh-CN")))
    assert len(pd.read_csv(tmp_path / "signs.csv")) == len(careless.table)
    both = run("screen", answers, "-q", "ecommerce-service", "--compare", "--language", "en")
    assert repr(sv.compare_screening(responses, careless, language="en")) in both.out


def test_missing_prints_why(run, answers, responses):
    ended = run("missing", answers, "-q", "ecommerce-service", "--language", "en")
    assert ended.out.startswith(repr(sv.describe_missing(responses, language="en")))


def test_validity_prints_what_falls_short(run, answers, responses):
    ended = run("validity", answers, "-q", "ecommerce-service", "--n-boot", "50", "--language", "en")
    assert ended.out.startswith(repr(sv.assess_validity(responses, n_boot=50, seed=1, language="en")))


def test_reliability_takes_estimators_and_intervals(run, answers, responses):
    names = ("--estimators", "alpha,omega_total", "--interval", "distribution_free")
    ended = run("reliability", answers, "-q", "ecommerce-service", *names, "--language", "en")
    chosen = ["alpha", "omega_total"]
    expected = sv.assess_reliability(responses, estimators=chosen, interval="distribution_free", seed=1, language="en")
    assert ended.out.startswith(repr(expected))
    refused = run("reliability", answers, "-q", "ecommerce-service", "--estimators", "gamma")
    assert refused.code == 2
    assert "alpha_ordinal" in refused.err
