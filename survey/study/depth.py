"""The further analyses of a study: which are made, in which order, and what keeps one from being made.

A new one is a function here that takes the ground and returns its `Result`, a line in `ANALYSES`, and its name in
`options.FURTHER`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from survey.analysis.change.confounding import assess_confounding
from survey.analysis.change.expected_change import DEFAULT_STEP, simulate_change
from survey.analysis.measurement.validity import assess_validity
from survey.analysis.missing.missing import describe_missing
from survey.analysis.paths.paths import estimate_paths
from survey.analysis.shape.asymmetry import assess_asymmetry
from survey.analysis.shape.linearity import assess_linearity
from survey.analysis.shape.necessity import assess_necessity
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.result import Result
from survey.study import comments, service
from survey.study.comparison import compare_study_segments, compare_study_waves, decompose_study_waves
from survey.study.ground import Ground, NotPossible

# Bootstrap samples of each analysis at most. Refitting logistic and ordinal models costs ten times what a table of
# second moments does; each result's method says its own number.
MOST_SAMPLES = {"validity": 1000, "change": 200, "paths": 500}
MOST_PERMUTATIONS = 1000
# Twice five folds: gains of R² that matter show, and the trees take seconds, not a minute.
LINEARITY_REPEATS = 2
# Respondents to an item below which covariances are loose for Little's test, and take seconds to minutes to settle.
LEAST_TO_AN_ITEM = 15
# Whoever is here cannot move up.
HIGHEST_SCORE = 100.0


@dataclass(frozen=True)
class Analysis:
    """A further analysis: how it is made, and when it is part of the plan."""

    make: Callable[[Ground], Result]
    planned: Callable[[Ground], bool] = lambda _: True


def run_depth(ground: Ground) -> tuple[dict[str, Result], dict[str, str]]:
    """Make the further analyses one after the other.

    Parameters
    ----------
    ground
        Respondents, scores and options.

    Returns
    -------
    tuple
        Name to result, and name to the reason why these answers do not allow it. An analysis that refuses says why;
        anything else that goes wrong is an error.
    """
    left_out: dict[str, str] = {}
    for name, analysis in _choose(ground).items():
        ground.tell(name, 0, 1)
        try:
            ground.made[name] = analysis.make(ground)
        except NotPossible as refusal:
            left_out[name] = refusal.note
        except (DataError, OptionError) as refusal:
            left_out[name] = Note("study_refused", reason=str(refusal))
    return ground.made, left_out


def _choose(ground: Ground) -> dict[str, Analysis]:
    depth = ground.options.depth
    if isinstance(depth, bool):
        return {name: analysis for name, analysis in ANALYSES.items() if depth and analysis.planned(ground)}
    return {name: analysis for name, analysis in ANALYSES.items() if name in depth}


def _describe_missing(ground: Ground) -> Result:
    n, n_items = len(ground.responses), len(ground.responses.questionnaire.rating_items)
    enough = n >= LEAST_TO_AN_ITEM * n_items
    found = describe_missing(ground.responses, mcar=enough, language=ground.options.language)
    if enough:
        return found
    note = Note("study_no_little", n=n, n_items=n_items, least=LEAST_TO_AN_ITEM)
    return replace(found, notes=(*found.notes, note))


def _assess_validity(ground: Ground) -> Result:
    """Assess all constructs; where routing leaves too few complete rows, those that everybody was asked about."""
    options = ground.options
    assess = partial(
        assess_validity,
        ground.responses,
        n_boot=ground.resamples(MOST_SAMPLES["validity"]),
        seed=options.seed,
        language=options.language,
    )
    try:
        return assess()
    except DataError:
        questionnaire, hidden = ground.responses.questionnaire, ground.scores.not_asked
        constructs = [*questionnaire.with_role("driver"), *questionnaire.with_role("outcome")]
        spared = [name for name in constructs if name in hidden and hidden[name].any()]
        kept = [name for name in constructs if name not in spared and len(questionnaire.constructs[name].items) > 1]
        if not spared or len(kept) < 2:
            raise
        found = assess(constructs=kept)
        return replace(found, notes=(*found.notes, Note("study_validity_asked", constructs=", ".join(spared))))


def _assess_linearity(ground: Ground) -> Result:
    options = ground.options
    return assess_linearity(
        ground.scores,
        missing=ground.missing,
        n_repeats=LINEARITY_REPEATS,
        shapley=False,  # to load shap takes longer than all the rest of it
        seed=options.seed,
        language=options.language,
    )


def _assess_asymmetry(ground: Ground) -> Result:
    return assess_asymmetry(ground.scores, missing=ground.missing, language=ground.options.language)


def _assess_necessity(ground: Ground) -> Result:
    options = ground.options
    return assess_necessity(
        ground.scores,
        missing="pairwise",
        n_permutations=min(options.n_boot, MOST_PERMUTATIONS),
        seed=options.seed,
        language=options.language,
    )


def _simulate_change(ground: Ground) -> Result:
    """Move every driver that can still rise by one step, together and each alone."""
    drivers = list(ground.responses.questionnaire.drivers)
    scores = ground.scores.table.reindex(columns=drivers)
    room = [name for name in drivers if (scores[name] < HIGHEST_SCORE).any()]
    if not room:
        raise NotPossible("study_no_room")
    return simulate_change(
        ground.responses,
        dict.fromkeys(room, DEFAULT_STEP),
        missing=ground.missing,
        n_boot=ground.resamples(MOST_SAMPLES["change"]),
        seed=ground.options.seed,
        language=ground.options.language,
        progress=lambda done, total: ground.tell("change", done, total),
    )


def _assess_confounding(ground: Ground) -> Result:
    return assess_confounding(ground.scores, missing=ground.missing, language=ground.options.language)


def _estimate_paths(ground: Ground) -> Result:
    if not _has_paths(ground):
        raise NotPossible("study_no_paths")
    return estimate_paths(
        ground.responses,
        n_boot=ground.resamples(MOST_SAMPLES["paths"]),
        seed=ground.options.seed,
        language=ground.options.language,
        progress=lambda done, total: ground.tell("paths", done, total),
    )


def _has_paths(ground: Ground) -> bool:
    return bool(ground.responses.questionnaire.analysis.paths)


def _has_segments(ground: Ground) -> bool:
    return bool(ground.options.segments or ground.responses.questionnaire.analysis.profile)


def _has_wave(ground: Ground) -> bool:
    return ground.options.wave is not None


ANALYSES: dict[str, Analysis] = {
    "missing": Analysis(_describe_missing),
    "validity": Analysis(_assess_validity),
    "linearity": Analysis(_assess_linearity),
    "asymmetry": Analysis(_assess_asymmetry),
    "necessity": Analysis(_assess_necessity),
    "change": Analysis(_simulate_change),
    "confounding": Analysis(_assess_confounding),
    "segments": Analysis(compare_study_segments, _has_segments),
    "waves": Analysis(compare_study_waves, _has_wave),
    "decomposition": Analysis(decompose_study_waves, _has_wave),
    "paths": Analysis(_estimate_paths, _has_paths),
    "comments": Analysis(comments.code_study_comments, comments.has_comment),
    "comment_relations": Analysis(comments.relate_study_comments, comments.has_comment),
    "quotes": Analysis(comments.quote_study_comments, comments.has_comment),
    "themes": Analysis(comments.find_study_themes, comments.has_comment),
    "service": Analysis(service.measure_study_service, service.has_log),
    "scorecard": Analysis(service.score_study_service, service.has_sessions),
    "control": Analysis(service.chart_study_service, service.has_sessions),
    "rating_screening": Analysis(service.screen_study_ratings, service.has_ratings),
    "service_relations": Analysis(service.relate_study_service, service.has_log),
}
