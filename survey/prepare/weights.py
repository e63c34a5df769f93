"""Raking: weights whose margins equal known shares of the population."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.prepare.targets import Targets, read_targets
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses
from survey.result import Result
from survey.stats.descriptives import design_effect, effective_n
from survey.stats.raking import RakingFit, rake

Places = Mapping[str, np.ndarray]
Margins = Mapping[str, Mapping[int, float]]

# The share of those without an answer is found by turns, margin by margin; a change below this shows in no weight.
MISSING_TOLERANCE, MISSING_ROUNDS = 1e-9, 50


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Weighting(Result):
    """Raked weights and the margins they meet; the responses are unchanged.

    Attributes
    ----------
    table
        A row for each item and answer of the margins: item, code, answer, count, share (before raking, by the starting
        weights), weighted_share (after), target. Shares are of those who answered the item.
    weights
        One weight a respondent, mean 1, indexed by respondent id; for `responses.with_weights`.
    deff
        Kish's design effect of weighting, n · Σw² / (Σw)².
    n_eff
        Effective sample size, n / deff.
    converged
        Whether every margin equals its target.
    """

    key: ClassVar[tuple[str, ...]] = ("item", "code")

    weights: pd.Series
    deff: float
    n_eff: float
    converged: bool


def rake_weights(
    responses: Responses,
    *,
    targets: Targets | None = None,
    trim: tuple[float, float] | None = None,
    language: str | None = None,
) -> Weighting:
    """Rake weights until the sample's margins equal those of the population.

    Use it when the make-up of the population is known by source and the sample's differs. Set the result with
    ``responses.with_weights(weighting.weights, because="…")``.

    Parameters
    ----------
    responses
        The answers; weights they have already are the starting point.
    targets
        Item to code or label to share, such as ``{"gender": {"Female": 0.52, "Male": 0.48}}``; labels in any language
        of the questionnaire, or an unmistakable beginning of one. None takes the questionnaire's `margins`.
    trim
        Smallest and largest weight allowed, on the scale of mean 1. Bounds within which the targets cannot be met leave
        `converged` False, and may leave a mean other than 1.
    language
        Language of the answers in the table; None is the questionnaire's default.

    Returns
    -------
    Weighting
        Weights of mean 1, margins before and after, design effect.

    Raises
    ------
    DataError
        An item or answer is unknown, shares do not sum to 1, a target has no respondent, or an answer has no target.
    OptionError
        `trim` does not enclose 1, or neither `targets` nor the questionnaire give any margin.

    Notes
    -----
    Iterative proportional fitting. Missing: respondents without a substantive answer to a margin's item count for what
    raking to the other margins gives them; the target shares are of those who answered. Exact intervals of weighted
    analyses need a bootstrap that rakes again in every replicate. Cost: seconds for a million respondents.

    References
    ----------
    Deming & Stephan (1940). On a least squares adjustment of a sampled frequency table when the expected marginal
    totals are known. Annals of Mathematical Statistics 11, 427-444. Kish (1965). Survey sampling. Wiley.

    Examples
    --------
    >>> from survey.prepare.simulate import simulate_responses
    >>> from survey.questionnaire.load import load_questionnaire
    >>> responses = simulate_responses(load_questionnaire("ecommerce-service"), n=300, seed=1)
    >>> weighting = rake_weights(responses, targets={"gender": {"Female": 0.6, "Male": 0.4}})
    >>> weighting.table["weighted_share"].round(6).tolist(), weighting.converged
    ([0.6, 0.4], True)
    """
    if trim is not None and not 0 <= trim[0] < 1 < trim[1]:
        raise OptionError(f"trim={trim} is out of range; give the smallest and largest weight around 1, like (0.2, 5).")
    spoken = responses.questionnaire.check_language(language)
    margins = read_targets(responses.questionnaire, targets)
    start = responses.weight_array()
    base = np.ones(len(responses)) if start is None else start * (len(start) / start.sum())
    places = {name: _place(responses, name, shares) for name, shares in margins.items()}
    fit = _rake(base, places, margins, trim)
    table = pd.concat(
        [
            _rows(responses.questionnaire, name, places[name], margins[name], base, fit.weights, spoken)
            for name in margins
        ]
    )
    return Weighting(
        table=table.reset_index(drop=True),
        weights=pd.Series(fit.weights, index=responses.data.index, name="weight"),
        deff=float(design_effect(fit.weights)),
        n_eff=float(effective_n(fit.weights)),
        converged=fit.converged,
        n=len(responses),
        method=Note("raking_from_equal" if start is None else "raking_from_weights", items=", ".join(margins)),
        notes=_warn_of_made_up(responses, targets) + _notes(places, fit, trim),
    )


def _warn_of_made_up(responses: Responses, targets: Targets | None) -> tuple[Note, ...]:
    """Say so where people's answers are raked to the made-up margins of a shipped questionnaire."""
    margins = responses.questionnaire.margins
    made_up = [item for item in margins if item not in responses.margins()] if targets is None else []
    return (Note("raking_illustrative", items=", ".join(made_up)),) if made_up else ()


def _place(responses: Responses, name: str, shares: Mapping[int, float]) -> np.ndarray:
    """Return the position of each respondent's answer among the targets, shape (n,); -1 where there is none."""
    answers = responses.values([name])[name]
    place = pd.Index(list(shares)).get_indexer(pd.Index(answers))
    place = np.where(answers.isna(), -1, place)
    strange = answers[(place < 0) & answers.notna().to_numpy()]
    if len(strange):
        code = strange.iloc[0]
        raise DataError(
            f"{len(strange)} respondents gave an answer to {name} without a target, such as {code:g}; give each answer "
            "one, or merge answers in the data (responses.with_data)."
        )
    counts = np.bincount(place[place >= 0], minlength=len(shares))
    if empty := [code for code, count in zip(shares, counts, strict=True) if not count]:
        raise DataError(
            f"nobody answered {name} = {empty[0]}, whose target is {shares[empty[0]]:g}; merge it with another answer, "
            "so that somebody can stand for it."
        )
    return place


def _rake(base: np.ndarray, places: Places, margins: Margins, trim: tuple[float, float] | None = None) -> RakingFit:
    """Rake with missing answers as a category of their own, whose target is what the other margins give them."""
    missing = {name: _share_missing(place, base) for name, place in places.items()}
    for _ in range(MISSING_ROUNDS if len(margins) > 1 else 0):
        found = {
            name: _share_by_others(name, base, places, margins, missing) if share else 0.0
            for name, share in missing.items()
        }
        change = max(abs(found[name] - missing[name]) for name in missing)
        missing = found
        if change < MISSING_TOLERANCE:
            break
    return _fit(base, places, margins, missing, trim)


def _share_by_others(
    name: str, base: np.ndarray, places: Places, margins: Margins, missing: Mapping[str, float]
) -> float:
    others = {other: margins[other] for other in margins if other != name}
    return _share_missing(places[name], _fit(base, places, others, missing, None).weights)


def _share_missing(place: np.ndarray, weights: np.ndarray) -> float:
    return float(weights[place < 0].sum()) / float(weights.sum())


def _fit(
    base: np.ndarray, places: Places, margins: Margins, missing: Mapping[str, float], trim: tuple[float, float] | None
) -> RakingFit:
    codes, targets = [], []
    for name, shares in margins.items():
        place, wanted = places[name], np.array(list(shares.values()))
        if missing[name]:
            place = np.where(place < 0, len(wanted), place)
            wanted = np.append(wanted * (1 - missing[name]), missing[name])
        codes.append(place)
        targets.append(wanted)
    return rake(np.column_stack(codes), targets, base, bounds=trim)


def _rows(
    questionnaire: Questionnaire,
    name: str,
    place: np.ndarray,
    shares: Mapping[int, float],
    before: np.ndarray,
    after: np.ndarray,
    language: str,
) -> pd.DataFrame:
    there, k = place >= 0, len(shares)
    item: Item = questionnaire.item(name)
    return pd.DataFrame(
        {
            "item": [name] * k,
            "code": list(shares),
            "answer": [item.labels[code].in_language(language) or str(code) for code in shares],
            "count": np.bincount(place[there], minlength=k),
            "share": _shares(place[there], before[there], k),
            "weighted_share": _shares(place[there], after[there], k),
            "target": list(shares.values()),
        }
    )


def _shares(place: np.ndarray, weights: np.ndarray, k: int) -> np.ndarray:
    return np.asarray(np.bincount(place, weights=weights, minlength=k) / weights.sum())


def _notes(places: Mapping[str, np.ndarray], fit: RakingFit, trim: tuple[float, float] | None) -> tuple[Note, ...]:
    missing = {name: int((place < 0).sum()) for name, place in places.items()}
    notes = []
    if any(missing.values()):
        counts = ", ".join(f"{name} {count:,}" for name, count in missing.items() if count)
        notes.append(Note("raking_missing", counts=counts))
    if trim is not None:
        notes.append(Note("raking_trimmed", low=trim[0], high=trim[1], count=fit.trimmed))
    if not fit.converged:
        notes.append(Note("raking_not_converged", error=fit.margin_error))
    return tuple(notes)
