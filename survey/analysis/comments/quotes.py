"""Quotes for each code, picked by chance among typical comments, personal data masked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

import numpy as np
import pandas as pd

from survey.analysis.comments.comments import CodedComments
from survey.errors import OptionError
from survey.notes import Note
from survey.prepare.comment_text import BREAK, find_language, split_units
from survey.prepare.masking import mask_personal
from survey.result import Result

#: Lengths of a comment that can be quoted, in characters: a Chinese one, and one in another script.
SHORTEST, LONGEST = {"zh": 5, "en": 12}, {"zh": 120, "en": 280}
#: Two comments that share this much of their pairs of units say the same.
NEAR_DUPLICATE = 0.6
#: Fewer outcomes than this have no typical range.
FEWEST_FOR_RANGE = 4
#: Comments of a code that are looked at, at most.
MOST_TRIED = 200


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Quotes(Result):
    """Quotes for each code.

    Attributes
    ----------
    table
        A row per quote: code, label, polarity, quote, comment_language. Respondents are not named.
    """

    key: ClassVar[tuple[str, ...]] = ("code", "quote")
    shown: ClassVar[tuple[str, ...]] = ("label", "quote")

    seed: int = 1

    def of(self, code: str) -> list[str]:
        """Return the quotes of a code."""
        return self.table.loc[self.table["code"] == code, "quote"].tolist()


def quote_comments(coded: CodedComments, per_code: int = 2, *, seed: int = 1) -> Quotes:
    """Pick quotes for each code, by chance and not for their colour.

    Use it to illustrate a share. Masking finds what has a form; read the quotes before you publish them.

    Parameters
    ----------
    coded
        What `code_comments` returns.
    per_code
        Quotes for each code, at most.
    seed
        The same seed gives the same quotes.

    Returns
    -------
    Quotes

    Raises
    ------
    OptionError
        `per_code` is below 1.

    Notes
    -----
    Drawn at random, without weights, among comments of a readable length whose outcome lies between the quartiles of
    those who name the code; where there are too few of these, among all of a readable length. A comment is quoted once,
    and none that nearly repeats another. Missing: a comment without an outcome can be quoted where outcomes are few.

    Examples
    --------
    >>> from survey.analysis.comments.comments import code_comments
    >>> frame = pd.DataFrame({"comment": ["物流太慢了，打13800138000也没人接", "好评"]})
    >>> quote_comments(code_comments(frame, item="comment")).of("delivery_slow")
    ['物流太慢了，打［电话］也没人接']
    """
    if per_code < 1:
        raise OptionError(f"per_code={per_code} is out of range; give at least 1.")
    random = np.random.default_rng(seed)
    order = coded.table.sort_values("n", kind="stable")["code"]  # rare codes choose first
    taken: list[frozenset[tuple[str, str]]] = []
    rows, missing = [], []
    for code in order:
        if not coded.marks.of(code).any():
            continue
        found = _pick(coded, code, per_code, random, taken)
        rows += [(code, *quote) for quote in found]
        missing += [] if found else [code]
    table = _tabulate(coded, rows)
    notes = (Note("comments_quotes_none", codes=", ".join(missing)),) if missing else ()
    return Quotes(
        table=table,
        n=coded.n,
        method=Note("comments_quotes", seed=seed, shortest=min(SHORTEST.values()), longest=max(LONGEST.values())),
        notes=notes,
        seed=seed,
    )


def _tabulate(coded: CodedComments, rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    known = coded.table.set_index("code")
    place = {code: at for at, code in enumerate(coded.table["code"])}
    table = pd.DataFrame(rows, columns=["code", "quote", "comment_language"])
    table.insert(1, "label", [known.loc[code, "label"] for code in table["code"]])
    table.insert(2, "polarity", [known.loc[code, "polarity"] for code in table["code"]])
    return table.sort_values("code", key=lambda codes: codes.map(place), kind="stable", ignore_index=True)


def _pick(
    coded: CodedComments,
    code: str,
    per_code: int,
    random: np.random.Generator,
    taken: list[frozenset[tuple[str, str]]],
) -> list[tuple[str, str]]:
    """Pick readable comments of a code that say something new; typical ones first."""
    respondents = coded.marks.respondents[coded.marks.of(code)]
    shuffled = random.permutation(len(respondents))
    typical = _is_typical(coded, respondents)[shuffled]
    found: list[tuple[str, str]] = []
    for at in [*shuffled[typical], *shuffled[~typical]][:MOST_TRIED]:
        text = mask_personal(coded.texts.texts.loc[respondents[at]])
        units = split_units(text)
        spoken = find_language(units)
        script = "zh" if spoken in ("zh", "mixed") else "en"
        if not SHORTEST[script] <= len(text) <= LONGEST[script]:
            continue
        pairs = _pairs(units)
        if any(_overlap(pairs, other) >= NEAR_DUPLICATE for other in taken):
            continue
        taken.append(pairs)
        found.append((" ".join(text.split()), spoken))
        if len(found) == per_code:
            break
    return found


def _is_typical(coded: CodedComments, respondents: pd.Index) -> np.ndarray:
    """Return whose outcome lies between the quartiles of those who name the code."""
    texts = coded.texts
    if texts.outcome not in texts.outcomes:
        return np.ones(len(respondents), dtype=bool)
    values = texts.outcomes[texts.outcome].loc[respondents].to_numpy(dtype=float)
    if np.sum(~np.isnan(values)) < FEWEST_FOR_RANGE:
        return np.ones(len(respondents), dtype=bool)
    low, high = np.nanquantile(values, [0.25, 0.75])
    return np.asarray((values >= low) & (values <= high))


def _pairs(units: list[str]) -> frozenset[tuple[str, str]]:
    said = [unit for unit in units if unit != BREAK]
    return frozenset(pairwise(said)) or frozenset((unit, "") for unit in said)


def _overlap(first: frozenset[tuple[str, str]], second: frozenset[tuple[str, str]]) -> float:
    return len(first & second) / max(1, min(len(first), len(second)))
