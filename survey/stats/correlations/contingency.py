"""Answer categories, their thresholds, and the tables of every pair of items, from codes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from survey.errors import DataError

_FEWEST = 2
_EXACT_IN_SINGLE = 2**24  # whole numbers up to here are exact in single precision


@dataclass(frozen=True)
class Categories:
    """The answers of each item as categories 0, 1, … in the order of their codes.

    Attributes
    ----------
    places
        Category of each answer, shape (n, n_items); -1 where there is none.
    codes
        For each item the codes that occur, ascending.
    weights
        One a respondent, shape (n,), or None.
    """

    places: np.ndarray
    codes: tuple[np.ndarray, ...]
    weights: np.ndarray | None

    @property
    def widest(self) -> int:
        """The largest number of categories of an item."""
        return max(len(codes) for codes in self.codes)


def sort_categories(codes: np.ndarray, weights: np.ndarray | None = None) -> Categories:
    """Sort answers into categories; codes that do not occur have none.

    Parameters
    ----------
    codes
        Ordinal codes, shape (n, n_items); NaN is missing.
    weights
        Shape (n,); None counts every respondent once.

    Raises
    ------
    DataError
        An item has fewer than two categories, or a weight is negative.
    """
    if weights is not None and np.any(np.asarray(weights) < 0):
        raise DataError("weights must not be negative.")
    answers = np.asarray(codes, dtype=float)
    places = np.full(answers.shape, -1, dtype=np.int16)
    found = []
    for item, column in enumerate(answers.T):
        given = ~np.isnan(column)
        kinds, inverse = np.unique(column[given], return_inverse=True)
        places[given, item] = inverse
        if len(kinds) < _FEWEST:
            raise DataError(f"item {item + 1} has {len(kinds)} answer category; a correlation needs two. Leave it out.")
        found.append(kinds)
    return Categories(places, tuple(found), None if weights is None else np.asarray(weights, dtype=float))


def count_pairs(categories: Categories) -> np.ndarray:
    """Return the weighted table of every pair of items: shape (n_items, n_items, widest, widest).

    Notes
    -----
    Cost: one matrix product of the marked categories with themselves, in single precision where it is exact.
    """
    n, items = categories.places.shape
    widest = categories.widest
    small = categories.weights is None and n < _EXACT_IN_SINGLE
    marks: np.ndarray = _mark_categories(categories).astype("float32" if small else "float64").reshape(n, -1)
    product: np.ndarray = marks.T @ (marks if categories.weights is None else marks * categories.weights[:, None])
    return product.astype("float64").reshape(items, widest, items, widest).transpose(0, 2, 1, 3)


def count_answers(categories: Categories) -> np.ndarray:
    """Return the weighted count of each category of each item: shape (n_items, widest)."""
    marks = _mark_categories(categories)
    return np.asarray(
        np.sum(marks, axis=0) if categories.weights is None else np.tensordot(categories.weights, marks, 1)
    )


def _mark_categories(categories: Categories) -> np.ndarray:
    """Tell which category a respondent chose: shape (n, n_items, widest)."""
    steps = np.arange(categories.widest, dtype=categories.places.dtype)
    return np.asarray(categories.places[:, :, None] == steps)


def find_thresholds(counts: np.ndarray) -> np.ndarray:
    """Return the cuts of a standard normal variable that give each item its shares.

    Parameters
    ----------
    counts
        Shape (n_items, widest); an item with fewer categories ends in zeros.

    Returns
    -------
    numpy.ndarray
        Shape (n_items, widest + 1): minus infinity first; infinity from the item's last category on.
    """
    shares = np.cumsum(counts, axis=1) / np.sum(counts, axis=1, keepdims=True)
    last = np.cumsum(counts[:, ::-1], axis=1)[:, ::-1]
    beyond = np.concatenate([last[:, 1:], np.zeros((len(counts), 1))], axis=1) == 0
    cuts = np.where(beyond, np.inf, ndtri(np.minimum(shares, 1.0)))
    return np.concatenate([np.full((len(counts), 1), -np.inf), cuts], axis=1)
