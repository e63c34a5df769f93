"""Ratings with the same or nearly the same text."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from survey.platforms.coding.wording import wording_key
from survey.stats.service.near_copies import cut_shingles, join_pairs, pair_near_copies

#: Letters and signs that a text has before sharing it means anything: Chinese signs count twice.
SHORTEST = 20
HAN_SHINGLE, LATIN_SHINGLE = 3, 5
# What platforms write when a customer writes nothing.
_SILENT = (
    "此用户没有填写评价|该用户没有填写评价|此用户未填写评价内容|用户未填写评价内容|买家没有填写评价内容|系统默认好评|"
    "评价方未及时做出评价，系统默认好评|no comment|This customer left no comment"
)
DEFAULTS = frozenset(map(wording_key, _SILENT.split("|")))
_SNIPPET = 40


class Copies(NamedTuple):
    """Which ratings share a text exactly, which nearly, bool of shape (n_ratings,); and the texts shared."""

    same: np.ndarray
    near: np.ndarray
    table: pd.DataFrame


def find_copies(ratings: pd.DataFrame, *, least: float, seed: int) -> Copies:
    """Find ratings of different orders that share a text.

    Parameters
    ----------
    ratings
        Ratings of a log.
    least
        Share of shingles that near copies have in common.
    seed
        Of the hash functions.
    """
    texts = ratings["text"].fillna("").to_numpy(dtype=object)
    places, found = pd.factorize(texts)
    keys = np.array([wording_key(text) for text in found], dtype=object)
    usable = np.array([_weigh(key) >= SHORTEST and key not in DEFAULTS for key in keys], dtype=bool)
    key_of, distinct = pd.factorize(np.where(usable, keys, ""))
    row_key = key_of[places]
    orders = _number_orders(ratings)
    real = np.array([key != "" for key in distinct], dtype=bool)
    per_key = pd.DataFrame({"key": row_key, "order": orders}).drop_duplicates().groupby("key").size()
    counts = per_key.reindex(range(len(distinct)), fill_value=0).to_numpy()
    same = real[row_key] & (counts[row_key] > 1)
    chosen = np.flatnonzero(real)
    pairs = pair_near_copies([_shingle(str(distinct[at])) for at in chosen], least, seed=seed)
    leaders = join_pairs(pairs, len(chosen))
    tied = np.bincount(leaders, minlength=len(chosen))[leaders] > 1
    family = np.full(len(distinct), -1)
    family[chosen] = chosen[leaders]
    near_key = np.zeros(len(distinct), dtype=bool)
    near_key[chosen[tied]] = True
    near = near_key[row_key] & ~same
    return Copies(same, near, _tabulate(texts, family[row_key], same | near_key[row_key]))


def _weigh(key: str) -> int:
    return sum(1 if sign.isascii() else 2 for sign in key)


def _shingle(key: str) -> frozenset[str]:
    return cut_shingles(key, LATIN_SHINGLE if key.isascii() else HAN_SHINGLE)


def _number_orders(ratings: pd.DataFrame) -> np.ndarray:
    """Return a number per order; a rating without one stands for itself."""
    codes, names = pd.factorize(ratings["order"])
    alone = codes < 0
    codes[alone] = len(names) + np.arange(int(alone.sum()))
    return codes


def _tabulate(texts: np.ndarray, family: np.ndarray, shared: np.ndarray) -> pd.DataFrame:
    frame = pd.DataFrame({"family": family[shared], "text": texts[shared]})
    counted = frame.groupby("family")["text"].agg(["first", "size"]).sort_values("size", ascending=False, kind="stable")
    return pd.DataFrame(
        {"snippet": counted["first"].str.slice(0, _SNIPPET).astype("str"), "copies": counted["size"]}
    ).reset_index(drop=True)
