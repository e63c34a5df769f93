"""The comparisons of a study: segments by the profile items, and waves."""

from __future__ import annotations

from dataclasses import replace

from survey.analysis.groups.decomposition import Decomposition, decompose_change
from survey.analysis.groups.segments import MINIMUM_BASE, SegmentComparison, compare_segments
from survey.analysis.groups.waves import WaveComparison, compare_waves
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.study.ground import Ground, NotPossible

# Each grouping is two bootstraps and a model a segment; the first of the questionnaire's profile items, unless named.
MOST_GROUPINGS = 4
MOST_SAMPLES = 200


def compare_study_segments(ground: Ground) -> SegmentComparison:
    """Compare the groups of the profile items, or of the items named, that have the least base.

    Raises
    ------
    DataError
        No item divides the respondents into groups large enough.
    OptionError
        An item that was named is no item and no column.
    """
    options, plan = ground.options, ground.responses.questionnaire.analysis
    tried = options.segments or plan.profile
    if not tried:
        raise NotPossible("study_no_segments")
    refused = {name: note for name in tried if (note := _refuse(ground, name)) is not None}
    able = [name for name in tried if name not in refused]
    if not able:
        raise NotPossible("study_small_segments", items=", ".join(tried), minimum=MINIMUM_BASE)
    used = able if options.segments else able[:MOST_GROUPINGS]
    found = compare_segments(
        ground.responses,
        by={name: ground.labels(name) for name in used},
        missing=ground.missing,
        n_boot=ground.resamples(MOST_SAMPLES),
        # Testing the measurement of every construct by every item takes minutes; for the few that are named, seconds.
        gate="measurement" if options.segments else None,
        seed=options.seed,
        language=options.language,
    )
    notes = list(refused.values())
    if rest := able[len(used) :]:
        notes.append(Note("study_further_segments", items=", ".join(rest)))
    return replace(found, notes=(*found.notes, *notes))


def _refuse(ground: Ground, name: str) -> Note | None:
    """Return why an item makes no groups to compare; None where it does."""
    try:
        sizes = ground.sizes(ground.groups(name))
    except DataError as refusal:
        return Note("study_item_refused", item=name, reason=str(refusal))
    except OptionError as refusal:
        if ground.options.segments:
            raise
        return Note("study_item_refused", item=name, reason=str(refusal))
    large = (sizes >= MINIMUM_BASE) & (sizes.sum() - sizes >= MINIMUM_BASE)
    return None if large.any() else Note("study_small_groups", item=name, minimum=MINIMUM_BASE)


def compare_study_waves(ground: Ground) -> WaveComparison:
    """Compare each wave with the one before it."""
    found = compare_waves(
        ground.responses,
        by=ground.labels(_name_wave(ground)),
        missing=ground.missing,
        n_boot=ground.resamples(MOST_SAMPLES),
        seed=ground.options.seed,
        language=ground.options.language,
    )
    return replace(found, notes=(*found.notes, *_say_weights(ground)))


def decompose_study_waves(ground: Ground) -> Decomposition:
    """Split the change of the outcome between the last two waves with the least base."""
    wave = _name_wave(ground)
    groups = ground.groups(wave)
    sizes = ground.sizes(groups)
    large = [name for name, n in zip(groups.names, sizes, strict=True) if n >= MINIMUM_BASE]
    if len(large) < 2:
        raise NotPossible("study_few_waves", minimum=MINIMUM_BASE)
    found = decompose_change(
        ground.responses,
        by=ground.labels(wave),
        groups=(large[-2], large[-1]),
        missing=ground.missing,
        seed=ground.options.seed,
        language=ground.options.language,
    )
    return replace(found, notes=(*found.notes, *_say_weights(ground)))


def _name_wave(ground: Ground) -> str:
    if ground.options.wave is None:
        raise NotPossible("study_no_wave")
    return ground.options.wave


def _say_weights(ground: Ground) -> list[Note]:
    """Say that weights made for all waves together do not hold for each of them."""
    return [Note("study_raked_together")] if ground.raked else []
