"""Parquet: files whose columns carry the questionnaire with them, as templates, as answers, and read back."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from survey.platforms.extras import need
from survey.platforms.files.table import Table
from survey.platforms.loss import name_loss
from survey.platforms.manifest import Manifest
from survey.platforms.registry import Draft, Order, Platform
from survey.platforms.statistics_file.answers import adapt_file
from survey.platforms.statistics_file.rows import Filled, choose_path, fill_variables, save_file
from survey.platforms.statistics_file.variables import Variable, build_fields, list_variables, name_columns
from survey.questionnaire.item import Item, Matrix
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses

SUFFIXES = (".parquet",)
KEY = "survey"  # of the metadata, of the file and of each column
_LONGEST_NAME = 1000  # Parquet has no limit; an id has at most 64 characters
_LARGEST_SMALL = 2**31 - 1


def name_fields(questionnaire: Questionnaire, language: str | None = None) -> Manifest:
    """Return what the columns of a Parquet file mean; it holds every language.

    Parameters
    ----------
    questionnaire
        What is asked.
    language
        The language that comes first; None: the questionnaire's first.
    """
    return Manifest(
        platform="parquet",
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        language=questionnaire.check_language(language),
        fields=build_fields(questionnaire, _names(questionnaire)),
    )


def write_responses(responses: Responses, path: str | Path, *, language: str | None = None) -> Path:
    """Write answers as a Parquet file whose metadata hold the questions and labels in every language.

    Use it to go on in pandas, polars, DuckDB, R or Spark, and for many respondents. Personal and extra columns are left
    out.

    Parameters
    ----------
    responses
        The answers.
    path
        The file to write, .parquet.
    language
        The language named as the first; None takes the questionnaire's first.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    OptionError
        There is no such language, the suffix is another one, or pyarrow is not installed.

    Notes
    -----
    Metadata: the key ``survey`` of each column is JSON with the item, the wording, the labels, the special codes and
    what else the questionnaire says of it; the key ``survey`` of the file is the manifest. Weights: the column
    ``weight``. Missing: a blank is null, a special answer keeps its code. Codes are whole numbers; dates without a time
    of day are dates.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from survey import read_responses, simulate_responses
    >>> simulated = simulate_responses("ecommerce-service", n=20, seed=1)
    >>> with TemporaryDirectory() as folder:
    ...     path = write_responses(simulated, Path(folder) / "answers.parquet")
    ...     again = read_responses(path, "ecommerce-service")
    >>> again.data["sat1"].tolist() == simulated.data["sat1"].tolist()
    True
    """
    target = choose_path(path, SUFFIXES, "Parquet")
    questionnaire = responses.questionnaire
    manifest = name_fields(questionnaire, language)
    variables = list_variables(questionnaire, manifest.fields, manifest.language)
    filled = fill_variables(responses, variables, _names(questionnaire), manifest.language)
    return save_file(target, _write(questionnaire, manifest, filled))


def _draft(order: Order) -> Draft:
    questionnaire = order.questionnaire
    manifest = name_fields(questionnaire, order.language)
    variables = list_variables(questionnaire, manifest.fields, order.language)
    kinds = {"text": "str", "date": "datetime64[us]"}
    empty = [Filled(one, pd.Series([], dtype=kinds.get(one.kind, "float64"))) for one in variables]
    loss = name_loss(
        "",
        en="A Parquet file asks nothing: page texts, intro and thanks are left out; required answers, routing and "
        "limits stand in the metadata, and nothing enforces them.",
        zh="Parquet 文件本身不提问：页面文字、开场白、致谢未导出；必答、跳转、数值范围写在元数据里，但不强制执行。",
    )
    return Draft(content=_write(questionnaire, manifest, empty), manifest=manifest, losses=(loss,))


def _names(questionnaire: Questionnaire) -> dict[str, str]:
    return name_columns(questionnaire, longest=_LONGEST_NAME, forbidden=r"^-")


def _write(questionnaire: Questionnaire, manifest: Manifest, filled: Sequence[Filled]) -> bytes:
    pa = need("pyarrow", "arrow", "Parquet files")
    parquet = need("pyarrow.parquet", "arrow", "Parquet files")
    matrices = {block.id: block for page in questionnaire.pages for block in page.blocks if isinstance(block, Matrix)}
    fields, columns = [], []
    for one in filled:
        kind = _type(pa, one)
        meta = json.dumps(_describe(questionnaire, manifest, one.variable, matrices), ensure_ascii=False)
        fields.append(pa.field(one.variable.name, kind, metadata={KEY: meta}))
        columns.append(pa.array(_values(one), type=kind, from_pandas=True))
    schema = pa.schema(fields, metadata={KEY: manifest.to_json()})
    buffer = io.BytesIO()
    parquet.write_table(pa.Table.from_arrays(columns, schema=schema), buffer, compression="zstd")
    return buffer.getvalue()


def _values(filled: Filled) -> Any:
    if filled.variable.kind == "date":
        return filled.values.to_numpy(dtype="datetime64[us]")
    return filled.values.to_numpy(dtype=object if filled.variable.kind == "text" else "float64")


def _type(pa: Any, filled: Filled) -> Any:
    """Return the smallest usual type that holds the values as they are."""
    variable = filled.variable
    if variable.kind == "text":
        return pa.string()
    if variable.kind == "date":
        return pa.timestamp("us") if filled.has_times else pa.date32()
    answers = filled.values.dropna()
    whole = bool((answers % 1 == 0).all()) and (variable.kind != "number" or _is_whole(variable))
    if not whole:
        return pa.float64()
    largest = max(map(abs, [*variable.values, *answers.tolist()]), default=0)
    return pa.int32() if largest <= _LARGEST_SMALL else pa.int64()


def _is_whole(variable: Variable) -> bool:
    return variable.item.integer if variable.item else variable.column == "-respondent"


def _describe(
    questionnaire: Questionnaire, manifest: Manifest, variable: Variable, matrices: Mapping[str, Matrix]
) -> dict[str, Any]:
    field = manifest.find(variable.name)
    item = variable.item
    described: dict[str, Any] = {"kind": variable.kind, "measure": variable.measure}
    if field is None:
        return {**described, "label": variable.label}
    described |= {"part": field.part, "wording": field.wording, "labels": field.labels}
    if item is None:
        return described
    whole = {
        "item": item.id,
        "type": item.type,
        "code": field.code if field.part in ("option", "text") else None,
        "special": item.special_codes if field.part == "answer" else None,
        "scale": item.scale.id if item.scale else None,
        "reverse": item.reverse,
        "attention": item.attention,
        "construct": questionnaire.construct_of(item.id),
        "page": item.page,
        "matrix": item.matrix,
        "matrix_wording": dict(matrices[item.matrix].text) if item.matrix else None,
        **_rules(item),
    }
    return described | {key: value for key, value in whole.items() if value not in (None, False, {}, [])}


def _rules(item: Item) -> dict[str, Any]:
    return {
        "help": dict(item.help) if item.help else None,
        "required": item.required,
        "shown_if": item.shown_if.text if item.shown_if else None,
        "exclusive": [choice.code for choice in item.choices if choice.exclusive],
        "shown_if_options": {choice.code: choice.shown_if.text for choice in item.choices if choice.shown_if},
        "minimum": item.minimum,
        "maximum": item.maximum,
        "integer": item.integer,
        "unit": dict(item.unit) if item.unit else None,
    }


def _recognise(table: Table) -> bool:
    return table.origin.kind == "parquet"


PLATFORM = Platform(
    title="Parquet",
    suffixes=SUFFIXES,
    drafts=_draft,
    recognises=_recognise,
    adapts=partial(adapt_file, name_fields=name_fields, names=_names),
)
