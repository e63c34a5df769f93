"""The standard plan: from responses to every result, in one call."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TypedDict

from survey.analysis.drivers.driver_input import MissingMode
from survey.analysis.drivers.drivers import Drivers, rank_drivers
from survey.analysis.drivers.priorities import map_priorities
from survey.analysis.items.items import ItemDescription, describe_items
from survey.analysis.measurement.reliability import Reliability, assess_reliability
from survey.analysis.sample.indicators import Indicators, measure_indicators
from survey.analysis.sample.profile import Profile, describe_profile
from survey.errors import DataError
from survey.prepare.careless import flag_careless
from survey.prepare.scoring import score_constructs
from survey.prepare.weights import Weighting, rake_weights
from survey.responses import Responses
from survey.scores import Scores
from survey.study.study import Study

PACKAGES = ("survey-workbench", "numpy", "pandas", "scipy", "statsmodels", "matplotlib")
STAGES = ("screening", "weights", "items", "reliability", "drivers")

Progress = Callable[[str, int, int], None]


def run_study(
    responses: Responses,
    *,
    seed: int = 1,
    n_boot: int = 1000,
    screen: bool = True,
    weigh: bool = True,
    language: str | None = None,
    progress: Progress | None = None,
) -> Study:
    """Run the standard plan: screening, weights, items, reliability, drivers, priorities.

    Parameters
    ----------
    responses
        The answers, as read or simulated.
    seed
        Seed of every bootstrap.
    n_boot
        Bootstrap samples of respondents.
    screen
        Leave out respondents whom the questionnaire's own screening rules flag; the results with them kept are in
        `drivers_all`.
    weigh
        Rake to the questionnaire's margins, unless it has none or the responses bring weights. Margins marked
        illustrative serve simulated answers only.
    language
        Language of the labels in the tables; None is the questionnaire's default.
    progress
        Called with (stage, done, all).

    Returns
    -------
    Study

    Raises
    ------
    DataError
        The answers do not allow a driver analysis; the message says why.

    Notes
    -----
    Weights and missing answers: as each result's `method` says. Cost: dominated by the bootstrap of the drivers.

    Examples
    --------
    >>> import survey as sv
    >>> responses = sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=300, seed=1)
    >>> study = run_study(responses, n_boot=50)
    >>> len(study.drivers.table)
    6
    """
    tell = progress or _silent
    _check(responses)
    tell("screening", 0, 1)
    careless = flag_careless(responses)
    flagged = careless.respondents if screen else []
    kept = responses.without(flagged, because="careless responding") if flagged else responses
    tell("weights", 0, 1)
    kept, weighting = _weigh(kept, weigh, language)
    tell("items", 0, 1)
    described = _describe(kept, language, n_boot, seed, tell)
    rank = _Ranking(n_boot, seed, language, tell)
    scores = score_constructs(kept)
    drivers = rank(scores)
    return Study(
        questionnaire=responses.questionnaire,
        received=responses,
        responses=kept,
        careless=careless,
        weighting=weighting,
        scores=scores,
        drivers=drivers,
        drivers_contact=rank.contact(scores) if drivers.missing_mode == "indicator" else None,
        drivers_all=rank(score_constructs(_weigh(responses, weigh)[0])) if flagged else None,
        priorities=map_priorities(drivers),
        seed=seed,
        n_boot=n_boot,
        versions=_versions(),
        **described,
    )


class _Described(TypedDict):
    items: ItemDescription
    profile: Profile
    indicators: Indicators
    reliability: Reliability


def _describe(responses: Responses, language: str | None, n_boot: int, seed: int, tell: Progress) -> _Described:
    items = describe_items(responses, language=language)
    profile = describe_profile(responses, language=language)
    indicators = measure_indicators(responses)
    tell("reliability", 0, 1)
    reliability = assess_reliability(responses, n_boot=n_boot, seed=seed, language=language)
    return _Described(items=items, profile=profile, indicators=indicators, reliability=reliability)


@dataclass(frozen=True)
class _Ranking:
    """The same driver analysis for several sets of scores."""

    n_boot: int
    seed: int
    language: str | None
    tell: Progress

    def __call__(self, scores: Scores) -> Drivers:
        hidden = scores.not_asked[[name for name in scores.questionnaire.drivers if name in scores.not_asked]]
        mode: MissingMode = "indicator" if hidden.to_numpy().any() else "listwise"
        return rank_drivers(
            scores,
            missing=mode,
            n_boot=self.n_boot,
            seed=self.seed,
            language=self.language,
            progress=lambda done, total: self.tell("drivers", done, total),
        )

    def contact(self, scores: Scores) -> Drivers | None:
        """Rank among those asked everything; None where they are too few."""
        try:
            return rank_drivers(scores, n_boot=self.n_boot, seed=self.seed, language=self.language)
        except DataError:
            return None


def _silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def _check(responses: Responses) -> None:
    questionnaire = responses.questionnaire
    if questionnaire.outcome is None or not questionnaire.drivers:
        raise DataError(
            f"questionnaire {questionnaire.id} has no outcome or no driver construct, so there is no driver analysis; "
            "add constructs with role: outcome and role: driver, or call the single analyses."
        )


def _weigh(responses: Responses, weigh: bool, language: str | None = None) -> tuple[Responses, Weighting | None]:
    margins = responses.margins()
    if not weigh or responses.weights is not None or not margins:
        return responses, None
    targets = {item: margin.targets for item, margin in margins.items()}
    try:
        weighting = rake_weights(responses, targets=targets, language=language)
    except DataError as error:
        raise DataError(f"weights: {error} Or go on without weights: weigh=False, --no-weights.") from error
    return responses.with_weights(weighting.weights, because="raked to " + ", ".join(margins)), weighting


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
