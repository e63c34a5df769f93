from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from survey.platforms.naming import shorten_names

IDS = st.lists(st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,12}", fullmatch=True), unique=True, min_size=1, max_size=12)


@given(ids=IDS, longest=st.integers(4, 8))
def test_names_are_accepted_unique_and_stable(ids, longest):
    names = shorten_names(ids, longest=longest, forbidden="_", reserved={"lang", "sid"})
    assert list(names) == ids
    assert len({name.lower() for name in names.values()}) == len(ids)
    for name in names.values():
        assert re.fullmatch(rf"[A-Za-z0-9]{{1,{longest}}}", name)
        assert name.lower() not in {"lang", "sid"}
    assert names == shorten_names(ids, longest=longest, forbidden="_", reserved={"lang", "sid"})


def test_an_acceptable_id_keeps_its_name_beside_one_that_is_shortened_to_it():
    assert shorten_names(["sat_1", "sat1"], longest=9, forbidden="_") == {"sat_1": "sat1x2", "sat1": "sat1"}
    assert shorten_names(["abcdef", "abcdeg"], longest=4, forbidden="_") == {"abcdef": "abcd", "abcdeg": "abx2"}
