"""One table of a file as a table of the service log: headings found out, cells read, oddities named."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import pandas as pd

from survey.errors import OptionError, ReadError
from survey.operations.fields import FIELDS, IDS, NEEDED, Field, LogKind
from survey.operations.log_cells import read_cells, read_moments, read_responses_to
from survey.operations.service_log import arrange_table, log_dtypes
from survey.platforms.coding.wording import wording_key
from survey.platforms.files.findings import Finding, name_cells, name_rows, tabulate_findings
from survey.platforms.files.table import Table

Columns = Mapping[str, str]


def recognise_kind(table: Table, columns: Mapping[LogKind, Columns]) -> LogKind:
    """Return what a table holds, by the headings it has.

    Raises
    ------
    ReadError
        It holds neither sessions nor ratings nor cases.
    """
    best: tuple[int, LogKind] | None = None
    for kind, groups in NEEDED.items():
        found = match_headings(table, kind, columns.get(kind, {}), strict=False)
        if all(any(name in found for name in group) for group in groups) and (best is None or len(found) > best[0]):
            best = len(found), kind
    if best is None:
        headings = ", ".join(f"'{heading}'" for heading in table.headings[:12])
        raise ReadError(
            f"{table.origin.file} holds neither sessions (started and a first response), nor ratings (stars and when), "
            f"nor cases (type, opened or closed) as far as its headings tell: {headings}. Pass columns= with the "
            "heading of each field."
        )
    return best[1]


def match_headings(table: Table, kind: LogKind, columns: Columns, *, strict: bool = True) -> dict[str, int]:
    """Return the place of each field of a kind that a table has: as given, else by its headings.

    Raises
    ------
    OptionError
        Strictly: a name given is no field, or a heading given is not in the table.
    """
    fields = {field.name: field for field in FIELDS[kind]}
    if strict:
        _check(table, kind, columns, fields)
    given = {name: table.find(heading) for name, heading in columns.items() if name in fields}
    found = {name: place for name, place in given.items() if place is not None}
    for name, field in fields.items():
        if name not in found:
            place = _find(table, field, set(found.values()))
            if place is not None:
                found[name] = place
    return found


def _check(table: Table, kind: LogKind, columns: Columns, fields: Mapping[str, Field]) -> None:
    unknown = [name for name in columns if name not in fields]
    if unknown:
        raise OptionError(f"columns= names {', '.join(unknown)}; fields of {kind} are: {', '.join(fields)}.")
    absent = [heading for heading in columns.values() if table.find(heading) is None]
    if absent:
        have = ", ".join(f"'{heading}'" for heading in table.headings[:20])
        raise OptionError(
            f"columns= names headings that {table.origin.file} lacks: {', '.join(absent)}; it has {have}."
        )


def _find(table: Table, field: Field, taken: set[int]) -> int | None:
    keys = field.keys
    free = (
        place for place, heading in enumerate(table.headings) if place not in taken and wording_key(heading) in keys
    )
    return next(free, None)


def read_log_table(table: Table, kind: LogKind, columns: Columns, zone: ZoneInfo) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a table of the log and its problems.

    Parameters
    ----------
    table
        As read from a file.
    kind
        What it holds.
    columns
        Field to heading, where the headings do not tell.
    zone
        The zone of the times.
    """
    places = match_headings(table, kind, columns)
    lacking = [" or ".join(group) for group in NEEDED[kind] if not any(name in places for name in group)]
    if lacking:
        raise ReadError(
            f"{table.origin.file} has no column for {', '.join(lacking)} of {kind}; pass columns= with the headings."
        )
    read = _Reader(table, kind, places, zone)
    for field in FIELDS[kind]:
        if field.name in places:
            read.take(field)
    frame = arrange_table(pd.DataFrame(read.series | read.rest()), kind)
    frame = _derive(frame, kind, "succeeded" in places)
    frame = read.drop_again(frame, IDS[kind])
    return frame, tabulate_findings(table.origin.file, [*table.findings, *read.findings])


class _Reader:
    """Reads the fields of one table and keeps what it finds wrong."""

    def __init__(self, table: Table, kind: LogKind, places: dict[str, int], zone: ZoneInfo) -> None:
        self.table, self.kind, self.places, self.zone = table, kind, places, zone
        self.series: dict[str, pd.Series] = {}
        self.findings: list[Finding] = []

    def take(self, field: Field) -> None:
        """Read one field."""
        place = self.places[field.name]
        column, heading, rows = self.table.columns[place], self.table.name_column(place), self.table.rows
        if field.kind == "text":
            self.series[field.name] = column.series().str.strip()
        elif field.kind == "moment":
            self.series[field.name], reasons = read_moments(column, self.zone)
            self.findings += name_cells(heading, rows, column, reasons)
        elif field.kind == "response":
            self._take_response(place)
        else:
            self.series[field.name], findings = read_cells(field.kind, heading, column, rows)
            self.findings += findings

    def _take_response(self, place: int) -> None:
        column, heading, rows = self.table.columns[place], self.table.name_column(place), self.table.rows
        unknown = pd.Series(pd.NaT, index=range(len(self.table)), dtype="datetime64[us]")
        started = self.series.get("started", unknown)
        seconds, answered, reasons = read_responses_to(column, heading, started, self.zone)
        self.findings += name_cells(heading, rows, column, reasons)
        early = (seconds < 0).to_numpy()
        if early.any():
            why = "a first response before the start; taken as not known"
            self.findings += name_rows(heading, rows, column.cells, early, why)
        self.series["response_seconds"] = seconds.mask(early)
        self.series["answered"] = answered.mask(early)

    def rest(self) -> dict[str, pd.Series]:
        """Return the columns that are no field, as text under their headings."""
        used, found, known = set(self.places.values()), {}, log_dtypes(self.kind)
        for place, column in enumerate(self.table.columns):
            name = self.table.name_column(place)
            if place not in used:
                free = name not in known and name not in found
                found[name if free else f"{name} ({place + 1})"] = column.series()
        return found

    def drop_again(self, frame: pd.DataFrame, name: str) -> pd.DataFrame:
        """Return a frame with the first row of every id, the rows after it named."""
        again = (frame[name].duplicated() & frame[name].notna()).to_numpy()
        if not again.any():
            return frame
        same = frame.duplicated().to_numpy() & again
        heading = self.table.name_column(self.places[name])
        ids = frame[name].to_numpy()
        for mask, why in ((same, "the same row again"), (again & ~same, "the same id again with other values")):
            self.findings += name_rows(heading, self.table.rows, ids, mask, f"{why}; the first one is kept")
        return frame[~again].reset_index(drop=True)


def _derive(frame: pd.DataFrame, kind: LogKind, has_status: bool) -> pd.DataFrame:
    """Return cases with `succeeded` from the time of success where no state tells."""
    if kind != "cases" or not frame["succeeded_at"].notna().any():
        return frame
    timed = frame["succeeded_at"].notna()
    told = frame["succeeded"].mask(frame["succeeded"].isna() & timed, 1.0)
    return frame.assign(succeeded=told if has_status else timed.astype(float))
