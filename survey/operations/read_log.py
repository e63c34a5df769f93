"""Reading service logs: chat sessions, ratings and after-sales cases from files of any platform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from survey.errors import OptionError, QuestionnaireError, ReadError, check_option
from survey.operations.fields import FIELDS, LogKind
from survey.operations.log_table import Columns, read_log_table, recognise_kind
from survey.operations.service_log import DEFAULT_ZONE, ServiceLog, empty_table
from survey.platforms.files.source import read_tables
from survey.platforms.files.table import Table
from survey.questionnaire.yaml_file import read_tree
from survey.responses import Source, no_problems

Kind = Literal["auto", "sessions", "ratings", "cases"]


def read_service_log(
    source: str | Path | Sequence[str | Path],
    kind: Kind = "auto",
    *,
    columns: Mapping[str, Any] | str | Path | None = None,
    zone: str = DEFAULT_ZONE,
    encoding: str | None = None,
    separator: str | None = None,
    sheet: str | None = None,
) -> ServiceLog:
    """Read what a shop's systems logged: chat sessions, ratings, after-sales cases.

    Use it for exports of a service desk or a platform, one table a file, in any number of files. Headings are found in
    Chinese and English; docs/service-logs.md lists them.

    Parameters
    ----------
    source
        The path of a file or a list of paths: CSV, TSV, XLSX, XLS, JSON or Parquet, or ZIP archives round one of them.
    kind
        What the files hold; "auto" finds out for each file.
    columns
        Field to heading, where headings do not tell, as ``{"started": "T0"}``, or by kind, as
        ``{"sessions": {"started": "T0"}}``; or the path of a YAML file with the same.
    zone
        The time zone of the shop. Times with a zone are turned into it; times without one are taken to be of it.
    encoding, separator, sheet
        As for `read_responses`; None finds out.

    Returns
    -------
    ServiceLog
        Sessions, ratings and cases, and in `problems` every value that did not become data.

    Raises
    ------
    ReadError
        A file cannot be read, or holds none of the three.
    OptionError
        An argument has no such value, or `columns` names a field or heading that there is not.

    Notes
    -----
    Missing: a blank cell is missing; a blank first response is a session without an answer. The first row of an id is
    kept, further ones are named in `problems`. Columns that are no field stay, as text. Cost: some seconds for a
    million sessions as CSV with times as ``2026-11-22 14:05:16``.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "chats.csv"
    ...     lines = ["会话ID,客服,会话开始时间,首次响应时长(秒),是否解决",
    ...              "c1,小李,2026-11-22 14:05:16,18秒,是",
    ...              "c2,小王,2026-11-22 14:07:00,,不清楚"]
    ...     _ = path.write_text("\\n".join(lines), encoding="gb18030")
    ...     log = read_service_log(path)
    >>> log.sessions[["agent", "response_seconds", "answered", "resolved"]].values.tolist()
    [['小李', 18.0, 1.0, 1.0], ['小王', nan, 0.0, nan]]
    >>> log.problems[["row", "value", "reason"]].values.tolist()
    [[3, '不清楚', 'neither yes nor no']]
    """
    check_option("kind", kind, get_args(Kind))
    clock = _find_zone(zone)
    paths = [source] if isinstance(source, str | Path) else list(source)
    if not paths:
        raise ReadError("the list of files is empty; give at least one path.")
    given = _sort_columns(columns, kind)
    tables = read_tables(paths, encoding=encoding, separator=separator, sheet=sheet)
    parts: dict[LogKind, list[pd.DataFrame]] = {name: [] for name in FIELDS}
    problems = []
    for table in tables:
        holds = recognise_kind(table, given) if kind == "auto" else kind
        frame, named = read_log_table(table, holds, given.get(holds, {}), clock)
        parts[holds].append(frame)
        problems.append(named)
    return ServiceLog(
        sessions=_stack("sessions", parts["sessions"]),
        ratings=_stack("ratings", parts["ratings"]),
        cases=_stack("cases", parts["cases"]),
        problems=pd.concat(problems, ignore_index=True) if problems else no_problems(),
        sources=tuple(_describe(table) for table in tables),
        zone=zone,
    )


def _find_zone(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise OptionError(f"zone={zone!r} is no time zone; give a name such as 'Asia/Shanghai' or 'UTC'.") from error


def _describe(table: Table) -> Source:
    return Source(table.origin.file, table.origin.sha256, len(table))


def _stack(kind: LogKind, frames: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True) if frames else empty_table(kind)


def _sort_columns(columns: Mapping[str, Any] | str | Path | None, kind: Kind) -> dict[LogKind, Columns]:
    """Return for each kind the headings given; without kinds, of the one asked for or of all it suits."""
    tree: Any = columns
    if isinstance(columns, str | Path):
        tree = _load(Path(columns))
    if tree is None:
        return {}
    if not isinstance(tree, Mapping):
        raise OptionError("columns= is a mapping of fields to headings, or of kinds to such mappings.")
    if set(tree) <= set(FIELDS) and all(isinstance(value, Mapping) for value in tree.values()):
        return {name: _check_texts(tree[name]) for name in FIELDS if name in tree}
    flat = _check_texts(tree)
    if kind != "auto":
        return {kind: flat}
    named = {name: {field.name for field in fields} for name, fields in FIELDS.items()}
    unknown = set(flat) - set().union(*named.values())
    if unknown:
        raise OptionError(f"columns= names {', '.join(sorted(unknown))}, which is no field; see docs/service-logs.md.")
    return {name: flat for name in FIELDS if set(flat) <= named[name]}


def _load(path: Path) -> Any:
    try:
        return read_tree(path)
    except QuestionnaireError as error:
        raise ReadError(f"the mapping of columns cannot be read: {error}") from error


def _check_texts(given: Mapping[str, Any]) -> dict[str, str]:
    wrong = [str(name) for name, heading in given.items() if not isinstance(heading, str)]
    if wrong:
        raise OptionError(f"columns=: the heading of {', '.join(wrong)} is no text.")
    return {str(name): str(heading) for name, heading in given.items()}
