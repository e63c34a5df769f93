"""The difference of two groups' means, split by a regression into parts of drivers (Oaxaca, Blinder, Kitagawa)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError, check_option
from survey.stats.moments import check_rows, check_weights
from survey.stats.regression import fit_ols
from survey.stats.resampled_moments import ReplicateMoments

Floats = NDArray[np.float64]
Reference = Literal["first", "second", "reimers", "cotton", "neumark", "pooled"]
Components = dict[str, Floats]


@dataclass(frozen=True, eq=False)
class DecomposedDifference:
    """Hold the parts of a difference; every array has the intercept first, shape (k + 1,).

    Attributes
    ----------
    difference, difference_error
        Mean of the second group less that of the first, with its standard error.
    parts, errors
        By component: the part of each term, and its standard error. ``explained`` and ``unexplained`` are the twofold
        split, ``endowments``, ``coefficients`` and ``interaction`` the threefold one; either sums to the difference.
    totals
        By component: the sum over terms and its standard error.
    reference
        Coefficients that value the twofold split.
    """

    difference: float
    difference_error: float
    parts: Components
    errors: Components
    totals: dict[str, tuple[float, float]]
    reference: Floats


@dataclass(frozen=True, eq=False)
class _Fit:
    """One regression: means of the design, coefficients, and each row's influence on the coefficients."""

    mean: Floats
    mean_covariance: Floats
    coefficients: Floats
    influence: Floats


def decompose_difference(
    first: ArrayLike,
    second: ArrayLike,
    weights: tuple[ArrayLike | None, ArrayLike | None] = (None, None),
    reference: Reference = "pooled",
) -> DecomposedDifference:
    """Split the second group's mean outcome less the first's into means and coefficients of the drivers.

    Parameters
    ----------
    first, second
        Rows of the two groups, outcome first, shapes (n_1, k + 1) and (n_2, k + 1), none missing.
    weights
        Probability weights of the two groups' rows.
    reference
        Which coefficients value differences of means in the twofold split: those of the ``first`` or ``second`` group,
        their half (``reimers``), their mean by size (``cotton``), those of one regression of all rows without
        (``neumark``) or with an indicator of the group (``pooled``).

    Returns
    -------
    DecomposedDifference

    Raises
    ------
    DataError
        Values are missing, or a group's regression cannot be fitted.
    OptionError
        Unknown reference.

    Notes
    -----
    Standard errors by the delta method, with means as random as coefficients. Covariances of the coefficients are HC3;
    those between a group's and the pooled coefficients are kept. Means and coefficients count as uncorrelated.
    In the threefold split, means are valued by the first group's coefficients, and coefficients at its means.

    References
    ----------
    Kitagawa (1955), JASA 50, 1168-1194. Oaxaca (1973), International Economic Review 14, 693-709. Blinder (1973),
    Journal of Human Resources 8, 436-455. Reimers (1983), Review of Economics and Statistics 65, 570-579. Cotton
    (1988), Review of Economics and Statistics 70, 236-243. Neumark (1988), Journal of Human Resources 23, 279-295.
    Jann (2008), Stata Journal 8, 453-479.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(80, 1))
    >>> one = np.column_stack([x + rng.normal(size=(80, 1)), x])
    >>> two = np.column_stack([2 + x + rng.normal(size=(80, 1)), x + 1])
    >>> found = decompose_difference(one, two)
    >>> bool(np.isclose(found.totals["explained"][0] + found.totals["unexplained"][0], found.difference))
    True
    """
    check_option("reference", reference, get_args(Reference))
    rows = [check_rows(one) for one in (first, second)]
    if rows[0].shape[1] != rows[1].shape[1]:
        raise DataError("The two groups have different numbers of drivers.")
    used = [check_weights(one, len(x)) for one, x in zip(weights, rows, strict=True)]
    one, two = (_fit(x, w) for x, w in zip(rows, used, strict=True))
    star, star_one, star_two = _reference(rows, used, one, two, reference)
    terms = _Terms(one.mean, two.mean, one.coefficients, two.coefficients, star)
    parts, errors, totals = terms.parts(), {}, {}
    for name, slopes in terms.slopes().items():
        spread = _spread(slopes, one, two, star_one, star_two)
        errors[name] = np.sqrt(np.diag(spread))
        totals[name] = float(np.sum(parts[name])), float(np.sqrt(np.sum(spread)))
    outcome = [float(w @ x[:, 0] / np.sum(w)) for x, w in zip(rows, used, strict=True)]
    noise = [_mean_covariance(x[:, :1], w)[0, 0] for x, w in zip(rows, used, strict=True)]
    return DecomposedDifference(outcome[1] - outcome[0], float(np.sqrt(sum(noise))), parts, errors, totals, star)


def decompose_moments(first: ReplicateMoments, second: ReplicateMoments, reference: Reference) -> Components:
    """Return the parts of every pair of bootstrap samples, each of shape (n_boot, k + 1), intercept first."""
    one, two = (_with_intercept(group.mean, group.slopes) for group in (first, second))
    share = (second.total / (first.total + second.total))[:, None]
    if reference in ("neumark", "pooled"):
        both = _join(first, second, apart=reference == "pooled")
        star = _with_intercept(both.mean, both.slopes)
    else:
        star = _mix(one, two, reference, share)
    design = [np.column_stack([np.ones(len(group.mean)), group.mean[:, 1:]]) for group in (first, second)]
    return _Terms(design[0], design[1], one, two, star).parts()


def _mix(one: Floats, two: Floats, reference: str, share: Floats | float) -> Floats:
    weight = {"first": 0.0, "second": 1.0, "reimers": 0.5, "cotton": share}[reference]
    return np.asarray((1 - weight) * one + weight * two)


def _join(first: ReplicateMoments, second: ReplicateMoments, *, apart: bool) -> ReplicateMoments:
    """Return the moments of both groups' rows; `apart`: around each group's own means."""
    total = first.total + second.total
    shift = second.mean - first.mean
    between = (first.total * second.total / total)[:, None, None] * shift[:, :, None] * shift[:, None, :]
    cross = first.cross + second.cross
    mean = first.mean + (second.total / total)[:, None] * shift
    return ReplicateMoments(total, mean, cross if apart else cross + between)


def _with_intercept(mean: Floats, slopes: Floats) -> Floats:
    return np.column_stack([mean[:, 0] - np.sum(slopes * mean[:, 1:], axis=1), slopes])


@dataclass(frozen=True, eq=False)
class _Terms:
    """Means and coefficients of both groups, and the reference coefficients; last axis the terms, intercept first."""

    x1: Floats
    x2: Floats
    b1: Floats
    b2: Floats
    star: Floats

    def parts(self) -> Components:
        """Return each term's part of every component."""
        means, slopes = self.x2 - self.x1, self.b2 - self.b1
        return {
            "explained": means * self.star,
            "unexplained": self.x2 * (self.b2 - self.star) + self.x1 * (self.star - self.b1),
            "endowments": means * self.b1,
            "coefficients": self.x1 * slopes,
            "interaction": means * slopes,
        }

    def slopes(self) -> dict[str, tuple[Floats, ...]]:
        """Return the derivatives of the parts by x1, x2, b1, b2 and the reference."""
        means, slopes, none = self.x2 - self.x1, self.b2 - self.b1, np.zeros_like(self.x1)
        return {
            "explained": (-self.star, self.star, none, none, means),
            "unexplained": (self.star - self.b1, self.b2 - self.star, -self.x1, self.x2, -means),
            "endowments": (-self.b1, self.b1, means, none, none),
            "coefficients": (slopes, none, -self.x1, self.x1, none),
            "interaction": (-slopes, slopes, -means, means, none),
        }


def _spread(slopes: tuple[Floats, ...], one: _Fit, two: _Fit, star_one: Floats, star_two: Floats) -> Floats:
    """Return the covariances of a component's parts by the delta method."""
    x1, x2, b1, b2, star = slopes
    first = one.influence * b1 + star_one * star
    second = two.influence * b2 + star_two * star
    means = np.outer(x1, x1) * one.mean_covariance + np.outer(x2, x2) * two.mean_covariance
    return np.asarray(means + first.T @ first + second.T @ second)


def _reference(
    rows: list[Floats], weights: list[Floats], one: _Fit, two: _Fit, reference: Reference
) -> tuple[Floats, Floats, Floats]:
    """Return the reference coefficients and the influence of both groups' rows on them."""
    totals = [float(np.sum(w)) for w in weights]
    share = totals[1] / sum(totals)
    if reference not in ("neumark", "pooled"):
        none = np.zeros_like(one.coefficients)
        return (
            _mix(one.coefficients, two.coefficients, reference, share),
            one.influence * _mix(none + 1, none, reference, share),
            two.influence * _mix(none, none + 1, reference, share),
        )
    stacked, together = np.vstack(rows), np.concatenate(weights)
    group = np.repeat([0.0, 1.0], [len(x) for x in rows])[:, None]
    everyone = _fit(np.hstack([stacked, group]) if reference == "pooled" else stacked, together)
    kept = stacked.shape[1]
    star = everyone.influence[:, :kept]
    return everyone.coefficients[:kept], star[: len(rows[0])], star[len(rows[0]) :]


def _fit(rows: Floats, weights: Floats) -> _Fit:
    fit = fit_ols(rows[:, 0], rows[:, 1:], weights)
    design = np.column_stack([np.ones(len(rows)), rows[:, 1:]])
    inverse = np.linalg.inv((design * weights[:, None]).T @ design)
    turned = design @ inverse
    leverage = np.sum(turned * design, axis=1) * weights
    residual = rows[:, 0] - design @ fit.coefficients
    influence = turned * (weights * residual / (1 - leverage))[:, None]
    mean = weights @ design / np.sum(weights)
    return _Fit(mean, _mean_covariance(design, weights), fit.coefficients, influence)


def _mean_covariance(x: Floats, w: Floats) -> Floats:
    """Return the linearised covariances of weighted means."""
    n = np.count_nonzero(w)
    gap = (x - w @ x / np.sum(w)) * (w / np.sum(w))[:, None]
    return np.asarray(gap.T @ gap * n / (n - 1))
