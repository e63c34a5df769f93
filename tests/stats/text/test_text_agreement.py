"""Agreement, shares and themes of texts: identities and refusals."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from survey.errors import DataError
from survey.stats.proportions import wilson_interval
from survey.stats.text.agreement import adjust_prevalence, cohen_kappa, gwet_ac1, pair_codings
from survey.stats.text.coders import fleiss_kappa, krippendorff_alpha
from survey.stats.text.shares import estimate_text_shares
from survey.stats.text.themes import fit_themes, judge_stability, weigh_words

RNG = np.random.default_rng(3)
FIRST = RNG.integers(0, 2, 60)
SECOND = np.where(RNG.random(60) < 0.8, FIRST, 1 - FIRST)


@pytest.mark.parametrize("measure", [cohen_kappa, gwet_ac1, adjust_prevalence])
def test_whole_weights_do_what_repeated_texts_do(measure):
    weights = RNG.integers(1, 4, 60)
    weighted = measure(pair_codings(FIRST, SECOND, weights))
    repeated = measure(pair_codings(np.repeat(FIRST, weights), np.repeat(SECOND, weights)))
    assert weighted.estimate == pytest.approx(repeated.estimate, abs=1e-12)
    assert weighted.std_error > repeated.std_error  # a weight is not more texts


@pytest.mark.parametrize("measure", [cohen_kappa, gwet_ac1])
def test_the_standard_error_is_that_of_the_jackknife(measure):
    keep = [np.delete(np.arange(60), at) for at in range(60)]
    left_out = np.array([measure(pair_codings(FIRST[rows], SECOND[rows])).estimate for rows in keep])
    jackknife = np.sqrt(59 / 60 * np.sum((left_out - left_out.mean()) ** 2))
    assert measure(pair_codings(FIRST, SECOND)).std_error == pytest.approx(jackknife, rel=0.04)


def test_strata_take_their_differences_out_of_the_error():
    apart = cohen_kappa(pair_codings(FIRST, SECOND, strata=FIRST)).std_error
    assert 0 < apart < cohen_kappa(pair_codings(FIRST, SECOND)).std_error


def test_coders_may_be_swapped_and_codes_renamed():
    one, other = cohen_kappa(pair_codings(FIRST, SECOND)), cohen_kappa(pair_codings(SECOND, FIRST))
    named = cohen_kappa(pair_codings(np.array(["a", "b"])[FIRST], np.array(["a", "b"])[SECOND]))
    assert one.estimate == pytest.approx(other.estimate, abs=1e-12)
    assert one == named


def test_one_category_has_no_kappa():
    assert np.isnan(cohen_kappa(pair_codings([1, 1, 1], [1, 1, 1])).estimate)
    assert np.isnan(fleiss_kappa([[2, 0], [2, 0]]))
    assert np.isnan(krippendorff_alpha([[1, 1], [1, 1]]))


def test_alpha_of_two_coders_is_scotts_pi_corrected_for_small_samples():
    codings = np.column_stack([FIRST, SECOND])
    counts = np.column_stack([(codings == 0).sum(axis=1), (codings == 1).sum(axis=1)])
    pi = fleiss_kappa(counts)  # for two coders Fleiss' kappa is Scott's pi
    assert krippendorff_alpha(codings) == pytest.approx(1 - (1 - pi) * (120 - 1) / 120, abs=1e-12)


def test_too_little_is_refused():
    with pytest.raises(DataError, match="two codings"):
        pair_codings([1], [1])
    with pytest.raises(DataError, match="same number of coders"):
        fleiss_kappa([[2, 0], [1, 0]])
    with pytest.raises(DataError, match="at least two coders"):
        krippendorff_alpha([[1, np.nan], [np.nan, 0]])


def test_unweighted_shares_are_wilsons_and_weights_move_them():
    marks = np.array([[1, 0], [0, 0], [1, 0], [0, 0]], dtype=bool)
    written = np.array([True, True, True, True, False])
    plain = estimate_text_shares(marks, written)
    assert (plain.low[0], plain.high[0]) == pytest.approx(wilson_interval(0.5, 4))
    weighted = estimate_text_shares(marks, written, [3, 1, 3, 1, 9])
    assert weighted.share.tolist() == pytest.approx([0.75, 0.0])
    assert weighted.low[0] < 0.75 < weighted.high[0]
    assert weighted.high[1] == pytest.approx(wilson_interval(0.0, 8**2 / 20)[1])  # Kish's effective number


def test_themes_find_blocks_of_words():
    counts = np.zeros((60, 6))
    for row in range(60):
        block = row % 3
        counts[row, 2 * block : 2 * block + 2] = 1 + RNG.integers(0, 2, 2)
    rows = weigh_words(csr_matrix(counts))
    assert np.allclose(np.asarray(rows.multiply(rows).sum(axis=1)), 1)
    fit = fit_themes(rows, 3, seed=1)
    found = fit.texts.argmax(axis=1)
    assert [len(set(found[block::3])) for block in range(3)] == [1, 1, 1]
    assert len(set(found[:3])) == 3
    noise = weigh_words(csr_matrix(RNG.integers(0, 2, (60, 12)).astype(float)))
    assert judge_stability(rows, [3], seed=1)[0] > 0.99
    assert judge_stability(noise, [5], seed=1)[0] < 0.9
