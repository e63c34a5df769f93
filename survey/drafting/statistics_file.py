"""SPSS and Stata files: variables with their labels, with answers in them or as a template without."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from survey.drafting.column import DraftColumn
from survey.drafting.columns import list_columns, sketch_columns
from survey.drafting.sketch import Sketch
from survey.errors import ReadError
from survey.platforms.extras import need
from survey.platforms.files.cell import cell_text
from survey.platforms.files.sav_dictionary import SavVariable, read_dictionary
from survey.platforms.files.sav_file import SAV_STARTS
from survey.platforms.files.stata_file import DTA_STARTS
from survey.platforms.files.table import Table

_DATES = frozenset({20, 22, 23, 24, 38, 39, 41})  # SPSS's numbers of the formats of days and moments
_SHORT = 255  # bytes; wider texts are long ones
_STATA_DATES = ("%td", "%tc", "%d", "%-td", "%-tc", "%-d")


def is_statistics(data: bytes) -> bool:
    """Tell whether a file is one of SPSS or Stata."""
    return data.startswith((*SAV_STARTS, *DTA_STARTS))


def read_statistics_file(file: Path, data: bytes, language: str | None) -> Sketch:
    """Read a file of SPSS or Stata.

    Raises
    ------
    ReadError
        It is damaged.
    OptionError
        pyreadstat is missing, for a Stata file.
    """
    from survey.platforms.files.source import read_table

    sav = data.startswith(SAV_STARTS)
    columns = _list_sav(data, file.name) if sav else _list_dta(data, file.name)
    try:
        table: Table | None = read_table(file)
    except ReadError as error:
        if not any(words in str(error) for words in ("no respondents", "no value")):
            raise
        table = None
    if table is not None:
        counted = {column.name: column for column in list_columns(table)}
        for column in columns:
            column.counts = counted[column.name].counts if column.name in counted else column.counts
    return sketch_columns(columns, "SPSS" if sav else "Stata", language)


def _list_sav(data: bytes, file: str) -> list[DraftColumn]:
    head = read_dictionary(data, file)

    def say(text: bytes) -> str:
        return text.decode(head.encoding, "replace").replace("\0", "").strip()

    return [
        DraftColumn(
            name=say(one.name),
            wording=say(one.label),
            labels={
                _say_value(value, one, head.order, head.encoding): say(label) for value, label in one.labels.items()
            },
            form=("long" if one.width > _SHORT else "text")
            if one.width
            else "date"
            if one.form in _DATES
            else "number",
        )
        for one in head.variables
    ]


def _say_value(value: bytes, variable: SavVariable, order: str, encoding: str) -> str:
    import struct

    if variable.width:
        return value.decode(encoding, "replace").replace("\0", "").rstrip()
    return cell_text(float(struct.unpack(order + "d", value[:8])[0]))


def _list_dta(data: bytes, file: str) -> list[DraftColumn]:
    pyreadstat = need("pyreadstat", "spss", "Stata files")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            _, meta = pyreadstat.read_dta(io.BytesIO(data), metadataonly=True)
    except Exception as error:  # a damaged file raises whatever its bytes happen to mean
        raise ReadError(f"{file} cannot be read as a Stata file ({error}). Open it and save it again.") from error
    labels = meta.variable_value_labels
    return [
        DraftColumn(
            name=name,
            wording=(label or "").strip(),
            labels={
                f".{value}" if isinstance(value, str) else cell_text(float(value)): text.strip()
                for value, text in labels.get(name, {}).items()
            },
            form=_form(meta.readstat_variable_types.get(name, ""), meta.original_variable_types.get(name) or ""),
        )
        for name, label in zip(meta.column_names, meta.column_labels, strict=True)
    ]


def _form(kind: str, shown: str) -> str:
    if kind == "string":
        return "text"
    return "date" if shown.startswith(_STATA_DATES) else "number"
