from __future__ import annotations

import pytest

from survey.errors import OptionError, QuestionnaireError
from survey.questionnaire.item import Matrix
from survey.questionnaire.load import list_questionnaires, load_questionnaire


def test_the_file_becomes_pages_items_and_constructs(small):
    questionnaire = load_questionnaire(small)
    assert (questionnaire.id, questionnaire.version) == ("small-shop", "1.0")
    assert questionnaire.languages == ("zh-CN", "en")
    assert [page.id for page in questionnaire.pages] == ["start", "ratings"]
    assert questionnaire.title == {"zh-CN": "小店调查", "en": "A small survey"}
    assert questionnaire.consent_required
    assert questionnaire.path == small
    assert questionnaire.drivers == ("product",)
    assert questionnaire.outcome == "satisfaction"
    assert questionnaire.construct_of("pq2") == "product"
    assert questionnaire.screening.max_longstring == 3
    assert questionnaire.screening.min_irv is None
    assert questionnaire.margins["contacted"].targets == {1: 0.4, 2: 0.6}
    assert questionnaire.quotas == {"contacted": {1: 100, 2: 150}}
    assert questionnaire.simulation.coefficients == {"product": 0.5}


def test_the_rows_of_a_matrix_are_items_like_any_other(small):
    questionnaire = load_questionnaire(small)
    row = questionnaire.item("pq2")
    assert (row.type, row.matrix, row.page, row.reverse) == ("scale", "pq", "ratings", True)
    assert row.scale is not None
    assert row.scale.codes == (1, 2, 3, 4, 5)
    assert "pq" not in questionnaire.items
    matrices = [block for page in questionnaire.pages for block in page.blocks if isinstance(block, Matrix)]
    assert [(matrix.id, matrix.rows) for matrix in matrices] == [("pq", ("pq1", "pq2"))]


def test_multiple_choices_have_a_column_for_each_option(small):
    item = load_questionnaire(small).item("channels")
    assert item.columns == ("channels__1", "channels__2", "channels__3", "channels__4", "channels__4__text")
    assert [choice.exclusive for choice in item.choices] == [False, False, True, False]


def test_special_codes_are_labelled_but_no_points(small):
    item = load_questionnaire(small).item("sat1")
    assert item.special_codes == {97: "not_applicable", 99: "no_answer"}
    assert list(item.labels) == [1, 2, 3, 4, 5, 97, 99]
    assert item.scale is not None
    assert (item.scale.minimum, item.scale.maximum) == (1, 5)


def test_recommend_runs_from_0_to_10_and_stars_from_1(small):
    questionnaire = load_questionnaire(small)
    scales = [questionnaire.item(name).scale for name in ("nps", "stars")]
    assert [(scale.minimum, scale.maximum) for scale in scales if scale] == [(0, 10), (1, 5)]


def test_a_long_scale_has_unlabelled_points_between_its_anchors(change):
    scale = "{from: 1, to: 10, anchors: {1: {zh-CN: 低, en: Low}, 10: {zh-CN: 高, en: High}}}"
    path = change(("scales:\n", f"scales:\n  long: {scale}\n"), ("type: date", "type: scale\n        scale: long"))
    built = load_questionnaire(path).item("visited").scale
    assert built is not None
    assert built.codes == tuple(range(1, 11))
    assert [dict(point.label) for point in built.points if point.label] == [
        {"zh-CN": "低", "en": "Low"},
        {"zh-CN": "高", "en": "High"},
    ]


def test_points_are_sorted_by_code(change):
    path = change(("      1: {zh-CN: 非常不同意", "      6: {zh-CN: 非常不同意"))
    scale = load_questionnaire(path).item("sat1").scale
    assert scale is not None
    assert scale.codes == (2, 3, 4, 5, 6)


def test_conditions_of_page_matrix_and_row_must_all_hold(change):
    path = change(
        ("  - id: ratings\n", "  - id: ratings\n    shown_if: contacted == 1\n"),
        ("type: matrix\n", "type: matrix\n        shown_if: age >= 18 or answered(visited)\n"),
        ("            reverse: true\n", "            reverse: true\n            shown_if: pq1 < 3\n"),
    )
    questionnaire = load_questionnaire(path)
    shown = {name: questionnaire.item(name).shown_if for name in ("sat1", "pq1", "pq2", "age")}
    assert shown["age"] is None
    respondent = {"contacted": 1, "age": 20, "pq1": 2}
    assert all(shown[name].holds(respondent) for name in ("sat1", "pq1", "pq2"))
    assert not any(shown[name].holds({**respondent, "contacted": 2}) for name in ("sat1", "pq1", "pq2"))
    assert [shown[name].holds({**respondent, "age": 17}) for name in ("sat1", "pq1", "pq2")] == [True, False, False]
    assert [shown[name].holds({**respondent, "pq1": 5}) for name in ("sat1", "pq1", "pq2")] == [True, True, False]


def test_a_module_that_is_off_leaves_no_trace(small):
    questionnaire = load_questionnaire(small, modules=[])
    assert questionnaire.modules == {"extra": False}
    assert "stars" not in questionnaire.items
    assert questionnaire.analysis.stars is None
    assert questionnaire.analysis.recommend == "nps"


@pytest.mark.parametrize(("default", "expected"), [("true", True), ("false", False)])
def test_modules_follow_their_default_unless_chosen(default, expected, change):
    path = change(("default: true", f"default: {default}"))
    assert ("stars" in load_questionnaire(path).items) is expected
    assert "stars" in load_questionnaire(path, modules=["extra"]).items


def test_the_drivers_of_a_module_that_is_off_are_left_out(change):
    driver = "  spare: {role: driver, label: {zh-CN: 备用, en: Spare}, items: [stars]}\n"
    path = change(("constructs:\n", f"constructs:\n{driver}"), ("drivers: [product]", "drivers: [product, spare]"))
    assert load_questionnaire(path).drivers == ("product", "spare")
    off = load_questionnaire(path, modules=[])
    assert off.drivers == ("product",)
    assert "spare" not in off.constructs


def test_an_unknown_module_is_an_error(small):
    with pytest.raises(OptionError, match=r"no module delivery; it has: extra\."):
        load_questionnaire(small, modules=["delivery"])


def test_yes_and_no_and_times_are_labels(change):
    path = change(("en: Telephone", "en: no"), ("en: Email", "en: 12:30"), ("en: years", "en: on"))
    questionnaire = load_questionnaire(path)
    assert [choice.label["en"] for choice in questionnaire.item("channels").choices[:2]] == ["no", "12:30"]
    assert questionnaire.item("age").unit == {"zh-CN": "岁", "en": "on"}


def test_every_error_is_listed_with_its_line(change):
    path = change(("type: date", "type: dates"), ("role: driver", "role: cause"))
    with pytest.raises(QuestionnaireError, match=r"has 2 error\(s\)") as caught:
        load_questionnaire(path)
    assert [mistake.line for mistake in caught.value.mistakes] == [46, 92]
    assert all(str(mistake) in str(caught.value) for mistake in caught.value.mistakes)


def test_warnings_do_not_keep_a_questionnaire_from_loading(change):
    assert load_questionnaire(change(("en: How old are you?", "en: How old are you always?"))).item("age")


def test_a_loaded_questionnaire_passes_through(small):
    questionnaire = load_questionnaire(small)
    assert load_questionnaire(questionnaire) is questionnaire


@pytest.mark.parametrize("name", list_questionnaires())
def test_every_shipped_questionnaire_loads_with_all_modules_on_and_off(name):
    whole = load_questionnaire(name)
    for modules in ([], list(whole.modules)):
        questionnaire = load_questionnaire(name, modules=modules)
        assert questionnaire.items
        assert set(questionnaire.drivers) <= set(questionnaire.constructs)
        assert all(item in questionnaire.items for one in questionnaire.constructs.values() for item in one.items)
