"""Agreement: of several ratings of the same targets, and of the same people's scores at two times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from survey.analysis.measurement.retest_input import RetestPair, pair_times
from survey.analysis.sample.frame_weights import align_weights
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result
from survey.scores import Scores
from survey.stats.intraclass import FORMS, Intraclass, estimate_intraclass, take_mean_squares
from survey.stats.retest import estimate_retest


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Agreement(Result):
    """The six intraclass correlations of ratings.

    Attributes
    ----------
    table
        A row per form: of one rating (``icc_1`` one-way, ``icc_a1`` agreement, ``icc_c1`` consistency) and of the mean
        of all ratings (``icc_1k``, ``icc_ak``, ``icc_ck``), with the F test that it is 0.
    confidence
        Coverage of the intervals.
    """

    key: ClassVar[tuple[str, ...]] = ("estimator",)

    confidence: float = 0.95


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Retest(Result):
    """How far scores at two times agree.

    Attributes
    ----------
    table
        A row per construct and estimator: ``icc_a1`` agreement, ``icc_c1`` consistency, ``pearson``, ``mean_change``
        (second less first), ``sem`` (standard error of measurement) and ``sdc`` (smallest detectable change), the last
        three in the scores' units; "undefined" where there is too little to compare.
    confidence
        Coverage of the intervals.
    """

    key: ClassVar[tuple[str, ...]] = ("construct", "estimator")

    confidence: float = 0.95


def assess_agreement(
    ratings: pd.DataFrame,
    *,
    weights: Sequence[float] | pd.Series | np.ndarray | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """Assess how far raters, or occasions, agree on the same targets.

    Use it for coders of comments, mystery shoppers, or repeated measurements. Agreement counts a rater who is always
    stricter as disagreement, consistency does not; the one-way form is for raters who differ from target to target.

    Parameters
    ----------
    ratings
        A row a target, a column a rater, shape (n_targets, n_raters).
    weights
        One weight a target.
    confidence
        Coverage of the intervals.

    Returns
    -------
    Agreement

    Raises
    ------
    DataError
        There are fewer than two complete targets or two raters, ratings are text or all the same, a weight is negative.
    OptionError
        `ratings` is no frame, or `confidence` is out of range.

    Notes
    -----
    Weights: whole numbers give the estimates of repeated rows; degrees of freedom take Kish's effective n. Missing:
    listwise; `n` counts targets that every rater rated. Without weights, coefficients and F tests are pingouin's, which
    rounds intervals; those are computed here. Cost: one pass.

    References
    ----------
    Shrout & Fleiss (1979), Psychological Bulletin 86, 420-428. McGraw & Wong (1996), Psychological Methods 1, 30-46.
    Vallat (2018), Pingouin, Journal of Open Source Software 3, 1026.

    Examples
    --------
    >>> ratings = pd.DataFrame({"anna": [1, 2, 4, 5, 7], "ben": [2, 2, 5, 5, 6], "chen": [1, 3, 4, 6, 6]})
    >>> float(assess_agreement(ratings).table.loc[1, "estimate"].round(3))
    0.926
    """
    _check_confidence(confidence)
    if not isinstance(ratings, pd.DataFrame):
        raise OptionError(f"assess_agreement takes a pandas DataFrame of ratings, not {type(ratings).__name__}.")
    if text := [str(name) for name in ratings if not pd.api.types.is_numeric_dtype(ratings[name])]:
        raise DataError(f"column {', '.join(map(repr, text))} holds no numbers; code the ratings first.")
    array = align_weights(weights, ratings)
    complete = ratings.notna().all(axis=1).to_numpy() & (True if array is None else array > 0)
    rows = ratings.to_numpy(dtype=float, na_value=np.nan)[complete]
    found = estimate_intraclass(take_mean_squares(rows, None if array is None else array[complete]), confidence)
    kind = "agreement_unweighted" if array is None else "agreement_weighted"
    return Agreement(
        table=_tabulate(found) if array is not None else _take_from_pingouin(rows, _tabulate(found)),
        n=len(rows),
        method=Note(kind, n_raters=ratings.shape[1], n=len(rows), n_total=len(ratings)),
        confidence=confidence,
    )


def assess_retest(
    first: Responses | Scores | pd.DataFrame | pd.Series,
    second: Responses | Scores | pd.DataFrame | pd.Series,
    *,
    weights: Sequence[float] | pd.Series | np.ndarray | None = None,
    confidence: float = 0.95,
) -> Retest:
    """Assess how far the same people's scores agree at two times.

    Use it where nothing should have changed in between; a true change counts as disagreement. Respondents are matched
    by their ids, the frames' index.

    Parameters
    ----------
    first, second
        Construct scores, responses (which are scored first), or numbers with a row a person.
    weights
        For plain numbers: one weight a row of `first`. Responses and scores bring their own, those of `first` count.
    confidence
        Coverage of the intervals.

    Returns
    -------
    Retest

    Raises
    ------
    DataError
        Nobody is in both, an id is there twice, or columns hold text.
    OptionError
        The two have no construct in common, weights for responses, or `confidence` is out of range.

    Notes
    -----
    Weights: whole numbers give the estimates of repeated rows; degrees of freedom take Kish's effective n. Missing:
    listwise within a construct; `n` of a row counts people with both scores. The smallest detectable change is
    1.96 √2 standard errors of measurement, with the occasions' shift in them. Cost: one pass.

    References
    ----------
    McGraw & Wong (1996), Psychological Methods 1, 30-46. de Vet, Terwee, Knol & Bouter (2006), Journal of Clinical
    Epidemiology 59, 1033-1039.

    Examples
    --------
    >>> first = pd.DataFrame({"service": [10.0, 40, 60, 80, 90]}, index=list("abcde"))
    >>> second = pd.DataFrame({"service": [20.0, 40, 70, 80, 95]}, index=list("abcde"))
    >>> retest = assess_retest(first, second)
    >>> retest.table.loc[0, ["construct", "estimator"]].tolist()
    ['service', 'icc_a1']
    """
    _check_confidence(confidence)
    pairs, notes, weighted = pair_times(first, second, weights)
    tables, failed = zip(*(_compare(pair, confidence) for pair in pairs), strict=True)
    return Retest(
        table=pd.concat(tables, ignore_index=True),
        n=max(len(pair.first) for pair in pairs),
        method=Note("retest_weighted" if weighted else "retest_unweighted"),
        notes=(*notes, *(note for note in failed if note is not None)),
        confidence=confidence,
    )


def _check_confidence(confidence: float) -> None:
    if not 0 < confidence < 1:
        raise OptionError(f"confidence={confidence} must be between 0 and 1.")


def _tabulate(found: Sequence[Intraclass]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "estimator": [one.form for one in found],
            "estimate": [one.estimate for one in found],
            "conf_low": [one.low for one in found],
            "conf_high": [one.high for one in found],
            "statistic": [one.statistic for one in found],
            "df": [one.df for one in found],
            "df_within": [one.df_within for one in found],
            "p_value": [one.p_value for one in found],
        }
    )


def _take_from_pingouin(rows: np.ndarray, table: pd.DataFrame) -> pd.DataFrame:
    """Put pingouin's coefficients and F tests into the table, whose rows are in its order."""
    from pingouin import intraclass_corr

    n, k = rows.shape
    long = pd.DataFrame(
        {"target": np.repeat(np.arange(n), k), "rater": np.tile(np.arange(k), n), "rating": rows.reshape(-1)}
    )
    found = intraclass_corr(long, targets="target", raters="rater", ratings="rating").set_axis(list(FORMS), axis=0)
    taken = {"ICC": "estimate", "F": "statistic", "pval": "p_value"}
    return table.assign(**{ours: found[theirs].to_numpy(dtype=float) for theirs, ours in taken.items()})


def _compare(pair: RetestPair, confidence: float) -> tuple[pd.DataFrame, Note | None]:
    n, note = len(pair.first), None
    try:
        found = estimate_retest(pair.first, pair.second, weights=pair.weights, confidence=confidence)
        rows = [(one.name, one.estimate, one.low, one.high) for one in found]
    except DataError:
        note = Note("retest_undefined", construct=pair.construct, n=n)
        rows = [("undefined", float("nan"), float("nan"), float("nan"))]
    table = pd.DataFrame(rows, columns=["estimator", "estimate", "conf_low", "conf_high"])
    table.insert(0, "construct", pair.construct)
    return table.assign(n=n), note
