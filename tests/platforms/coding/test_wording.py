from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.platforms.coding.wording import plain, plain_places, strip_numbering, wording_key


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("　５　", "5"),
        ("Don’t  know", "don't know"),
        ("“A”", '"a"'),
        ("1–2", "1-2"),
        ("\ufeffid", "id"),
        ("ＡＢ\n c", "ab c"),
    ],
)
def test_spellings_of_one_text_are_alike(written, meant):
    assert plain(written) == meant


@pytest.mark.parametrize("number", ["3、", "3.", "Q3.", "Q3 ", "3) ", "第3题：", "3．", "(3) ", "Q3_2. ", "3: "])
def test_numbering_is_stripped(number):
    assert wording_key(strip_numbering(f"{number}您怎么付款？")) == wording_key("您怎么付款")


@pytest.mark.parametrize(
    "heading", ["What [Cash]", "What? (Cash)", "What—Cash", "what - cash", "What?_Cash", "What？［Cash］"]
)
def test_brackets_and_dashes_only_join(heading):
    assert wording_key(heading) == wording_key("What?") + wording_key("Cash")


def test_signs_that_distinguish_answers_stay():
    assert wording_key("<= 25") != wording_key(">= 25")


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Mn", "Mc", "Lm"], max_codepoint=0x9FFF)))
def test_places_point_at_the_sign_as_written(text):
    # Signs are taken one by one, so only texts of composing signs (left out here) may come out differently.
    found, places = plain_places(text)
    assert len(found) == len(places)
    signs = zip(found, places, strict=True)
    assert all(sign == " " or sign in plain(text[place]) for sign, place in signs)
    assert places == sorted(places)
