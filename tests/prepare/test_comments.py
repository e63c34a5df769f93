"""Simulated comments: their reasons, who gives them, and how they are worded."""

from __future__ import annotations

import re

import numpy as np
import pytest

from survey.prepare.codebook_file import load_codebook
from survey.prepare.comment_matcher import Matcher
from survey.prepare.comment_parts import REASONS
from survey.prepare.comments import BANKS, LONGEST, draw_reasons, write_comments
from survey.prepare.simulate import simulate_responses

COLUMN = "simulated_reasons__comment"


@pytest.fixture(scope="module", params=["zh-CN", "en"])
def spoken(request):
    """6,000 respondents, some 2,400 comments, in one language."""
    return simulate_responses("ecommerce-service", n=6000, seed=5, language=request.param)


def given(responses, reason):
    """Return who gives a reason, of those who comment."""
    return responses.extra[COLUMN].dropna().str.split().map(lambda some: reason in some)


def test_reasons_are_those_of_the_shipped_codebook():
    codes = load_codebook("ecommerce-service").codes
    assert {name: (one.construct, one.sign) for name, one in REASONS.items()} == {
        name: (one.construct, 1 if one.polarity == "praise" else -1) for name, one in codes.items()
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_can_be_worded_and_most_parts_are_not_the_codebooks_examples(language):
    bank, codes = BANKS[language], load_codebook("ecommerce-service").codes
    assert set(bank.parts) == set(REASONS)
    parts = [part for parts in bank.parts.values() for part in parts]
    assert len(set(parts)) == len(parts) > 200
    examples = {text for code in codes.values() for texts in code.examples.values() for text in texts}
    assert len(examples.intersection(parts)) < 0.1 * len(parts)


def test_comments_are_short_plain_and_varied(spoken):
    texts = spoken.data["comment"].dropna()
    assert texts.str.len().between(1, LONGEST + 10).all()
    assert not texts.str.contains(r"[\x00-\x1f\x7f]|^[=+\-@ ]| $|\{|\|", regex=True).any()
    assert texts.nunique() > 0.75 * len(texts)
    assert texts.value_counts().iloc[0] < 0.02 * len(texts)


def test_reasons_belong_to_comments_and_to_nobody_else(spoken):
    reasons = spoken.extra[COLUMN]
    assert reasons.isna().equals(spoken.data["comment"].isna())
    named = {reason for some in reasons.dropna() for reason in some.split()}
    assert named == set(REASONS)
    counts = reasons.dropna().str.split().map(len)
    assert counts.between(0, 3).all()
    assert 1.2 < counts.mean() < 1.5


def test_who_thinks_little_of_a_construct_complains_of_it_more_often(spoken):
    clear = spoken.keyed(["cmfast", "cmclear", "cmpolite"]).mean(axis=1)
    reasons = given(spoken, "slow_reply")
    low, high = (clear.reindex(reasons.index).lt(4), clear.reindex(reasons.index).ge(6))
    assert reasons[low].mean() > 3 * reasons[high].mean()
    praised = given(spoken, "praise_reply")
    assert praised[high].mean() > 3 * praised[low].mean()
    quality = spoken.keyed(["pqperform"])["pqperform"]
    broken = given(spoken, "quality")
    assert quality.reindex(broken.index)[broken].mean() < quality.reindex(broken.index)[~broken].mean() - 0.5


def test_nobody_speaks_of_what_was_not_asked_and_the_careless_give_no_reason(spoken):
    asked = spoken.shown("cmfast")
    for reason in ("attitude", "slow_reply", "praise_reply"):
        named = given(spoken, reason)
        assert named.sum() > 20
        assert asked[named.index[named]].all()
    careless = spoken.extra.loc[spoken.extra["simulated_careless"], COLUMN].dropna()
    assert len(careless) > 20
    assert (careless == "").all()


def test_coding_finds_most_reasons_but_not_all(spoken):
    matcher = Matcher(load_codebook("ecommerce-service"))
    both = found = true = 0
    for text, reasons in zip(spoken.data["comment"].dropna(), spoken.extra[COLUMN].dropna(), strict=True):
        coded = {mention.counts_for for mention in matcher.code(text).mentions} - {""}
        both += len(coded.intersection(reasons.split()))
        found += len(coded)
        true += len(reasons.split())
    assert 0.6 < both / true < 0.8
    assert 0.8 < both / found < 0.99


def test_reasons_are_drawn_in_proportion_to_their_weights():
    n = 20_000
    own = np.where(np.arange(len(REASONS)) < 4, 0.0, -np.inf) * np.ones((n, 1))
    drawn = draw_reasons(np.zeros(n), own, np.random.default_rng(1), np.zeros(n, dtype=bool))
    first = [some[0] for some in drawn if some]
    weights = {name: one.weight for name, one in list(REASONS.items())[:4]}
    for name, weight in weights.items():
        share = weight / sum(weights.values())
        assert abs(first.count(name) / len(first) - share) < 5 * np.sqrt(share * (1 - share) / len(first))
    assert 0.05 < sum(not some for some in drawn) / n < 0.11


def test_the_same_reasons_are_worded_in_many_ways():
    reasons = [("quality", "refund", "praise_delivery")] * 5000
    texts = write_comments(reasons, np.random.default_rng(2), "en")
    assert len(set(texts)) > 4500
    assert all(re.search("[a-z]{3}", text) for text in texts)
