"""The form's script routes as the package does, for conditions and answers that nobody thought of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.platforms.html.definition import describe_form
from survey.platforms.html.page import FOLDER
from survey.platforms.html.routing import encode_condition
from survey.platforms.registry import Order
from survey.questionnaire.routing import parse_condition

pytestmark = pytest.mark.browser
QUICK = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])

ITEMS = ["a", "b", "toString", "a__b"]
TEXTS = st.text(alphabet="ab é中\ue000🙂", max_size=3)
NUMBERS = st.sampled_from([-1, 0, 1, 2, 2.5, 97, 1e300])
LITERALS = st.one_of(NUMBERS.map(lambda number: f"{number:.1f}"), TEXTS.map(lambda text: f'"{text}"'))
LEAVES = st.one_of(
    st.tuples(st.sampled_from(ITEMS), st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), LITERALS).map(" ".join),
    st.tuples(st.sampled_from(ITEMS), st.lists(LITERALS, min_size=1, max_size=3)).map(
        lambda drawn: f"{drawn[0]} in [{', '.join(drawn[1])}]"
    ),
    st.tuples(st.sampled_from(ITEMS), st.integers(-1, 2)).map(lambda drawn: f"{drawn[0]} includes {drawn[1]}"),
    st.sampled_from(ITEMS).map(lambda item: f"answered({item})"),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        parts.map(lambda part: f"not ({part})"),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: "(" + " and ".join(some) + ")"),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: "(" + " or ".join(some) + ")"),
    ),
    max_leaves=5,
)
COLUMNS = [*ITEMS, "a__1", "a__-1", "b__2__text", "toString__0"]
ANSWERS = st.dictionaries(st.sampled_from(COLUMNS), st.one_of(NUMBERS, TEXTS), max_size=5)


@pytest.fixture(scope="module")
def script(chromium) -> Iterator:
    """An empty page that has the functions of the form's script."""
    page = chromium.new_page()
    for name in ("routing", "answers"):
        page.add_script_tag(content=(FOLDER / "scripts" / f"{name}.js").read_text(encoding="utf-8"))
    yield page
    page.close()


@QUICK
@given(cases=st.lists(st.tuples(CONDITIONS, ANSWERS), min_size=1, max_size=60))
def test_conditions_hold_alike(script, cases):
    parsed = [(parse_condition(text), answers) for text, answers in cases]
    asked = [[encode_condition(condition), answers] for condition, answers in parsed]
    evaluate = "cases => cases.map(([condition, answers]) => holds(condition, new Map(Object.entries(answers))))"
    assert script.evaluate(evaluate, asked) == [condition.holds(answers) for condition, answers in parsed]


def give(questionnaire, row) -> dict:
    """Return what was clicked and typed, whatever the routing says, for the answers of a row."""
    given = {}
    for item in questionnaire.items.values():
        own = {"code": None, "codes": [], "text": "", "beside": {}}
        if item.type == "multiple_choice":
            own["codes"] = [choice.code for choice in item.choices if row[f"{item.id}__{choice.code}"] == 1]
        elif item.is_text:
            own["text"] = row[item.id]
        elif item.type == "date":
            own["text"] = row[item.id].strftime("%Y-%m-%d")
        elif item.type == "number":
            own["text"] = repr(float(row[item.id]))
        else:
            own["code"] = int(row[item.id])
        given[item.id] = own
    return given


def route(questionnaire, row) -> tuple[list[str], dict]:
    """Return what is shown and answered, going through the items in their order."""
    shown, answers = [], {}
    for item in questionnaire.items.values():
        if item.shown_if is None or item.shown_if.holds(answers):
            shown.append(item.id)
            own = {column: row[column] for column in item.columns if not column.endswith("__text")}
            if item.type == "date":
                own = {item.id: row[item.id].strftime("%Y-%m-%d")}
            answers |= {column: value if isinstance(value, str) else float(value) for column, value in own.items()}
    return shown, answers


@QUICK
@given(data=st.data())
def test_whole_questionnaires_are_routed_alike(script, drawn_questionnaires, draw_answers, data):
    questionnaire = data.draw(drawn_questionnaires())
    # Every item is answered, also those that will be hidden.
    asked = {name: replace(item, shown_if=None) for name, item in questionnaire.items.items()}
    everything = draw_answers(replace(questionnaire, items=asked), data.draw(st.integers(0, 9999)), size=1, blanks=0)
    row = everything.iloc[0].to_dict()
    form = describe_form(Order(questionnaire=questionnaire, language=questionnaire.languages[0], suffix=".html"))
    evaluate = """([form, given]) => {
      const items = form.items.map((item) => ({
        points: [], choices: [], special: [], ...(item.scale === undefined ? {} : form.scales[item.scale]), ...item }));
      const route = findRoute(items, new Map(Object.entries(given)));
      return [[...route.shown], Object.fromEntries(route.answers)];
    }"""
    shown, answers = script.evaluate(evaluate, [form, give(questionnaire, row)])
    expected, columns = route(questionnaire, row)
    assert shown == expected
    assert {name: value for name, value in answers.items() if not name.endswith("__text")} == columns
