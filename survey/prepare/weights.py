"""Raking and post-stratification: weights whose shares equal those of the population."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.prepare.targets import Targets, read_cross_targets, read_targets
from survey.prepare.weighting import (
    MET_TOLERANCE,
    Weighting,
    margin_rows,
    margin_summary,
    weight_distribution,
    weighted_cells,
)
from survey.prepare.weights_cells import SMALL_CELL, start_weights, warn_of_cells
from survey.prepare.weights_margins import PlacedMargin, place_cells, place_margin, refuse_gaps, stack_places
from survey.responses import Responses
from survey.result import speak_language
from survey.stats.descriptives import design_effect, effective_n
from survey.stats.margin_conflict import closest_margins
from survey.stats.raking import RakingFit, rake

__all__ = ["Weighting", "post_stratify", "rake_weights"]

Trim = tuple[float, float] | None


@speak_language
def rake_weights(
    responses: Responses,
    *,
    targets: Targets | None = None,
    trim: tuple[float, float] | None = None,
    language: str | None = None,
) -> Weighting:
    """Rake weights until the sample's margins equal those of the population.

    Use it when the make-up of the population is known by source, item by item, and the sample's differs; where a cross
    table is known, `post_stratify` meets that. Look at the cells first with `check_cells`. Set the result with
    ``responses.with_weights(weighting.weights, because="…")``.

    Parameters
    ----------
    responses
        The answers; weights they have already are the starting point.
    targets
        Item to code or label to share, such as ``{"gender": {"Female": 0.52, "Male": 0.48}}``; labels in any language
        of the questionnaire, or an unmistakable beginning of one. None takes the questionnaire's `margins`.
    trim
        Smallest and largest weight allowed, on the scale of mean 1; held while raking, so that the margins are met
        with the bounds. Bounds within which the targets cannot be met leave `converged` False, and may leave a mean
        other than 1. Weights of 0 stay 0.
    language
        Language of the answers in the table; None is the questionnaire's default.

    Returns
    -------
    Weighting
        Weights of mean 1, margins before and after, cells, spread of the weights, design effect.

    Raises
    ------
    DataError
        An item or answer is unknown, shares do not sum to 1, a target has no respondent, an answer has no target, or
        the margins contradict each other: no weights meet them all.
    OptionError
        `trim` does not enclose 1, or neither `targets` nor the questionnaire give any margin.

    Notes
    -----
    Iterative proportional fitting. Missing: respondents without a substantive answer to a margin's item count for what
    raking to the other margins gives them; the target shares are of those who answered. Standard errors of weighted
    analyses need replicates that rake again: `replicate_weights`. Cost: seconds for a million respondents.

    References
    ----------
    Deming & Stephan (1940). On a least squares adjustment of a sampled frequency table when the expected marginal
    totals are known. Annals of Mathematical Statistics 11, 427-444. Kish (1965). Survey sampling. Wiley. Deville &
    Särndal (1992). Calibration estimators in survey sampling. JASA 87, 376-382 (bounds).

    Examples
    --------
    >>> from survey.prepare.simulate import simulate_responses
    >>> from survey.questionnaire.load import load_questionnaire
    >>> responses = simulate_responses(load_questionnaire("ecommerce-service"), n=300, seed=1)
    >>> weighting = rake_weights(responses, targets={"gender": {"Female": 0.6, "Male": 0.4}})
    >>> weighting.table["weighted_share"].round(6).tolist(), weighting.converged
    ([0.6, 0.4], True)
    """
    _check_trim(trim)
    spoken = responses.questionnaire.check_language(language)
    read = read_targets(responses.questionnaire, targets)
    placed = [place_margin(responses, name, shares, spoken) for name, shares in read.items()]
    start = start_weights(responses)
    fit = _fit(responses, placed, start, trim)
    method = Note("raking_from_equal" if responses.weights is None else "raking_from_weights", items=", ".join(read))
    return _finish(responses, placed, placed, fit, trim, method, _warn_of_made_up(responses, targets))


@speak_language
def post_stratify(
    responses: Responses,
    *,
    targets: pd.DataFrame,
    trim: tuple[float, float] | None = None,
    language: str | None = None,
) -> Weighting:
    """Weight respondents so that every cell of a cross table has its share of the population.

    Use it when the population's shares are known for combinations of answers, such as gender by age, and each
    combination has respondents enough (`check_cells`); with margins only, use `rake_weights`.

    Parameters
    ----------
    responses
        The answers; weights they have already keep their proportions within a cell.
    targets
        A row per cell: a column per item with codes or labels, and a column ``target`` with shares that sum to 1.
    trim
        Smallest and largest weight allowed, as for `rake_weights`.
    language
        Language of the answers in the tables; None is the questionnaire's default.

    Returns
    -------
    Weighting
        `cells` holds the cross table, `table` the margins that follow from it.

    Raises
    ------
    DataError
        A column, item or answer is unknown, shares do not sum to 1, a cell of the targets has no respondent, or a cell
        with respondents has no target.
    OptionError
        `trim` does not enclose 1.

    Notes
    -----
    Missing: respondents without a substantive answer to every item keep their share of the weights; targets are
    shares of the others. Cost: one pass over the respondents.

    References
    ----------
    Holt & Smith (1979). Post stratification. Journal of the Royal Statistical Society A 142, 33-46.

    Examples
    --------
    >>> from survey.prepare.simulate import simulate_responses
    >>> from survey.questionnaire.load import load_questionnaire
    >>> responses = simulate_responses(load_questionnaire("ecommerce-service"), n=300, seed=1)
    >>> cells = pd.DataFrame({"gender": ["Female", "Male"], "target": [0.6, 0.4]})
    >>> post_stratify(responses, targets=cells).table["weighted_share"].round(6).tolist()
    [0.6, 0.4]
    """
    _check_trim(trim)
    spoken = responses.questionnaire.check_language(language)
    read = read_cross_targets(responses.questionnaire, targets)
    cross = place_cells(responses, read, spoken)
    fit = _fit(responses, [cross], start_weights(responses), trim)
    shown = []
    for position, name in enumerate(read.items):
        shares: dict[int, float] = {}
        for cell, share in read.cells.items():
            shares[cell[position]] = shares.get(cell[position], 0.0) + share
        shown.append(place_margin(responses, name, shares, spoken, among=cross.place >= 0))
    method = Note("post_stratified", items=" × ".join(read.items), cells=len(read.cells))
    return _finish(responses, [cross], shown, fit, trim, method, ())


def _check_trim(trim: Trim) -> None:
    if trim is not None and not 0 <= trim[0] < 1 < trim[1]:
        raise OptionError(f"trim={trim} is out of range; give the smallest and largest weight around 1, like (0.2, 5).")


def _fit(responses: Responses, placed: Sequence[PlacedMargin], start: np.ndarray, trim: Trim) -> RakingFit:
    for margin in placed:
        refuse_gaps(responses, margin, start)
    codes, targets = stack_places(placed), [margin.shares for margin in placed]
    fit = rake(codes, targets, start, bounds=trim)
    if trim is None and fit.margin_error > MET_TOLERANCE:
        _refuse_conflict(placed, codes[start > 0], targets, fit)
    return fit


def _refuse_conflict(
    placed: Sequence[PlacedMargin], codes: np.ndarray, targets: list[np.ndarray], fit: RakingFit
) -> None:
    """Raise DataError where raking did not converge, saying whether any weights could meet the margins."""
    margin = placed[int(np.argmax(fit.margin_errors))]
    gaps = np.abs(margin.weighted_shares(fit.weights) - margin.shares)
    off = f"{margin.name(int(np.argmax(gaps)))} is off its target by {gaps.max():.4f}"
    closest = closest_margins(codes, targets)
    why = (
        f"the margins contradict each other: any weights miss a share by {closest:.4f} or more, because combinations "
        "of answers that they need have no respondent"
        if closest > 0
        else "the margins can only be met with weights near 0 for some combinations of answers"
    )
    raise DataError(
        f"raking to {', '.join(margin.item for margin in placed)} did not converge in {fit.iterations:,} passes: "
        f"{off}; {why}. Merge answers (check_cells shows small cells), leave out a margin, or check the targets."
    )


def _finish(
    responses: Responses,
    placed: Sequence[PlacedMargin],
    shown: Sequence[PlacedMargin],
    fit: RakingFit,
    trim: Trim,
    method: Note,
    notes: tuple[Note, ...],
) -> Weighting:
    start, after = start_weights(responses), fit.weights
    ids = responses.data.index
    return Weighting(
        table=pd.concat([margin_rows(margin, start, after) for margin in shown], ignore_index=True),
        margins=pd.DataFrame([margin_summary(margin, start, after) for margin in placed]),
        cells=pd.concat([weighted_cells(margin, start, after) for margin in placed], ignore_index=True),
        distribution=weight_distribution(after),
        weights=pd.Series(after, index=ids, name="weight"),
        start=pd.Series(start, index=ids, name="weight"),
        deff=float(design_effect(after)),
        n_eff=float(effective_n(after)),
        converged=fit.margin_error <= MET_TOLERANCE,
        trim=trim,
        placed=tuple(placed),
        n=len(responses),
        method=method,
        notes=(*notes, *_notes(placed, fit, trim), *warn_of_cells(placed, SMALL_CELL), _say_cost(after)),
    )


def _warn_of_made_up(responses: Responses, targets: Targets | None) -> tuple[Note, ...]:
    """Say so where people's answers are raked to the made-up margins of a shipped questionnaire."""
    margins = responses.questionnaire.margins
    made_up = [item for item in margins if item not in responses.margins()] if targets is None else []
    return (Note("raking_illustrative", items=", ".join(made_up)),) if made_up else ()


def _notes(placed: Sequence[PlacedMargin], fit: RakingFit, trim: Trim) -> tuple[Note, ...]:
    missing = {margin.item: int((margin.place < 0).sum()) for margin in placed}
    notes = []
    if any(missing.values()):
        counts = ", ".join(f"{name} {count:,}" for name, count in missing.items() if count)
        notes.append(Note("raking_missing" if len(placed) > 1 else "weighting_missing", counts=counts))
    if trim is not None:
        notes.append(Note("raking_trimmed", low=trim[0], high=trim[1], count=fit.trimmed))
    if fit.margin_error > MET_TOLERANCE:
        notes.append(Note("raking_not_converged", error=fit.margin_error))
    return tuple(notes)


def _say_cost(weights: np.ndarray) -> Note:
    return Note(
        "weighting_cost",
        n=len(weights),
        deff=design_effect(weights),
        n_eff=effective_n(weights),
        low=float(weights.min()),
        high=float(weights.max()),
    )
