"""Bad answers and impossible models: each a named error or a note, whatever the analysis."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from survey.analysis.measurement.confirmation import confirm_factors
from survey.analysis.measurement.exploration import explore_factors
from survey.analysis.measurement.invariance import compare_measurement
from survey.analysis.measurement.reliability import assess_reliability
from survey.analysis.measurement.validity import assess_validity
from survey.errors import DataError, OptionError
from survey.stats.structure import fitting

FACTORS = {"f": ["a1", "a2", "a3"], "g": ["b1", "b2", "b3"]}
FITS = [
    ("ML", "listwise"),
    ("MLR", "listwise"),
    ("ULS", "listwise"),
    ("WLSMV", "listwise"),
    ("ULSMV", "listwise"),
    ("ML", "fiml"),
    ("MLR", "fiml"),
]
Call = Callable[..., object]


def draw(points: int = 5, n: int = 300) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    factors = rng.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], n)
    latent = np.repeat(factors, 3, axis=1) * 0.75 + rng.normal(size=(n, 6)) * 0.66
    cuts = np.linspace(-1.2, 1.2, points - 1)
    return pd.DataFrame(np.digitize(latent, cuts) + 1.0, columns=[item for items in FACTORS.values() for item in items])


ANSWERS = draw()
GROUPS = pd.Series(np.where(np.arange(300) < 150, "x", "y"))


def confirm(estimator: str, missing: str) -> Call:
    def call(frame, *, constructs=FACTORS, **options):
        return confirm_factors(frame, constructs=constructs, estimator=estimator, missing=missing, **options)

    return call


def compare(estimator: str) -> Call:
    def call(frame, *, constructs=FACTORS, **options):
        by = GROUPS.reindex(frame.index)
        return compare_measurement(frame, by=by, constructs=constructs, estimator=estimator, **options)

    return call


def explore(correlation: str) -> Call:
    def call(frame, *, constructs=FACTORS, **options):
        return explore_factors(frame, constructs=constructs, correlation=correlation, n_sim=5, **options)

    return call


def validate(missing: str) -> Call:
    def call(frame, *, constructs=FACTORS, **options):
        return assess_validity(frame, constructs=constructs, missing=missing, n_boot=5, **options)

    return call


def rely(frame, *, constructs=FACTORS, **options):
    return assess_reliability(frame, constructs=constructs, **options)


CONFIRM = {f"confirm {one} {missing}": confirm(one, missing) for one, missing in FITS}
COMPARE = {f"compare {one}": compare(one) for one in ("MLR", "WLSMV")}
EXPLORE = {f"explore {one}": explore(one) for one in ("pearson", "polychoric")}
VALIDATE = {f"validate {one}": validate(one) for one in ("listwise", "fiml")}
EVERY = {**CONFIRM, **COMPARE, **EXPLORE, **VALIDATE, "rely": rely}


def each(calls: dict[str, Call]):
    return pytest.mark.parametrize("call", calls.values(), ids=calls.keys())


def says(result, *words: str) -> bool:
    return any(all(word in note for word in words) for note in result.notes)


@each(EVERY)
def test_constant_and_empty_items_are_left_out_and_named(call):
    assert says(call(ANSWERS.assign(a3=3.0)), "a3", "does not vary")
    assert says(call(ANSWERS.assign(b2=np.nan)), "b2", "no answers")


@each(EVERY)
def test_infinite_values_are_refused(call):
    frame = ANSWERS.copy()
    frame.iloc[3, 1] = np.inf
    with pytest.raises(DataError, match="infinite"):
        call(frame)


@each(EVERY)
def test_bad_weights_and_unknown_or_repeated_items_are_refused(call):
    with pytest.raises(DataError, match="weights must be"):
        call(ANSWERS, weights=np.r_[-1.0, np.ones(299)])
    with pytest.raises(DataError, match="weights must be"):
        call(ANSWERS, weights=np.zeros(300))
    with pytest.raises(OptionError, match="no column 'zz'"):
        call(ANSWERS, constructs={"f": ["a1", "a2", "zz"], "g": ["b1", "b2"]})
    with pytest.raises(OptionError, match="twice"):
        call(ANSWERS, constructs={"f": ["a1", "a1", "a2"], "g": ["b1", "b2", "b3"]})
    with pytest.raises(DataError, match="no numbers"):
        call(ANSWERS.assign(a1="good"))


@each({**CONFIRM, **COMPARE, **EXPLORE, **VALIDATE})
def test_too_few_respondents_are_refused(call):
    with pytest.raises(DataError, match=r"more respondents than items|more than twice"):
        call(ANSWERS.head(6))
    with pytest.raises(DataError, match=r"whose answers vary|0 items vary|more respondents|more than twice"):
        call(ANSWERS.head(0))


@each({**CONFIRM, **COMPARE})
def test_two_items_alone_are_not_identified(call):
    with pytest.raises(DataError, match=r"not identified: .*f =~ a2"):
        call(ANSWERS, constructs={"f": ["a1", "a2"]})


@pytest.mark.parametrize(("estimator", "missing"), FITS)
def test_crossed_loadings_that_no_answers_tell_are_refused(estimator, missing):
    model = "f =~ a1 + a2 + a3 + b1\ng =~ a1 + a2 + a3 + b1"
    with pytest.raises(DataError, match="not identified"):
        confirm_factors(ANSWERS, model=model, estimator=estimator, missing=missing)
    told = confirm_factors(
        ANSWERS, model="f =~ a1 + a2 + a3 + b1\ng =~ b1 + b2 + b3", estimator=estimator, missing=missing
    )
    assert told.converged


@each({**CONFIRM, **COMPARE, **EXPLORE, **VALIDATE, "rely": rely})
def test_a_question_asked_twice_is_an_error_or_a_note(call):
    try:
        found = call(ANSWERS.assign(a2=ANSWERS["a1"]))
    except DataError as error:
        assert "repeat" in str(error)
    else:
        assert says(found, "stopped at") or says(found, "correlate perfectly") or says(found, "Heywood")


def test_the_items_that_repeat_are_named():
    with pytest.raises(DataError, match="a1, a2 repeat one another"):
        confirm_factors(ANSWERS.assign(a2=ANSWERS["a1"]), constructs=FACTORS, estimator="ML")
    with pytest.raises(DataError, match="a1, a2, a3 repeat one another"):
        confirm_factors(ANSWERS.assign(a3=ANSWERS["a1"] + ANSWERS["a2"]), constructs=FACTORS, estimator="ULS")


@each({**CONFIRM, **COMPARE, **EXPLORE, **VALIDATE, "rely": rely})
def test_two_categories_are_enough(call):
    table = call(ANSWERS.assign(a3=(ANSWERS["a3"] > 2) * 1.0)).table
    numbers = table[[name for name in ("estimate", "cfi", "composite_reliability") if name in table]]
    assert np.isfinite(numbers.to_numpy(dtype=float)).all()


@each({key: call for key, call in {**CONFIRM, **EXPLORE, **VALIDATE}.items() if "confirm" not in key or "list" in key})
def test_an_item_that_only_incomplete_rows_answer_differently_is_refused(call):
    """a3 varies among the first five, whose b1 is missing: among complete rows it does not."""
    first = np.arange(300) < 5
    frame = ANSWERS.assign(a3=ANSWERS["a3"].where(first, 2.0), b1=ANSWERS["b1"].where(~first))
    with pytest.raises(DataError, match="a3 alike"):
        call(frame)


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
def test_items_never_answered_together_are_named(estimator):
    even = np.arange(300) % 2 == 0
    frame = ANSWERS.assign(a1=ANSWERS["a1"].where(even), b1=ANSWERS["b1"].where(~even))
    with pytest.raises(DataError, match="both a1 and b1"):
        confirm_factors(frame, constructs=FACTORS, estimator=estimator, missing="fiml")


@pytest.mark.parametrize(("estimator", "missing"), FITS)
def test_impossible_values_and_a_model_that_cannot_fail_are_noted(estimator, missing):
    """Correlations .9, .8, .6 give a first loading above 1; three items of one construct fit whatever they are."""
    rng = np.random.default_rng(0)
    latent = rng.normal(size=(600, 3)) @ np.linalg.cholesky([[1, 0.9, 0.8], [0.9, 1, 0.6], [0.8, 0.6, 1]]).T
    frame = pd.DataFrame(np.digitize(latent, [-1, -0.3, 0.3, 1]) + 0.0, columns=["a1", "a2", "a3"])
    found = confirm_factors(frame, constructs={"f": list(frame)}, estimator=estimator, missing=missing)
    assert says(found, "Heywood", "f =~ a1")
    assert says(found, "no degrees of freedom")


@each({**CONFIRM, "compare MLR": COMPARE["compare MLR"], "compare WLSMV": COMPARE["compare WLSMV"]})
def test_a_search_that_does_not_end_is_noted(call, monkeypatch):
    monkeypatch.setattr(fitting, "_MOST_STEPS", 2)
    assert says(call(ANSWERS), "did not reach a minimum")


@pytest.mark.parametrize("estimator", ["MLR", "WLSMV"])
def test_groups_that_are_too_few_or_too_small(estimator):
    with pytest.raises(DataError, match="comparison needs two"):
        compare_measurement(ANSWERS, by=["x"] * 300, constructs=FACTORS, estimator=estimator)
    tiny = GROUPS.where(np.arange(300) > 2, "tiny")
    found = compare_measurement(ANSWERS, by=tiny, constructs=FACTORS, estimator=estimator)
    assert says(found, "tiny", "left out")
    assert found.groups["group"].tolist() == ["x", "y"]
    flat = ANSWERS.assign(a1=ANSWERS["a1"].where(GROUPS == "x", 2.0))
    with pytest.raises(DataError, match="group y: everybody answered a1 alike"):
        compare_measurement(flat, by=GROUPS, constructs=FACTORS, estimator=estimator)


def test_a_category_that_one_group_leaves_unused():
    frame = draw(points=4).astype(float)
    frame["a1"] = frame["a1"].where((GROUPS == "x") | (frame["a1"] < 4), 3.0)
    with pytest.raises(DataError, match="item a1: nobody in group y answered 4"):
        compare_measurement(frame, by=GROUPS, constructs=FACTORS, estimator="WLSMV")
    fallen = compare_measurement(frame, by=GROUPS, constructs=FACTORS)
    assert says(fallen, "Nobody in group y answered 4 to a1", "(MLR)")
    assert "MLR" in fallen.method
    asked = compare_measurement(frame, by=GROUPS, constructs=FACTORS, estimator="MLR")
    pd.testing.assert_frame_equal(fallen.table, asked.table)
    assert not says(asked, "Nobody")
    assert "WLSMV" in compare_measurement(draw(points=4), by=GROUPS, constructs=FACTORS).method


def test_ordinal_items_are_released_until_the_level_holds():
    """In the second group b2 measures less, or a2 is answered higher: the level stops, and holds without the item."""
    rng = np.random.default_rng(2)
    second = np.arange(1600) >= 800
    factors = rng.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], 1600)
    noise = rng.normal(size=(1600, 8)) * 0.6

    def cut(weaker: float, higher: float) -> pd.DataFrame:
        latent = np.repeat(factors, 4, axis=1) * 0.8 + noise
        latent[:, 5] += second * weaker * factors[:, 1]
        latent[:, 1] += second * higher
        return pd.DataFrame(np.digitize(latent, [-0.9, 0.1, 1.0]) + 1.0, columns=[*NAMES["f"], *NAMES["g"]])

    NAMES = {"f": ["a1", "a2", "a3", "a4"], "g": ["b1", "b2", "b3", "b4"]}
    by = pd.Series(np.where(second, "second", "first"))
    loading = compare_measurement(cut(-0.75, 0.0), by=by, constructs=NAMES, up_to="metric")
    assert loading.verdict == "partial metric"
    assert loading.table["level"].tolist() == ["configural", "thresholds", "metric", "partial metric"]
    assert loading.items.loc[loading.items["released"], "item"].tolist() == ["b2"]
    level = compare_measurement(cut(0.0, 0.9), by=by, constructs=NAMES)
    assert level.verdict == "partial scalar"
    assert level.items.loc[level.items["released"], "item"].tolist() == ["a2"]
    assert level.means_comparable
    means = level.means.set_index(["group", "construct"])["estimate"]
    assert means.abs().max() < 0.2  # what only the item shows does not move the construct
