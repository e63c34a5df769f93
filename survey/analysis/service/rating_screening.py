"""Ratings to be looked at: bursts, copies, texts against their stars, accounts that rate often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from survey.analysis.service.after_sales import SATISFIED_STARS
from survey.analysis.service.polarity import find_polarity
from survey.analysis.service.rating_bursts import BAD_STARS, HOURS, find_bursts
from survey.analysis.service.rating_copies import find_copies
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.operations.service_log import ServiceLog
from survey.result import Result
from survey.stats.service.bursts import mark_bursts
from survey.stats.service.clustered_shares import estimate_share

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SCREENS = ("burst", "copied", "near_copy", "contradicts", "frequent")
_DAY_SECONDS = 86_400.0


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RatingScreening(Result):
    """Signs of ratings that were bought or written by a machine. It looks; it leaves nothing out.

    Attributes
    ----------
    table
        A row per sign, and "suspicious" for those with enough of them: count and share of the ratings.
    ratings
        A row per rating with a sign: which signs, how many, whether there are enough to look at it.
    bursts
        Where and when, how many ratings, how many would be expected, adjusted p value.
    texts
        Texts that occur several times, the same or nearly.
    csat
        Share of four and five stars of all ratings, and of those without the ones to be looked at.
    """

    key: ClassVar[tuple[str, ...]] = ("screen",)

    ratings: pd.DataFrame
    bursts: pd.DataFrame
    texts: pd.DataFrame
    csat: pd.DataFrame
    confidence: float = 0.95

    @property
    def suspicious(self) -> list[str]:
        """The ids of the ratings to be looked at."""
        return [str(name) for name in self.ratings.loc[self.ratings["suspicious"], "rating"]]

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw how many ratings have each sign."""
        from survey.plots.service import plot_screens

        return plot_screens(self.table, ax=ax, language=language)


def flag_ratings(
    log: ServiceLog,
    *,
    alpha: float = 0.01,
    overlap: float = 0.8,
    account_limit: int = 5,
    needed: int = 2,
    confidence: float = 0.95,
    seed: int = 1,
) -> RatingScreening:
    """Flag ratings with signs of not being a customer's own: bursts, copies, contradictions, busy accounts.

    Use it to choose ratings to look at, and to see what they carry. No sign proves anything: promotions make bursts,
    helpful shops suggest texts.

    Parameters
    ----------
    log
        A service log with ratings.
    alpha
        Probability of any false burst, over all shops, products, moods and windows.
    overlap
        Share of the runs of three Chinese signs, or of five letters, that near copies have in common.
    account_limit
        Ratings within 24 hours from which on an account rates often.
    needed
        Signs from which on a rating is to be looked at; the same and nearly the same text are one sign.
    confidence
        Coverage of the intervals.
    seed
        Of the hash functions behind near copies.

    Returns
    -------
    RatingScreening

    Raises
    ------
    DataError
        The log has no ratings.
    OptionError
        A number is out of range.

    Notes
    -----
    Bursts: scan statistic (the most ratings in any window of 1, 6, 24 and 72 hours) per shop and product, good and bad
    stars apart, in hours of the usual daily activity; Bonferroni over all. Files with days and no times take windows of
    whole days. Texts under ten Chinese signs or twenty letters, and what platforms put in for the silent, count as no
    copies. Contradictions: only good words under one or two stars, or only bad ones over four or five. Weights: none.
    Missing: a rating without time, text, stars or account is not checked for what needs it.

    References
    ----------
    Naus (1965), JASA 60, 532-538. Wallenstein & Neff (1987), Statistics in Medicine 6, 197-207. Broder (1997), On the
    resemblance and containment of documents.

    Examples
    --------
    >>> from survey.operations.simulate_log import simulate_service_log
    >>> log = simulate_service_log(2000, bursts=2, seed=1)
    >>> set(log.truth["fake"]["rating"]) <= set(flag_ratings(log).suspicious)
    True
    """
    if not (0 < alpha < 1 and 0 < overlap <= 1 and 0 < confidence < 1) or min(account_limit, needed) < 1 or seed < 0:
        raise OptionError("alpha, overlap and confidence are shares; account_limit and needed at least 1.")
    ratings = log.ratings
    if ratings.empty:
        raise DataError("the service log has no ratings; read a file with stars and times of rating.")
    bursts = find_bursts(ratings, alpha=alpha)
    copies = find_copies(ratings, least=overlap, seed=seed)
    flags = {
        "burst": bursts.marked,
        "copied": copies.same,
        "near_copy": copies.near,
        "contradicts": _contradicts(ratings),
        "frequent": _rates_often(ratings, account_limit),
    }
    n_signs = sum(mask.astype(int) for mask in flags.values())
    doubtful = np.asarray(n_signs >= needed)
    facts = {"windows": ", ".join(f"{hours:g}" for hours in HOURS), "tests": bursts.n_tests, "alpha": alpha}
    return RatingScreening(
        table=_count(flags | {"suspicious": doubtful}),
        n=len(ratings),
        method=Note("rating_screening", n=len(ratings), **facts, overlap=overlap, account=account_limit, needed=needed),
        notes=_notes(log),
        ratings=_list_flagged(ratings, flags, np.asarray(n_signs), doubtful),
        bursts=bursts.table,
        texts=copies.table,
        csat=_compare_csat(ratings, doubtful, confidence),
        confidence=confidence,
    )


def _contradicts(ratings: pd.DataFrame) -> np.ndarray:
    """Return which ratings have only words of the other mood than their stars."""
    places, texts = pd.factorize(ratings["text"])
    moods = np.array([*(find_polarity(text) for text in texts), ""], dtype=object)[places]
    stars = ratings["stars"].to_numpy(dtype=float)
    found: np.ndarray = ((stars >= SATISFIED_STARS) & (moods == "bad")) | ((stars <= BAD_STARS) & (moods == "good"))
    return found


def _rates_often(ratings: pd.DataFrame, limit: int) -> np.ndarray:
    """Return which ratings are among so many of their account within 24 hours."""
    often = np.zeros(len(ratings), dtype=bool)
    seconds = ((ratings["rated"] - ratings["rated"].min()) / pd.Timedelta(seconds=1)).to_numpy(dtype=float)
    usable = np.flatnonzero(ratings["account"].notna().to_numpy() & np.isfinite(seconds))
    codes, _ = pd.factorize(ratings["account"].iloc[usable])
    busy = np.flatnonzero(np.bincount(codes) >= limit) if len(codes) else np.array([], dtype=int)
    for account in busy:
        own = usable[codes == account]
        own = own[np.argsort(seconds[own], kind="stable")]
        often[own[mark_bursts(seconds[own], _DAY_SECONDS, limit)[0]]] = True
    return often


def _count(flags: dict[str, np.ndarray]) -> pd.DataFrame:
    rows = [(name, int(mask.sum()), float(mask.mean())) for name, mask in flags.items()]
    return pd.DataFrame(rows, columns=["screen", "count", "share"])


def _list_flagged(
    ratings: pd.DataFrame, flags: dict[str, np.ndarray], n_signs: np.ndarray, doubtful: np.ndarray
) -> pd.DataFrame:
    """Return the ratings with a sign, those with the most signs first; one without an id goes by its row."""
    rows = pd.Series([f"row {number}" for number in range(1, len(ratings) + 1)], index=ratings.index)
    listed = pd.DataFrame(
        {
            "rating": ratings["rating"].fillna(rows),
            **{name: ratings[name] for name in ("shop", "product", "account", "stars")},
            "rated": ratings["rated"].dt.strftime("%Y-%m-%d %H:%M:%S"),
            **flags,
            "n_signs": n_signs,
            "suspicious": doubtful,
        }
    )
    return listed[n_signs > 0].sort_values("n_signs", ascending=False, kind="stable", ignore_index=True)


def _compare_csat(ratings: pd.DataFrame, doubtful: np.ndarray, confidence: float) -> pd.DataFrame:
    known = ratings["stars"].notna().to_numpy()
    rows = []
    for name, chosen in (("all", known), ("without_suspicious", known & ~doubtful)):
        if chosen.any():
            hits = (ratings["stars"].to_numpy(dtype=float)[chosen] >= SATISFIED_STARS).astype(float)
            found = estimate_share(hits, None, confidence)
            rows.append((name, found.estimate, found.low, found.high, len(hits)))
    return pd.DataFrame(rows, columns=["base_group", "estimate", "conf_low", "conf_high", "denominator"])


def _notes(log: ServiceLog) -> tuple[Note, ...]:
    found = [
        (log.simulated, Note("service_simulated")),
        (True, Note("screening_promotions")),
        (bool(log.ratings["account"].isna().all()), Note("screening_no_accounts")),
    ]
    return tuple(note for holds, note in found if holds)
