"""From tables of text to `Responses`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.errors import ReadError
from survey.platforms.coding.answers import code_answers
from survey.platforms.coding.columns import KEPT, Layout, check_layout, match_columns, name_missing
from survey.platforms.coding.paradata import FLAGS, PARADATA_HEADINGS, derive_seconds, read_paradata
from survey.platforms.coding.respondent import Identity, identify
from survey.platforms.coding.routing import name_hidden
from survey.platforms.files.findings import Finding, name_one, tabulate_findings
from survey.platforms.files.table import Table
from survey.platforms.files.workers import work_on_both
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses, Source, Step


@dataclass(frozen=True, eq=False)
class _Part:
    """What one table gives."""

    data: pd.DataFrame
    paradata: pd.DataFrame
    personal: pd.DataFrame
    extra: pd.DataFrame
    hidden: pd.DataFrame
    problems: pd.DataFrame


def assemble_responses(
    tables: Sequence[Table], questionnaire: Questionnaire, *, language: str | None = None, respondent: str | None = None
) -> Responses:
    """Build responses from one or more tables of the same layout.

    Parameters
    ----------
    tables
        At least one.
    questionnaire
        What was asked.
    language
        Where a label stands for two codes in different languages, the language that counts.
    respondent
        The heading of the respondent ids; None looks for one.

    Raises
    ------
    ReadError
        A table is of another survey, tables differ in their headings, or two columns contradict each other.
    """
    _check_alike(tables)
    layouts = [match_columns(table, questionnaire, respondent=respondent) for table in tables]
    for table, layout in zip(tables, layouts, strict=True):
        check_layout(layout, table, questionnaire)
    identity = identify(tables, layouts, asked=respondent is not None)
    parts = [
        _read_part(table, layout, questionnaire, language, identity, used)
        for table, layout, used in zip(tables, layouts, identity.used, strict=True)
    ]
    return Responses(
        questionnaire=questionnaire,
        data=_stack([part.data for part in parts], identity),
        paradata=derive_seconds(_stack([part.paradata for part in parts], identity)),
        personal=_stack([part.personal for part in parts], identity),
        extra=_stack([part.extra for part in parts], identity),
        hidden=_stack(_share_columns([part.hidden for part in parts]), identity),
        problems=pd.concat([part.problems for part in parts], ignore_index=True),
        log=tuple(Step("answers read", table.origin.describe(), len(table), len(table)) for table in tables),
        sources=tuple(Source(table.origin.file, table.origin.sha256, len(table)) for table in tables),
    )


def _check_alike(tables: Sequence[Table]) -> None:
    first = tables[0]
    seen: dict[str, str] = {}
    for table in tables:
        name = table.origin.file
        if table.origin.sha256 in seen:
            raise ReadError(f"{name} and {seen[table.origin.sha256]} are the same file; give each file once.")
        seen[table.origin.sha256] = name
        differing = sorted(set(table.headings) ^ set(first.headings))
        if differing:
            raise ReadError(
                f"{name} has another layout than {first.origin.file}: only one of them has the headings "
                f"{', '.join(repr(heading) for heading in differing[:5])}. Read files of different layouts one by one."
            )


def _stack(frames: Sequence[pd.DataFrame], identity: Identity) -> pd.DataFrame:
    stacked = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
    return stacked.set_axis(identity.index, axis=0)


def _share_columns(frames: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """Return the frames with the columns that all of them have."""
    shared = [name for name in frames[0].columns if all(name in frame for frame in frames)]
    return [frame[shared] for frame in frames]


def _read_part(
    table: Table,
    layout: Layout,
    questionnaire: Questionnaire,
    language: str | None,
    identity: Identity,
    used: int | None,
) -> _Part:
    extra = dict(layout.extra)
    for place in layout.ids:
        if place != used:
            extra[place] = f"{identity.rejected}; kept in responses.extra" if identity.rejected else KEPT
    (data, findings), (paradata, odd) = work_on_both(
        lambda: code_answers(table, layout, questionnaire, language=language),
        lambda: _read_paradata(table, layout),
        len(table),
    )
    findings = [
        *table.findings,
        *name_missing(layout, questionnaire),
        *(name_one(table.name_column(place), reason) for place, reason in sorted(extra.items())),
        *findings,
        *odd,
        *name_hidden(table, layout, questionnaire, data),
    ]
    return _Part(
        data=data,
        paradata=paradata,
        personal=_keep(table, layout.personal),
        extra=_keep(table, sorted(extra)),
        hidden=_read_hidden(table, layout, questionnaire),
        problems=tabulate_findings(table.origin.file, findings),
    )


def _read_paradata(table: Table, layout: Layout) -> tuple[pd.DataFrame, list[Finding]]:
    columns: dict[str, pd.Series] = {}
    findings: list[Finding] = []
    usual = [name for name in (*PARADATA_HEADINGS, *FLAGS) if name in layout.paradata]
    for name in dict.fromkeys((*usual, *layout.paradata)):
        place = layout.paradata[name]
        columns[name], found = read_paradata(name, table.name_column(place), table.columns[place], table.rows)
        findings += found
    return pd.DataFrame(columns, index=pd.RangeIndex(len(table)), copy=False), findings


def _read_hidden(table: Table, layout: Layout, questionnaire: Questionnaire) -> pd.DataFrame:
    """Return for the items whose platform tells whether it did not show them: all of their columns say so."""
    hidden: dict[str, np.ndarray] = {}
    for target, places in layout.answers.items():
        for place in places:
            if target.part != "text" and place in table.hidden:
                mask = table.hidden[place]
                hidden[target.item] = hidden[target.item] & mask if target.item in hidden else mask
    ordered = {item: hidden[item] for item in questionnaire.items if item in hidden}
    return pd.DataFrame(ordered, index=pd.RangeIndex(len(table)))


def _keep(table: Table, places: Sequence[int]) -> pd.DataFrame:
    """Return columns as found; the second of two with one heading is named by its place too."""
    kept: dict[str, pd.Series] = {}
    for place in places:
        name = table.name_column(place)
        unique = f"{name} (column {place + 1})" if name in kept else name
        kept[unique] = table.columns[place].series()
    return pd.DataFrame(kept, index=pd.RangeIndex(len(table)), copy=False)
