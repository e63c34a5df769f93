"""Labels of a question's options, as response files write them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from survey.platforms.coding.wording import plain, wording_key
from survey.platforms.numbered.question import Question

_LETTER = re.compile(r"[a-z][.、)]\s?")
_LETTERED = re.compile(r"(?P<letters>[a-z]{1,2})\.\s?(?P<label>.*)", re.DOTALL)
_POINTS = re.compile(r"(-?\d{1,9})\s?(?:分|颗?星|★|⭐|points?|stars?)")
_OPEN = re.compile(r"(?P<label>.*?)\s*〖(?P<text>.*)〗\s*", re.DOTALL)


@dataclass(frozen=True)
class Labels:
    """What the labels of one question stand for.

    Attributes
    ----------
    tongues
        For each language the labels, as `plain` gives them, to their codes.
    keys
        The keys of all labels to the codes they may stand for.
    codes
        The codes of a rating's points, which ``4分`` names; none for other questions.
    lettered
        The codes in the order shown where the platform writes a letter for the place before each label, ``B.Male``;
        none where it does not.
    """

    tongues: tuple[dict[str, int], ...]
    keys: dict[str, frozenset[int]]
    codes: tuple[int, ...]
    lettered: tuple[int, ...] = ()

    def read(self, texts: Sequence[str]) -> list[int | None]:
        """Return the code of each text of one column, or None where it is no label.

        The column is in one language: the first that knows every text, if any does.
        """
        simple = [plain(text) for text in texts]
        for tongue in self.tongues if not self.lettered else ():
            if all(text in tongue for text in simple):
                return [tongue[text] for text in simple]
        return [self._find(text) for text in simple]

    def is_one(self, text: str, code: int) -> bool:
        """Tell whether a text is a label of one code, in any language."""
        return code in self._list(plain(text))

    def _find(self, text: str) -> int | None:
        codes = self._list(text)
        return codes.pop() if len(codes) == 1 else None

    def _list(self, text: str) -> set[int]:
        """Return all codes that a text may stand for."""
        placed = self._find_place(text) if self.lettered else None
        if placed is not None:
            return {placed}
        without = _LETTER.sub("", text, count=1) if _LETTER.match(text) else text
        for spelling in (text, without):
            codes = {tongue[spelling] for tongue in self.tongues if spelling in tongue}
            codes = codes or set(self.keys.get(wording_key(spelling), ()))
            if codes:
                return codes
        points = _POINTS.fullmatch(text)
        return {int(points[1])} & {*self.codes} if points else set()

    def _find_place(self, text: str) -> int | None:
        """Return the code at the place that the letter of a text names, if its label is the rest of the text."""
        match = _LETTERED.fullmatch(text)
        if match is None:
            return None
        place = sum((ord(letter) - 96) * 26**power for power, letter in enumerate(reversed(match["letters"]))) - 1
        if place >= len(self.lettered):
            return None
        code, label = self.lettered[place], match["label"]
        known = any(tongue.get(label) == code for tongue in self.tongues)
        return code if known or code in self.keys.get(wording_key(label), ()) else None


def list_labels(question: Question, languages: Sequence[str], *, lettered: bool = False) -> Labels:
    """Return what the labels of a question stand for, in every language.

    Parameters
    ----------
    question
        Whose options they are.
    languages
        Of the questionnaire, the form's own first.
    lettered
        Whether the platform writes a letter for the place of an option before its label.

    Examples
    --------
    >>> from survey.platforms.numbered.question import list_questions
    >>> from survey.questionnaire.load import load_questionnaire
    >>> questions = list_questions(load_questionnaire("mobi"))
    >>> list_labels(questions[1], ["en", "zh-CN"]).read(["4", "10分", "1（非常不满意）", "A. 7", "eleven"])
    [4, 10, 1, 7, None]
    """
    tongues = []
    keys: defaultdict[str, set[int]] = defaultdict(set)
    for language in languages:
        own: defaultdict[str, set[int]] = defaultdict(set)
        for texts in (question.options(language), question.marked_options(language)):
            for code, text in zip(question.codes, texts, strict=True):
                own[plain(text)].add(code)
                keys[wording_key(text)].add(code)
        tongues.append({text: min(codes) for text, codes in own.items() if len(codes) == 1})
    return Labels(
        tongues=tuple(tongues),
        keys={key: frozenset(codes) for key, codes in keys.items() if key},
        codes=question.points,
        lettered=question.codes if lettered else (),
    )


def split_open(text: str) -> tuple[str, str]:
    """Return an option and the text given beside it, "" where there is none.

    Examples
    --------
    >>> split_open("其他〖朋友送的〗"), split_open("男")
    (('其他', '朋友送的'), ('男', ''))
    """
    match = _OPEN.fullmatch(text)
    return (match["label"], match["text"]) if match else (text, "")
