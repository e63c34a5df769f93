"""Units and languages of comments, and what hostile ones do."""

from __future__ import annotations

import pytest

from survey.prepare.codebook_file import load_codebook
from survey.prepare.comment_matcher import Matcher
from survey.prepare.comment_text import BREAK, clean_comment, cut_words, find_language, says_something, split_units
from survey.prepare.masking import mask_personal

HOSTILE = {
    "long word": "a" * 10_000,
    "long Chinese": "慢" * 10_000,
    "emoji": "😡" * 1000 + "👨\u200d👩\u200d👧",
    "right to left": "\u202egnihtyreve \u2067wols\u2069 العربية",
    "formula": '=HYPERLINK("http://x","y")',
    "script": "<script>alert('slow delivery')</script>",
    "nulls": "\x00物流\x00慢\x00",
    "surrogate": "\ud800 slow",
    "blank": " \t\n",
    "dots": "……！！！？？",
}


def test_full_width_and_stretched_letters_are_read():
    assert split_units("ＯＫ　慢慢慢慢") == ["ok", "慢"]
    assert split_units("goood sloooow", frozenset(("good", "slow"))) == ["good", "slow"]


def test_contractions_hold_their_negation():
    assert split_units("don't doesnt can’t won't") == ["do", "not", "does", "not", "can", "not", "will", "not"]


def test_clauses_end_at_punctuation_and_at_spaces_between_chinese():
    assert split_units("物流 慢，差") == ["物", "流", BREAK, "慢", BREAK, "差"]


def test_language_is_found_for_each_comment():
    given = {"物流慢": "zh", "too slow": "en", "客服 very rude": "mixed", "666": "none", "ありがとう": "en"}
    assert {text: find_language(split_units(text)) for text in given} == given


def test_words_are_cut_by_the_dictionary():
    assert cut_words("客服回复太慢了") == ["客服", "回复", "太慢", "了"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_comments_are_read_and_masked(name):
    text = HOSTILE[name]
    coded = Matcher(load_codebook("ecommerce-service")).code(text)
    assert coded.blank == (name in ("blank", "dots"))
    shown = mask_personal(text)
    assert not any(ord(character) < 32 or 0xD800 <= ord(character) < 0xE000 for character in shown)
    assert not set("\u202e\u2067\u2069\u200b") & set(shown)
    assert clean_comment(clean_comment(text)) == clean_comment(text)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "1",
        "1 ",
        "a@",
        "a.",
        "A ",
        "省市区路",
        "路1",
        "微信",
        "王",
        "12 Aa ",
        "物流慢",
        "slow delivery ",
        "not ",
        "不",
        "贵",
    ],
)
def test_a_long_comment_made_to_be_searched_back_and_forth_comes_to_an_end(piece):
    """A search that tries every way to split 10,000 characters would not; benchmarks/comments.py prints the times."""
    text = piece * (10_000 // len(piece))
    found = Matcher(load_codebook("ecommerce-service")).code(text)
    assert len(found.mentions) < 20  # each wording and reading once
    assert mask_personal(text)


def test_punctuation_says_nothing():
    assert not says_something(split_units("。。。"))
    assert says_something(split_units("好"))
