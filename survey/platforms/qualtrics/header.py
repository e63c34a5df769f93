"""The header lines of a response file: names, question texts, and the ids that say what each column is.

Since 2017 a file has three lines, the last with ``{"ImportId":"QID5","choiceId":"2"}`` and the time zone of dates;
before that ``{'ImportId': 'QID5-2'}``; before that two lines, with ``V1`` to ``V10`` for what is not asked. A workbook
may lack the third line, and people delete lines.
"""

from __future__ import annotations

import ast
import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from survey.platforms.coding.moment import parse_moment
from survey.platforms.coding.wording import plain
from survey.platforms.files.table import Table
from survey.platforms.rewrite import split_rows

_LINES = 2  # at most, under the headings
_MARK = re.compile(r"""^\{\s*["']ImportId["']""")
_OLD_NAME = re.compile(r"V(?:[1-9]|10)")
_RESPONSE = re.compile(r"R_\w+")
_TAGS = re.compile(r"<[^>]*>")
# "Question - Selected Choice - Other": Qualtrics' own words within the question over a column.
_SELECTED = re.compile(r"\s-\s+Selected Choice(?=\s-\s|\s*$)")
# At least three of these stand in every file of some kind and in no other platform's.
SIGNATURE = frozenset(
    {"ResponseId", "ResponseID", "ResponseSet", "RecordedDate", "Duration (in seconds)", "DistributionChannel"}
    | {"UserLanguage", "RecipientEmail", "ExternalReference", "ExternalDataReference"}
)
_FEWEST_SIGNS = 3


@dataclass(frozen=True, kw_only=True)
class Header:
    """What the header lines say of each column.

    Attributes
    ----------
    names
        What the column is called; in a file of the oldest kind the name that stands for V1 to V10.
    ids
        The question's id with row and option, as ``QID5_2`` or ``QID5_2_TEXT``, or another id; "" where there is none.
    wordings
        The question over the column without Qualtrics' own words; "" where there is none.
    zones
        The time zone of a date, or "".
    """

    names: tuple[str, ...]
    ids: tuple[str, ...]
    wordings: tuple[str, ...]
    zones: tuple[str, ...]

    @property
    def has_ids(self) -> bool:
        """Whether the file tells ids."""
        return any(self.ids)


def is_response_file(table: Table) -> bool:
    """Tell whether a table is a response file of Qualtrics.

    Parameters
    ----------
    table
        As read, its further header lines being its first rows.
    """
    if _find_ids(table) is not None or _is_old(table):
        return True
    return len(SIGNATURE.intersection(table.headings)) >= _FEWEST_SIGNS


def read_header(table: Table) -> tuple[Header, Table]:
    """Return the header of a response file, and the table without the header lines.

    Parameters
    ----------
    table
        As read.
    """
    ids_line = _find_ids(table)
    count = ids_line + 1 if ids_line is not None else int(_has_texts(table))
    lines, rest = split_rows(table, count)
    empty = [""] * len(table.headings)
    ids = [_read_id(cell) for cell in lines[ids_line]] if ids_line is not None else [("", "")] * len(empty)
    texts = lines[0] if lines and ids_line != 0 else empty
    old = _is_old(table)
    names = [
        text.strip() if old and _OLD_NAME.fullmatch(name) else name
        for name, text in zip(table.headings, texts, strict=True)
    ]
    header = Header(
        names=tuple(names),
        ids=tuple(one for one, _ in ids),
        wordings=tuple(clean_wording(text) for text in texts),
        zones=tuple(zone for _, zone in ids),
    )
    return header, rest


def clean_wording(text: str) -> str:
    """Return the question over a column without markup and without Qualtrics' own words.

    Examples
    --------
    >>> clean_wording("How did you pay? - Selected Choice - <b>Other</b>")
    'How did you pay? - Other'
    """
    return _SELECTED.sub("", " ".join(html.unescape(_TAGS.sub(" ", text)).split()))


def _find_ids(table: Table) -> int | None:
    """Return which row under the headings holds the ids."""
    for row in range(min(_LINES, len(table))):
        if any(_MARK.match(column[row]) for column in table.columns):
            return row
    return None


def _is_old(table: Table) -> bool:
    first = [column[0].strip() for column in table.columns[:3]] if len(table) else []
    return table.headings[:3] == ("V1", "V2", "V3") and first[:1] == ["ResponseID"]


def _has_texts(table: Table) -> bool:
    """Tell whether the row under the headings holds question texts: where answers have ids and dates it has words."""
    checks: Sequence[tuple[tuple[str, ...], Callable[[str], bool]]] = (
        (("ResponseId", "ResponseID", "V1"), lambda cell: bool(_RESPONSE.fullmatch(cell))),
        (("StartDate", "EndDate", "RecordedDate", "V8"), lambda cell: parse_moment(plain(cell)) is not None),
        (("Progress", "Duration (in seconds)"), lambda cell: cell.replace(".", "", 1).isdigit()),
    )
    told = [
        holds(table.columns[place][0].strip())
        for names, holds in checks
        for name in names
        if len(table) and (place := table.find(name)) is not None and table.columns[place][0].strip()
    ]
    return bool(told) and not any(told)


def _read_id(cell: str) -> tuple[str, str]:
    """Return the id in a cell of the third line, written as ``QID5_2``, and the time zone."""
    content = _parse(cell)
    own = str(content.get("ImportId", "")).strip()
    question = own.startswith("QID") or re.match(r"\d+_QID", own) is not None
    parts = [own.replace("-", "_") if question else own]
    if question and "choiceId" in content:
        parts.append(str(content["choiceId"]))
    return "_".join(parts), str(content.get("timeZone", ""))


def _parse(cell: str) -> dict[str, object]:
    for read in (json.loads, ast.literal_eval):
        try:
            content = read(cell)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
        if isinstance(content, dict):
            return content
    return {}
