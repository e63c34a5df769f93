"""Stata: .dta files, as templates to fill in, as answers to analyse, and read back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

from survey.platforms.extras import need
from survey.platforms.files.table import Table
from survey.platforms.loss import Loss, name_loss
from survey.platforms.manifest import Manifest
from survey.platforms.registry import Draft, Order, Platform
from survey.platforms.statistics_file.answers import adapt_file
from survey.platforms.statistics_file.checklist import write_checklist
from survey.platforms.statistics_file.labels import Limits, label_values, label_variable, name_cuts, name_renamed
from survey.platforms.statistics_file.losses import list_losses
from survey.platforms.statistics_file.rows import Filled, check_lengths, choose_path, fill_variables, save_file
from survey.platforms.statistics_file.variables import Variable, build_fields, list_variables, name_columns
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.scale import SPECIAL_KINDS, SpecialKind
from survey.responses import Responses

SUFFIXES = (".dta",)
VERSION = 14  # format 118, which every Stata from 14 on reads; 119, for more variables, only Stata/MP
# Stata User's Guide, 11.3 Naming conventions, 12.6 Dataset, variable, and value labels
LIMITS = Limits(title="Stata", unit="characters", variable=80, value=32_000 // 4)
LONGEST_TITLE = 80  # characters
LONGEST_NAME = 28  # of 32: pyreadstat names the value labels after the variable and a number
LONGEST_TEXT = 2_000_000_000  # bytes of a strL
LOWEST_LABELLED, HIGHEST_LABELLED = -2_147_483_647, 2_147_483_620  # the range of a long
RESERVED = frozenset({"byte", "double", "float", "if", "in", "int", "long", "strl", "using", "with"})
LETTERS: Mapping[SpecialKind, str] = dict(zip(SPECIAL_KINDS, "abc", strict=True))
_TEXT_TYPE = re.compile(r"str\d+", re.IGNORECASE)
_EPOCH = np.datetime64("1960-01-01", "us")
_DAY, _MILLISECOND = np.timedelta64(1, "D"), np.timedelta64(1, "ms")
_NO_TIME = b"<timestamp>\x1101 Jan 1970 00:00</timestamp>"


def name_fields(questionnaire: Questionnaire, language: str | None = None) -> Manifest:
    """Return what the variables of a Stata file mean.

    Parameters
    ----------
    questionnaire
        What is asked.
    language
        The language of the labels; None: the questionnaire's first.
    """
    chosen = questionnaire.check_language(language)
    return Manifest(
        platform="stata",
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        language=chosen,
        fields=build_fields(questionnaire, _names(questionnaire), value=_say_code, language=chosen),
    )


def write_responses(responses: Responses, path: str | Path, *, language: str | None = None) -> Path:
    """Write answers as a Stata file with labels and extended missing values.

    Use it to go on in Stata. Personal and extra columns are left out.

    Parameters
    ----------
    responses
        The answers.
    path
        The file to write, .dta; Stata 14 and later read it.
    language
        The language of the labels; None takes the questionnaire's first.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    OptionError
        There is no such language, the suffix is another one, or pyreadstat is not installed.
    DataError
        A text is longer than 2,000,000,000 bytes.

    Notes
    -----
    Weights: the variable ``weight``, for ``[pweight=weight]``. Missing: a blank is ``.``; not applicable is ``.a``,
    don't know ``.b`` and no answer ``.c``, each with its label, so that no command takes 99 for a rating. Times are
    exact to a millisecond. Labels that are too long end in ``…``.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from survey import read_responses, simulate_responses
    >>> simulated = simulate_responses("ecommerce-service", n=20, seed=1)
    >>> with TemporaryDirectory() as folder:
    ...     path = write_responses(simulated, Path(folder) / "answers.dta", language="en")
    ...     again = read_responses(path, "ecommerce-service")
    >>> again.data["sat1"].tolist() == simulated.data["sat1"].tolist()
    True
    """
    target = choose_path(path, SUFFIXES, "Stata")
    questionnaire = responses.questionnaire
    chosen = questionnaire.check_language(language)
    variables = list_variables(questionnaire, name_fields(questionnaire, chosen).fields, chosen)
    filled = fill_variables(responses, variables, _names(questionnaire), chosen)
    check_lengths(filled, responses, LONGEST_TEXT, "Stata")
    return save_file(target, _write(questionnaire, filled, chosen))


def _draft(order: Order) -> Draft:
    questionnaire = order.questionnaire
    manifest = name_fields(questionnaire, order.language)
    variables = list_variables(questionnaire, manifest.fields, order.language)
    content = _write(questionnaire, [Filled(one, _no_values(one)) for one in variables], order.language)
    return Draft(
        content=re.sub(rb"<timestamp>\x11.{17}</timestamp>", _NO_TIME, content, count=1, flags=re.DOTALL),
        manifest=manifest,
        losses=(
            *list_losses(questionnaire, order.language),
            *name_cuts(variables, LIMITS),
            *name_renamed(variables, "Stata"),
            *_name_unlabelled(variables),
        ),
        beside={".checklist.md": write_checklist(questionnaire, variables, order.language)},
    )


def _names(questionnaire: Questionnaire) -> dict[str, str]:
    types = {column.lower() for column in questionnaire.columns if _TEXT_TYPE.fullmatch(column)}
    return name_columns(questionnaire, longest=LONGEST_NAME, forbidden=r"[^A-Za-z0-9_]", reserved=RESERVED | types)


def _say_code(item: Item, code: int) -> str:
    kind = item.special_codes.get(code)
    return f".{LETTERS[kind]}" if kind else str(code)


def _no_values(variable: Variable) -> pd.Series:
    kinds = {"text": "str", "date": "datetime64[us]"}
    return pd.Series([], dtype=kinds.get(variable.kind, "float64"))


def _is_labelled(code: int) -> bool:
    return LOWEST_LABELLED <= code <= HIGHEST_LABELLED


def _name_unlabelled(variables: Sequence[Variable]) -> list[Loss]:
    return [
        name_loss(
            one.item.id if one.item else "",
            en=f"The label of {code} is left out: Stata labels codes up to {HIGHEST_LABELLED:,}.",
            zh=f"编码 {code} 的标签未写入：Stata 只能为不超过 {HIGHEST_LABELLED:,} 的编码加标签。",
        )
        for one in variables
        for code in one.values
        if code not in one.special and not _is_labelled(code)
    ]


def _write(questionnaire: Questionnaire, filled: Sequence[Filled], language: str) -> bytes:
    pyreadstat = need("pyreadstat", "spss", "Stata files")
    variables = [one.variable for one in filled]
    letters = {one.name: [LETTERS[kind] for kind in one.special.values()] for one in variables if one.special}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answers.dta"
        pyreadstat.write_dta(
            pd.DataFrame({one.variable.name: _values(one) for one in filled}),
            path,
            version=VERSION,
            file_label=LIMITS.cut(questionnaire.title.in_language(language), LONGEST_TITLE),
            column_labels={one.name: label_variable(one, LIMITS) for one in variables},
            variable_value_labels={one.name: own for one in variables if (own := _label(one))},
            missing_user_values=letters,
            variable_format={one.variable.name: form for one in filled if (form := _format(one))},
        )
        return path.read_bytes()


def _label(variable: Variable) -> dict[int | str, str]:
    """Return the label of each value, special answers by their letters."""
    labels = label_values(variable, LIMITS)
    plain: dict[int | str, str] = {
        code: text for code, text in labels.items() if code not in variable.special and _is_labelled(code)
    }
    return plain | {LETTERS[kind]: labels[code] for code, kind in variable.special.items() if code in labels}


def _values(filled: Filled) -> Any:
    if filled.variable.kind == "text":
        return pd.Series(filled.texts, dtype="str")
    if filled.variable.kind == "date":
        unit = _MILLISECOND if filled.has_times else _DAY
        return np.round((filled.values.to_numpy(dtype="datetime64[us]") - _EPOCH) / unit)
    special = filled.variable.special
    if not special or not filled.values.isin(list(special)).any():
        return filled.values.to_numpy(dtype="float64")
    marks = filled.values.map({code: LETTERS[kind] for code, kind in special.items()})
    return filled.values.astype(object).where(marks.isna(), marks).reset_index(drop=True)


def _format(filled: Filled) -> str:
    """Return the format a variable is shown in; "" for Stata's usual one."""
    if filled.variable.kind == "date":
        return "%tc" if filled.has_times else "%td"
    return ""


def _recognise(table: Table) -> bool:
    return table.origin.kind == "dta"


PLATFORM = Platform(
    title="Stata",
    suffixes=SUFFIXES,
    drafts=_draft,
    recognises=_recognise,
    adapts=partial(adapt_file, name_fields=name_fields, names=_names),
)
