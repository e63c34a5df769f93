"""XLSForms (ODK, KoboToolbox): a workbook with the sheets survey, choices and settings."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping, Sequence

from survey.drafting.language import guess_language, tag_language
from survey.drafting.plain_text import read_html
from survey.drafting.sketch import Sketch, Texts
from survey.drafting.xlsform_rows import FormReader, FormRow
from survey.errors import ReadError
from survey.platforms.files.workbook import read_workbook

_SHEET = re.compile(rb"""<(?:\w+:)?sheet\b[^>]*?\bname=["']([^"']*)["']""")
_MOST = 2_000_000  # bytes of a list of sheets
_TRANSLATED = re.compile(r"(?P<column>label|hint)\s*::?\s*(?P<language>.+)", re.IGNORECASE)
_UNKNOWN = "mis"  # ISO 639: a language without a code
_WORDS = ("type", "name")
Cells = Mapping[str, str]


def is_xlsform(data: bytes) -> bool:
    """Tell whether a file is a workbook with a sheet `survey` whose columns are those of a form."""
    names = {name.lower(): name for name in _list_sheets(data)}
    if "survey" not in names:
        return False
    if names.keys() & {"choices", "settings"}:
        return True
    try:
        rows = _read_sheet(data, "", names["survey"])
    except ReadError:
        return False
    return bool(rows) and set(_WORDS) <= set(rows[0])


def _list_sheets(data: bytes) -> list[str]:
    if not data.startswith(b"PK\x03\x04"):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("xl/workbook.xml") as stream:
            return [name.decode("utf-8", "replace") for name in _SHEET.findall(stream.read(_MOST))]
    except Exception:  # a damaged archive raises whatever its bytes happen to mean; its reader says what is wrong
        return []


def read_xlsform(data: bytes, file: str) -> Sketch:
    """Read a form.

    Raises
    ------
    ReadError
        The workbook is damaged or unsafe, or its sheet `survey` lacks the columns `type` and `name`.
    """
    sheets = {name.lower(): name for name in _list_sheets(data)}
    rows: dict[str, list[dict[str, str]]] = {
        wanted: _read_sheet(data, file, sheets[wanted])
        for wanted in ("survey", "choices", "settings")
        if wanted in sheets
    }
    if not rows["survey"]:
        raise ReadError(f"{file} is a form without questions. Fill in its sheet `survey` first.")
    if not set(_WORDS) <= set(rows["survey"][0]):
        raise ReadError(f"{file} has a sheet `survey` without the columns `type` and `name`; it is no XLSForm.")
    settings = next(iter(rows.get("settings", [])), {})
    headings = [heading for name in ("survey", "choices") for row in rows.get(name, [])[:1] for heading in row]
    tags = _find_languages(headings, settings, rows)
    sketch = Sketch(source="XLSForm", languages=list(dict.fromkeys(tags.values())), platform="xlsform")
    for name in [name for name, tag in tags.items() if tag.startswith(_UNKNOWN)]:
        sketch.notes.append(f"The language '{name}' has no tag that is known here; it is called {tags[name]}.")
    lists: dict[str, list[FormRow]] = {}
    for row in rows.get("choices", []):
        lists.setdefault(row.get("list_name") or row.get("list name", ""), []).append(_make_row(row, tags))
    sketch.title = {sketch.languages[0]: settings.get("form_title", "")}
    FormReader(sketch, [_make_row(row, tags) for row in rows["survey"]], lists).read()
    return sketch


def _read_sheet(data: bytes, file: str, sheet: str) -> list[dict[str, str]]:
    """Return the rows of a sheet by heading; an empty sheet has none."""
    try:
        table = read_workbook(data, file, hashlib.sha256(data).hexdigest(), sheet=sheet)
    except ReadError as error:
        if "no respondents" in str(error) or "no cell" in str(error):
            return []
        raise
    headings = [" ".join(heading.split()) for heading in table.headings]
    names = [heading.lower() if not _TRANSLATED.fullmatch(heading) else heading for heading in headings]
    places = {name: place for place, name in reversed(list(enumerate(names)))}  # of two columns the first counts
    kept = sorted(places.values())
    records = zip(*table.columns, strict=True)
    return [{names[place]: record[place].strip() for place in kept} for record in records]


def _find_languages(
    headings: Sequence[str], settings: Cells, rows: Mapping[str, Sequence[Mapping[str, str]]]
) -> dict[str, str]:
    """Return what the form calls its languages to tags, the default one first; "" is the one without a name."""
    names = [match["language"].strip() for heading in headings if (match := _TRANSLATED.fullmatch(heading))]
    default = settings.get("default_language", "").strip()
    wanted = [name for name in (default, *names) if name]
    tags: dict[str, str] = {}
    for name in dict.fromkeys(wanted):
        if name not in names and name != default:
            continue
        tag = tag_language(name) or _UNKNOWN
        count = 1
        while tag in tags.values():
            count += 1
            tag = f"{tag.split('-x')[0]}-x{count}"
        tags[name] = tag
    if default and default not in names and names:
        tags.pop(default)
    if "label" in headings or not tags:
        plain = [row.get("label", "") for sheet in ("survey", "choices") for row in rows.get(sheet, [])]
        tags = (
            {"": tag_language(default) or guess_language(plain)} | tags
            if not names
            else {**tags, "": _main(tags, default)}
        )
    return tags


def _main(tags: Mapping[str, str], default: str) -> str:
    """Return the tag of the language that a column without one is in, where others are named."""
    return tags.get(default, next(iter(tags.values())))


def _make_row(row: Cells, tags: Mapping[str, str]) -> FormRow:
    texts: dict[str, Texts] = {"label": {}, "hint": {}}
    for heading, cell in row.items():
        match = _TRANSLATED.fullmatch(heading)
        column, name = (match["column"].lower(), match["language"].strip()) if match else (heading, "")
        text = read_html(cell)
        if column in texts and text and name in tags:
            texts[column].setdefault(tags[name], text)
    return FormRow(cells=row, label=texts["label"], hint=texts["hint"])
