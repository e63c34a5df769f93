from __future__ import annotations

import copy
import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.questionnaire.build import build_questionnaire
from survey.questionnaire.lint import Mistake, lint_questionnaire, lint_tree
from survey.questionnaire.yaml_file import read_tree, shipped_names

SMALL = Path(__file__).parent / "small.yaml"
TREE = read_tree(SMALL)
PLAIN = [
    1,
    0,
    -3,
    2.5,
    97,
    True,
    False,
    None,
    "",
    " ",
    "x",
    "age",
    "sat1",
    "pq",
    "matrix",
    "contacted == 1",
    "zh-CN",
    "en",
]
ODD = [float("nan"), float("inf"), 10**400, b"x", datetime.date(2024, 5, 6), (1, 2), frozenset({1}), SimpleNamespace()]

scalars = st.sampled_from([*PLAIN, *ODD]) | st.integers() | st.floats() | st.text(max_size=5)
junk = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*PLAIN, (1, 2), "id", "text", "label", "code"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def places(node, at=()):
    """Every place of a tree, as a path of keys and indices."""
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    yield at
    for key, child in children:
        yield from places(child, (*at, key))


PLACES = list(places(TREE))[1:]


def holder(tree, place):
    for key in place[:-1]:
        tree = tree[key]
    return tree


def spoil(tree, place, action, value):
    """Replace, delete, rename or copy one node."""
    try:
        node, key = holder(tree, place), place[-1]
        if action == "replace":
            node[key] = value
        elif action == "delete":
            del node[key]
        elif isinstance(node, dict) and action == "rename":
            node[value] = node.pop(key)
        elif isinstance(node, list) and action == "copy":
            node.append(copy.deepcopy(node[key]))
    except (KeyError, IndexError, TypeError, ValueError):
        pass  # an earlier spoiling took the place away, or the value cannot be a key


def value_at(place):
    return copy.deepcopy(holder(TREE, place)[place[-1]])


values = junk | st.sampled_from(PLACES).map(value_at)
spoilings = st.tuples(st.sampled_from(PLACES), st.sampled_from(["replace", "delete", "rename", "copy"]), values)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(spoilings, min_size=1, max_size=4))
def test_a_spoiled_tree_never_raises_and_builds_unless_there_is_an_error(spoiled):
    tree = copy.deepcopy(TREE)
    for place, action, value in spoiled:
        spoil(tree, place, action, value)
    mistakes = lint_tree(tree, SMALL)
    assert [mistake.line for mistake in mistakes] == sorted(mistake.line for mistake in mistakes)
    assert all(str(mistake) for mistake in mistakes)
    if not any(mistake.severity == "error" for mistake in mistakes):
        for modules in (None, [], list(tree.get("modules", {}))):
            assert build_questionnaire(tree, path=SMALL, modules=modules).items


@settings(max_examples=200, deadline=None)
@given(junk)
def test_anything_at_all_can_be_linted(tree):
    assert any(mistake.severity == "error" for mistake in lint_tree(tree, "junk.yaml"))


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
def test_no_place_of_the_file_is_left_unchecked(place):
    tree = copy.deepcopy(TREE)
    holder(tree, place)[place[-1]] = object()
    assert any(mistake.severity == "error" for mistake in lint_tree(tree, SMALL))


def test_a_tree_that_holds_itself_is_linted():
    tree = copy.deepcopy(TREE)
    tree["pages"].append(tree)
    tree["scales"]["agree5"]["points"] = tree["scales"]
    assert lint_tree(tree, SMALL)


def test_linting_does_not_change_the_tree():
    before = copy.deepcopy(TREE)
    lint_tree(TREE, SMALL)
    assert before == TREE


def test_everything_is_found_at_once_in_the_order_of_the_file(change):
    path = change(("type: date", "type: dates"), ("role: driver", "role: cause"), ("title: {", "titel: {"))
    mistakes = lint_questionnaire(path)
    assert [mistake.rule for mistake in mistakes] == ["missing-key", "unknown-key", "type", "type"]


def test_a_mistake_reads_as_a_place_to_click_on():
    mistake = Mistake("questionnaires/x.yaml", 42, "pq_x", "error", "range", "it is wrong", "do it right")
    assert str(mistake) == "questionnaires/x.yaml:42: error: item pq_x: it is wrong. Do it right."


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_questionnaires_have_no_errors(name):
    assert [str(mistake) for mistake in lint_questionnaire(name) if mistake.severity == "error"] == []


UNREADABLE = {
    "key twice": (b"id: x\nscales:\n  a: 1\n  b: 2\n  a: 3\n", 5, "the key `a` comes twice, already on line 3"),
    "code twice": (b"id: x\nscales: {a: {1: b,\n  1: c}}\n", 3, "the key `1` comes twice, already on line 2"),
    "tab": (b"id: x\nscales:\n\ta: 1\n", 3, "this is no YAML"),
    "open bracket": (b"id: x\nlanguages: [en\ntitle: y\n", 3, "this is no YAML"),
    "two documents": (b"id: x\n---\nid: y\n", 2, "another document"),
    "other encoding": ("id: x\ntitle: 满意\n".encode("gb18030"), 2, "is not UTF-8 text"),
    "no such date": (b"id: x\ntitle: y\nversion: 2024-13-45\n", 3, "in quotes"),
    "control character": (b"id: x\ntitle: \x07\n", 2, "control character"),
    "nested": (b"[" * 900, 1, "nested too deeply"),
    "empty": (b"", 1, "the file has no value"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_file_is_one_mistake_with_its_line(name, tmp_path):
    content, line, words = UNREADABLE[name]
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    (mistake,) = lint_questionnaire(path)
    assert (mistake.file, mistake.line, mistake.severity) == (str(path), line, "error")
    assert words in str(mistake)


@pytest.mark.parametrize("source", ["no-such-questionnaire", "missing.yaml"])
def test_a_missing_file_is_one_mistake(source):
    (mistake,) = lint_questionnaire(source)
    assert (mistake.file, mistake.line, mistake.rule) == (source, 1, "yaml")
