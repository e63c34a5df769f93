"""Simulated answers to any questionnaire, with the truth they follow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.prepare.drawing import BASE_DATE
from survey.prepare.interviews import Interviews
from survey.prepare.scoring import score_constructs
from survey.prepare.truth import Truth, plan_truth
from survey.questionnaire.load import load_questionnaire
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses, Step
from survey.scores import Scores
from survey.stats.importance import lmg, partial_out
from survey.stats.moments import Moments, take_moments

CARELESS, NONRESPONSE = 0.03, 0.02
# Seconds an item takes, attentive and careless (less than 2 s is too fast: Huang et al. 2012, J. Business and
# Psychology 27:99-114), and the spread of their logarithm.
SECONDS_PER_ITEM, CARELESS_SECONDS, SECONDS_SPREAD = 7.0, 1.1, 0.35
FIELD_DAYS = 14
DAY_SECONDS, FIRST_HOUR, OPEN_HOURS = 86_400, 9, 13
# Respondents a part of a large simulation has, so that memory stays small.
PART = 50_000

Base = Literal["everyone", "asked everything"]


def simulate_responses(
    questionnaire: Questionnaire | str | Path,
    *,
    n: int = 500,
    seed: int = 1,
    language: str | None = None,
    careless: float = CARELESS,
    nonresponse: float = NONRESPONSE,
) -> Responses:
    """Simulate answers to a questionnaire from a known truth.

    Use it to try a questionnaire, a report or an analysis before there are respondents, and to see whether an analysis
    finds what is there. It never stands in for answers of people: the result says that it is simulated.

    Parameters
    ----------
    questionnaire
        A questionnaire, a shipped name, or the path of a YAML file; `simulation` in it gives the drivers' standardised
        coefficients and their correlation.
    n
        Respondents.
    seed
        The same seed gives the same answers. The truth does not depend on it, nor on `n`.
    language
        Language of the interviews and their open answers; None is the questionnaire's first.
    careless
        Share of respondents who straight-line in a hurry and fail attention checks; `extra["simulated_careless"]` tells
        who.
    nonresponse
        Share of don't know and no answer in items that offer them; half of it stays blank in items not required.

    Returns
    -------
    Responses
        `simulated` is True. `truth` has a row for each driver: driver, coefficient (latent, standardised), rank.
        `extra["simulated_reasons__ITEM"]` holds the reasons behind each comment, ids of the shipped codebook parted by
        spaces.

    Raises
    ------
    OptionError
        `n`, `seed`, a share or the language is out of range.
    DataError
        The drivers' correlation is impossible for their number.

    Notes
    -----
    Latent drivers are standard normal with one common correlation; the latent outcome is their sum by the coefficients
    plus error, with variance 1 among respondents who are asked about every driver. Where routing hides a driver, it
    contributes nothing to that respondent's outcome. Coefficients that imply an R² of .95 or more are scaled to .90,
    and the log says so. Items are loading · latent + error, cut into the points of their scale at places that depend on
    the item's id alone. Ratings outside constructs, complaints and comments follow the outcome. Routing questions let
    70 % through. Choices follow the margins' targets where there are any. Cost: about a second for 100,000.

    Examples
    --------
    >>> responses = simulate_responses("ecommerce-service", n=200, seed=7)
    >>> len(responses), responses.simulated
    (200, True)
    >>> responses.truth.columns.tolist()
    ['driver', 'coefficient', 'rank']
    """
    _check_options(n, seed, careless, nonresponse)
    asked = load_questionnaire(questionnaire)
    spoken = asked.check_language(language)
    truth = plan_truth(asked)
    interviews = Interviews(asked, truth, n, (seed,), careless=careless, nonresponse=nonresponse, language=spoken)
    data = interviews.frame()
    return Responses(
        questionnaire=asked,
        data=data,
        paradata=_clock(interviews, data.index),
        extra=_extra(interviews, data.index),
        log=_log(asked, truth, n, seed),
        simulated=True,
        truth=_table(truth),
    )


def population_truth(questionnaire: Questionnaire, *, n: int = 1_000_000, seed: int = 0) -> pd.DataFrame:
    """Compute what an analysis of simulated scores finds in the whole population.

    Use it to judge an analysis of `simulate_responses`: LMG shares of scored constructs have no closed form, so they
    come from a very large simulation without careless respondents and without unanswered items.

    Parameters
    ----------
    questionnaire
        What is asked.
    n
        Respondents simulated; the shares' standard error is about 1 / sqrt(n).
    seed
        For the simulation.

    Returns
    -------
    pandas.DataFrame
        Columns driver, importance (R² units), importance_share, rank, performance (0–100), base. Base "asked
        everything": respondents asked about every driver. Base "everyone": all, drivers not asked filled with a
        constant and a 0/1 contact indicator always in the model (Allison 2002), as
        ``rank_drivers(missing="indicator")`` does.

    Raises
    ------
    DataError
        The questionnaire has no outcome or no drivers.

    Notes
    -----
    Missing: only what routing hides. Unweighted. Cost: some 10 seconds for a million.

    References
    ----------
    Allison (2002). Missing data. Sage.

    Examples
    --------
    >>> from survey.questionnaire.load import load_questionnaire
    >>> truth = population_truth(load_questionnaire("ecommerce-service"), n=20_000)
    >>> shares = truth.groupby("base")["importance_share"].sum()
    >>> shares.round(6).to_dict()
    {'asked everything': 1.0, 'everyone': 1.0}
    """
    _check_options(n, seed, 0.0, 0.0)
    drivers = [name for name in questionnaire.drivers if name != questionnaire.outcome]
    if questionnaire.outcome is None or not drivers:
        raise DataError(f"questionnaire {questionnaire.id} has no outcome or no drivers; give it both.")
    everyone: list[Moments] = []
    asked: list[Moments] = []
    for scores in _parts(questionnaire, [questionnaire.outcome, *drivers], n, seed):
        hidden = scores.not_asked[drivers].to_numpy()
        values = np.column_stack([scores.table.fillna(0.0).to_numpy(), (~hidden).astype(float)])
        everyone.append(take_moments(values))
        whole = ~hidden.any(axis=1)
        if whole.any():
            asked.append(take_moments(values[whole]))
    return pd.concat([_shares(everyone, drivers, "everyone"), _shares(asked, drivers, "asked everything")]).reset_index(
        drop=True
    )


def _check_options(n: int, seed: int, careless: float, nonresponse: float) -> None:
    if n < 1:
        raise OptionError(f"n={n} is out of range; give at least 1 respondent.")
    if seed < 0:
        raise OptionError(f"seed={seed} is out of range; give a whole number of 0 or more.")
    for name, share in (("careless", careless), ("nonresponse", nonresponse)):
        if not 0 <= share <= 0.5:
            raise OptionError(f"{name}={share} is out of range; give a share from 0 to 0.5.")


def _table(truth: Truth) -> pd.DataFrame:
    ranks = truth.ranks()
    return pd.DataFrame(
        {
            "driver": pd.Series(truth.drivers, dtype="str"),
            "coefficient": pd.Series(list(truth.coefficients.values()), dtype="float64"),
            "rank": pd.Series([ranks[name] for name in truth.drivers], dtype="int64"),
        }
    )


def _extra(interviews: Interviews, index: pd.Index) -> pd.DataFrame:
    reasons = {f"simulated_reasons__{item}": pd.Series(ids, dtype="str") for item, ids in interviews.reasons.items()}
    return pd.DataFrame({"simulated_careless": interviews.careless, **reasons}).set_axis(index, axis=0)


def _clock(interviews: Interviews, index: pd.Index) -> pd.DataFrame:
    """Return when each interview started and ended; respondents are numbered in the order they started."""
    random, n = interviews.stream("clock"), interviews.n
    day = random.integers(0, FIELD_DAYS, n) * DAY_SECONDS
    start = np.sort(day + FIRST_HOUR * 3600 + random.integers(0, OPEN_HOURS * 3600, n))
    items = sum(interviews.shown(item.shown_if).astype(int) for item in interviews.questionnaire.items.values())
    pace = np.where(interviews.careless, CARELESS_SECONDS, SECONDS_PER_ITEM)
    seconds = np.ceil(items * pace * np.exp(SECONDS_SPREAD * random.standard_normal(n)))
    started = pd.Timestamp(BASE_DATE) + pd.to_timedelta(start, unit="s")
    return pd.DataFrame(
        {
            "started": started,
            "submitted": started + pd.to_timedelta(seconds, unit="s"),
            "seconds": seconds,
            "language": pd.Series([interviews.language] * n, dtype="str").to_numpy(),
        },
        index=index,
    )


def _log(questionnaire: Questionnaire, truth: Truth, n: int, seed: int) -> tuple[Step, ...]:
    steps = [Step(Note("simulated"), Note("simulated_from", questionnaire=questionnaire.id, seed=seed), n, n)]
    if truth.factor != 1:
        why = Note("simulation_scaled_by", factor=truth.factor, r2=truth.r2)
        steps.append(Step(Note("simulation_scaled"), why, n, n))
    return tuple(steps)


def _parts(questionnaire: Questionnaire, constructs: list[str], n: int, seed: int) -> Iterator[Scores]:
    truth = plan_truth(questionnaire)
    items = [item for name in constructs for item in questionnaire.constructs[name].items]
    for part, start in enumerate(range(0, n, PART)):
        interviews = Interviews(questionnaire, truth, min(PART, n - start), (seed, part))
        yield score_constructs(
            Responses(questionnaire=questionnaire, data=interviews.frame(items), simulated=True), constructs=constructs
        )


def _shares(parts: list[Moments], drivers: list[str], base: Base) -> pd.DataFrame:
    moments = sum(parts[1:], parts[0]) if parts else None
    if moments is None:
        raise DataError("nobody in the simulation was asked about every driver; give a larger n.")
    k = len(drivers)
    cov = moments.covariance
    asked = moments.mean[k + 1 :]
    routed = [k + 1 + at for at in range(k) if 0 < asked[at] < 1]
    inner = partial_out(cov, routed)[: k + 1, : k + 1] if routed else cov[: k + 1, : k + 1]
    importance = lmg(inner, total_variance=cov[0, 0])
    ranks = np.empty(k, dtype=int)
    ranks[np.argsort(-importance, kind="stable")] = np.arange(1, k + 1)
    return pd.DataFrame(
        {
            "driver": drivers,
            "importance": importance,
            "importance_share": importance / importance.sum(),
            "rank": ranks,
            # The mean over those asked: those not asked count as 0 in the sum.
            "performance": np.divide(moments.mean[1 : k + 1], asked, out=np.full(k, np.nan), where=asked > 0),
            "base": base,
        }
    )
