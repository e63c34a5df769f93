"""What makes columns unfit for a driver analysis, said with what to do."""

from __future__ import annotations

import numpy as np
import pandas as pd

from survey.errors import DataError, OptionError
from survey.stats.moments import take_moments

# Residual variance of a standardised driver given the others below this is rounding, not information.
DEPENDENT_TOLERANCE = 1e-9
# Rows needed beyond the number of coefficients: one degree of freedom for the error.
SPARE_ROWS = 1


def check_names(outcome: str, drivers: list[str], controls: list[str], known: list[str]) -> None:
    """Refuse names that are unknown, given twice or in two parts.

    Raises
    ------
    OptionError
        With the names there are, or what to take out.
    """
    unknown = [name for name in [outcome, *drivers, *controls] if name not in known]
    if unknown:
        raise OptionError(
            f"there is no column or construct {', '.join(map(repr, unknown))}; there are: {', '.join(known)}."
        )
    for what, names in (("driver", drivers), ("control", controls)):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise OptionError(f"{what} {', '.join(twice)} is named twice; name each {what} once.")
    if outcome in drivers:
        raise OptionError(f"'{outcome}' is the outcome and a driver; take it out of the drivers.")
    if outcome in controls:
        raise OptionError(f"'{outcome}' is the outcome and a control; take it out of the controls.")
    both = [name for name in controls if name in drivers]
    if both:
        raise OptionError(f"'{both[0]}' is a driver and a control; a control gets no share: leave it in one of them.")
    if not drivers:
        raise OptionError("there is no driver; name at least one column that may go with the outcome.")


def check_base(data: pd.DataFrame, there: np.ndarray, n: int, n_terms: int) -> None:
    """Refuse columns without a value, and fewer complete rows than coefficients need.

    Raises
    ------
    DataError
        With the column, or with how many rows are needed.
    """
    counts = np.sum(there, axis=0)
    empty = [str(name) for name, count in zip(data.columns, counts, strict=True) if count == 0]
    if empty:
        raise DataError(f"nobody has a value for {', '.join(map(repr, empty))}; leave it out of the analysis.")
    if n < n_terms + 1 + SPARE_ROWS:
        fewest = int(np.argmin(counts))
        raise DataError(
            f"{n} complete rows of {len(data)} are too few for {n_terms} drivers and controls: at least "
            f"{n_terms + 1 + SPARE_ROWS} are needed (fewest answers: {data.columns[fewest]} with {counts[fewest]}). "
            "Collect more answers or name fewer drivers."
        )


def check_rows(matrix: np.ndarray, names: list[str]) -> None:
    """Refuse columns that never vary, and drivers or controls that others determine.

    Raises
    ------
    DataError
        With the first such column.
    """
    still = [name for name, width in zip(names, np.ptp(matrix, axis=0), strict=True) if width == 0]
    if still:
        raise DataError(
            f"{', '.join(map(repr, still))} never varies among the {len(matrix)} rows used; without variation there is "
            "nothing to explain or to explain with: leave it out."
        )
    _check_dependence(matrix[:, 1:], names[1:])


def _check_dependence(drivers: np.ndarray, names: list[str]) -> None:
    """Refuse linearly dependent drivers, naming the first that the ones before it determine."""
    correlation = take_moments(drivers).correlation
    left = correlation.copy()
    rest = np.empty(len(names))
    for at in range(len(names)):
        rest[at] = left[at, at]
        if rest[at] > DEPENDENT_TOLERANCE:
            left -= np.outer(left[:, at], left[at]) / rest[at]
    if np.all(rest > DEPENDENT_TOLERANCE):
        return
    at = int(np.argmax(rest <= DEPENDENT_TOLERANCE))
    correlations = np.abs(correlation[at, :at])
    twin = names[int(np.argmax(correlations))]
    same = float(np.max(correlations)) > 1 - DEPENDENT_TOLERANCE
    how = f"the same as '{twin}'" if same else "a sum of the drivers before it"
    raise DataError(
        f"driver '{names[at]}' is {how} (up to a constant), so their coefficients cannot be told apart: leave one out, "
        "or make one score of them."
    )
