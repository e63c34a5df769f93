from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.questionnaire.routing import parse_condition
from survey.routed import route_respondents

LEAVES = st.sampled_from(
    [
        "a == 1", "a != 1", "a <= 2", "a > 0.5", "b in [1, 3]", "b < 2", "many includes 1", "many includes 2",
        "answered(many)", "answered(a)", "answered(word)", 'word == "x"', 'word != "x"', "word == 1", 'a == "1"',
        "missing == 1", "answered(missing)", 'word in ["x", "y"]', 'day > "2026-01-01"', 'day == "2026-01-01"',
        'day != "2026-01-01"', 'day <= "2026-01-01 12:00:00"', "day > 2", 'day in ["2025-12-31", "y"]', "answered(day)",
    ]
)  # fmt: skip
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda one: f"not ({one})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda three: f"({three[0]}) {three[1]} ({three[2]})"
        ),
    ),
    max_leaves=4,
)
CODES = st.sampled_from([0.0, 1.0, 2.0, 3.0, float("nan")])
WORDS = st.sampled_from(["x", "y", "", None])
DAYS = st.sampled_from(["2025-12-31", "2026-01-01", "2026-01-01 12:00:00", "2026-01-02", None])
ROWS = st.lists(st.tuples(CODES, CODES, CODES, CODES, WORDS, DAYS), min_size=1, max_size=8)


@settings(deadline=None)
@given(text=CONDITIONS, rows=ROWS)
def test_all_at_once_is_each_alone(text, rows):
    data = pd.DataFrame(rows, columns=["a", "b", "many__1", "many__2", "word", "day"])
    data = data.astype({"a": "float32", "word": "str"})
    condition = parse_condition(text)
    alone = [condition.holds(row) for row in data.to_dict("records")]
    data["day"] = pd.to_datetime(data["day"], format="ISO8601").astype("datetime64[us]")
    together = route_respondents(condition.node, data)
    assert together.dtype == np.bool_
    assert together.tolist() == alone


def test_the_columns_of_an_item_are_its_own():
    names = ["a__b", "a__1x", "ab__1", "a__2__text", "a__-1"]
    data = pd.DataFrame(np.eye(len(names)), columns=names).replace(0, np.nan)
    assert route_respondents(parse_condition("answered(a)").node, data).tolist() == [False, False, False, True, True]
