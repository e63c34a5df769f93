"""Clusters and strata of the respondents of a driver analysis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import DriverInput
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.responses import Responses
from survey.scores import Scores
from survey.stats.sample_design import SampleDesign, take_design

Labels = str | Sequence[object] | pd.Series | np.ndarray | None


def design_columns(clusters: Labels, strata: Labels) -> list[str]:
    """Return the columns of a plain frame that the design names."""
    return [labels for labels in (clusters, strata) if isinstance(labels, str)]


def take_driver_design(
    scores: Scores | Responses | pd.DataFrame, data: DriverInput, clusters: Labels, strata: Labels
) -> SampleDesign | None:
    """Take the design of the rows used; None where neither clusters nor strata are given.

    Raises
    ------
    DataError
        Labels do not fit or are missing, there are fewer than two clusters, or a stratum has a single one.
    OptionError
        There is no such column.
    """
    if clusters is None and strata is None:
        return None
    chosen = {
        what: None if labels is None else _pick(what, labels, scores, data)
        for what, labels in (("strata", strata), ("clusters", clusters))
    }
    if chosen["clusters"] is not None and len(set(chosen["clusters"].tolist())) < 2:
        raise DataError(
            "clusters: all rows used are in one cluster, which shows no variation between them; leave clusters= out "
            "or give what respondents were sampled in."
        )
    return take_design(len(data.rows), **chosen)


def _pick(what: str, labels: object, scores: Scores | Responses | pd.DataFrame, data: DriverInput) -> np.ndarray:
    """Return the labels of the rows used, shape (n,)."""
    frame = scores.data if isinstance(scores, Responses) else scores.table if isinstance(scores, Scores) else scores
    if isinstance(labels, str):
        if isinstance(scores, Scores):
            raise OptionError(f"{what}={labels!r}: scores hold constructs only; give a label for each respondent.")
        known = [str(name) for name in frame.columns]
        if labels not in known:
            raise OptionError(f"{what}={labels!r} is no column of the frame; it has: {', '.join(known)}.")
        labels = frame.iloc[:, known.index(labels)]
    if isinstance(labels, pd.Series) and not labels.index.equals(frame.index):
        if not (labels.index.is_unique and frame.index.is_unique):
            raise DataError(f"{what} and data have different row labels, some of them twice; give {what} in row order.")
        labels = labels.reindex(frame.index)
    values = np.asarray(labels, dtype=object)
    if values.shape != (data.n_total,):
        raise DataError(f"{what}: {values.size} labels for {data.n_total} rows; give one each.")
    chosen = values[data.positions]
    missing = int(np.sum(pd.isna(chosen)))
    if missing:
        raise DataError(f"{what}: {missing} of {len(chosen)} labels are missing; every row used needs its own.")
    return np.asarray(chosen)


def describe_design(design: SampleDesign | None) -> tuple[Note, ...]:
    """Say what is resampled."""
    if design is None:
        return ()
    return (Note("driver_design", clusters=int(np.sum(design.clusters)), strata=len(design.clusters), df=design.df),)
