"""The standard plan: from responses to every result, in one call."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TypedDict

from threadpoolctl import threadpool_limits

from survey.analysis.drivers.driver_input import MissingMode
from survey.analysis.drivers.drivers import Drivers, rank_drivers
from survey.analysis.drivers.priorities import Priorities, map_priorities
from survey.analysis.items.items import ItemDescription, describe_items
from survey.analysis.measurement.reliability import Reliability, assess_reliability
from survey.analysis.sample.indicators import Indicators, measure_indicators
from survey.analysis.sample.profile import Profile, describe_profile
from survey.errors import DataError, check_option
from survey.operations.service_log import ServiceLog
from survey.prepare.careless import flag_careless
from survey.prepare.scoring import score_constructs
from survey.prepare.weights import Weighting, rake_weights
from survey.responses import Responses
from survey.scores import Scores
from survey.study.depth import run_depth
from survey.study.ground import Ground
from survey.study.options import Progress, StudyOptions, list_names
from survey.study.study import Study

PACKAGES = ("survey-workbench", "numpy", "pandas", "scipy", "statsmodels", "matplotlib")


def run_study(
    responses: Responses,
    *,
    seed: int = 1,
    n_boot: int = 1000,
    screen: bool = True,
    weigh: bool = True,
    language: str | None = None,
    depth: bool | Iterable[str] = True,
    wave: str | None = None,
    segments: Iterable[str] | None = None,
    service: ServiceLog | None = None,
    progress: Progress | None = None,
) -> Study:
    """Run the standard plan: screening, weights, items, reliability, drivers, priorities, and what goes further.

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
    depth
        Whether to make the further analyses (`Study.depth`), or the names of those to make: missing, validity,
        linearity, asymmetry, necessity, change, confounding, segments, waves, decomposition, paths, comments,
        comment_relations, quotes, themes, service, scorecard, control, rating_screening, service_relations.
    wave
        The single-choice item, paradata or other column that tells the wave; None for a survey of one wave.
    segments
        Items or columns to compare groups by; None takes the first four of the questionnaire's profile items with two
        groups of the least base. Named ones are all compared, after a test of their measurement.
    service
        What the shop's systems logged (`read_service_log`), to be reported beside the survey.
    progress
        Called with (stage, done, all).

    Returns
    -------
    Study

    Raises
    ------
    DataError
        The answers do not allow a driver analysis; the message says why.
    OptionError
        An unknown analysis, wave or segment.

    Notes
    -----
    Weights and missing answers: as each result's `method` says. A further analysis that these answers do not allow is
    left out, with the reason in `Study.left_out`; those of segments, waves, paths, comments and the service log are
    part of the plan where the questionnaire or an argument names what they need. Each method says its number of
    bootstrap samples, which is smaller than `n_boot` where one costs much. Cost: seconds for 500 respondents, half a
    minute for 10,000; without the further analyses (`depth=False`) a few seconds.

    Examples
    --------
    >>> import survey as sv
    >>> responses = sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=300, seed=1)
    >>> study = run_study(responses, n_boot=50, depth=["missing", "asymmetry"])
    >>> len(study.drivers.table), list(study.depth)
    (6, ['missing', 'asymmetry'])
    """
    options = StudyOptions(
        seed=seed, n_boot=n_boot, screen=screen, weigh=weigh, language=language, wave=wave,
        depth=depth if isinstance(depth, bool) else list_names(depth, "depth") or False,
        segments=list_names(segments, "segments"),
    )  # fmt: skip
    _check(responses, options)
    with threadpool_limits(1, user_api="blas"):  # the matrices are small: more threads mostly wait for one another
        return _run(responses, options, service, progress or _silent)


def _run(responses: Responses, options: StudyOptions, service: ServiceLog | None, tell: Progress) -> Study:
    tell("screening", 0, 1)
    careless = flag_careless(responses)
    flagged = careless.respondents if options.screen else []
    kept = responses.without(flagged, because="careless responding") if flagged else responses
    tell("weights", 0, 1)
    kept, weighting = _weigh(kept, options.weigh, options.language)
    tell("items", 0, 1)
    described = _describe(kept, options, tell)
    scores = score_constructs(kept)
    everyone = score_constructs(_weigh(responses, options.weigh)[0]) if flagged else None
    ranked = _rank(scores, everyone, options, tell)
    mode, raked = ranked["drivers"].missing_mode, weighting is not None
    ground = Ground(
        responses=kept, scores=scores, missing=mode, raked=raked, options=options, tell=tell, service=service
    )
    further, left_out = run_depth(ground)
    return Study(
        questionnaire=responses.questionnaire,
        received=responses,
        responses=kept,
        careless=careless,
        weighting=weighting,
        scores=scores,
        versions=_versions(),
        depth=further,
        left_out=left_out,
        service=service,
        options=options,
        **described,
        **ranked,
    )


class _Described(TypedDict):
    items: ItemDescription
    profile: Profile
    indicators: Indicators
    reliability: Reliability


class _Ranked(TypedDict):
    drivers: Drivers
    drivers_contact: Drivers | None
    drivers_all: Drivers | None
    priorities: Priorities


def _describe(responses: Responses, options: StudyOptions, tell: Progress) -> _Described:
    language = options.language
    items = describe_items(responses, language=language)
    profile = describe_profile(responses, language=language)
    indicators = measure_indicators(responses)
    tell("reliability", 0, 1)
    reliability = assess_reliability(responses, n_boot=options.n_boot, seed=options.seed, language=language)
    return _Described(items=items, profile=profile, indicators=indicators, reliability=reliability)


def _rank(scores: Scores, everyone: Scores | None, options: StudyOptions, tell: Progress) -> _Ranked:
    rank = _Ranking(options.n_boot, options.seed, options.language, tell)
    drivers = rank(scores)
    return _Ranked(
        drivers=drivers,
        drivers_contact=rank.contact(scores) if drivers.missing_mode == "indicator" else None,
        drivers_all=None if everyone is None else rank(everyone),
        priorities=map_priorities(drivers),
    )


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


def _check(responses: Responses, options: StudyOptions) -> None:
    questionnaire = responses.questionnaire
    known = {*questionnaire.items, *map(str, responses.paradata), *map(str, responses.extra)}
    named = {"wave": [options.wave] if options.wave is not None else [], "segments": options.segments or ()}
    for argument, names in named.items():
        for name in names:
            check_option(argument, name, sorted(known))
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
