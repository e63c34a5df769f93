"""Themes that no codebook names: what words come together in comments."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from survey.analysis.comments.comment_input import CommentTexts, Weights, find_blank, take_comments
from survey.analysis.comments.stop_words import STOP_WORDS
from survey.errors import DataError, OptionError
from survey.glossary import Kind
from survey.notes import Note
from survey.prepare.comment_text import cut_words, find_language, split_units
from survey.prepare.masking import mask_personal
from survey.responses import Responses
from survey.result import Result
from survey.stats.text.shares import estimate_text_shares
from survey.stats.text.themes import fit_themes, judge_stability, weigh_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: A word counts if at least this many comments have it, and at most this share of them.
FEWEST_COMMENTS, MOST_COMMON = 3, 0.5
#: Most words, the most frequent first; most numbers of themes tried; words shown; quotes for each theme.
MOST_WORDS, MOST_THEMES, WORDS_SHOWN, QUOTES_SHOWN = 2000, 10, 6, 2
#: Fewest comments that share words.
FEWEST = 20
#: Themes of random subsamples less alike than this are not the same themes.
STABLE = 0.6
#: Of numbers of themes that are this nearly as stable as the best, the largest is taken: few themes are always stable.
NEARLY = 0.05
#: A word, or a comment, with less than this part of the theme's largest weight does not belong to it.
LEAST_WEIGHT = 0.1
#: Longest quote of a theme.
LONGEST_QUOTE = 200


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Themes(Result):
    """Themes of comments.

    Attributes
    ----------
    table
        A row per theme: number, top words, n, share of commenters with interval, mean outcome.
    quotes
        Comments that the theme fits best, masked.
    stability
        A row per number of themes tried: how alike the themes of random subsamples are, 0 to 1.
    """

    key: ClassVar[tuple[str, ...]] = ("theme",)
    kinds: ClassVar[dict[str, Kind]] = dict.fromkeys(("conf_low", "conf_high"), "share")

    quotes: pd.DataFrame
    stability: pd.DataFrame
    seed: int = 1
    confidence: float = 0.95

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the shares of the themes."""
        from survey.plots.comments import plot_comments

        named = self.table.assign(label=self.table["top_words"], polarity="theme")
        return plot_comments(named, ax=ax, language=language)


def find_themes(
    responses: Responses | pd.DataFrame,
    n_themes: int | None = None,
    *,
    item: str | None = None,
    outcome: str | None = None,
    weights: Weights = None,
    seed: int = 1,
    confidence: float = 0.95,
) -> Themes:
    """Find themes in comments without a codebook.

    Use it as a second view, to see what a codebook misses. Themes are words that come together; a person has to name
    them, and other comments may give others.

    Parameters
    ----------
    responses, item, outcome, weights
        As for `code_comments`.
    n_themes
        How many themes; None takes, of 2 to 10, the largest number that is nearly as stable over random subsamples
        as the most stable one.
    seed
        Seed of the subsamples and of the factorisation.
    confidence
        Coverage of the intervals of shares.

    Returns
    -------
    Themes

    Raises
    ------
    DataError
        Fewer than 20 comments share words.
    OptionError
        `n_themes` is out of range.

    Notes
    -----
    Words: Chinese ones cut by a dictionary, English ones as written; stop words, single Chinese characters and words of
    fewer than 3 comments are left out. TF-IDF, non-negative matrix factorisation. Weights: of each comment in the fit,
    and in shares and means; stability is unweighted. Missing: as for `code_comments`; comments without such a word are
    in no theme and count in the base. Cost: some seconds for thousands of comments, most for the number of themes.

    References
    ----------
    Lee & Seung (1999), Nature 401, 788-791. Greene, O'Callaghan & Cunningham (2014), ECML PKDD, 498-513.

    Examples
    --------
    >>> texts = ["slow delivery again", "delivery very slow", "friendly helpful staff", "helpful staff thanks"] * 10
    >>> found = find_themes(pd.DataFrame({"comment": texts}), 2, item="comment")
    >>> sorted(set(words.split(", ")[0] for words in found.table["top_words"]))
    ['delivery', 'helpful']
    """
    texts = take_comments(responses, item, outcome, weights, None)
    written, _ = find_blank(texts.texts)
    comments = texts.texts[written]
    words, counts = _count_words(comments)
    numbers = _check_number(n_themes, counts)
    rows = weigh_words(counts)
    tried = _try_numbers(rows, numbers, seed)
    chosen = int(tried.loc[tried["chosen"], "n_themes"].iloc[0])
    own = None if texts.weights is None else texts.weights[written]
    fit = fit_themes(rows, chosen, weights=None if own is None else own.clip(1e-12), seed=seed)
    strongest = _find_strongest(fit.texts)
    sizes = [float(np.sum((np.ones(len(strongest)) if own is None else own)[strongest == at])) for at in range(chosen)]
    order = np.argsort(-np.array(sizes), kind="stable")
    marks = strongest[:, None] == order[None, :]
    top = [_name_theme(words, fit.words[theme]) for theme in order]
    table = _tabulate(texts, written, marks, top, confidence)
    return Themes(
        table=table,
        n=int(written.sum()),
        method=_say_method(int(written.sum()), len(words), chosen, own is not None, seed),
        notes=_say_notes(tried, n_themes, strongest, comments),
        quotes=_quote(comments, fit.texts[:, order], marks),
        stability=tried,
        seed=seed,
        confidence=confidence,
    )


def _find_strongest(strength: np.ndarray) -> np.ndarray:
    """Return the strongest theme of each comment, -1 where it has next to nothing of any."""
    relative = strength / np.maximum(strength.max(axis=0), 1e-12)
    return np.asarray(np.where(relative.max(axis=1) > LEAST_WEIGHT, relative.argmax(axis=1), -1))


def _name_theme(words: list[str], weights: np.ndarray) -> str:
    """Return the words that weigh most in a theme."""
    shown = [at for at in np.argsort(-weights)[:WORDS_SHOWN] if weights[at] > LEAST_WEIGHT * weights.max()]
    return ", ".join(words[at] for at in shown)


def _count_words(comments: pd.Series) -> tuple[list[str], Any]:
    """Return the words that several comments share, and how often each comment has each."""
    from scipy.sparse import csr_matrix

    cut = [[word for word in cut_words(text) if len(word) > 1 and word not in STOP_WORDS] for text in comments]
    spread = Counter(word for words in cut for word in set(words))
    most = MOST_COMMON * len(cut)
    shared = [word for word, count in spread.most_common() if FEWEST_COMMENTS <= count <= max(most, FEWEST_COMMENTS)]
    words = sorted(shared[:MOST_WORDS])
    place = {word: at for at, word in enumerate(words)}
    pairs = [(row, place[word]) for row, found in enumerate(cut) for word in found if word in place]
    if len({row for row, _ in pairs}) < FEWEST or len(words) < 2:
        raise DataError(
            f"fewer than {FEWEST} comments share words ({len(cut)} comments, {len(words)} words that {FEWEST_COMMENTS} "
            "have), so there are no themes to find; read them instead."
        )
    at = np.array(pairs)
    return words, csr_matrix((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=(len(cut), len(words)))


def _check_number(n_themes: int | None, counts: Any) -> list[int]:
    distinct = len({tuple(row.indices) for row in counts.tocsr()})
    most = min(MOST_THEMES, counts.shape[1] - 1, counts.shape[0] // 10, distinct)
    if n_themes is None:
        return list(range(2, max(3, most + 1)))
    if not 2 <= n_themes <= counts.shape[1]:
        raise OptionError(
            f"n_themes={n_themes} is out of range; give 2 to {counts.shape[1]}, the words that comments share."
        )
    return [n_themes]


def _try_numbers(rows: Any, numbers: list[int], seed: int) -> pd.DataFrame:
    stability = judge_stability(rows, numbers, seed=seed)
    best = int(np.flatnonzero(stability >= stability.max() - NEARLY)[-1])
    return pd.DataFrame(
        {"n_themes": numbers, "stability": stability, "chosen": [at == best for at in range(len(numbers))]}
    )


def _tabulate(
    texts: CommentTexts, written: np.ndarray, marks: np.ndarray, top: list[str], confidence: float
) -> pd.DataFrame:
    shares = estimate_text_shares(marks, written, texts.weights, confidence)
    means = [float("nan")] * len(top)
    if texts.outcome in texts.outcomes:
        values = texts.outcomes[texts.outcome].to_numpy(dtype=float)[written]
        weights = np.ones(len(values)) if texts.weights is None else texts.weights[written]
        known = [named & ~np.isnan(values) & (weights > 0) for named in marks.T]
        means = [float(np.average(values[k], weights=weights[k])) if k.any() else float("nan") for k in known]
    return pd.DataFrame(
        {
            "theme": np.arange(1, len(top) + 1),
            "top_words": top,
            "n": marks.sum(axis=0),
            "share": shares.share,
            "conf_low": shares.low,
            "conf_high": shares.high,
            "outcome_mean": means,
        }
    )


def _quote(comments: pd.Series, strength: np.ndarray, marks: np.ndarray) -> pd.DataFrame:
    """Return for each theme the comments that it fits best, each wording once."""
    rows = []
    for theme in range(strength.shape[1]):
        found: dict[str, None] = {}
        for at in np.argsort(-np.where(marks[:, theme], strength[:, theme], -1.0), kind="stable")[: 20 * QUOTES_SHOWN]:
            text = comments.iloc[at]
            if marks[at, theme] and len(text) <= LONGEST_QUOTE and len(found) < QUOTES_SHOWN:
                found[" ".join(mask_personal(text).split())] = None
        rows += [(theme + 1, text) for text in found]
    return pd.DataFrame(rows, columns=["theme", "quote"])


def _say_method(n: int, words: int, themes: int, weighted: bool, seed: int) -> Note:
    return Note("themes_method_weighted" if weighted else "themes_method", n=n, words=words, themes=themes, seed=seed)


def _say_notes(
    tried: pd.DataFrame, n_themes: int | None, strongest: np.ndarray, comments: pd.Series
) -> tuple[Note, ...]:
    notes = [Note("themes_chosen" if n_themes is None else "themes_given")]
    stability = float(tried.loc[tried["chosen"], "stability"].iloc[0])
    if stability < STABLE:
        notes.append(Note("themes_unstable", stability=stability))
    if apart := int(np.sum(strongest < 0)):
        notes.append(Note("themes_none", count=apart))
    spoken = {find_language(split_units(text)) for text in comments}
    if {"zh", "en"} <= spoken:
        notes.append(Note("themes_languages"))
    return tuple(notes)
