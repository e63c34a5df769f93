"""Whether a codebook's coding agrees with that of people, and people with each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from survey.analysis.comments.comments import CodedComments
from survey.analysis.comments.hand_codes import HandCodes, Sheet, read_hand_codes
from survey.errors import DataError
from survey.notes import Note
from survey.result import Result
from survey.stats.proportions import wilson_interval
from survey.stats.text.agreement import adjust_prevalence, cohen_kappa, gwet_ac1, pair_codings
from survey.stats.text.coders import fleiss_kappa, krippendorff_alpha

MACHINE = "codebook"
_NAN = float("nan")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CodingAgreement(Result):
    """How far codings agree.

    Attributes
    ----------
    table
        A row per code and pair of coders ("codebook" is one): kappa with interval, PABAK, AC1; for the codebook also
        precision and recall against the person, with intervals.
    coders
        For two persons or more, a row per code: Fleiss' kappa (comments that all coded) and Krippendorff's alpha.
    """

    key: ClassVar[tuple[str, ...]] = ("code", "coder", "other_coder")
    shown: ClassVar[tuple[str, ...]] = (
        "label", "other_coder", "n", "n_coder", "n_other", "kappa", "conf_low", "conf_high", "precision", "recall",
    )  # fmt: skip

    coders: pd.DataFrame
    confidence: float = 0.95


@dataclass(frozen=True, eq=False)
class _Coding:
    name: str
    respondents: pd.Index
    values: np.ndarray


def assess_coding(
    coded: CodedComments, hand: Sheet | Mapping[str, Sheet], *, confidence: float = 0.95
) -> CodingAgreement:
    """Compare the codebook's coding with that of one person or several.

    Use it after a person filled in the sheet of `sample_comments`. Kappa depends on how rare a code is: read it with
    AC1 and with precision and recall. Landis and Koch's words for its size are a convention and are not used.

    Parameters
    ----------
    coded
        What the sample was drawn from.
    hand
        The filled sheet, as a frame or a path; for several persons a mapping of names to sheets. An empty `codes` is
        not coded yet; "none" is coded as nothing.
    confidence
        Coverage of the intervals.

    Returns
    -------
    CodingAgreement

    Raises
    ------
    DataError
        A sheet holds unknown codes or respondents, or two coders share fewer than two comments.

    Notes
    -----
    Weights: each comment stands for as many as its sampling weight says, times its survey weight; Fleiss' kappa and
    Krippendorff's alpha of several persons are of the sample, unweighted. Intervals: the delta method over the strata
    drawn; Wilson's with Kish's effective number for precision and recall. Missing: comments not coded are left out, and
    counted in the notes.

    References
    ----------
    Cohen (1960), Educational and Psychological Measurement 20, 37-46. Fleiss (1981), Statistical methods for rates and
    proportions, ch. 13. Byrt, Bishop & Carlin (1993), J. Clinical Epidemiology 46, 423-429. Gwet (2008), British J.
    Mathematical and Statistical Psychology 61, 29-48. Krippendorff (2011), Computing Krippendorff's alpha-reliability.

    Examples
    --------
    >>> from survey.analysis.comments.comments import code_comments
    >>> from survey.analysis.comments.comment_sample import sample_comments
    >>> frame = pd.DataFrame({"comment": ["物流太慢", "质量好", "一般", "还行"] * 10})
    >>> coded = code_comments(frame, item="comment")
    >>> sheet = sample_comments(coded, 12).sheet()
    >>> sheet["codes"] = ["delivery_slow" if "物流" in text else "none" for text in sheet["comment"]]
    >>> found = assess_coding(coded, sheet).table.set_index("code")
    >>> round(float(found.loc["delivery_slow", "kappa"]), 6), float(found.loc["praise_quality", "precision"])
    (1.0, 0.0)
    """
    sheets = hand if isinstance(hand, Mapping) else {"person": hand}
    if not sheets or MACHINE in sheets:
        raise DataError(f"give at least one sheet, and call no person '{MACHINE}'.")
    people = [read_hand_codes(name, sheet, coded.codebook) for name, sheet in sheets.items()]
    machine = _Coding(MACHINE, coded.marks.respondents.astype(str), coded.marks.values)
    for one in people:
        unknown = one.respondents.difference(machine.respondents)
        if len(unknown):
            raise DataError(f"{one.name}: respondent {unknown[0]} wrote no comment that was coded; check the sheet.")
    drawn = _weigh(coded, people)
    codings = [machine, *(_Coding(one.name, one.respondents, one.values) for one in people)]
    pairs = [_compare(coded, pair, drawn, confidence) for pair in combinations(codings, 2)]
    table = pd.concat(pairs, ignore_index=True)
    used = set(table["code"])
    unseen = [code for code in coded.codebook.codes if code not in used]
    return CodingAgreement(
        table=table,
        n=len(drawn),
        method=Note("comments_agreement", coders=", ".join(one.name for one in codings), n=len(drawn)),
        notes=_say_notes(people, unseen),
        coders=_compare_people(coded, people, used),
        confidence=confidence,
    )


def _weigh(coded: CodedComments, people: list[HandCodes]) -> pd.DataFrame:
    """Return stratum and weight of every comment that a person coded, indexed by respondent."""
    parts = []
    for one in people:
        frame = one.frame
        weight = frame["sampling_weight"].astype(float) if "sampling_weight" in frame else 1.0
        stratum = frame["stratum"].astype(str) if "stratum" in frame else "1"
        parts.append(pd.DataFrame({"weight": weight, "stratum": stratum}).set_axis(one.respondents))
    drawn = pd.concat(parts)
    drawn = drawn[~drawn.index.duplicated()]
    if coded.texts.weights is not None:
        own = pd.Series(coded.texts.weights, index=coded.texts.texts.index.astype(str))
        drawn["weight"] *= own.loc[drawn.index] / own.mean()
    if not (np.isfinite(drawn["weight"]) & (drawn["weight"] >= 0)).all():
        raise DataError("a sampling weight is missing or below 0; keep the columns that sample_comments wrote.")
    return drawn


def _compare(
    coded: CodedComments, pair: tuple[_Coding, _Coding], drawn: pd.DataFrame, confidence: float
) -> pd.DataFrame:
    one, other = pair
    shared = drawn.index[drawn.index.isin(one.respondents) & drawn.index.isin(other.respondents)]
    if len(shared) < 2:
        raise DataError(f"{one.name} and {other.name} coded {len(shared)} comments in common; two are the least.")
    first = one.values[one.respondents.get_indexer(shared)]
    second = other.values[other.respondents.get_indexer(shared)]
    known = coded.table.set_index("code")["label"]
    rows = []
    for at, code in enumerate(coded.codebook.codes):
        if not (first[:, at].any() or second[:, at].any()):
            continue
        numbers = _measure(first[:, at], second[:, at], drawn.loc[shared], one.name == MACHINE, confidence)
        rows.append({"code": code, "label": known[code], "coder": one.name, "other_coder": other.name, **numbers})
    columns = ["code", "label", "coder", "other_coder", "n"]
    return pd.DataFrame(rows) if rows else pd.DataFrame(columns=columns)


def _measure(
    first: np.ndarray, second: np.ndarray, drawn: pd.DataFrame, judged: bool, confidence: float
) -> dict[str, Any]:
    weights = drawn["weight"].to_numpy(dtype=float)
    pair = pair_codings(first.astype(int), second.astype(int), weights, drawn["stratum"].to_numpy())
    kappa = cohen_kappa(pair, confidence)
    row: dict[str, Any] = {
        "n": len(first),
        "n_coder": int(first.sum()),
        "n_other": int(second.sum()),
        "kappa": kappa.estimate,
        "conf_low": kappa.low,
        "conf_high": kappa.high,
        "pabak": adjust_prevalence(pair, confidence).estimate,
        "ac1": gwet_ac1(pair, confidence).estimate,
    }
    for name, given in (("precision", first), ("recall", second)):
        share, low, high = _share(first & second, given, weights, confidence) if judged else (_NAN, _NAN, _NAN)
        row |= {name: share, f"{name}_low": low, f"{name}_high": high}
    return row


def _share(both: np.ndarray, given: np.ndarray, weights: np.ndarray, confidence: float) -> tuple[float, float, float]:
    own = weights[given]
    if not own.sum() > 0:
        return _NAN, _NAN, _NAN
    share = float(np.average(both[given], weights=own))
    return share, *wilson_interval(share, float(own.sum() ** 2 / (own @ own)), confidence)


def _compare_people(coded: CodedComments, people: list[HandCodes], used: set[str]) -> pd.DataFrame:
    columns = ["code", "label", "n_coders", "n", "fleiss", "krippendorff"]
    if len(people) < 2:
        return pd.DataFrame(columns=columns)
    known = coded.table.set_index("code")["label"]
    everyone = people[0].respondents
    for one in people[1:]:
        everyone = everyone.union(one.respondents, sort=False)
    rows = []
    for at, code in enumerate(coded.codebook.codes):
        if code not in used:
            continue
        codings = np.full((len(everyone), len(people)), np.nan)
        for place, one in enumerate(people):
            codings[everyone.get_indexer(one.respondents), place] = one.values[:, at]
        whole = codings[~np.isnan(codings).any(axis=1)]
        counts = np.column_stack([(whole == 0).sum(axis=1), whole.sum(axis=1)])
        fleiss = fleiss_kappa(counts) if len(whole) > 1 else _NAN
        rows.append((code, known[code], len(people), len(everyone), fleiss, krippendorff_alpha(codings)))
    return pd.DataFrame(rows, columns=columns)


def _say_notes(people: list[HandCodes], unseen: list[str]) -> tuple[Note, ...]:
    notes = [Note("comments_agreement_open", coder=one.name, count=one.open_rows) for one in people if one.open_rows]
    if unseen:
        notes.append(Note("comments_agreement_rare", codes=", ".join(unseen)))
    return tuple(notes)
