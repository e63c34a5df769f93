"""SPSS: .sav and .zsav files, as templates to fill in, as answers to analyse, and read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

from survey.platforms.extras import need
from survey.platforms.files.table import Table
from survey.platforms.manifest import Manifest
from survey.platforms.naming import shorten_names
from survey.platforms.registry import Draft, Order, Platform
from survey.platforms.statistics_file.answers import adapt_file
from survey.platforms.statistics_file.checklist import write_checklist
from survey.platforms.statistics_file.labels import Limits, label_values, label_variable, name_cuts, name_renamed
from survey.platforms.statistics_file.losses import list_losses
from survey.platforms.statistics_file.rows import Filled, check_lengths, choose_path, fill_variables, save_file
from survey.platforms.statistics_file.sav import Sav, split_sav
from survey.platforms.statistics_file.variables import Variable, build_fields, list_variables, name_columns
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses

SUFFIXES = (".sav", ".zsav")
# IBM SPSS Statistics, Command Syntax Reference: VARIABLE LABELS, VALUE LABELS, Variable Names, Variable Types
LIMITS = Limits(title="SPSS", unit="bytes", variable=255, value=120)
LONGEST_NAME, LONGEST_TITLE, LONGEST_TEXT = 64, 64, 32_767  # bytes
RESERVED = frozenset({"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"})
_EPOCH = np.datetime64("1582-10-14", "us")
_SECOND = np.timedelta64(1, "s")
_SHORT_TEXT, _LONG_TEXT = 255, 4000  # bytes of room that a template gives to texts
_DATE, _MOMENT = "SDATE10", "DATETIME20"
_FEWEST_OF_A_SET = 2


def name_fields(questionnaire: Questionnaire, language: str | None = None) -> Manifest:
    """Return what the variables of an SPSS file mean.

    Parameters
    ----------
    questionnaire
        What is asked.
    language
        The language of the labels; None: the questionnaire's first.
    """
    chosen = questionnaire.check_language(language)
    return Manifest(
        platform="spss",
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        language=chosen,
        fields=build_fields(questionnaire, _names(questionnaire), language=chosen),
    )


def write_responses(responses: Responses, path: str | Path, *, language: str | None = None) -> Path:
    """Write answers as an SPSS file with labels, missing values, measures and multiple response sets.

    Use it to go on in SPSS or PSPP. Personal and extra columns are left out.

    Parameters
    ----------
    responses
        The answers.
    path
        The file to write, .sav or .zsav (which is smaller).
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
        A text is longer than 32,767 bytes.

    Notes
    -----
    Weights: the variable ``weight``; switch it on with WEIGHT BY weight. Missing: a blank is system-missing, a special
    answer keeps its code and is user-missing. Times are exact to a millisecond; blanks at the end of a text are lost,
    as in every SPSS file. Labels that are too long end in ``…``. Cost: memory for all rows at their full width.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from survey import read_responses, simulate_responses
    >>> simulated = simulate_responses("ecommerce-service", n=20, seed=1)
    >>> with TemporaryDirectory() as folder:
    ...     path = write_responses(simulated, Path(folder) / "answers.sav", language="en")
    ...     again = read_responses(path, "ecommerce-service")
    >>> again.data["sat1"].tolist() == simulated.data["sat1"].tolist()
    True
    """
    target = choose_path(path, SUFFIXES, "SPSS")
    questionnaire = responses.questionnaire
    chosen = questionnaire.check_language(language)
    variables = list_variables(questionnaire, name_fields(questionnaire, chosen).fields, chosen)
    filled = fill_variables(responses, variables, _names(questionnaire), chosen)
    check_lengths(filled, responses, LONGEST_TEXT, "SPSS")
    file = _write(questionnaire, filled, chosen)
    return save_file(target, file.pack() if target.suffix.lower() == ".zsav" else file.join())


def _draft(order: Order) -> Draft:
    questionnaire = order.questionnaire
    manifest = name_fields(questionnaire, order.language)
    variables = list_variables(questionnaire, manifest.fields, order.language)
    file = _write(questionnaire, [Filled(one, _fill_once(one)) for one in variables], order.language).empty()
    return Draft(
        content=file.pack() if order.suffix == ".zsav" else file.join(),
        manifest=manifest,
        losses=(
            *list_losses(questionnaire, order.language),
            *name_cuts(variables, LIMITS),
            *name_renamed(variables, "SPSS"),
        ),
        beside={".checklist.md": write_checklist(questionnaire, variables, order.language)},
    )


def _names(questionnaire: Questionnaire) -> dict[str, str]:
    return name_columns(questionnaire, longest=LONGEST_NAME, forbidden=r"[^A-Za-z0-9_]", reserved=RESERVED)


def _fill_once(variable: Variable) -> pd.Series:
    """Return one value as wide as a template's variable has to be; the row is taken out again."""
    if variable.kind == "text":
        long = variable.item is not None and variable.item.type == "long_text" and not variable.ending
        return pd.Series(["-" * (_LONG_TEXT if long else _SHORT_TEXT)], dtype="str")
    return pd.Series([None], dtype="datetime64[us]" if variable.kind == "date" else "float64")


def _write(questionnaire: Questionnaire, filled: Sequence[Filled], language: str) -> Sav:
    pyreadstat = need("pyreadstat", "spss", "SPSS files")
    variables = [one.variable for one in filled]
    frame = pd.DataFrame({one.variable.name: _values(one) for one in filled})
    labels = {one.name: label_values(one, LIMITS) for one in variables if one.values}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answers.sav"
        pyreadstat.write_sav(
            frame,
            path,
            file_label=_title(questionnaire, language),
            column_labels={one.name: label_variable(one, LIMITS) for one in variables},
            variable_value_labels={
                name: {float(code): text for code, text in own.items()} for name, own in labels.items()
            },
            missing_ranges={one.name: [float(code) for code in one.special] for one in variables if one.special},
            variable_measure={one.name: one.measure for one in variables},
            variable_format={one.variable.name: form for one in filled if (form := _format(one))},
        )
        data = path.read_bytes()
    return split_sav(data, len(frame)).add_sets(_sets(variables))


def _title(questionnaire: Questionnaire, language: str) -> str:
    return LIMITS.cut(questionnaire.title.in_language(language), LONGEST_TITLE)


def _values(filled: Filled) -> Any:
    if filled.variable.kind == "text":
        return filled.texts
    if filled.variable.kind != "date":
        return filled.values.to_numpy(dtype="float64")
    seconds = (filled.values.to_numpy(dtype="datetime64[us]") - _EPOCH) / _SECOND
    return np.round(seconds, 3)


def _format(filled: Filled) -> str:
    """Return the format a variable is shown in; "" for texts, whose format is their width."""
    variable = filled.variable
    if variable.kind == "text":
        return ""
    if variable.kind == "date":
        return _MOMENT if filled.has_times else _DATE
    if variable.kind == "number":
        whole = bool((filled.values.dropna() % 1 == 0).all()) if len(filled.values.dropna()) else _is_whole(variable)
        return "F8.0" if whole else "F8.2"
    return f"F{max(len(str(code)) for code in variable.values or [0])}.0"


def _is_whole(variable: Variable) -> bool:
    return variable.item is not None and variable.item.integer


def _sets(variables: Sequence[Variable]) -> Mapping[str, tuple[str, Sequence[str]]]:
    """Return the multiple response sets: for each multiple choice its label and its option variables."""
    options: dict[str, list[Variable]] = {}
    for one in variables:
        if one.kind == "tick" and one.item is not None:
            options.setdefault(one.item.id, []).append(one)
    whole = {item: own for item, own in options.items() if len(own) >= _FEWEST_OF_A_SET}
    names = shorten_names(whole, longest=LONGEST_NAME - 1, forbidden=r"[^A-Za-z0-9_]")
    return {
        names[item]: (LIMITS.cut(own[0].label, LIMITS.value), [one.name for one in own]) for item, own in whole.items()
    }


def _recognise(table: Table) -> bool:
    return table.origin.kind == "sav"


PLATFORM = Platform(
    title="SPSS",
    suffixes=SUFFIXES,
    drafts=_draft,
    recognises=_recognise,
    adapts=partial(adapt_file, name_fields=name_fields, names=_names),
)
