"""Codebooks: the shipped one, and every mistake with its line."""

from __future__ import annotations

import textwrap

import pytest

import survey as sv
from survey.errors import QuestionnaireError
from survey.prepare.codebook import read_term, split_phrase
from survey.prepare.codebook_file import load_codebook
from survey.prepare.codebook_lint import lint_codebook
from survey.prepare.comment_matcher import Matcher

SMALL = """
id: small
languages: [en]
title: {en: Small}
negation:
  en: {words: [not, never], fillers: [very, so], except: [not only], wishes: [please]}
codes:
  - id: slow
    polarity: complaint
    label: {en: Slow}
    definition: {en: Too slow.}
    terms:
      en: [slow, "wait* ~2 hours"]
    except: {en: [slow cooker]}
    negated_as: quick
    examples: {en: [Very slow.]}
    counter_examples: {en: [Not so slow.]}
  - id: quick
    polarity: praise
    label: {en: Quick}
    definition: {en: Fast.}
    terms: {en: [fast|quick]}
    examples: {en: [Not slow.]}
    counter_examples: {en: [Not fast.]}
"""


@pytest.fixture
def write(tmp_path):
    def put(text: str):
        path = tmp_path / "small.yaml"
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    return put


@pytest.fixture
def matcher(write):
    return Matcher(load_codebook(write(SMALL)))


def coded(matcher, text):
    return [mention.counts_for for mention in matcher.code(text).mentions]


def test_the_shipped_codebook_codes_its_own_examples_and_fits_its_questionnaire():
    assert lint_codebook("ecommerce-service", questionnaire="ecommerce-service") == []
    book = load_codebook("ecommerce-service")
    assert sum(code.polarity == "complaint" for code in book.codes.values()) >= 20
    assert all(code.examples and code.counter_examples for code in book.codes.values())
    assert book.of_construct("price")[0].id == "price"


def test_a_codebook_is_no_questionnaire():
    assert sv.list_codebooks() == ["ecommerce-service"]
    assert "codebooks" not in sv.list_questionnaires()
    assert not [name for name in sv.list_questionnaires() if "codebook" in name]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("slow", ["slow"]),
        ("not slow", ["quick"]),
        ("not very slow", ["quick"]),
        ("never not slow", ["slow"]),
        ("not only slow", ["slow"]),
        ("not here. slow", ["slow"]),
        ("fast", ["quick"]),
        ("not fast", [""]),
        ("please be fast", [""]),
        ("a slow cooker", []),
        ("waited two hours", ["slow"]),
        ("waited for two long hours", []),
        ("hours of waiting", ["slow"]),
        ("waited. hours", []),
        ("slower", []),
    ],
)
def test_negation_wishes_pairs_and_exceptions(matcher, text, found):
    assert coded(matcher, text) == found


def test_a_single_chinese_character_is_a_word_or_nothing():
    matcher = Matcher(load_codebook("ecommerce-service"))
    assert coded(matcher, "真贵") == ["price"]
    assert coded(matcher, "贵得离谱") == ["price"]
    assert coded(matcher, "高贵典雅") == []
    assert coded(matcher, "贵公司您好") == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("polarity: praise", "polarity: nice", 19, "Use one of: complaint, praise"),
        ("negated_as: quick", "negated_as: quik", 15, "no other code `quik`"),
        ("- id: quick", "- id: slow", 18, "comes twice"),
        ("[slow,", '["!!",', 13, "nothing to look for"),
        ('"wait* ~2 hours"', '"wa*"', 13, "fewer than 3 letters"),
        ('"wait* ~2 hours"', '"a ~ b ~ c"', 13, "more than two parts"),
        ("{en: [Very slow.]}", "{en: [Very lazy.]}", 16, "is not coded as slow (it is coded as: nothing)"),
        ("{en: [Not so slow.]}", "{en: [So slow.]}", 17, "is coded as slow"),
        ("definition: {en: Fast.}", "", 18, "lacks `definition`"),
        ("label: {en: Quick}", "label: {fr: Vite}", 20, "`label` lacks en"),
        ("wishes:", "wish:", 6, "Did you mean `wishes`?"),
    ],
)
def test_every_mistake_has_its_line(write, old, new, line, said):
    assert old in SMALL
    found = lint_codebook(write(SMALL.replace(old, new, 1)))
    assert [mistake for mistake in found if mistake.line == line and said in str(mistake)], list(map(str, found))


def test_a_construct_must_be_the_questionnaires(write):
    path = write(SMALL.replace("negated_as: quick", "construct: speed"))
    assert not [one for one in lint_codebook(path) if one.rule == "unknown-construct"]
    [found] = [one for one in lint_codebook(path, questionnaire="ecommerce-service") if one.rule == "unknown-construct"]
    assert "no construct `speed`" in found.message


def test_a_bad_codebook_is_refused_with_every_mistake(write):
    path = write(SMALL.replace("polarity: praise", "polarity: nice"))
    with pytest.raises(QuestionnaireError, match=r"has 1 error") as caught:
        load_codebook(path)
    assert len(caught.value.mistakes) == 1
    with pytest.raises(QuestionnaireError, match="Shipped ones: ecommerce-service"):
        load_codebook("nothing")
    with pytest.raises(QuestionnaireError, match="no such file"):
        load_codebook("nothing.yaml")


def test_terms_are_read():
    assert split_phrase("没人回") == ("没", "人", "回")
    assert read_term("慢 ~ 物流", "zh-CN").distance > read_term("slow ~ post", "en").distance
