"""Careless responding: signs by the rules of the questionnaire, fixed before the data are seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from survey.notes import Note
from survey.prepare.signs import Sign, find_signs, has_rules
from survey.responses import Responses
from survey.result import Result


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Careless(Result):
    """Respondents who show signs of careless responding; nobody has been left out.

    Attributes
    ----------
    table
        A row for each sign checked, and a last one, `careless`, for enough signs together: sign, rule (a `Note`),
        count, share.
    details
        A row for each respondent and sign: respondent, sign, value, passed (whether the sign is shown).
    verdicts
        A row for each respondent: respondent, signs (how many), careless.
    """

    key: ClassVar[tuple[str, ...]] = ("sign",)

    details: pd.DataFrame
    verdicts: pd.DataFrame

    @property
    def respondents(self) -> list[object]:
        """Ids of the respondents with enough signs, for `responses.without`."""
        return list(self.verdicts.loc[self.verdicts["careless"], "respondent"])


def flag_careless(responses: Responses) -> Careless:
    """Flag careless respondents by the rules of the questionnaire.

    Use it before analyses, and report results with and without the respondents it names. It looks and does not act:
    leave respondents out with ``responses.without(careless.respondents, because="careless responding")``.

    Parameters
    ----------
    responses
        The answers; `questionnaire.screening` holds the rules.

    Returns
    -------
    Careless
        Signs, values and verdicts.

    Notes
    -----
    Signs, each only where its rule is set and its data are there; notes name those that could not be checked:

    - `too_fast`: fewer seconds than `min_seconds`;
    - `longstring`: more identical ratings in a row than `max_longstring`, in the order shown to the respondent;
    - `low_variation`: a standard deviation below `min_irv` over the ratings of the commonest response range;
    - `attention`: at least `attention_failed` attention checks answered wrong (a blank is not wrong);
    - `missing`: more than `max_missing_share` of the questions shown blank, don't know or no answer, free text aside;
    - `duplicate`: the same answers to 10 or more ratings, not all alike, as a respondent further up.

    `signs_needed` signs make a respondent careless. Missing: a value that cannot be computed (no time, fewer than two
    ratings) is NaN and is no sign; a blank or special code ends a run of ratings, an item hidden by routing does not;
    special codes are left out of the variation. Weights are not used. Cost: one pass, seconds for a million.

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
    signs, notes = find_signs(responses)
    needed = responses.questionnaire.screening.signs_needed
    if not has_rules(responses.questionnaire):
        notes.append(Note("careless_no_rules"))
    elif needed > len(signs):
        notes.append(Note("careless_too_few_signs", needed=needed, signs=len(signs)))
    number = np.sum([sign.shown for sign in signs], axis=0, dtype=int) if signs else np.zeros(len(responses), dtype=int)
    careless = number >= max(needed, 1)
    return Careless(
        table=_table(signs, careless, needed),
        details=_details(responses.data.index, signs),
        verdicts=pd.DataFrame({"respondent": responses.data.index, "signs": number, "careless": careless}),
        n=len(responses),
        method=Note("careless_method", needed=needed, signs=len(signs)),
        notes=tuple(notes),
    )


def _table(signs: list[Sign], careless: np.ndarray, needed: int) -> pd.DataFrame:
    flags = [*(sign.shown for sign in signs), careless]
    rules = [*(sign.rule for sign in signs), Note("careless_verdict", needed=needed)]
    return pd.DataFrame(
        {
            "sign": [*(sign.name for sign in signs), "careless"],
            # Objects, so that a rule stays a Note that can speak every language of the reports.
            "rule": pd.Series(rules, dtype="object"),
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
