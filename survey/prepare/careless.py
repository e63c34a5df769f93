"""Careless responding: signs by the rules of the questionnaire, fixed before the data are seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from survey.notes import Note
from survey.prepare.signs import Sign, find_signs
from survey.questionnaire.construct import ScreeningRules
from survey.responses import Responses
from survey.result import Result


def _no_rows(*columns: str) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="object") for name in columns})


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Careless(Result):
    """Respondents who show signs of careless responding; nobody has been left out.

    Attributes
    ----------
    table
        A row for each sign checked, and a last one, `careless`, for enough signs together: sign, rule (a `Note`),
        count, share.
    details
        A row for each respondent and index: respondent, sign, value, passed (whether the sign is shown).
    verdicts
        A row for each respondent: respondent, signs (how many, those of one behaviour counted once), careless.
    copies
        If near duplicates were looked for: respondent, twin (who further up answered most alike), share of identical
        ratings.
    comments
        If comments were looked at: respondent, item, reason, for those that are gibberish or copied.
    """

    key: ClassVar[tuple[str, ...]] = ("sign",)

    details: pd.DataFrame
    verdicts: pd.DataFrame
    copies: pd.DataFrame = field(default_factory=lambda: _no_rows("respondent", "twin", "share"))
    comments: pd.DataFrame = field(default_factory=lambda: _no_rows("respondent", "item", "reason"))

    @property
    def respondents(self) -> list[object]:
        """Ids of the respondents with enough signs, for `responses.without`."""
        return list(self.verdicts.loc[self.verdicts["careless"], "respondent"])


def flag_careless(responses: Responses, *, rules: ScreeningRules | None = None, every_index: bool = False) -> Careless:
    """Flag careless respondents by the rules of the questionnaire.

    Use it before analyses, and report results with and without the respondents it names (`compare_screening`). It looks
    and does not act: leave respondents out with ``responses.without(careless.respondents, because="careless
    responding")``.

    Parameters
    ----------
    responses
        The answers; `questionnaire.screening` holds the rules.
    rules
        Other rules than the questionnaire's.
    every_index
        Put also the indices that have no rule into `details`; nobody is judged by them.

    Returns
    -------
    Careless
        Signs, values and verdicts.

    Notes
    -----
    Signs, each only where its rule is set and its data are there; notes name those that could not be checked. Those on
    one line show one behaviour and count once:

    - `too_fast`: fewer seconds than `min_seconds`; `pace`: fewer than `min_seconds_per_item` for each question shown;
    - `longstring`: more identical ratings in a row than `max_longstring`, in the order shown to the respondent;
      `average_string`: such runs longer than `max_average_string` on average;
    - `pattern`: 2 to 5 answers that repeat over more than `max_pattern` ratings, such as 1-2-1-2;
    - `low_variation`: a standard deviation below `min_irv` over the ratings of the commonest response range;
      `low_variation_part`: below `min_irv_part` in a quarter of them;
    - `attention`: at least `attention_failed` attention checks answered wrong (a blank is not wrong);
    - `missing`: more than `max_missing_share` of the questions shown blank, don't know or no answer, free text aside;
    - `duplicate`: the same answers to 10 or more ratings, not all alike, as a respondent further up;
      `near_duplicate`: a share above `max_same_share` of such ratings;
    - `mahalanobis`: an unusual combination of ratings, p below `min_mahalanobis_p`;
    - `even_odd`: consistency of even and odd halves of the constructs below `min_even_odd`; `synonyms`: correlation
      over psychometric synonyms below `min_synonyms`; `antonyms`: over antonyms, above minus `min_antonyms`;
      `guttman`: a share of the possible Guttman errors within constructs above `max_guttman`;
    - `gibberish`: at least `gibberish_comments` open answers of gibberish, or copied word for word.

    `signs_needed` behaviours make a respondent careless. Missing: a value that cannot be computed (no time, fewer than
    two ratings) is NaN and is no sign; a blank or special code ends a run of ratings, an item hidden by routing does
    not; special codes are left out of the variation; distances, correlations and Guttman errors take the answered
    ratings. Weights: used in the covariances, correlations and shares that describe the sample; respondents are counted
    without. Cost: one pass, seconds for a million; near duplicates compare all pairs, about a second for 20,000 × 50.

    References
    ----------
    Meade & Craig (2012). Identifying careless responses in survey data. Psychological Methods 17, 437-455. Curran
    (2016). Methods for the detection of carelessly invalid responses. J. Experimental Social Psychology 66, 4-19.

    Examples
    --------
    >>> from survey.prepare.simulate import simulate_responses
    >>> from survey.questionnaire.load import load_questionnaire
    >>> responses = simulate_responses(load_questionnaire("ecommerce-service"), n=300, seed=1)
    >>> careless = flag_careless(responses)
    >>> careless.table["sign"].tolist()
    ['too_fast', 'longstring', 'low_variation', 'attention', 'missing', 'duplicate', 'careless']
    >>> len(responses.without(careless.respondents, because="careless responding")) < len(responses)
    True
    """
    limits = responses.questionnaire.screening if rules is None else rules
    signs, notes = find_signs(responses, limits, every=every_index)
    judging = [sign for sign in signs if sign.rule is not None]
    number = _count_kinds(judging, len(responses))
    kinds = len({sign.kind for sign in judging})
    if not limits.in_use:
        notes.append(Note("careless_no_rules"))
    elif limits.signs_needed > kinds:
        notes.append(Note("careless_too_few_signs", needed=limits.signs_needed, signs=kinds))
    careless = number >= max(limits.signs_needed, 1)
    weighted = "_weighted" if responses.weights is not None else ""
    details = {sign.name: sign.detail for sign in signs if sign.detail is not None}
    return Careless(
        table=_table(judging, careless, limits.signs_needed, kinds),
        details=_details(responses.data.index, signs),
        verdicts=pd.DataFrame({"respondent": responses.data.index, "signs": number, "careless": careless}),
        n=len(responses),
        method=Note(f"careless_method{weighted}", needed=limits.signs_needed, signs=len(judging)),
        notes=tuple(notes),
        copies=details.get("near_duplicate", _no_rows("respondent", "twin", "share")),
        comments=details.get("gibberish", _no_rows("respondent", "item", "reason")),
    )


def _count_kinds(signs: Sequence[Sign], n: int) -> np.ndarray:
    """Count the behaviours that each respondent shows a sign of."""
    number = np.zeros(n, dtype=int)
    for kind in {sign.kind for sign in signs}:
        number += np.any([sign.shown for sign in signs if sign.kind == kind], axis=0)
    return number


def _table(signs: list[Sign], careless: np.ndarray, needed: int, kinds: int) -> pd.DataFrame:
    flags = [*(sign.shown for sign in signs), careless]
    verdict = "careless_verdict" if kinds == len(signs) else "careless_verdict_kinds"
    return pd.DataFrame(
        {
            "sign": [*(sign.name for sign in signs), "careless"],
            # Objects, so that a rule stays a Note that can speak every language of the reports.
            "rule": pd.Series([*(sign.rule for sign in signs), Note(verdict, needed=needed)], dtype="object"),
            "count": [int(flag.sum()) for flag in flags],
            "share": [float(flag.mean()) if len(flag) else np.nan for flag in flags],
        }
    )


def _details(index: pd.Index, signs: list[Sign]) -> pd.DataFrame:
    empty = np.empty(0)
    return pd.DataFrame(
        {
            "respondent": index.repeat(len(signs)),
            "sign": pd.Series(np.tile([sign.name for sign in signs], len(index)), dtype="str"),
            "value": np.column_stack([sign.value for sign in signs]).ravel() if signs else empty,
            "passed": np.column_stack([sign.shown for sign in signs]).ravel() if signs else empty.astype(bool),
        }
    )
