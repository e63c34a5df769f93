"""The main numbers of a study with and without the respondents whom the screening flags."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from survey.analysis.drivers.driver_input import MissingMode
from survey.analysis.drivers.drivers import Drivers, rank_drivers
from survey.analysis.measurement.reliability import assess_reliability
from survey.analysis.sample.indicators import measure_indicators
from survey.errors import DataError
from survey.glossary import code_label
from survey.notes import Note
from survey.prepare.careless import Careless
from survey.prepare.scoring import score_constructs
from survey.responses import Responses
from survey.result import Result, speak_language

RELIABILITIES = ("alpha", "omega_total", "spearman_brown")
_KEY = ["measure", "subject", "label", "estimator"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ScreeningComparison(Result):
    """The same numbers with everyone and without the flagged respondents.

    Attributes
    ----------
    table
        A row per number: measure ("indicator", "reliability", "importance_share", "r2"), subject (the indicator,
        construct or driver), label, estimator, estimate_all, estimate_kept, change (without less with), n_all, n_kept.
    flagged
        How many respondents were flagged.
    """

    key: ClassVar[tuple[str, ...]] = ("measure", "subject", "estimator")
    shown: ClassVar[tuple[str, ...]] = (
        "measure",
        "label",
        "estimator",
        "estimate_all",
        "estimate_kept",
        "change",
        "n_all",
        "n_kept",
    )

    flagged: int


@speak_language
def compare_screening(
    responses: Responses, careless: Careless | Iterable[object], *, language: str | None = None
) -> ScreeningComparison:
    """Compare the main numbers of a study with and without the flagged respondents.

    Use it to show that the screening does not decide the results, or that it does. Leaving respondents out is a choice
    of the researcher, so both numbers belong in the report.

    Parameters
    ----------
    responses
        The answers of everyone, before the flagged respondents are left out.
    careless
        What `flag_careless` found in them, or the ids of the respondents to leave out.
    language
        Language of labels; None is the questionnaire's default.

    Returns
    -------
    ScreeningComparison
        Indicators, reliabilities, shares of importance and R² of the driver analysis, each with its base.

    Raises
    ------
    DataError
        A flagged respondent is not among the responses, or all of them are flagged.

    Notes
    -----
    Each number is that of its own analysis: `measure_indicators`, `assess_reliability`, `rank_drivers`. Weights: as
    they stand, in both; those left out take theirs along, and nothing is raked again. Missing: as in each analysis; the
    driver analysis keeps respondents who were not asked about a driver, by contact indicators, if there are any. A
    number that only one of the two has is NaN in the other. The differences carry no intervals: both samples share
    most of their respondents. Cost: each analysis twice, without bootstrap.

    References
    ----------
    Curran (2016), J. Experimental Social Psychology 66, 4-19. DeSimone & Harms (2018), Dirty data: The effects of
    screening respondents who provide low-quality data in survey research, J. Business and Psychology 33, 559-577.

    Examples
    --------
    >>> import survey as sv
    >>> responses = sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=300, seed=1)
    >>> compared = compare_screening(responses, sv.flag_careless(responses))
    >>> compared.table["measure"].unique().tolist()
    ['indicator', 'reliability', 'r2', 'importance_share']
    >>> int(compared.table["n_kept"].max()) == compared.n - compared.flagged
    True
    """
    flagged = careless.respondents if isinstance(careless, Careless) else list(careless)
    kept = _leave_out(responses, flagged)
    notes = [Note("screening_nobody")] if not flagged else []
    frames = [_join(_indicator_numbers(responses, language), _indicator_numbers(kept, language))]
    if any(construct.role != "profile" for construct in responses.questionnaire.constructs.values()):
        frames.append(_join(_reliability_numbers(responses, language), _reliability_numbers(kept, language)))
    drivers = _driver_numbers(responses, kept, language)
    if drivers is None:
        notes.append(Note("screening_no_drivers"))
    else:
        frames.append(drivers)
    weighting = "unweighted" if responses.weights is None else "weighted"
    return ScreeningComparison(
        table=pd.concat(frames, ignore_index=True),
        n=len(responses),
        method=Note(f"screening_{weighting}", n=len(responses), flagged=len(flagged)),
        notes=tuple(notes),
        flagged=len(flagged),
    )


def _leave_out(responses: Responses, flagged: list[object]) -> Responses:
    if not flagged:
        return responses
    unknown = [one for one in flagged if one not in responses.data.index]
    if unknown:
        raise DataError(
            f"{len(unknown)} flagged respondents are not among these responses (first: {unknown[0]}); give the "
            "responses as they were when they were flagged, before `without`."
        )
    return responses.without(flagged, because="careless responding")


def _numbers(
    measure: str, subject: pd.Series, label: pd.Series, estimator: pd.Series | str, table: pd.DataFrame
) -> pd.DataFrame:
    """Return the numbers of one analysis, each with what it is about and its base."""
    named = {"measure": measure, "subject": subject, "label": label, "estimator": estimator}
    return pd.DataFrame(named | {"estimate": table["estimate"].astype(float), "n": table["n"].astype(float)})


def _indicator_numbers(responses: Responses, language: str | None) -> pd.DataFrame:
    table = measure_indicators(responses).table
    spoken = responses.questionnaire.check_language(language)
    labels = table["indicator"].map(lambda name: code_label(name, "indicator", spoken))
    return _numbers("indicator", table["indicator"], labels, table["estimator"], table)


def _reliability_numbers(responses: Responses, language: str | None) -> pd.DataFrame:
    table = assess_reliability(responses, language=language).table
    table = table[table["estimator"].isin(RELIABILITIES)]
    return _numbers("reliability", table["construct"], table["label"], table["estimator"], table)


def _driver_numbers(everyone: Responses, kept: Responses, language: str | None) -> pd.DataFrame | None:
    """Return R² and shares of importance of both, by one missing mode; None where one has no driver analysis."""
    questionnaire = everyone.questionnaire
    if questionnaire.outcome is None or not questionnaire.drivers:
        return None
    try:
        scores = [score_constructs(each) for each in (everyone, kept)]
        drivers = [name for name in questionnaire.drivers if name in scores[0].not_asked]
        mode: MissingMode = "indicator" if scores[0].not_asked[drivers].to_numpy().any() else "listwise"
        both = [rank_drivers(each, missing=mode, language=language) for each in scores]
    except DataError:
        return None
    return pd.concat([_join(*map(find, both)) for find in (_fit_numbers, _share_numbers)])


def _fit_numbers(drivers: Drivers) -> pd.DataFrame:
    fit = drivers.fit.assign(subject=drivers.outcome, label=drivers.outcome_label, estimate=drivers.fit["r2"])
    return _numbers("r2", fit["subject"], fit["label"], "ols", fit)


def _share_numbers(drivers: Drivers) -> pd.DataFrame:
    table = drivers.table.assign(estimate=drivers.table["importance_share"], n=drivers.n)
    return _numbers("importance_share", table["driver"], table["label"], drivers.importance_method, table)


def _join(everyone: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
    """Set the numbers side by side, in the order they have with everyone; NaN where only one of the two has them."""
    joined = everyone.merge(kept, on=_KEY, how="outer", suffixes=("_all", "_kept"), sort=False)
    order = pd.MultiIndex.from_frame(pd.concat([everyone[_KEY], kept[_KEY]])).drop_duplicates()
    joined = joined.set_index(_KEY).reindex(order).reset_index()
    joined["change"] = joined["estimate_kept"] - joined["estimate_all"]
    return joined[[*_KEY, "estimate_all", "estimate_kept", "change", "n_all", "n_kept"]]
