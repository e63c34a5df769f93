"""Runs of identical answers, and of answers that repeat a short pattern."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import OptionError
from survey.stats.careless.answers import Flags, Floats, check_answers, divide

PERIODS = (2, 5)


def _equals_earlier(values: Floats, lag: int) -> Flags:
    """Return whether an answer equals the one `lag` places before, a row for each place; missing equals nothing."""
    by_place = np.ascontiguousarray(values.T)
    return np.asarray(by_place[lag:] == by_place[:-lag])


def longest_run(x: ArrayLike) -> NDArray[np.intp]:
    """Return the length of the longest run of identical answers ("longstring").

    Parameters
    ----------
    x
        Answers as given (not reversed) in the order shown, shape (n, k); NaN where missing, which ends a
        run and is one of its own.

    Returns
    -------
    ndarray
        Shape (n,).

    References
    ----------
    Johnson (2005), Journal of Research in Personality 39, 103-129. Curran (2016), Journal of
    Experimental Social Psychology 66, 4-19.

    Examples
    --------
    >>> longest_run([[1, 1, 1, 2], [1, 2, np.nan, 2]])
    array([3, 1])
    """
    values = check_answers(x)
    longest = np.ones(len(values), dtype=np.intp)
    current = longest.copy()
    for same in _equals_earlier(values, 1):
        current = current * same + 1
        np.maximum(longest, current, out=longest)
    return longest


def average_run(x: ArrayLike, n_shown: ArrayLike | None = None) -> Floats:
    """Return the mean length of runs of identical answers ("average string").

    Parameters
    ----------
    x
        Answers as given in the order shown, shape (n, k); NaN where missing, each a run of its own.
    n_shown
        How many items each respondent was shown, shape (n,), the others standing at the end of the row as NaN; None
        means all.

    Returns
    -------
    ndarray
        Shape (n,); NaN for who was shown nothing.

    References
    ----------
    Meade & Craig (2012), Psychological Methods 17, 437-455.

    Examples
    --------
    >>> average_run([[1, 1, 1, 2]])
    array([2.])
    >>> average_run([[1, 1, 2, np.nan]], n_shown=[3])
    array([1.5])
    """
    values = check_answers(x)
    shown = np.broadcast_to(values.shape[1] if n_shown is None else np.asarray(n_shown), len(values)).astype(float)
    return divide(shown, shown - _equals_earlier(values, 1).sum(axis=0))


def longest_pattern(x: ArrayLike, periods: tuple[int, int] = PERIODS) -> NDArray[np.intp]:
    """Return the length of the longest stretch in which a short pattern of answers repeats, such as 1-2-1-2.

    Use it for seesaws and diagonals (1-2-3-4-5-1-2-3-4-5), which no run of identical answers shows.

    Parameters
    ----------
    x
        Answers as given in the order shown, shape (n, k); NaN where missing, which ends a stretch.
    periods
        Shortest and longest pattern, in answers, 2 or more.

    Returns
    -------
    ndarray
        Shape (n,): answers in the longest stretch that holds the pattern at least twice; 0 where there is none.
        Identical answers throughout are no pattern but a run.

    Raises
    ------
    OptionError
        The periods are not two whole numbers from 2 up, in order.

    Notes
    -----
    A stretch of period p is one in which every answer from the p-th on equals the answer p places before. Long
    patterns repeat twice by chance now and then, so look at long stretches only. Cost: n · k for each period.

    References
    ----------
    Curran (2016), Journal of Experimental Social Psychology 66, 4-19, on patterns that runs of identical answers miss.

    Examples
    --------
    >>> longest_pattern([[1, 2, 1, 2, 1, 5], [3, 3, 3, 3, 3, 3], [1, 2, 3, 1, 2, 3]])
    array([5, 0, 6])
    """
    values = check_answers(x)
    first, last = periods
    if not 2 <= first <= last:
        raise OptionError(f"periods={periods} have to be two whole numbers, 2 or more, the smaller first.")
    longest = np.zeros(len(values), dtype=np.intp)
    changes = ~_equals_earlier(values, 1)
    for period in range(first, min(last, values.shape[1] // 2) + 1):
        np.maximum(longest, _longest_of_period(values, changes, period), out=longest)
    return longest


def _longest_of_period(values: Floats, changes: Flags, period: int) -> NDArray[np.intp]:
    longest = np.zeros(len(values), dtype=np.intp)
    current = longest.copy()
    for at, same in enumerate(_equals_earlier(values, period)):
        current = (current + 1) * same
        # A stretch repeats its last `period` steps, so they tell whether it changes at all.
        varied = changes[at : at + period].any(axis=0)
        np.maximum(longest, (current + period) * (varied & (current >= period)), out=longest)
    return longest
