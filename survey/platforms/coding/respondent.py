"""Respondent ids: which column holds them, and what stands in for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.errors import ReadError
from survey.platforms.coding.columns import Layout
from survey.platforms.files.column import Column
from survey.platforms.files.table import Table

INDEX_NAME = "respondent"
_SHOWN = 5


@dataclass(frozen=True)
class Identity:
    """The ids of all respondents, in the order of the tables.

    Attributes
    ----------
    index
        Unique ids.
    used
        For each table the place of the id column that was used, or None.
    rejected
        Why the id columns that came first were not used; "" if one was used or there was none.
    """

    index: pd.Index
    used: tuple[int | None, ...]
    rejected: str = ""


def identify(tables: Sequence[Table], layouts: Sequence[Layout], *, asked: bool) -> Identity:
    """Return the respondents' ids: the first id column that is complete and unique, or else numbers from 1.

    Parameters
    ----------
    tables, layouts
        The tables and what their columns are.
    asked
        Whether the caller named the id column, which then must do.

    Raises
    ------
    ReadError
        The column asked for has blanks or ids twice.
    """
    rejected = ""
    for heading in _shared_headings(tables, layouts):
        places = [_place(table, layout, heading) for table, layout in zip(tables, layouts, strict=True)]
        ids = _index([table.columns[place] for table, place in zip(tables, places, strict=True)])
        fault = _find_fault(ids)
        if not fault:
            return Identity(ids, tuple(places))
        if asked:
            files = ", ".join(table.origin.file for table in tables)
            raise ReadError(
                f"{files}: column '{heading}' cannot tell respondents apart: {fault}. Mend "
                "the ids, or leave respondent= out to number the respondents from 1."
            )
        rejected = rejected or f"not used as respondent ids: {fault}; respondents are numbered from 1"
    count = sum(len(table) for table in tables)
    return Identity(pd.RangeIndex(1, count + 1, name=INDEX_NAME), (None,) * len(tables), rejected)


def _shared_headings(tables: Sequence[Table], layouts: Sequence[Layout]) -> list[str]:
    """Return the id headings that every table has, in the order of the first."""
    found = [[table.headings[place] for place in layout.ids] for table, layout in zip(tables, layouts, strict=True)]
    return [heading for heading in dict.fromkeys(found[0]) if all(heading in others for others in found)]


def _place(table: Table, layout: Layout, heading: str) -> int:
    return next(place for place in layout.ids if table.headings[place] == heading)


def _find_fault(ids: pd.Index) -> str:
    _ = ids.is_monotonic_increasing  # of ids in ascending order pandas then knows the twins without a table of them all
    if ids.is_unique and (ids.dtype.kind == "i" or (ids != "").all()):
        return ""
    blank = int((ids == "").sum())
    if blank:
        return f"{blank} of {len(ids)} ids are blank"
    twice = ids[ids.duplicated()].unique().tolist()
    shown = ", ".join(map(str, twice[:_SHOWN]))
    return f"{len(twice)} ids occur twice or more ({shown}{', …' if len(twice) > _SHOWN else ''})"


def _index(columns: Sequence[Column]) -> pd.Index:
    """Return ids as numbers where all are whole numbers written without leading zeros, else as text without blanks."""
    numbers = [column.integers() for column in columns]
    if all(one is not None for one in numbers):
        whole: pd.Index = pd.Index(np.concatenate([one for one in numbers if one is not None]), name=INDEX_NAME)
        return whole
    texts = pd.concat([column.series().str.strip().fillna("") for column in columns], ignore_index=True)
    return pd.Index(texts, name=INDEX_NAME)
