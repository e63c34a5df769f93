from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import QuestionnaireError
from survey.questionnaire.routing import (
    COMPARISONS,
    All,
    Answered,
    AnyOf,
    Comparison,
    Condition,
    Includes,
    Membership,
    Not,
    combine,
    leaves,
    parse_condition,
)

NAMES = ["a", "b_2", "Channels", "order", "notes", "inner"]  # the last three begin like words of the language

names = st.sampled_from(NAMES)
numbers = st.integers(-3, 12).map(float) | st.sampled_from([0.5, 2.25])
values = numbers | st.sampled_from(["", "yes", "and 1 == 1", "日期 (a)", "2024-01-01"])
leaf = (
    st.builds(Comparison, names, st.sampled_from(list(COMPARISONS)), values)
    | st.builds(Membership, names, st.lists(values, min_size=1, max_size=3).map(tuple))
    | st.builds(Includes, names, st.integers(0, 3))
    | st.builds(Answered, names)
)
nodes = st.recursive(
    leaf,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(All, st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(inner, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=8,
)
answers = st.dictionaries(
    st.sampled_from([*NAMES, *(f"{name}__{code}" for name in NAMES for code in range(4))]),
    values | st.none() | st.just(float("nan")),
)


def write(node):
    """Write a condition in the routing language, with brackets around every part."""
    match node:
        case Comparison(item, sign, value):
            return f"{item}{sign}{write_value(value)}"
        case Membership(item, wanted):
            return f"{item} in [{', '.join(map(write_value, wanted))}]"
        case Includes(item, code):
            return f"{item} includes {code}"
        case Answered(item):
            return f"answered( {item})"
        case Not(part):
            return f"not ({write(part)})"
        case All(parts) | AnyOf(parts):
            return (" and " if isinstance(node, All) else " or ").join(f"({write(part)})" for part in parts)


def write_value(value):
    return f'"{value}"' if isinstance(value, str) else f"{value:g}"


@given(nodes, st.lists(answers, max_size=5))
def test_a_written_condition_means_the_same_when_parsed(node, respondents):
    parsed = parse_condition(write(node))
    assert set(leaves(parsed.node)) == set(leaves(node))
    for respondent in respondents:
        assert parsed.holds(respondent) == Condition("", node).holds(respondent)


@given(nodes, answers)
def test_not_is_the_opposite_although_comparisons_with_nothing_are_false(node, respondent):
    condition = Condition("", node)
    assert Condition("", Not(node)).holds(respondent) is not condition.holds(respondent)


@given(st.text(alphabet="ab1 ()[],=<>!.\"'andornotinswered", max_size=20))
def test_any_text_is_a_condition_or_an_error_that_names_the_place(text):
    try:
        condition = parse_condition(text)
    except QuestionnaireError as error:
        assert "character" in str(error)
    else:
        assert condition.items
        assert condition.holds({}) in (True, False)


@pytest.mark.parametrize(
    ("text", "respondent", "expected"),
    [
        ("a == 1 or b == 1 and c == 1", {"a": 1}, True),  # `and` binds tighter than `or`
        ("(a == 1 or b == 1) and c == 1", {"a": 1}, False),
        ("not a == 1 and b == 1", {"b": 1}, True),  # `not` binds tighter than `and`
        ("not (a == 1 and b == 1)", {"b": 1}, True),
        ("not not a == 1", {"a": 1}, True),
        ("a != 1", {}, False),  # a comparison with an unanswered item is false
        ("a != 1", {"a": ""}, False),
        ("a != 1", {"a": float("nan")}, False),
        ("not a == 1", {}, True),
        ("a == 0", {"a": 0}, True),
        ("answered(a)", {"a": 0}, True),
        ("answered(a)", {"a__2": 0}, True),
        ("answered(a)", {"ab": 1}, False),
        ("a includes 2", {"a__2": 1}, True),
        ("a includes 2", {"a__2": 0, "a__3": 1}, False),
        ("a in [1, 2]", {"a": 2.0}, True),
        ("a in ['x', \"y\"]", {"a": "y"}, True),
        ("a == 1", {"a": "1"}, False),  # texts are never numbers
        ("a >= -1.5", {"a": -1}, True),
        ("day >= '2024-01-31'", {"day": "2024-02-01"}, True),
    ],
)
def test_conditions_hold_as_read(text, respondent, expected):
    assert parse_condition(text).holds(respondent) is expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", 1),
        ("a", 2),
        ("a=1", 2),
        ("a == ", 6),
        ("a == 1 b == 2", 8),
        ("(a == 1", 8),
        ("a == 1)", 7),
        ("a in 1", 6),
        ("a in []", 7),
        ("a includes 'x'", 3),
        ("a includes 1.5", 3),
        ("answered a", 10),
        ("not", 4),
        ("1 == a", 1),
        ("a == b", 6),
        ("a == 1&& b == 2", 7),
        ("a == 'x", 6),
        ("and == 1", 1),
    ],
)
def test_a_wrong_condition_names_the_character(text, place):
    with pytest.raises(QuestionnaireError, match=rf"\(character {place}\)"):
        parse_condition(text)


def test_combined_conditions_must_all_hold():
    first, second = parse_condition("a == 1 or b == 1"), parse_condition("c == 1")
    both = combine(None, first, None, second)
    assert both is not None
    assert both.holds({"b": 1, "c": 1})
    assert not both.holds({"b": 1})
    assert parse_condition(both.text).holds({"a": 1, "c": 1})
    assert both.items == {"a", "b", "c"}


def test_combining_one_or_none_adds_nothing():
    only = parse_condition("a == 1")
    assert combine(None, only) is only
    assert combine(None, None) is None
