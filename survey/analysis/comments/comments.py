"""Comments coded by a codebook: how many name each reason, and how satisfied they are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from survey.analysis.comments.comment_input import CommentTexts, Weights, take_comments
from survey.errors import DataError
from survey.glossary import Kind
from survey.notes import Note
from survey.prepare.codebook import Codebook
from survey.prepare.codebook_file import load_codebook
from survey.prepare.comment_matcher import CodedText, Matcher, Mention
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.stats.text.shares import estimate_text_shares

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DEFAULT_CODEBOOK = "ecommerce-service"
#: A customary floor of published tables; shares of fewer people move with single answers.
SMALL_BASE = 30
MENTION_COLUMNS = ("respondent", "code", "words", "negated", "wished", "counts_for")


@dataclass(frozen=True, eq=False)
class Marks:
    """Hold which commenter names which code: bool, shape (n_commenters, n_codes)."""

    respondents: pd.Index
    codes: tuple[str, ...]
    values: np.ndarray

    def of(self, code: str) -> np.ndarray:
        """Return who names a code."""
        return np.asarray(self.values[:, self.codes.index(code)])


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CodedComments(Result):
    """Comments coded by a codebook.

    Attributes
    ----------
    table
        A row per code: n (who name it), share of commenters with interval, mean outcome of those who name it.
        Complaints first, each group by share.
    mentions
        A row per respondent, code, wording and reading: `negated`, `wished` (praise after "please" and the like), and
        the code it `counts_for`, "" for none.
    languages
        Commenters by language: zh, en, mixed, none (only numbers or emoji).
    uncoded_share
        Share of commenters for whom no code was found.
    marks, texts, codebook
        Who names what; the comments as written; what they were coded by. No report shows a text from here unmasked.
    """

    key: ClassVar[tuple[str, ...]] = ("code",)
    shown: ClassVar[tuple[str, ...]] = ("label", "polarity", "n", "share", "conf_low", "conf_high", "outcome_mean")
    kinds: ClassVar[dict[str, Kind]] = dict.fromkeys(("conf_low", "conf_high"), "share")

    mentions: pd.DataFrame
    languages: pd.DataFrame
    uncoded_share: float
    marks: Marks
    texts: CommentTexts
    codebook: Codebook
    confidence: float = 0.95

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the shares of the codes that anybody names."""
        from survey.plots.comments import plot_comments

        named = self.table[self.table["n"] > 0]
        if named.empty:
            raise DataError("no comment was coded, so there is nothing to draw; widen the codebook's terms.")
        return plot_comments(named, ax=ax, language=language)


@speak_language
def code_comments(
    responses: Responses | pd.DataFrame,
    *,
    item: str | None = None,
    codebook: str | Path | Codebook | None = None,
    outcome: str | None = None,
    weights: Weights = None,
    confidence: float = 0.95,
    language: str | None = None,
) -> CodedComments:
    """Code the answers to an open question by a codebook, in Chinese, English or both.

    Use it to count reasons that are known beforehand. It finds words, not meanings: irony and new topics escape it, so
    have a person code a sample (`sample_comments`, `assess_coding`) before you quote a share, and read what stays
    uncoded (`find_themes`). The shares are of those who wrote, who are seldom like those who did not.

    Parameters
    ----------
    responses
        The answers, or a plain frame with a column of comments.
    item
        The open question; None takes the questionnaire's `analysis.comment`, else its first long text; a frame
        needs it.
    codebook
        A shipped name, a path or a codebook; None takes "ecommerce-service".
    outcome
        What the means are of: a construct, 0 to 100, or an indicator's item; None takes the questionnaire's outcome. Of
        a frame, a column; None gives no means.
    weights
        For a plain frame: a column name, or one weight a row.
    confidence
        Coverage of the intervals.
    language
        Language of labels; None is the questionnaire's default, and English for a frame.

    Returns
    -------
    CodedComments

    Raises
    ------
    DataError
        Nobody wrote anything.
    OptionError
        No such item or outcome.
    QuestionnaireError
        The codebook cannot be used.

    Notes
    -----
    A respondent counts once for each code. Weights: used in shares and means; unweighted intervals are Wilson's,
    weighted ones linearised on the logit scale. Missing: those who wrote nothing, or only punctuation, are not in the
    base; means are of those with an outcome. Cost: some 3 seconds for 100,000 comments of 20 words, fewer where many
    say the same.

    References
    ----------
    Krippendorff (2019). Content analysis, 4th ed. Sage. Wilson (1927), JASA 22, 209-212.

    Examples
    --------
    >>> frame = pd.DataFrame({"comment": ["物流太慢", "Not slow delivery at all", "客服态度差", ""]})
    >>> coded = code_comments(frame, item="comment")
    >>> coded.table.query("n > 0")[["code", "n", "share"]].to_numpy().tolist()
    [['attitude', 1, 0.3333333333333333], ['delivery_slow', 1, 0.3333333333333333],
    ['praise_delivery', 1, 0.3333333333333333]]
    """
    texts = take_comments(responses, item, outcome, weights, language)
    book = load_codebook(codebook or DEFAULT_CODEBOOK)
    coded = _code_texts(texts.texts, Matcher(book))
    written = np.array([not one.blank for one in coded], dtype=bool)
    if not written.any():
        raise DataError(f"the answers to '{texts.item}' hold no word, so there is nothing to code.")
    mentions = _list_mentions(texts.texts.index, coded)
    marks = _mark(texts.texts.index[written], tuple(book.codes), mentions)
    spoken = language or _default_language(responses)
    return CodedComments(
        table=_tabulate(texts, book, marks, written, confidence, spoken),
        n=int(written.sum()),
        method=_say_method(texts, book, written, confidence),
        notes=_say_notes(texts, written, marks),
        mentions=mentions,
        languages=_count_languages(texts, coded, written),
        uncoded_share=_uncoded(texts, marks, written),
        marks=marks,
        texts=texts,
        codebook=book,
        confidence=confidence,
    )


def _default_language(responses: Responses | pd.DataFrame) -> str:
    return responses.questionnaire.check_language(None) if isinstance(responses, Responses) else "en"


def _code_texts(texts: pd.Series, matcher: Matcher) -> list[CodedText]:
    """Code every text, the same one once."""
    known: dict[str, CodedText] = {}
    written = texts.to_numpy(dtype=object)
    for text in written:
        if text not in known:
            known[text] = matcher.code(text)
    return [known[text] for text in written]


def _list_mentions(respondents: pd.Index, coded: list[CodedText]) -> pd.DataFrame:
    # Few mentions differ: the frame is made of those, and its rows are taken from it.
    number: dict[Mention, int] = {}
    rows = [number.setdefault(mention, len(number)) for text in coded for mention in text.mentions]
    distinct = pd.DataFrame(list(number), columns=list(Mention._fields)).astype({"negated": bool, "wished": bool})
    frame = distinct.take(rows).reset_index(drop=True)
    frame["respondent"] = respondents.repeat([len(text.mentions) for text in coded])
    return frame[list(MENTION_COLUMNS)]


def _mark(respondents: pd.Index, codes: tuple[str, ...], mentions: pd.DataFrame) -> Marks:
    values = np.zeros((len(respondents), len(codes)), dtype=bool)
    columns = pd.Index(codes).get_indexer(pd.Index(mentions["counts_for"]))
    rows = respondents.get_indexer(pd.Index(mentions["respondent"]))
    values[rows[columns >= 0], columns[columns >= 0]] = True
    return Marks(respondents, codes, values)


def _tabulate(
    texts: CommentTexts, book: Codebook, marks: Marks, written: np.ndarray, confidence: float, language: str
) -> pd.DataFrame:
    shares = estimate_text_shares(marks.values, written, texts.weights, confidence)
    table = pd.DataFrame(
        {
            "code": list(marks.codes),
            "label": [one.label.in_language(language) for one in book.codes.values()],
            "polarity": [one.polarity for one in book.codes.values()],
            "construct": [one.construct for one in book.codes.values()],
            "n": marks.values.sum(axis=0),
            "share": shares.share,
            "conf_low": shares.low,
            "conf_high": shares.high,
            "outcome_mean": _mean_outcomes(texts, marks, written),
        }
    )
    return table.sort_values(["polarity", "share"], ascending=[True, False], kind="stable", ignore_index=True)


def _mean_outcomes(texts: CommentTexts, marks: Marks, written: np.ndarray) -> list[float]:
    if texts.outcome not in texts.outcomes:
        return [float("nan")] * len(marks.codes)
    values = texts.outcomes[texts.outcome].to_numpy(dtype=float)[written]
    weights = np.ones(len(values)) if texts.weights is None else texts.weights[written]
    means = []
    for named in marks.values.T:
        there = named & ~np.isnan(values) & (weights > 0)
        means.append(float(np.average(values[there], weights=weights[there])) if there.any() else float("nan"))
    return means


def _count_languages(texts: CommentTexts, coded: list[CodedText], written: np.ndarray) -> pd.DataFrame:
    spoken = np.array([one.language for one in coded], dtype=object)[written]
    weights = np.ones(len(spoken)) if texts.weights is None else texts.weights[written]
    names = [name for name in ("zh", "en", "mixed", "none") if (spoken == name).any()]
    return pd.DataFrame(
        {
            "comment_language": names,
            "n": [int((spoken == name).sum()) for name in names],
            "share": [float(weights[spoken == name].sum() / weights.sum()) for name in names],
        }
    )


def _uncoded(texts: CommentTexts, marks: Marks, written: np.ndarray) -> float:
    weights = np.ones(len(marks.values)) if texts.weights is None else texts.weights[written]
    return float(weights[~marks.values.any(axis=1)].sum() / weights.sum())


def _say_method(texts: CommentTexts, book: Codebook, written: np.ndarray, confidence: float) -> Note:
    way = "unweighted" if texts.weights is None else "weighted"
    return Note(
        f"comments_{way}", codebook=f"{book.id} {book.version}".strip(), codes=len(book.codes), item=texts.item,
        n=int(written.sum()), n_total=len(texts.texts), level=confidence,
    )  # fmt: skip


def _say_notes(texts: CommentTexts, written: np.ndarray, marks: Marks) -> tuple[Note, ...]:
    filled = texts.texts.str.strip().astype(bool).to_numpy()
    notes = [Note("comments_uncoded", share=_uncoded(texts, marks, written)), Note("comments_unchecked")]
    if empty := int(np.sum(filled & ~written)):
        notes.append(Note("comments_blank", count=empty))
    if written.sum() < SMALL_BASE:
        notes.append(Note("comments_small", n=int(written.sum()), minimum=SMALL_BASE))
    return tuple(notes)
