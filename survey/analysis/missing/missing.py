"""Missing answers: who was not asked, who did not answer, in which patterns, and whether completely at random."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from survey.analysis.items.items import NON_RESPONSE, NOT_APPLICABLE
from survey.analysis.missing.missing_patterns import group_tests, mcar_notes, pattern_table
from survey.analysis.sample.frame_weights import align_weights
from survey.analysis.sample.weighted_counts import share_of, unit_weights
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, speak_language


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class MissingAnswers(Result):
    """What is missing, and why.

    Attributes
    ----------
    table
        A row per item: `n_asked` (shown to, and applicable), `n` answers; not shown as a share of all; chosen as not
        applicable as a share of those shown; don't know, no answer and blank, and their sum `nonresponse_share`, as
        shares of those asked.
    patterns
        A row per pattern of non-response, the commonest first: which items were asked and not answered.
    mcar
        Little's test: a row for all together (base "all"), then one for each set of respondents who were asked the same
        items ("same_items"), with the items they were not asked. `flag` says why a set could not be compared.
    """

    key: ClassVar[tuple[str, ...]] = ("item",)
    shown: ClassVar[tuple[str, ...]] = (
        "wording",
        "n_asked",
        "n",
        "not_shown_share",
        "inapplicable_share",
        "dont_know_share",
        "no_answer_share",
        "blank_share",
        "nonresponse_share",
    )

    patterns: pd.DataFrame
    mcar: pd.DataFrame


@speak_language
def describe_missing(
    responses: Responses | pd.DataFrame,
    *,
    items: Iterable[str] | None = None,
    weights: Sequence[float] | pd.Series | np.ndarray | None = None,
    mcar: bool = True,
    language: str | None = None,
) -> MissingAnswers:
    """Describe which answers are missing, and why.

    Use it before choosing how to treat missing answers. Answers missing because routing hid the question, or because it
    does not apply, are no non-response: nothing is unknown. Little's test says whether patterns of non-response differ
    in what was answered; that it finds nothing does not make complete rows safe.

    Parameters
    ----------
    responses
        Answers to a questionnaire, or a plain frame, where every missing value counts as blank.
    items
        Item ids; None takes every rating item, or every column of a plain frame.
    weights
        For a plain frame: one weight a row. Responses bring their own.
    mcar
        Whether to compute Little's test, which takes long for many items with many patterns.
    language
        Language of wordings; None is the questionnaire's default.

    Returns
    -------
    MissingAnswers

    Raises
    ------
    DataError
        There is nobody, or no item.
    OptionError
        An unknown item, or weights for responses.

    Notes
    -----
    Weights: used in every share and, scaled to sum to the effective n, in Little's test; counts are of respondents.
    Little's test: chi-square of the distances between the means of each pattern and those of all (EM, covariances over
    n), within each set of respondents who were asked the same items, and summed. Items are taken as they are coded;
    texts have no means and take no part.

    References
    ----------
    Little (1988), J. American Statistical Association 83, 1198-1202. Little & Rubin (2019), Statistical analysis with
    missing data, 3rd ed.

    Examples
    --------
    >>> frame = pd.DataFrame({"speed": [5, 4, 4, 1, None, 2], "price": [4, None, 3, 1, 2, 2]})
    >>> described = describe_missing(frame)
    >>> described.table["nonresponse_share"].round(3).tolist(), described.patterns["count"].tolist()
    ([0.167, 0.167], [4, 1, 1])
    """
    kinds, values, wordings, weight = _take(responses, items, weights, language)
    if kinds.empty:
        raise DataError("there are no respondents or no items, so nothing can be missing.")
    table = pd.DataFrame([_row(str(name), wordings[str(name)], kinds[name], weight) for name in kinds])
    patterns = pattern_table(kinds.isin(NON_RESPONSE), weight)
    asked = ~kinds.isin(NOT_APPLICABLE)
    weighted = bool(np.ptp(weight) > 0)
    tests = group_tests(values, asked[list(values)], weight if weighted else None) if mcar else None
    return MissingAnswers(
        table=table,
        n=len(kinds),
        method=Note("missing_weighted" if weighted else "missing_unweighted", n=len(kinds)),
        notes=mcar_notes(tests),
        patterns=patterns,
        mcar=pd.DataFrame() if tests is None else tests.table,
    )


Taken = tuple[pd.DataFrame, pd.DataFrame, dict[str, str], np.ndarray]


def _take(
    responses: Responses | pd.DataFrame,
    items: Iterable[str] | None,
    weights: Sequence[float] | pd.Series | np.ndarray | None,
    language: str | None,
) -> Taken:
    """Return why answers are missing, the answers that have means, wordings and weights."""
    if isinstance(responses, Responses):
        if weights is not None:
            raise OptionError("responses bring their own weights; set them with responses.with_weights(…).")
        questionnaire = responses.questionnaire
        spoken = questionnaire.check_language(language)
        wanted = list(questionnaire.rating_items if items is None else items)
        wordings = {name: questionnaire.item(name).text.in_language(spoken) for name in wanted}
        numbers = [name for name in wanted if questionnaire.item(name).is_rating or _is_number(responses, name)]
        return responses.missing(wanted), responses.values(numbers), wordings, unit_weights(responses)
    if not isinstance(responses, pd.DataFrame):
        raise OptionError(f"describe_missing takes Responses or a pandas DataFrame, not {type(responses).__name__}.")
    wanted = list(items) if items is not None else list(responses.columns)
    if unknown := [name for name in wanted if name not in responses]:
        raise OptionError(f"there is no column {unknown[0]!r}; there are: {', '.join(map(str, responses))}.")
    if not responses.columns.is_unique:
        twice = responses.columns[responses.columns.duplicated()][0]
        raise DataError(f"column {twice!r} occurs twice; give each column a name of its own.")
    frame = responses[wanted]
    kinds = pd.DataFrame({str(name): frame[name].isna().map({True: "blank", False: ""}) for name in frame})
    numeric = [name for name in frame if pd.api.types.is_numeric_dtype(frame[name])]
    values = frame[numeric].astype("Float64").astype("float64").rename(columns=str)
    given = align_weights(weights, frame)
    return kinds, values, {str(name): str(name) for name in kinds}, np.ones(len(frame)) if given is None else given


def _is_number(responses: Responses, name: str) -> bool:
    return responses.questionnaire.item(name).type == "number"


def _row(name: str, wording: str, kinds: pd.Series, weights: np.ndarray) -> dict[str, object]:
    everyone = np.ones(len(kinds), dtype=bool)
    shown = (kinds != "not_shown").to_numpy()
    asked = ~kinds.isin(NOT_APPLICABLE).to_numpy()
    shares = {f"{kind}_share": share_of((kinds == kind).to_numpy(), asked, weights) for kind in NON_RESPONSE}
    return {
        "item": name,
        "wording": wording,
        "n_asked": int(asked.sum()),
        "n": int((kinds == "").sum()),
        "not_shown_share": share_of(~shown, everyone, weights),
        "inapplicable_share": share_of((kinds == "not_applicable").to_numpy(), shown, weights),
        **shares,
        "nonresponse_share": share_of(kinds.isin(NON_RESPONSE).to_numpy(), asked, weights),
    }
