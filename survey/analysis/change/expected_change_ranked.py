"""Expected differences from a driver analysis alone, which keeps covariances and no respondents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.analysis.change.expected_change_tables import Measured
from survey.analysis.drivers.drivers import Drivers
from survey.errors import OptionError


@dataclass(frozen=True, kw_only=True, eq=False)
class RankedChange:
    """What a driver analysis says about differences of its drivers' scores.

    Attributes
    ----------
    drivers, labels
        In the order of the driver table.
    measured
        The mean of the outcome: now, with the changes asked for, and with each driver alone.
    step
        Points each driver moves by alone.
    knows_mean
        Whether `now` is the outcome's mean, and not an arbitrary 0 because controls are in the model.
    """

    drivers: list[str]
    labels: list[str]
    measured: Measured
    step: float
    knows_mean: bool


def change_ranked(ranked: Drivers, changes: Mapping[str, float], step: float) -> RankedChange:
    """Multiply coefficients with points, in the sample and in every bootstrap sample of covariances.

    Raises
    ------
    OptionError
        Drivers in groups, or with contact indicators: who is asked is not among the covariances.
    """
    players = ranked.players
    if ranked.missing_mode != "listwise" or players is None or max(players.sizes) > 1:
        raise OptionError(
            "from this driver analysis no score can be moved: respondents not asked about a driver, or drivers in "
            "groups, are in it; give the scores, responses or frame that it was made from."
        )
    names, labels = list(players.names), list(players.labels)
    at = [member[0] for member in players.members]
    table = ranked.table.set_index("driver").loc[names]
    moves = np.vstack([[changes.get(name, 0.0) for name in names], step * np.eye(len(names))])
    gaps = moves @ table["coefficient"].to_numpy(dtype=float)
    draws = _slopes(ranked.covariance_draws)[:, at] @ moves.T if len(ranked.covariance_draws) else None
    mean = _mean_now(ranked)
    now = 0.0 if mean is None else mean
    # a standard error of a sum needs the covariance of its coefficients, which only the samples tell
    single = np.where(np.count_nonzero(moves, axis=1) == 1, np.abs(moves) @ table["std_error"].to_numpy(float), np.nan)
    n = int(ranked.n)
    return RankedChange(
        drivers=names,
        labels=labels,
        step=step,
        knows_mean=mean is not None,
        measured=Measured(
            indicator="index",
            item=ranked.outcome,
            estimator="ols_average",
            n=n,
            predictions=now + np.concatenate([[0.0], gaps]),
            errors=single,
            draws=np.empty((0, len(gaps) + 1)) if draws is None else now + np.pad(draws, ((0, 0), (1, 0))),
        ),
    )


def _slopes(covariances: np.ndarray) -> np.ndarray:
    """Return regression coefficients from covariances with the outcome in front, shape (n, k)."""
    return np.asarray(np.linalg.solve(covariances[:, 1:, 1:], covariances[:, 1:, :1])[..., 0])


def _mean_now(ranked: Drivers) -> float | None:
    """Return the mean of the outcome, which the regression line goes through; None where other terms are in it."""
    coefficients: pd.Series = ranked.coefficients.set_index("term")["estimate"]
    means = ranked.table.set_index("driver")["performance"]
    if set(coefficients.index[1:]) != set(means.index):
        return None
    return float(coefficients.iloc[0] + np.sum(coefficients.loc[means.index] * means))
