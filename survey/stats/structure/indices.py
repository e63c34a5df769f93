"""Indices of approximate fit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2, ncx2

from survey.stats.structure.chi_square import ChiSquare

CLOSE_RMSEA = 0.05  # Browne & Cudeck 1993: the bound of close fit
_INTERVAL = 0.90


@dataclass(frozen=True, kw_only=True)
class Indices:
    """Comparative fit, Tucker–Lewis, and root mean square error of approximation with its 90 % interval."""

    cfi: float
    tli: float
    rmsea: float
    rmsea_low: float
    rmsea_high: float
    rmsea_p_close: float


def index_fit(model: ChiSquare, baseline: ChiSquare, n: float, *, n_groups: int = 1) -> Indices:
    """Return the indices from corrected statistics.

    Parameters
    ----------
    model, baseline
        Tests of the model and of the one without any relation.
    n
        Respondents.

    Notes
    -----
    A statistic that is only scaled is compared unscaled with a chi-square of as many degrees of freedom as it has on
    average, as lavaan does; one that is also shifted is compared as it is.

    References
    ----------
    Bentler (1990), Psychological Bulletin 107, 238-246. Tucker & Lewis (1973), Psychometrika 38, 1-10. Steiger & Lind
    (1980). Browne & Cudeck (1993).
    """
    one, other = model.corrected, baseline.corrected
    excess, base = max(one - model.df, 0.0), max(other - baseline.df, one - model.df, 0.0)
    statistic, df = (one, float(model.df)) if model.shift else (model.statistic, model.df * model.scaling)
    low, high = noncentrality_interval(statistic, df)
    ratio = np.nan if model.df <= 0 else one / model.df
    scale = np.nan if model.df <= 0 else n_groups / (n * df)
    return Indices(
        cfi=1 - excess / base if base > 0 else 1.0,
        tli=float((other / baseline.df - ratio) / (other / baseline.df - 1)),
        rmsea=float(np.sqrt(max(statistic - df, 0.0) * scale)),
        rmsea_low=float(np.sqrt(low * scale)),
        rmsea_high=float(np.sqrt(high * scale)),
        rmsea_p_close=_p_close(statistic, df, n, n_groups),
    )


def index_robust_fit(model: ChiSquare, baseline: ChiSquare, n: float, *, n_groups: int = 1) -> Indices:
    """Return what the indices estimate where answers are not normal: the population values of plain fit.

    References
    ----------
    Brosseau-Liard, Savalei & Li (2012), Multivariate Behavioral Research 47, 904-930. Brosseau-Liard & Savalei (2014),
    Multivariate Behavioral Research 49, 460-470.
    """
    excess = model.statistic - model.scaling * model.df
    base = baseline.statistic - baseline.scaling * baseline.df
    low, high = noncentrality_interval(model.corrected, model.df)
    scale = np.nan if model.df <= 0 else n_groups / (n * model.df)
    share = np.nan if model.df <= 0 else (excess / model.df) / (base / baseline.df)
    return Indices(
        cfi=1 - max(excess, 0.0) / max(base, excess, 0.0) if max(base, excess) > 0 else 1.0,
        tli=float(1 - share),
        rmsea=float(np.sqrt(max(excess, 0.0) * scale)),
        rmsea_low=float(np.sqrt(model.scaling * low * scale)),
        rmsea_high=float(np.sqrt(model.scaling * high * scale)),
        rmsea_p_close=float("nan"),
    )


def noncentrality_interval(statistic: float, df: float, confidence: float = _INTERVAL) -> tuple[float, float]:
    """Return the interval of a noncentral chi-square's noncentrality; ends that do not exist are 0.

    NaN without degrees of freedom or without a statistic.
    """
    if df <= 0 or not np.isfinite(statistic):
        return float("nan"), float("nan")
    tail = (1 - confidence) / 2
    return _find_noncentrality(statistic, df, 1 - tail), _find_noncentrality(statistic, df, tail)


def _find_noncentrality(statistic: float, df: float, below: float) -> float:
    """Return the noncentrality at which a share of the distribution lies below the statistic."""
    if chi2.cdf(statistic, df) < below:
        return 0.0
    most = max(statistic, 1.0)
    while ncx2.cdf(statistic, df, most) > below:
        most *= 2
    return float(brentq(lambda at: ncx2.cdf(statistic, df, max(at, 1e-12)) - below, 0.0, most, xtol=1e-10))


def _p_close(statistic: float, df: float, n: float, n_groups: int) -> float:
    if df <= 0:
        return float("nan")
    return float(ncx2.sf(statistic, df, n * df * CLOSE_RMSEA**2 / n_groups))


def standardized_residual(observed: np.ndarray, implied: np.ndarray) -> np.ndarray:
    """Return observed less implied covariances in units of the observed standard deviations."""
    scale = np.sqrt(np.diag(observed))
    return np.asarray((observed - implied) / np.outer(scale, scale))


def root_mean_square_residual(observed: np.ndarray, implied: np.ndarray, *, means: np.ndarray | None = None) -> float:
    """Return the SRMR of one group (Bentler 1995).

    Parameters
    ----------
    observed, implied
        Covariances, shape (n_items, n_items).
    means
        Residuals of means in standard deviations, shape (n_items,), where means are modelled.
    """
    gaps = standardized_residual(observed, implied)[np.tril_indices(len(observed))]
    if means is not None:
        gaps = np.concatenate([gaps, means])
    return float(np.sqrt(np.mean(gaps**2)))
