"""Responses as the columns of a data file: answers, ids, times and weights; nothing that can identify a person."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from survey.errors import DataError, OptionError
from survey.platforms.statistics_file.variables import CONSENT, Kind, Variable, describe_beside
from survey.responses import Responses

_LARGEST_EXACT = 2**53  # whole numbers up to here are exact as float64; longer ids are written as text


@dataclass(frozen=True, eq=False)
class Filled:
    """A variable and its values.

    Attributes
    ----------
    values
        float64, datetime64[us] or str by the kind of the variable, shape (n_respondents,).
    """

    variable: Variable
    values: pd.Series

    @property
    def has_times(self) -> bool:
        """Whether any of its dates has a time of day."""
        moments = self.values.dropna()
        return bool((moments != moments.dt.normalize()).any())

    @property
    def texts(self) -> list[str]:
        """Its texts, a missing one as "", without NUL signs, at which programs stop reading."""
        return [text.replace("\0", "") for text in self.values.fillna("").tolist()]


def fill_variables(
    responses: Responses, variables: Collection[Variable], names: Mapping[str, str], language: str
) -> list[Filled]:
    """Return the variables that the responses have, with their values.

    Parameters
    ----------
    responses
        The answers; personal and extra columns stay behind.
    variables
        Those of the questionnaire.
    names
        Those of `name_columns`, for what stands beside the answers.
    language
        The language of the labels.
    """
    data = responses.data
    if "consent" in responses.paradata:
        data = data.assign(**{CONSENT: responses.paradata["consent"]})
    answers = [Filled(one, _convert(data[one.column], one.kind)) for one in variables if one.column in data]
    beside = dict(_list_beside(responses))
    described = {
        key: describe_beside(key, names[key], language, "number" if _is_number(values) else None)
        for key, values in beside.items()
    }
    filled = {key: Filled(one, _convert(beside[key], one.kind)) for key, one in described.items()}
    first = [filled.pop("-respondent")]
    return [*first, *answers, *filled.values()]


def choose_path(path: str | Path, suffixes: tuple[str, ...], title: str) -> Path:
    """Return the path of a data file to write.

    Raises
    ------
    OptionError
        Its suffix is none of the program's.
    """
    target = Path(path)
    if target.suffix.lower() not in suffixes:
        good = " or ".join(suffixes)
        raise OptionError(f"{target.name}: {title} reads files that end in {good}; name the file so.")
    return target


def save_file(target: Path, content: bytes) -> Path:
    """Write a data file, whole or not at all, and return its path."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".part")
    unfinished.write_bytes(content)
    return unfinished.replace(target)


def check_lengths(filled: Collection[Filled], responses: Responses, most: int, title: str) -> None:
    """Raise if a text is longer than a program can hold.

    Parameters
    ----------
    filled
        The variables with their values.
    responses
        Where they are from, for the respondent's id.
    most
        The most bytes of a text.
    title
        The program, for the message.

    Raises
    ------
    DataError
        A text is too long; the message names the respondent and the column.
    """
    for one in filled:
        if one.variable.kind != "text":
            continue
        sizes = [len(text.encode()) for text in one.texts]
        if sizes and max(sizes) > most:
            respondent = responses.data.index[int(np.argmax(sizes))]
            raise DataError(
                f"respondent {respondent}, {one.variable.column}: the text has {max(sizes):,} bytes and a {title} file "
                f"holds {most:,}. Shorten it with responses.with_data, or write a Parquet file."
            )


def _list_beside(responses: Responses) -> Iterator[tuple[str, pd.Series]]:
    index = responses.data.index
    yield "-respondent", pd.Series(index.to_numpy(), index=index)
    for name in ("started", "submitted", "seconds", "language", "complete", "test"):
        if name in responses.paradata and responses.paradata[name].notna().any():
            yield f"-{name}", responses.paradata[name]
    if responses.weights is not None:
        yield "-weight", responses.weights


def _is_number(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values.dtype) and bool((values.abs() <= _LARGEST_EXACT).all())


def _convert(values: pd.Series, kind: Kind) -> pd.Series:
    if kind == "date":
        return values.astype("datetime64[us]")
    return values.astype("str" if kind == "text" else "float64")
