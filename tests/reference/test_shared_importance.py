"""LMG and its relatives against relaimpo, yhat, rwa, iopsych, dominanceanalysis and domir.

Not compared, because the toolkit does not offer them: ``car`` scores, ``ave_coeffs`` (average coefficients
by model size), ``commonality`` tables, and iopsych's ``lambda_star`` and ``beta_star`` (intermediate results). Of
the bootstrap ``lmg_perc``, ``genizi_perc`` and ``boot_sd_lmg`` are compared here, BCa ends in test_importance.py.

Two fields mean something else than their names or notes say:

* ``boot_sd_lmg``: its values are one place off its names. relaimpo's bootstrap vector starts with R², so the
  first value is the spread of R², the second that of the first driver's share, and the last driver's is cut.
* ``rwa``'s ``Sign`` is the sign of the coefficient on the orthogonalised drivers (iopsych's ``beta_star``), not
  of the regression coefficient or the correlation, as attitude's ``privileges`` (b < 0, "+") shows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey.stats.bootstrap import bootstrap_covariances, percentile_interval
from survey.stats.dominance import complete_dominance, conditional_dominance
from survey.stats.importance import beta_squared, first, last, lmg, lmg_grouped, pratt, r_squared, standardized_betas
from survey.stats.moments import take_moments
from survey.stats.relative_weights import relative_weights
from survey.stats.subset_fits import iterate_subset_fits

PATTERNS = ["*__relimp__*.json"]
CLOSED_FORM = {"rtol": 1e-8, "atol": 1e-11}  # the files' stated tolerance
PRINTED_12 = {"rtol": 1e-8, "atol": 1e-11}  # yhat prints 12 decimals
# the files state "about 0.02" for B of 500 or 1000; ends in the tails of tiny samples vary more
BOOTSTRAP = 0.02


def named(values, names) -> pd.Series:
    return pd.Series(np.asarray(values), index=list(names))


def covariance_of(case) -> np.ndarray:
    x, _, _ = case.dummies()
    return take_moments(x, case.weights()).covariance


def players_of(case) -> tuple[list[list[int]], list[str]]:
    _, groups, names = case.dummies()
    if "groups" not in case.about:
        return groups, names
    members = [[names.index(name) for name in group] for group in case.about["groups"]]
    return [[column for j in group for column in groups[j]] for group in members], case.about["groupnames"]


def test_relimp_shares(shared_case):
    cov = covariance_of(shared_case)
    players, names = players_of(shared_case)
    raw = shared_case.table("raw")
    np.testing.assert_allclose(len(shared_case.listwise()), shared_case.results["n"])
    np.testing.assert_allclose(r_squared(cov), shared_case.results["r2"], rtol=1e-9)
    np.testing.assert_allclose(cov[0, 0], shared_case.results["var_y"], rtol=1e-10)
    shares = named(lmg_grouped(cov, players), names)
    np.testing.assert_allclose(shares[raw.index], raw["lmg"], **CLOSED_FORM)
    relative = shared_case.table("relative_sum1")
    np.testing.assert_allclose((shares / shares.sum())[relative.index], relative["lmg"], **CLOSED_FORM)
    alone = [r_squared(cov[np.ix_([0, *(j + 1 for j in p)], [0, *(j + 1 for j in p)])]) for p in players]
    np.testing.assert_allclose(named(alone, names)[raw.index], raw["first"], **CLOSED_FORM)
    others = [[0, *(j + 1 for q in players if q is not p for j in q)] for p in players]
    added = [r_squared(cov) - r_squared(cov[np.ix_(rows, rows)]) for rows in others]
    np.testing.assert_allclose(named(added, names)[raw.index], raw["last"], **CLOSED_FORM)


def test_relimp_single_driver_measures(shared_case):
    if "genizi" not in shared_case.table("raw"):
        pytest.skip("grouped and factor cases have no single-driver measures")
    cov, raw = covariance_of(shared_case), shared_case.table("raw")
    measures = {
        "lmg": lmg, "last": last, "first": first, "betasq": beta_squared, "pratt": pratt, "genizi": relative_weights,
    }  # fmt: skip
    _, _, names = shared_case.dummies()
    relative = shared_case.table("relative_sum1")
    for column, measure in measures.items():
        found = named(measure(cov), names)
        np.testing.assert_allclose(found[raw.index], raw[column], **CLOSED_FORM, err_msg=column)
        np.testing.assert_allclose((found / found.sum())[raw.index], relative[column], **CLOSED_FORM, err_msg=column)


def test_relimp_correlation_and_johnson_by_hand(shared_case):
    if "correlation" not in shared_case.results:
        pytest.skip("factors have no correlation matrix in the file")
    x, _, names = shared_case.dummies()
    moments = take_moments(x, shared_case.weights())
    table = shared_case.table("correlation")
    np.testing.assert_allclose(moments.correlation, table.to_numpy(), rtol=1e-9, atol=1e-12)
    by_hand = pd.Series(shared_case.results["johnson_relative_weights_hand"])
    found = named(relative_weights(moments.covariance), names)
    np.testing.assert_allclose(found[by_hand.index], by_hand, **CLOSED_FORM)


def test_relimp_bootstrap(shared_case):
    boot = shared_case.results.get("boot_indicative")
    if boot is None:
        pytest.skip("no bootstrap in the file")
    x, _, names = shared_case.dummies()
    draws = bootstrap_covariances(x, n_boot=4000, seed=1, weights=shared_case.weights())
    for field, measure in (("lmg_perc", lmg), ("genizi_perc", relative_weights)):
        for end, found in zip(("lower", "upper"), percentile_interval(measure(draws)), strict=True):
            expected = pd.Series(boot[field][end])
            np.testing.assert_allclose(named(found, names)[expected.index], expected, atol=BOOTSTRAP)
    assert list(boot["boot_sd_lmg"]) == names
    spread = [r_squared(draws).std(ddof=1), *lmg(draws).std(axis=0, ddof=1)[:-1]]  # see the module's docstring
    np.testing.assert_allclose(spread, list(boot["boot_sd_lmg"].values()), rtol=0.12)


def test_relative_weights_packages(shared_case):
    cov = covariance_of(shared_case)
    _, _, names = shared_case.dummies()
    results = shared_case.results
    found = named(relative_weights(cov), names)
    np.testing.assert_allclose(r_squared(cov), results["r2"], rtol=1e-9)
    by_hand = pd.Series(results["johnson_hand"])
    np.testing.assert_allclose(found[by_hand.index], by_hand, **CLOSED_FORM)
    rwa = shared_case.table("rwa").set_index("Variables")
    np.testing.assert_allclose(found[rwa.index], rwa["Raw.RelWeight"], **CLOSED_FORM)
    np.testing.assert_allclose((100 * found / found.sum())[rwa.index], rwa["Rescaled.RelWeight"], **CLOSED_FORM)
    signs = named(np.where(on_orthogonal_drivers(cov) < 0, "-", "+"), names)
    assert (signs[rwa.index] == rwa["Sign"]).all()
    for field, measure in (
        ("genizi", relative_weights), ("first", first), ("last", last), ("pratt", pratt), ("betasq", beta_squared),
    ):  # fmt: skip
        if field in results:
            expected = pd.Series(results[field])
            np.testing.assert_allclose(named(measure(cov), names)[expected.index], expected, **CLOSED_FORM)
    if "iopsych" in results:
        eps = shared_case.table("iopsych", "eps")["EPS"]
        np.testing.assert_allclose(found[eps.index], eps, **CLOSED_FORM)
    if "rwa_rsquare" in results:
        np.testing.assert_allclose(r_squared(cov), results["rwa_rsquare"], rtol=1e-8)


def on_orthogonal_drivers(cov: np.ndarray) -> np.ndarray:
    scale = np.sqrt(np.diag(cov))
    corr = cov / np.outer(scale, scale)
    values, vectors = np.linalg.eigh(corr[1:, 1:])
    return vectors @ np.diag(values**-0.5) @ vectors.T @ corr[1:, 0]


test_relative_weights_packages.patterns = ["*__relweights__*.json"]


def test_yhat_metrics(shared_case):
    if "yhat_metrics" not in shared_case.results:
        pytest.skip("no yhat table in the file")
    cov = covariance_of(shared_case)
    _, _, names = shared_case.dummies()
    table = shared_case.table("yhat_metrics").loc[names]
    sd = np.sqrt(np.diag(cov))
    betas, r = standardized_betas(cov), cov[0, 1:] / sd[0] / sd[1:]
    levels = conditional_dominance(cov)
    columns = {
        "b": betas * sd[0] / sd[1:], "Beta": betas, "r": r, "rs": r / np.sqrt(r_squared(cov)),
        "rs2": r**2 / r_squared(cov), "Unique": last(cov), "Common": first(cov) - last(cov), "GenDom": lmg(cov),
        "Pratt": pratt(cov), "RLW": relative_weights(cov),
        **{f"CD:{size}": levels[:, size] for size in range(len(names))},
    }  # fmt: skip
    assert set(columns) == set(table.columns)
    for column, found in columns.items():
        np.testing.assert_allclose(found, table[column], **PRINTED_12, err_msg=column)


test_yhat_metrics.patterns = ["*__relweights__*.json"]


def test_dominance(shared_case):
    cov, results = covariance_of(shared_case), shared_case.results
    _, _, names = shared_case.dummies()
    levels, general = conditional_dominance(cov), lmg(cov)
    np.testing.assert_allclose(r_squared(cov), results["r2"], rtol=1e-9)
    by_level = shared_case.table("conditional_by_level")
    np.testing.assert_allclose(levels.T, by_level[names], **CLOSED_FORM)
    np.testing.assert_allclose(levels.mean(axis=1), general, rtol=1e-10)
    np.testing.assert_allclose(general, pd.Series(results["general"])[names], **CLOSED_FORM)
    complete = complete_dominance(cov)
    np.testing.assert_array_equal(complete, shared_case.table("complete_matrix").loc[names, names])
    conditional = compare(lambda i, j: levels[i] - levels[j], len(names))
    np.testing.assert_array_equal(conditional, shared_case.table("conditional_matrix").loc[names, names])
    ahead = compare(lambda i, j: general[i : i + 1] - general[j : j + 1], len(names))
    np.testing.assert_array_equal(ahead, shared_case.table("general_matrix").loc[names, names])


def compare(difference, k) -> np.ndarray:
    """1, 0 or 0.5 by whether all differences of two drivers are above 0, below 0, or neither."""
    result = np.full((k, k), 0.5)
    for i in range(k):
        for j in range(k):
            if i != j:
                gap = difference(i, j)
                result[i, j] = 1.0 if (gap > 0).all() else 0.0 if (gap < 0).all() else 0.5
    return result


test_dominance.patterns = ["*__dominance__*.json"]


def test_domir(shared_case):
    domir = shared_case.results.get("domir")
    if domir is None:
        pytest.skip("no domir table in the file")
    cov = covariance_of(shared_case)
    _, _, names = shared_case.dummies()
    general = named(lmg(cov), names)
    np.testing.assert_allclose(general, pd.Series(domir["general"])[names], **CLOSED_FORM)
    np.testing.assert_allclose(general / general.sum(), pd.Series(domir["standardized"])[names], **CLOSED_FORM)
    assert general.rank(ascending=False).astype(int).to_dict() == domir["ranks"]
    table = shared_case.table("domir", "conditional").loc[names]
    np.testing.assert_allclose(conditional_dominance(cov), table, **CLOSED_FORM)
    codes = {True: 1.0, False: 0.0, None: 0.5}
    found = complete_dominance(cov)
    expected = [[codes[cell] for cell in row] for row in domir["complete"]["values"]]
    np.testing.assert_array_equal(found, expected)


test_domir.patterns = ["*__dominance__*.json"]


def test_every_subset(shared_case):
    subsets = shared_case.results.get("all_subsets_r2")
    if subsets is None:
        pytest.skip("all subsets are in the file up to eight drivers only")
    cov = covariance_of(shared_case)
    _, _, names = shared_case.dummies()
    fits = next(iterate_subset_fits(cov[None]))[1]
    assert len(subsets) == fits.size
    for label, expected in subsets.items():
        members = set() if label == "(intercept)" else set(label.split("+"))
        position = tuple(int(name in members) for name in names)
        np.testing.assert_allclose(fits[position][0], expected, rtol=1e-8, atol=1e-12, err_msg=label)


test_every_subset.patterns = ["*__dominance__*.json"]
