"""Validity of the constructs: whether items converge on their construct, and whether constructs differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from survey.analysis.measurement.confirmation import Confirmation, Estimator, Missing, confirm_factors
from survey.analysis.measurement.measurement_items import Constructs, MeasurementItems, take_items
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.stats.bootstrap import bootstrap_covariances, percentile_interval
from survey.stats.discriminant import average_variance_extracted, composite_reliability, heterotrait_monotrait
from survey.stats.factors.general_factor import split_general_factor
from survey.stats.item_covariances import correlations
from survey.stats.moments import take_moments

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEAST_AVE = 0.5  # Fornell & Larcker 1981: more than half of the items' variance is the construct's
LEAST_RELIABILITY = 0.7  # Nunnally & Bernstein 1994
MOST_HTMT = 0.9  # Henseler, Ringle & Sarstedt 2015; .85 is the stricter one
MOST_GENERAL = 0.7  # Rodriguez, Reise & Haviland 2016: above, the items are mostly one thing


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Validity(Result):
    """How well items converge on their constructs, and how far the constructs differ.

    Attributes
    ----------
    table
        A row per construct: composite reliability, average variance extracted (AVE), the largest squared correlation
        with another construct, and what falls short.
    pairs
        A row per two constructs: their correlation in the model, HTMT and HTMT2 with intervals.
    general
        Shares of a general factor above all constructs: of the common variance, and of the sum's variance.
    """

    key: ClassVar[tuple[str, ...]] = ("construct",)
    shown: ClassVar[tuple[str, ...]] = ("label", "n_items", "composite_reliability", "ave", "largest_shared", "flag")

    pairs: pd.DataFrame
    general: pd.DataFrame
    confidence: float = 0.95

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw HTMT of each pair with its interval."""
        from survey.plots import plot_reliability

        shown = self.pairs[self.pairs["estimator"] == "htmt"]
        labels = dict(zip(self.table["construct"], self.table["label"], strict=True))
        names = shown["construct"].replace(labels) + " – " + shown["other"].replace(labels)
        return plot_reliability(shown.assign(construct=names, estimator="HTMT"), ax=ax, language=language)


@speak_language
def assess_validity(
    responses: Responses | pd.DataFrame,
    *,
    constructs: Constructs = None,
    estimator: Estimator = "auto",
    missing: Missing = "listwise",
    weights: Sequence[float] | pd.Series | np.ndarray | None = None,
    n_boot: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
    language: str | None = None,
) -> Validity:
    """Assess convergent and discriminant validity of constructs.

    Use it after `confirm_factors`. Constructs that do not differ (HTMT near 1) must not compete as drivers: their
    shares are one construct's, split by chance.

    Parameters
    ----------
    responses
        Answers to a questionnaire, or a plain frame of keyed items.
    constructs
        Construct ids, or name to item ids. None takes all driver and outcome constructs with two items or more.
    estimator, missing
        As in `confirm_factors`, for loadings and the constructs' correlations.
    weights
        For a plain frame: one weight a row. Responses bring their own.
    n_boot
        Bootstrap samples for the intervals of HTMT; 0 gives none.
    seed
        Seed of the bootstrap.
    confidence
        Coverage of the intervals.
    language
        Language of labels; None is the questionnaire's default.

    Returns
    -------
    Validity

    Raises
    ------
    DataError
        Fewer than two constructs, or too few complete rows.
    OptionError
        An unknown construct, item or option.

    Notes
    -----
    Weights: weighted correlations; fixed in the bootstrap. Missing: as chosen for the model, whose rows `n` counts;
    HTMT and the general factor take complete rows, which the method counts. Composite reliability and AVE from
    standardised loadings; percentile intervals. A general factor's share comes from a Schmid–Leiman solution with as
    many group factors as constructs, at least three: with few constructs it is rough. It bounds what halo or a common
    method could do; it proves neither.

    References
    ----------
    Fornell & Larcker (1981), J. Marketing Research 18, 39-50. Henseler, Ringle & Sarstedt (2015), J. Academy of
    Marketing Science 43, 115-135. Roemer, Schuberth & Henseler (2021), Industrial Management & Data Systems 121,
    2637-2650. Podsakoff, MacKenzie & Podsakoff (2012), Annual Review of Psychology 63, 539-569.

    Examples
    --------
    >>> from survey.prepare.simulate import simulate_responses
    >>> simulated = simulate_responses("ecommerce-service", n=600, seed=3)
    >>> validity = assess_validity(simulated, constructs=["price", "brand"], n_boot=200)
    >>> validity.table["construct"].tolist()
    ['price', 'brand']
    """
    if n_boot < 0 or not 0 < confidence < 1:
        raise OptionError(f"n_boot={n_boot} must be 0 or more, and confidence={confidence} between 0 and 1.")
    taken = take_items(responses, constructs, weights, language)
    if len(taken.factors) < 2:
        raise DataError("discriminant validity compares constructs: give two or more with constructs=[…].")
    model = confirm_factors(
        responses,
        constructs=constructs,
        estimator=estimator,
        missing=missing,
        weights=weights,
        confidence=confidence,
        language=language,
    )
    rows, used = taken.complete_rows()
    given = None if taken.weights is None else used
    pairs = _tabulate_pairs(model, taken, rows, given, n_boot, seed, confidence)
    general = _tabulate_general(taken, rows, given)
    weighting = "unweighted" if taken.weights is None else "weighted"
    return Validity(
        table=_tabulate_constructs(model, taken),
        n=model.n,
        method=Note(
            f"validity_{missing}_{weighting}",
            n=model.n,
            n_complete=len(rows),
            n_total=len(taken.values),
            n_boot=n_boot,
            seed=seed,
        ),
        notes=(*model.notes, *_warn(pairs, general)),
        pairs=pairs,
        general=general,
        confidence=confidence,
    )


def _tabulate_constructs(model: Confirmation, taken: MeasurementItems) -> pd.DataFrame:
    rows = []
    for name, items in taken.factors.items():
        loadings = model.table.loc[model.table["construct"] == name, "estimate"].to_numpy(dtype=float)
        involved = (model.correlations["construct"] == name) | (model.correlations["other"] == name)
        shared = float(np.max(model.correlations.loc[involved, "estimate"].to_numpy(dtype=float) ** 2))
        reliability, extracted = composite_reliability(loadings), average_variance_extracted(loadings)
        short = [
            *(["reliability"] if reliability < LEAST_RELIABILITY else []),
            *(["ave"] if extracted < LEAST_AVE else []),
            *(["fornell_larcker"] if extracted < shared else []),
        ]
        rows.append((name, taken.labels[name], len(items), reliability, extracted, shared, ", ".join(short)))
    columns = ["construct", "label", "n_items", "composite_reliability", "ave", "largest_shared", "flag"]
    return pd.DataFrame(rows, columns=columns)


def _tabulate_pairs(
    model: Confirmation,
    taken: MeasurementItems,
    rows: np.ndarray,
    weights: np.ndarray | None,
    n_boot: int,
    seed: int,
    confidence: float,
) -> pd.DataFrame:
    """Return for each two constructs the model's correlation, HTMT and HTMT2."""
    places = {item: at for at, item in enumerate(taken.items)}
    names = list(taken.factors)
    blocks = [[places[item] for item in taken.factors[name]] for name in names]
    observed = correlations(take_moments(rows, weights).covariance)
    draws = None
    if n_boot:
        draws = correlations(bootstrap_covariances(rows, n_boot=n_boot, seed=seed, weights=weights))
    found = [model.correlations.assign(estimator="correlation")]
    for estimator, mean in (("htmt", "arithmetic"), ("htmt2", "geometric")):
        ratio = heterotrait_monotrait(observed, blocks, mean=mean)  # type: ignore[arg-type]
        low = high = error = np.full(ratio.shape, np.nan)
        if draws is not None:
            again = heterotrait_monotrait(draws, blocks, mean=mean)  # type: ignore[arg-type]
            low, high = percentile_interval(again, confidence)
            error = np.nanstd(again, axis=0, ddof=1)
        found.append(
            pd.DataFrame(
                [
                    (names[one], names[other], ratio[at], error[at], low[at], high[at], estimator)
                    for one in range(len(names))
                    for other in range(one + 1, len(names))
                    if (at := (one, other))
                ],
                columns=["construct", "other", "estimate", "std_error", "conf_low", "conf_high", "estimator"],
            )
        )
    order = ["construct", "other", "estimator", "estimate", "std_error", "conf_low", "conf_high"]
    return pd.concat(found, ignore_index=True)[order]


def _tabulate_general(taken: MeasurementItems, rows: np.ndarray, weights: np.ndarray | None) -> pd.DataFrame:
    """Return how much of what the items share is one thing."""
    observed = correlations(take_moments(rows, weights).covariance)
    count = len(taken.items)
    groups = max(3, len(taken.factors))
    while groups > 1 and (count - groups) ** 2 < count + groups:
        groups -= 1
    general = split_general_factor(observed, groups)
    values = [
        ("common_share", general.common_share),
        ("omega_hierarchical", general.omega_hierarchical),
        ("omega_total", general.omega_total),
    ]
    return pd.DataFrame(values, columns=["indicator", "estimate"])


def _warn(pairs: pd.DataFrame, general: pd.DataFrame) -> list[Note]:
    notes = []
    ratios = pairs[pairs["estimator"] == "htmt"]
    for construct, other, ratio in ratios[["construct", "other", "estimate"]].itertuples(index=False, name=None):
        if ratio > MOST_HTMT:
            notes.append(Note("validity_htmt", construct=construct, other=other, value=ratio, limit=MOST_HTMT))
    share = float(general["estimate"].iloc[0])
    if share > MOST_GENERAL:
        notes.append(Note("validity_general", share=share, limit=MOST_GENERAL))
    return notes
