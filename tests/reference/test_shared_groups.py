"""Group comparisons against R on real data.

Not compared, because the toolkit does not offer them: classic ANOVA and Tukey, rank tests (Kruskal, Dunn, Wilcoxon,
Friedman), tests of equal variances, omega and epsilon squared.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import studentized_range

from survey.stats.group_contrasts import compare_pairs, contrast_means, take_group_means, welch_anova
from survey.stats.group_shares import assess_association
from survey.stats.repeated_contrasts import contrast_repeated

PATTERNS = ["*__groups__*.json"]


def as_text(labels):
    return labels.map(lambda one: f"{one:g}" if isinstance(one, float) else str(one))


def group_names(case):
    # numeric groups come without row names, in rising order
    named = case.results["descriptives"]["rownames"]
    return named or sorted(as_text(case.listwise().iloc[:, 1]).unique())


def grouped(case):
    rows = case.listwise()
    names = group_names(case)
    place = as_text(rows.iloc[:, 1]).map({name: at for at, name in enumerate(names)}).to_numpy()
    return names, take_group_means(rows.iloc[:, 0].to_numpy(float), place, len(names))


def test_means_welch_and_explained_share(shared_case):
    _, groups = grouped(shared_case)
    expected = shared_case.results["descriptives"]
    expected = pd.DataFrame(expected["values"], columns=expected["colnames"])
    np.testing.assert_allclose(groups.mean, expected["mean"], rtol=1e-8)
    np.testing.assert_allclose(groups.std_error, expected["se"].astype(float), rtol=1e-8)
    found, welch = welch_anova(groups), shared_case.results["welch"]
    numbers = [found.statistic, found.df, found.df_within, found.p_value]
    np.testing.assert_allclose(numbers, [welch["stat"], *welch["df"], welch["p"]], rtol=1e-8)
    eta = shared_case.table("effect_sizes", "eta2")["Eta2"].iloc[0]
    assert found.effect == pytest.approx(eta, rel=1e-8)


def test_games_howell_or_two_groups(shared_case):
    names, groups = grouped(shared_case)
    pairs, found = compare_pairs(groups)
    if "posthoc" in shared_case.results:
        table = shared_case.table("posthoc", "games_howell").astype({"group1": str, "group2": str})
        table = table.set_index(["group1", "group2"])
        for at, (one, other) in enumerate(pairs):
            row = table.loc[(names[one], names[other])]
            # rstatix subtracts the other way round, and rounds p to three decimals, smaller ones to three digits
            numbers = [-found.difference[at], -found.conf_high[at], -found.conf_low[at], found.df[at]]
            columns = ["estimate", "conf.low", "conf.high", "df"]
            np.testing.assert_allclose(numbers, row[columns].astype(float), rtol=1e-5, atol=1e-8)
            rounding = {"abs": 5.01e-4} if row["p.adj"] >= 1e-3 else {"rel": 5.1e-3, "abs": 1e-6}
            assert found.p_value[at] == pytest.approx(float(row["p.adj"]), **rounding)
            exact = studentized_range.sf(float(row["statistic"]) * np.sqrt(2), len(names), float(row["df"]))
            assert found.p_value[at] == pytest.approx(exact, rel=1e-6, abs=1e-11)
        return
    one, two = (take_group_means(*part) for part in halves(shared_case))
    welch, expected = contrast_means(one, two), shared_case.results["two_group"]
    numbers = [welch.df[0], welch.p_value[0], welch.conf_low[0], welch.conf_high[0]]
    reference = [expected["welch"]["df"], expected["welch"]["p"], *expected["welch"]["ci"]]
    np.testing.assert_allclose(numbers, reference, rtol=1e-8)
    assert welch.cohens_d[0] == pytest.approx(expected["cohens_d"]["values"][0][0], rel=1e-8)


def halves(case):
    rows = case.listwise()
    for name in group_names(case):
        values = rows.loc[as_text(rows.iloc[:, 1]) == name].iloc[:, 0].to_numpy(float)
        yield values, np.zeros(len(values)), 1


def test_paired_means(shared_case):
    rows = shared_case.listwise()
    one, two = (rows.iloc[:, at].to_numpy(float) for at in (0, 1))
    who = np.arange(len(rows))
    found, expected = contrast_repeated((one, two), (None, None), (who, who)), shared_case.results["t"]
    numbers = [found.difference[0], found.df[0], found.p_value[0], found.conf_low[0], found.conf_high[0]]
    reference = [expected["mean_diff"], expected["df"], expected["p"], *expected["ci"]]
    np.testing.assert_allclose(numbers, reference, rtol=1e-8)


test_paired_means.patterns = ["*__paired__*.json"]


def test_association(shared_case):
    rows, expected = shared_case.listwise(), shared_case.results
    table = shared_case.table("table")
    codes = [
        as_text(rows.iloc[:, at]).map({str(name): place for place, name in enumerate(names)}).to_numpy()
        for at, names in enumerate((table.index, table.columns))
    ]
    found = assess_association(*codes)
    numbers = [found.n, found.pearson, found.df, found.p_value, found.likelihood_ratio, found.cramers_v]
    reference = [expected[name] for name in ("n", "chisq", "df", "p", "G", "cramers_v")]
    np.testing.assert_allclose(numbers, reference, rtol=1e-8)
    np.testing.assert_allclose(found.residuals, shared_case.table("std_residuals"), rtol=1e-8, atol=1e-12)
    adjusted = expected["cramers_v_bias_corrected"]["values"][0][0]
    assert found.cramers_v_adjusted == pytest.approx(adjusted, rel=1e-8)


test_association.patterns = ["*__assoc__*.json"]
