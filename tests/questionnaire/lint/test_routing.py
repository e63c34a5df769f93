from __future__ import annotations

import copy
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.questionnaire.lint import lint_questionnaire, lint_tree
from survey.questionnaire.routing import parse_condition
from survey.questionnaire.yaml_file import read_tree

SMALL = Path(__file__).parents[1] / "small.yaml"
TREE = read_tree(SMALL)
NPS = "shown_if: nps <= 6"
SAT2 = "text: {zh-CN: 这里符合我的预期。, en: It met my expectations.}"

# condition of the comment, rule, words of the error
CASES = {
    "syntax": ("nps <=", "routing-syntax", "character 7"),
    "code in it": ("__import__('os').system('true')", "routing-syntax", "character"),
    "beyond measure": (f"channels includes {'9' * 400}", "routing-syntax", "the code of an option"),
    "nested": ("not " * 900 + "nps == 1", "routing-syntax", "more than 50"),
    "unknown item": ("npss <= 6", "routing-item", "Did you mean 'nps'?"),
    "matrix": ("pq == 1", "routing-item", "pq1, pq2"),
    "itself": ("answered(comment)", "routing-order", "the item itself"),
    "no such code": ("contacted == 3", "routing-code", "does not have"),
    "one of no such codes": ("contacted in [1, 3, 4]", "routing-code", "names 3, 4"),
    "unlike no such code": ("contacted != 3", "routing-code", "does not have"),
    "no such option": ("channels includes 9", "routing-code", "1 to 4"),
    "above the scale": ("nps > 10", "routing-code", "no code of nps is > 10"),
    "below the minimum": ("age < 16", "routing-code", "from 16 to 100"),
    "above the maximum": ("age == 101", "routing-code", "from 16 to 100"),
    "multiple choice as single": ("channels == 1", "routing-type", "`channels includes …`"),
    "single choice as multiple": ("contacted includes 1", "routing-type", "`contacted == …`"),
    "number with text": ('nps == "six"', "routing-type", "with a text"),
    "date with number": ("visited >= 2024", "routing-type", "with a number"),
    "never together": ("nps <= 6 and nps >= 9", "unreachable", "nobody"),
    "never with what comes before": ("contacted == 2 and channels includes 1", "unreachable", "contradicts"),
    "excluded": ("channels includes 3 and channels includes 1", "unreachable", "nobody"),
    "between whole numbers": ("age > 20 and age < 21", "unreachable", "nobody"),
    "no text between": ('visited > "2024-02-01" and visited < "2024-01-01"', "unreachable", "nobody"),
}


@pytest.mark.parametrize("name", CASES)
def test_each_impossible_condition_is_an_error(name, blame):
    condition, rule, words = CASES[name]
    blame(NPS, f"shown_if: >-\n          {condition}", rule, "error", "comment", words)


@pytest.mark.parametrize(
    "condition",
    [
        "contacted in [1, 2]",
        "contacted == 1 or contacted == 2",
        "not (age > 30 and age < 20)",
        "not answered(channels) or contacted == 1",
    ],
)
def test_a_condition_that_everybody_meets_is_a_warning(condition, blame):
    blame(NPS, f"shown_if: {condition}", "always-shown", "warning", "comment", "always holds")


def test_the_codes_of_special_answers_are_not_high_ratings(blame):
    blame(NPS, "shown_if: sat1 >= 4", "routing-special", "warning", "comment", "97 (not_applicable) and 99 (no_answer)")


@pytest.mark.parametrize(
    "condition",
    [
        "nps in [0, 10] and not sat1 == 97",
        'answered(channels) and age >= 16 and age <= 100 and visited > "2024-01-01"',
        "pq2 == 1 and not answered(stars)",
        "contacted == 1 and not channels includes 3",
        "age == 16.5 or nps == 1",
    ],
)
def test_a_condition_that_some_meet_passes(condition, change):
    assert lint_questionnaire(change(("nps <= 6", condition))) == []


def test_a_later_item_cannot_be_asked_for(blame):
    blame(SAT2, f"{SAT2}\n        shown_if: nps == 1 #!", "routing-order", "error", "sat2", "asked later")


def test_an_earlier_row_of_the_same_matrix_can_be_asked_for_but_not_the_row_itself(blame, change):
    old = "            reverse: true"
    blame(old, f"{old}\n            shown_if: pq2 == 1 #!", "routing-order", "error", "pq2", "itself")
    assert lint_questionnaire(change((old, f"{old}\n            shown_if: pq1 == 1"))) == []


def test_a_page_cannot_ask_for_its_own_items(blame):
    page = "  - id: ratings\n"
    blame(page, f"{page}    shown_if: sat1 == 1 #!\n", "routing-order", "error", None, "page ratings asks for sat1")


def test_a_matrix_cannot_ask_for_its_own_rows(blame):
    matrix = "type: matrix\n"
    blame(matrix, f"{matrix}        shown_if: pq1 == 1 #!\n", "routing-order", "error", "pq", "asks for pq1")


def test_an_option_can_have_a_condition(blame):
    option = "4: {label: {zh-CN: 其他, en: Other}, text: true}"
    wrong = option.replace("text: true", "text: true, shown_if: contacted == 2")
    blame(option, wrong, "unreachable", "error", "channels", "option 4")


def test_an_item_contradicts_its_page(blame):
    page = "  - id: ratings\n"
    blame(
        NPS, "shown_if: contacted == 2 #!", "unreachable", "error", "comment", "around it",
        (page, f"{page}    shown_if: contacted == 1\n"),
    )  # fmt: skip


def test_an_unreachable_page_is_said_once(blame):
    page = "  - id: ratings\n"
    shown = f"{page}    shown_if: contacted == 1 and contacted == 2 #!\n"
    blame(page, shown, "unreachable", "error", None, "page ratings")


def test_conditions_with_too_many_answers_are_left_alone(change):
    codes = range(1, 17)
    choices = "".join(f"          {code}: {{zh-CN: 第{code}, en: No {code}}}\n" for code in codes)
    condition = " and ".join(f"channels includes {code}" for code in codes) + " and not channels includes 1"
    path = change(("nps <= 6", condition))
    text = path.read_text(encoding="utf-8")
    start, end = text.index("          1: {zh-CN: 电话"), text.index("      - id: age")
    path.write_text(text[:start] + choices + text[end:], encoding="utf-8")
    assert lint_questionnaire(path) == []


ITEMS = ("contacted", "channels", "sat1", "nps")
leaf = (
    st.builds("contacted == {}".format, st.integers(1, 2))
    | st.builds("channels includes {}".format, st.integers(1, 4))
    | st.builds("sat1 {} {}".format, st.sampled_from(["==", "!=", "<="]), st.integers(1, 5))
    | st.builds("nps in [{}, {}]".format, st.integers(0, 10), st.integers(0, 10))
    | st.builds("answered({})".format, st.sampled_from(ITEMS))
)
conditions = st.recursive(
    leaf,
    lambda inner: (
        st.builds("not ({})".format, inner)
        | st.builds("({}) {} ({})".format, inner, st.sampled_from(["and", "or"]), inner)
    ),
    max_leaves=5,
)


def respondents():
    """Everybody who can be: channels (3 stands alone) are asked only after `contacted == 1`, which is required."""
    ticks = [dict(zip("1234", ticks, strict=True)) for ticks in product((0, 1), repeat=4)]
    alone = [
        {},
        *(
            {f"channels__{code}": tick for code, tick in one.items()}
            for one in ticks
            if not one["3"] or sum(one.values()) == 1
        ),
    ]
    contact = [{"contacted": 2}, *({"contacted": 1, **channels} for channels in alone)]
    ratings = [{}, *({"sat1": code} for code in (1, 2, 3, 4, 5, 97, 99))]
    recommend = [{}, *({"nps": code} for code in range(11))]
    return [{**one, **two, **three} for one in contact for two in ratings for three in recommend]


EVERYBODY = respondents()


@settings(max_examples=60, deadline=None)
@given(conditions)
def test_what_is_said_of_a_condition_is_true_of_everybody(condition):
    tree = copy.deepcopy(TREE)
    comment = next(item for item in tree["pages"][1]["items"] if item["id"] == "comment")
    comment["shown_if"] = condition
    shown = [parse_condition(condition).holds(one) for one in EVERYBODY]
    expected = [] if any(shown) and not all(shown) else ["always-shown"] if all(shown) else ["unreachable"]
    assert [mistake.rule for mistake in lint_tree(tree, SMALL)] == expected
