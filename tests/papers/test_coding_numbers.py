"""Agreement of coders against published tables."""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.text.agreement import adjust_prevalence, cohen_kappa, gwet_ac1, pair_codings
from survey.stats.text.coders import fleiss_kappa, krippendorff_alpha

NAN = np.nan


def spread(cells):
    """Return two codings whose cross table is given."""
    table = np.asarray(cells)
    first, second = np.indices(table.shape)
    return np.repeat(first.ravel(), table.ravel()), np.repeat(second.ravel(), table.ravel())


def test_kappa_of_fleiss_1981_table_13_1():
    # Fleiss (1981), Statistical methods for rates and proportions, 2nd ed., p. 213-221: diagnoses of 100 subjects by
    # two raters; kappa .68, standard error .087 (printed from rounded parts), interval .51 to .85.
    found = cohen_kappa(pair_codings(*spread([[75, 1, 4], [5, 4, 1], [0, 0, 10]])))
    assert found.estimate == pytest.approx(0.23 / 0.34, abs=1e-12)
    assert found.std_error == pytest.approx(0.087, abs=1e-3)
    assert (round(found.low, 1), round(found.high, 2)) == (0.5, 0.85)


def test_ac1_and_kappa_where_a_category_is_rare():
    # Worked by hand: 118, 5, 2 and 0 of 125 subjects. Observed agreement 118/125 = .944. Kappa (Cohen 1960) expects
    # (123 * 120 + 2 * 5) / 125**2 = .94528, which leaves -.00128 / .05472. AC1 (Gwet 2008, two categories) expects
    # 2p(1 - p) with p = (123 + 120) / 250 = .972, which is .054432, and leaves .889568 / .945568.
    pair = pair_codings(*spread([[0, 2], [5, 118]]))
    assert cohen_kappa(pair).estimate == pytest.approx(-0.00128 / 0.05472, abs=1e-12)
    assert gwet_ac1(pair).estimate == pytest.approx(0.889568 / 0.945568, abs=1e-12)
    assert adjust_prevalence(pair).estimate == pytest.approx(2 * 0.944 - 1, abs=1e-12)


def test_fleiss_kappa_of_the_worked_example():
    # A worked example, not Fleiss's own (1971): fourteen raters, ten patients, five diagnoses, in the article "Fleiss'
    # kappa" of the English Wikipedia and the help of the function `fleiss` at MATLAB Central: kappa .210.
    counts = [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]  # fmt: skip
    assert fleiss_kappa(counts) == pytest.approx(0.210, abs=5e-4)


def test_alpha_of_krippendorff_2011():
    # Krippendorff (2011), Computing Krippendorff's alpha-reliability, repository of the University of Pennsylvania,
    # asc_papers/43: binary data of two observers, .095; nominal data of four with gaps, .743. The latter also in his
    # Content analysis, 4th ed. (2019), chapter 12, there without the unit that only one observer coded.
    two = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
    four = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
    assert krippendorff_alpha(np.transpose(two)) == pytest.approx(0.095, abs=5e-4)
    assert krippendorff_alpha(np.transpose(four)) == pytest.approx(0.743, abs=5e-4)
