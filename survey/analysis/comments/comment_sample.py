"""A random sample of comments for a person to code, as a sheet that shows no code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd

from survey.analysis.comments.comments import CodedComments
from survey.errors import OptionError
from survey.notes import Note
from survey.platforms.office_file import write_sheets
from survey.prepare.codebook import Codebook
from survey.prepare.masking import mask_personal
from survey.result import Result

#: What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
#: Comments drawn from each stratum at least, as far as there are so many: fewer show no variation.
LEAST_DRAWN = 2
#: Longest comment of a sheet; a cell of a workbook holds 32,767 characters.
LONGEST_CELL = 4000
UNCODED = "(none)"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CommentSample(Result):
    """A sample of comments to be coded by hand.

    Attributes
    ----------
    table
        A row per comment, in random order: respondent, comment (masked), stratum (a number that tells no code), and the
        sampling weight.
    """

    key: ClassVar[tuple[str, ...]] = ("respondent",)

    codebook: Codebook
    seed: int = 1

    def sheet(self, language: str = "en") -> pd.DataFrame:
        """Return the sheet to fill in: `codes` takes ids from the codebook, parted by commas, or "none".

        Parameters
        ----------
        language
            Kept for the list of codes in `save`.
        """
        sheet = self.table.copy()
        sheet["respondent"] = sheet["respondent"].astype(str)
        sheet.insert(2, "codes", "")
        return sheet

    def save(self, path: str | Path, *, language: str = "en") -> Path:
        """Write the sheet as .csv or .xlsx; a workbook lists the codes on a second sheet.

        Texts that a spreadsheet would run as a formula get an apostrophe in front (CSV), or are marked as text (XLSX).

        Raises
        ------
        OptionError
            The path ends in something else.
        """
        target = Path(path)
        if target.suffix.lower() not in (".csv", ".xlsx"):
            raise OptionError(f"{target}: a sheet is written as .csv or .xlsx; give such a path.")
        target.parent.mkdir(parents=True, exist_ok=True)
        sheet = self.sheet(language)
        if target.suffix.lower() == ".csv":
            guarded = sheet.assign(
                respondent=[guard_formula(text) for text in sheet["respondent"]],
                comment=[guard_formula(text) for text in sheet["comment"]],
            )
            guarded.to_csv(target, index=False, encoding="utf-8-sig")
        else:
            lines = [list(map(str, sheet.columns)), *([str(cell) for cell in row] for row in sheet.to_numpy())]
            target.write_bytes(write_sheets({"comments": lines, "codes": self._list_codes(language)}))
        return target

    def _list_codes(self, language: str) -> list[list[str]]:
        rows = [["code", "label", "definition"]]
        for one in self.codebook.codes.values():
            rows.append([one.id, one.label.in_language(language), one.definition.in_language(language)])
        return rows


def guard_formula(text: str) -> str:
    """Return a text that no spreadsheet runs.

    Examples
    --------
    >>> guard_formula("=1+1"), guard_formula("good")
    ("'=1+1", 'good')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def sample_comments(coded: CodedComments, n: int = 100, *, seed: int = 1) -> CommentSample:
    """Draw comments for a person to code, so that rare codes are there too.

    Use it before quoting shares. The sheet does not show what the codebook found, lest it persuade the person.

    Parameters
    ----------
    coded
        What `code_comments` returns.
    n
        How many comments.
    seed
        The same seed draws the same comments.

    Returns
    -------
    CommentSample
        `.save("check.xlsx")` writes the sheet; the filled sheet goes to `assess_coding`.

    Raises
    ------
    OptionError
        `n` is below 10.

    Notes
    -----
    Strata: each comment belongs to its rarest code, those without any code to a stratum of their own. Two are drawn
    from each, the rest in proportion to the root of the stratum's size; the smallest strata are joined where `n` is too
    small. The sampling weight is the stratum's size over the number drawn; survey weights come in when agreement is
    assessed. Missing: comments that say nothing are not drawn.

    References
    ----------
    Cochran (1977). Sampling techniques, 3rd ed., ch. 5. Bankier (1988). Power allocations. The American Statistician
    42, 174-177.

    Examples
    --------
    >>> from survey.analysis.comments.comments import code_comments
    >>> frame = pd.DataFrame({"comment": ["物流太慢", "质量好", "一般", "还行"] * 10})
    >>> sample = sample_comments(code_comments(frame, item="comment"), 12)
    >>> len(sample.table), round(sample.table["sampling_weight"].sum())
    (12, 40)
    """
    if n < 10:
        raise OptionError(f"n={n} comments say nothing about agreement; draw at least 10.")
    random = np.random.default_rng(seed)
    stratum, count = _place_strata(coded, n // LEAST_DRAWN)
    sizes = np.bincount(stratum, minlength=count)
    drawn = _allocate(sizes, min(n, len(stratum)))
    chosen = np.concatenate([random.permutation(np.flatnonzero(stratum == at))[: drawn[at]] for at in range(count)])
    chosen = random.permutation(chosen)
    respondents = coded.marks.respondents[chosen]
    table = pd.DataFrame(
        {
            "respondent": respondents,
            "comment": [mask_personal(coded.texts.texts.loc[one])[:LONGEST_CELL] for one in respondents],
            "stratum": (stratum[chosen] + 1).astype(str),
            "sampling_weight": sizes[stratum[chosen]] / drawn[stratum[chosen]],
        }
    )
    return CommentSample(
        table=table,
        n=len(table),
        method=Note("comments_sample", n=len(table), n_total=len(stratum), strata=count, seed=seed),
        codebook=coded.codebook,
        seed=seed,
    )


def _place_strata(coded: CodedComments, most: int) -> tuple[np.ndarray, int]:
    """Return the stratum of each comment by its rarest code, the smallest strata joined, and how many there are."""
    frequency = coded.marks.values.sum(axis=0)
    rarity = np.where(coded.marks.values, frequency[None, :], np.iinfo(np.int64).max)
    rarest = np.where(coded.marks.values.any(axis=1), rarity.argmin(axis=1), len(frequency))
    names, place, sizes = np.unique(rarest, return_inverse=True, return_counts=True)
    kept = np.argsort(-sizes, kind="stable")[: max(1, most - 1)] if len(names) > most else np.arange(len(names))
    number = np.full(len(names), len(kept))
    number[kept] = np.arange(len(kept))
    stratum = number[place]
    return stratum, int(stratum.max()) + 1


def _allocate(sizes: np.ndarray, n: int) -> np.ndarray:
    """Return how many to draw from each stratum: two, and the rest by the root of its size."""
    drawn = np.minimum(sizes, LEAST_DRAWN)
    wish = np.sqrt(sizes)
    while drawn.sum() < n and np.any(drawn < sizes):
        lack = np.where(drawn < sizes, wish / (drawn + 1), -1.0)
        drawn[int(np.argmax(lack))] += 1
    return np.asarray(drawn)
