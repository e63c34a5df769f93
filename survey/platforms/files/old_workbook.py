"""Old workbooks: the values of one sheet of an XLS file, as Excel wrote them before 2007."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from survey.errors import ReadError
from survey.platforms.extras import need
from survey.platforms.files.findings import WHOLE_FILE, name_one
from survey.platforms.files.table import Origin, Table, build_table

_LONGEST = 300  # seconds


def read_old_workbook(data: bytes, file: str, sha256: str, *, sheet: str | None = None) -> Table:
    """Read a sheet of an old workbook into a table: stored values, never formulas.

    Parameters
    ----------
    data
        The whole file.
    file, sha256
        Its name and hash.
    sheet
        The sheet's name; None takes the first sheet with something in it and names the others.

    Raises
    ------
    ReadError
        The file is no workbook, is damaged, or has no such sheet.
    OptionError
        The package that reads such files is not installed.

    Notes
    -----
    The file is taken apart in a process of its own, so that a damaged one cannot end this one.
    """
    pages = _read_pages(data, file)
    if sheet is not None and sheet not in pages:
        raise ReadError(f"{file} has no sheet '{sheet}'; it has: {_quote(pages)}. Pass one of these as `sheet`.")
    wanted = pages if sheet is None else {sheet: pages[sheet]}
    filled = {name: records for name, records in wanted.items() if records}
    if not filled:
        raise ReadError(f"{file} is empty: no cell of {_quote(wanted)} holds a value. Export the answers again.")
    chosen, *unread = filled
    findings = [
        name_one("", f"this sheet was not read; pass sheet='{name}' to read it", row=WHOLE_FILE, value=name)
        for name in unread
    ]
    return build_table(filled[chosen], Origin(file=file, sha256=sha256, kind="xls", sheet=chosen), findings)


def _read_pages(data: bytes, file: str) -> dict[str, list[list[str]]]:
    """Return the rows of every sheet as text, without blank rows at its end."""
    need("python_calamine", "excel", "Old Excel files (.xls)")
    command = [sys.executable, "-m", "survey.platforms.files.old_pages"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    advice = "Open it and save it as XLSX, or save it as CSV."
    try:
        done = subprocess.run(command, input=data, capture_output=True, env=environment, timeout=_LONGEST, check=False)
        pages: dict[str, list[list[str]]] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise ReadError(f"{file} takes longer than {_LONGEST} seconds to read. {advice}") from error
    except ValueError as error:
        raise ReadError(f"{file} is damaged, or no XLS file. {advice}") from error
    return {name: _drop_blank_end(records) for name, records in pages.items()}


def _drop_blank_end(records: list[list[str]]) -> list[list[str]]:
    last = max((number for number, record in enumerate(records, 1) if any(record)), default=0)
    return records[:last]


def _quote(names: Any) -> str:
    return ", ".join(f"'{name}'" for name in names) or "no sheet"
