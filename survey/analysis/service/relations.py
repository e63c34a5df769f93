"""Which operational measures go with satisfaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from survey.analysis.service.linked import MEASURED, LinkedService
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.result import Result
from survey.stats.false_discovery import adjust_p_values
from survey.stats.service.clustered_regression import fit_clustered
from survey.stats.t_intervals import t_interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Below so many clusters their standard errors are unsure (Cameron & Miller 2015).
FEW_CLUSTERS = 20
FEWEST_ROWS = 20


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ServiceRelations(Result):
    """Differences of satisfaction that go with operational measures.

    Attributes
    ----------
    table
        A row per measure and model ("alone", "together"): difference of satisfaction, in points of 100, between those
        with the measure and those without, or per doubling of the first response; interval, p value.
    """

    key: ClassVar[tuple[str, ...]] = ("operation", "model")

    n_clusters: int
    confidence: float = 0.95

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the differences."""
        from survey.plots.service_relations import plot_relations

        return plot_relations(self.table, ax=ax, language=language)


def relate_service(
    linked: LinkedService, measures: Sequence[str] = MEASURED, *, confidence: float = 0.95
) -> ServiceRelations:
    """Say which operational measures go with satisfaction, and by how much.

    Use it to see what the log and the survey say of the same contacts. It describes association: who had the harder
    case waits longer and is less satisfied, whatever the waiting did.

    Parameters
    ----------
    linked
        What `link_service` returns.
    measures
        Among log_response (doublings of the seconds), answered_20s, resolution_rate, transfer_rate, refund_rate.
    confidence
        Coverage of the intervals.

    Returns
    -------
    ServiceRelations

    Raises
    ------
    DataError
        Fewer than 20 respondents have satisfaction and any measure, or nothing varies.
    OptionError
        There is no such measure.

    Notes
    -----
    Least squares of the score (0–100). Standard errors clustered by agent (CR1), t intervals on the agents less one;
    contacts without an agent stand for themselves. `answered_20s` and `log_response` measure the same waiting: together
    only the second enters. P values adjusted (Benjamini–Hochberg) within each model. Weights: used. Missing: alone,
    rows with that measure; together, rows with all.

    References
    ----------
    Liang & Zeger (1986), Biometrika 73, 13-22. Cameron & Miller (2015), Journal of Human Resources 50, 317-372.

    Examples
    --------
    >>> import survey as sv
    >>> from survey.analysis.service.linked import link_service
    >>> from survey.operations.simulate_log import simulate_service_log
    >>> responses = sv.simulate_responses("ecommerce-service", n=300, seed=1)
    >>> scores = sv.score_constructs(responses).table["satisfaction"]
    >>> ids = pd.Series([f"A{number}" for number in range(300)], index=scores.index)
    >>> log = simulate_service_log(600, orders=pd.Series(scores.to_numpy(), index=ids), seed=1)
    >>> found = relate_service(link_service(log, responses, column=ids)).table.set_index(["operation", "model"])
    >>> bool(found.loc[("log_response", "alone"), "conf_high"] < 0)
    True
    """
    unknown = [name for name in measures if name not in MEASURED]
    if unknown or not measures or not 0 < confidence < 1:
        raise OptionError(f"measures are among {', '.join(MEASURED)}, not {unknown}; confidence is between 0 and 1.")
    frame = linked.joined.assign(weight=1.0 if linked.weights is None else linked.weights.to_numpy())
    frame = frame[frame["satisfaction"].notna() & (frame["weight"] > 0)]
    usable = [name for name in measures if _varies(frame, name)]
    if not usable:
        raise DataError(f"of {len(frame)} linked respondents with satisfaction, none of the measures varies among 20.")
    parts = [_fit(frame, [name], "alone", confidence) for name in usable]
    joint = [name for name in usable if name != "answered_20s" or "log_response" not in usable]
    if len(joint) > 1 and all(_varies(frame.dropna(subset=joint), name) for name in joint):
        parts.append(_fit(frame, joint, "together", confidence))
    table = pd.concat(parts, ignore_index=True)
    table["p_adjusted"] = table.groupby("model")["p_value"].transform(lambda p: adjust_p_values(p.to_numpy()))
    clusters = int(table["n_agents"].max())
    return ServiceRelations(
        table=table,
        n=len(frame),
        method=Note(
            "service_relations_weighted" if linked.weights is not None else "service_relations_unweighted",
            clusters=clusters,
            n=len(frame),
            n_total=linked.n_total,
        ),
        notes=_notes(linked, clusters, len(measures) - len(usable)),
        n_clusters=clusters,
        confidence=confidence,
    )


def _varies(frame: pd.DataFrame, name: str) -> bool:
    known = frame[name].dropna()
    return len(known) >= FEWEST_ROWS and known.nunique() > 1


def _fit(frame: pd.DataFrame, names: list[str], model: str, confidence: float) -> pd.DataFrame:
    """Return a row per measure of one regression."""
    rows = frame.dropna(subset=names)
    clusters, known = pd.factorize(rows["agent"])
    alone = clusters < 0
    clusters[alone] = len(known) + np.arange(int(alone.sum()))
    if len(known) < 2:
        clusters = np.arange(len(rows))
    x = np.column_stack([np.ones(len(rows)), rows[names].to_numpy(dtype=float)])
    weights = rows["weight"].to_numpy(dtype=float)
    fit = fit_clustered(x, rows["satisfaction"].to_numpy(dtype=float), clusters, weights)
    estimate, error = fit.coefficients[1:], np.sqrt(np.diag(fit.covariance))[1:]
    low, high = t_interval(estimate, error, fit.df, confidence)
    return pd.DataFrame(
        {
            "operation": names,
            "model": model,
            "estimate": estimate,
            "std_error": error,
            "statistic": estimate / error,
            "df": float(fit.df),
            "p_value": _two_sided(estimate / error, fit.df),
            "conf_low": low,
            "conf_high": high,
            "n": len(rows),
            "n_agents": len(known),
        }
    )


def _two_sided(statistic: np.ndarray, df: float) -> np.ndarray:
    from scipy.stats import t

    p: np.ndarray = 2 * t.sf(np.abs(statistic), df)
    return p


def _notes(linked: LinkedService, clusters: int, left_out: int) -> tuple[Note, ...]:
    simulated = [note for note in linked.notes if isinstance(note, Note) and note.code == "service_simulated"]
    found = [
        (True, Note("relations_not_cause")),
        (clusters < FEW_CLUSTERS, Note("relations_few_clusters", clusters=clusters)),
        (left_out > 0, Note("relations_left_out", n=left_out)),
    ]
    return (*simulated, *(note for holds, note in found if holds))
