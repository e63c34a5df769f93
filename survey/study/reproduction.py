"""A study made again from its record, compared number by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.operations.read_log import read_service_log
from survey.platforms.read import read_responses
from survey.questionnaire.load import load_questionnaire
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses
from survey.result import Result
from survey.study.fingerprint import fingerprint_result, hash_file
from survey.study.options import Progress
from survey.study.record import Record, answers_hash, list_results, read_record
from survey.study.run import run_study
from survey.study.study import Study

# Machines differ in the last digits of sums; the share of a number that is no difference.
SAME = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Reproduction(Result):
    """A study made again, beside the numbers of its record.

    Attributes
    ----------
    table
        A row for each column of each result's headline, and for each further frame, which is compared by its hash:
        result, column, rows, the largest difference of two numbers, whether all is the same, and else in what it
        differs: numbers, texts, rows, columns, missing (now), new.
    identical
        Whether every row is the same, numbers to nine digits.
    study
        The study made again.
    """

    key: ClassVar[tuple[str, ...]] = ("result", "column")

    identical: bool
    study: Study = field(repr=False)

    @property
    def differing(self) -> pd.DataFrame:
        """The rows that are not the same."""
        return self.table[~self.table["identical"]]


def reproduce_study(
    record: Record | str | Path,
    *,
    files: Sequence[str | Path] | None = None,
    service_files: Sequence[str | Path] | None = None,
    questionnaire: str | Path | None = None,
    accept_changes: bool = False,
    progress: Progress | None = None,
) -> Reproduction:
    """Make a study again from its record, and compare the numbers.

    Use it to show that a report follows from its files, or to see what a new version of the toolkit changes. A record
    is data: its files are read only where their content is what the record says.

    Parameters
    ----------
    record
        A record, or the path of its file.
    files, service_files
        The files of answers and of the service log, where they are no longer where the record says.
    questionnaire
        The path of the questionnaire, where it has moved; a shipped one is found by its name.
    accept_changes
        Go on where a file has changed; the changes are among the notes.
    progress
        Called with (stage, done, all).

    Returns
    -------
    Reproduction

    Raises
    ------
    DataError
        A file is missing or has changed, or the answers are understood otherwise than then.
    OptionError
        The number of `files` is not that of the record.

    Notes
    -----
    Weights and missing answers: as in the study. Cost: that of the study.

    Examples
    --------
    >>> import survey as sv
    >>> from tempfile import TemporaryDirectory
    >>> from survey.study.record import write_record
    >>> with TemporaryDirectory() as folder:
    ...     answers = Path(folder) / "answers.csv"
    ...     _ = sv.simulate_responses("mobi", n=200, seed=1).data.to_csv(answers, index=False)
    ...     study = sv.run_study(sv.read_responses(answers, "mobi"), n_boot=20, depth=False)
    ...     again = reproduce_study(write_record(study, Path(folder) / "report.json"))
    >>> again.identical
    True
    """
    given = record if isinstance(record, Record) else read_record(record)
    notes: list[Note] = []
    asked = _load(given, questionnaire, notes, accept_changes)
    responses = _read(given, asked, files, notes, accept_changes)
    logged = _find(given, given.content["service"], service_files, notes, accept_changes)
    log = read_service_log(logged) if logged else None
    study = run_study(responses, **given.content["options"], service=log, progress=progress)
    table = compare_results(given.content["results"], list_results(study))
    notes += _say_versions(given.content["versions"], study.versions)
    return Reproduction(
        table=table,
        n=len(study.responses),
        method=Note("reproduction", digits=9),
        notes=tuple(notes),
        identical=bool(table["identical"].all()),
        study=study,
    )


def compare_results(recorded: dict[str, Any], found: dict[str, Result]) -> pd.DataFrame:
    """Return a row for each column of each headline and for each further frame.

    Parameters
    ----------
    recorded
        Name to what a record keeps of a result.
    found
        Name to the result made again.
    """
    rows: list[dict[str, Any]] = []
    for name in dict.fromkeys([*recorded, *found]):
        if name not in found or name not in recorded:
            kept = recorded[name] if name in recorded else fingerprint_result(found[name])
            rows.append(_row(name, "table", _height(kept["table"]), "new" if name in found else "missing"))
            continue
        rows += _compare(name, recorded[name], fingerprint_result(found[name]))
    columns = ["result", "column", "n_rows", "largest_difference", "identical", "difference_kind"]
    return pd.DataFrame(rows, columns=columns)


def _compare(name: str, then: dict[str, Any], now: dict[str, Any]) -> list[dict[str, Any]]:
    heights = _height(then["table"]), _height(now["table"])
    if heights[0] != heights[1]:
        rows = [_row(name, "table", heights[1], "rows")]
    elif set(then["table"]) != set(now["table"]):
        rows = [_row(name, "table", heights[1], "columns")]
    else:
        rows = [_compare_column(name, column, values, now["table"][column]) for column, values in then["table"].items()]
    if then["n"] != now["n"]:
        rows.append(_row(name, "n", 1, "numbers", abs(then["n"] - now["n"])))
    frames = dict.fromkeys([*then["sha256"], *now["sha256"]])
    for frame in frames:
        same = then["sha256"].get(frame) == now["sha256"].get(frame)
        if frame != "table":
            rows.append(_row(name, frame, np.nan, "" if same else "numbers"))
    return rows


def _compare_column(name: str, column: str, then: list[Any], now: list[Any]) -> dict[str, Any]:
    if any(isinstance(value, str) for value in (*then, *now)):
        return _row(name, column, len(now), "" if then == now else "texts")
    first, second = (np.array(values, dtype=float) for values in (then, now))
    holes = np.isnan(first) != np.isnan(second)
    gaps = np.abs(first - second)
    largest = float(np.nanmax(gaps)) if np.any(~np.isnan(gaps)) else 0.0
    apart = np.any(holes) or np.any(gaps > SAME * np.maximum(1.0, np.abs(first)))
    return _row(
        name, column, len(now), "numbers" if apart else "", float("nan") if np.all(holes) and len(holes) else largest
    )


def _row(name: str, column: str, n_rows: float, kind: str, largest: float = float("nan")) -> dict[str, Any]:
    return {
        "result": name,
        "column": column,
        "n_rows": n_rows,
        "largest_difference": largest,
        "identical": kind == "",
        "difference_kind": kind,
    }


def _height(table: dict[str, list[Any]]) -> int:
    return len(next(iter(table.values()))) if table else 0


def _load(record: Record, given: str | Path | None, notes: list[Note], accept: bool) -> Questionnaire:
    said = record.content["questionnaire"]
    if given is not None:
        source: str | Path = given
    else:
        source = _resolve(record, said["path"], notes) if said["path"] else said["id"]
    modules = [name for name, on in said["modules"].items() if on]
    asked = load_questionnaire(source, modules=modules)
    if asked.path is not None:
        _check_hash(asked.path, said["sha256"], notes, accept)
    return asked


def _read(
    record: Record, asked: Questionnaire, given: Sequence[str | Path] | None, notes: list[Note], accept: bool
) -> Responses:
    said = record.content["answers"]
    found = _find(record, said["files"], given, notes, accept)
    read = read_responses(found[0] if len(found) == 1 else found, asked, **said["reading"])
    if not accept and answers_hash(read) != said["sha256"]:
        raise DataError(
            "the files of answers are the same, but are understood otherwise than then: the toolkit's reader or the "
            "options of reading differ. Go on with accept_changes=True, --accept-changes."
        )
    return replace(read, simulated=said["simulated"])


def _find(
    record: Record,
    said: list[dict[str, Any]],
    given: Sequence[str | Path] | None,
    notes: list[Note],
    accept: bool,
) -> list[Path]:
    """Return the checked paths of the files that a record names."""
    if given is not None and len(given) != len(said):
        raise OptionError(f"{len(given)} path(s) are given, but the record names {len(said)}.")
    found = [
        _resolve(record, file["path"], notes) if given is None else Path(given[place])
        for place, file in enumerate(said)
    ]
    for path, file in zip(found, said, strict=True):
        _check_hash(path, file["sha256"], notes, accept)
    return found


def _resolve(record: Record, path: str, notes: list[Note]) -> Path:
    """Return a path of the record; one that leads out of its folder is noted, one from the root refused."""
    if PurePosixPath(path).is_absolute() or PureWindowsPath(path).drive or PureWindowsPath(path).root:
        raise DataError(f"{record.path} names {path!r}; paths of a record are relative to its folder. Give files=[…].")
    folder = record.path.parent.resolve()
    found = (folder / path).resolve()
    if not found.is_relative_to(folder):
        notes.append(Note("reproduction_outside", path=path))
    return found


def _check_hash(path: Path, sha256: str, notes: list[Note], accept: bool) -> None:
    if not path.is_file():
        raise DataError(f"{path}: there is no such file; give its new place with files=[…] or questionnaire=.")
    if hash_file(path) == sha256:
        return
    if not accept:
        raise DataError(
            f"{path.name} has changed since the record was written (its SHA-256 is another). Put the old file back, or "
            "go on with accept_changes=True, --accept-changes."
        )
    notes.append(Note("reproduction_changed", file=path.name))


def _say_versions(then: dict[str, str], now: dict[str, str]) -> list[Note]:
    names = [name for name in dict.fromkeys([*then, *now]) if then.get(name) != now.get(name)]
    if not names:
        return []
    told = ", ".join(f"{name} {then.get(name, '–')} → {now.get(name, '–')}" for name in names)
    return [Note("reproduction_versions", packages=told)]
