"""Labels of a question's options, as response files write them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from survey.platforms.coding.wording import plain, wording_key
from survey.platforms.numbered.question import Question

_LETTER = re.compile(r"[a-z][.、)]\s?")
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
    """

    tongues: tuple[dict[str, int], ...]
    keys: dict[str, frozenset[int]]
    codes: tuple[int, ...]

    def read(self, texts: Sequence[str]) -> list[int | None]:
        """Return the code of each text of one column, or None where it is no label.

        The column is in one language: the first that knows every text, if any does.
        """
        simple = [plain(text) for text in texts]
        for tongue in self.tongues:
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
        without = _LETTER.sub("", text, count=1) if _LETTER.match(text) else text
        for spelling in (text, without):
            codes = {tongue[spelling] for tongue in self.tongues if spelling in tongue}
            codes = codes or set(self.keys.get(wording_key(spelling), ()))
            if codes:
                return codes
        points = _POINTS.fullmatch(text)
        return {int(points[1])} & {*self.codes} if points else set()


def list_labels(question: Question, languages: Sequence[str]) -> Labels:
    """Return what the labels of a question stand for, in every language.

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
    return Labels(tuple(tongues), {key: frozenset(codes) for key, codes in keys.items() if key}, question.points)


def split_open(text: str) -> tuple[str, str]:
    """Return an option and the text given beside it, "" where there is none.

    Examples
    --------
    >>> split_open("其他〖朋友送的〗"), split_open("男")
    (('其他', '朋友送的'), ('男', ''))
    """
    match = _OPEN.fullmatch(text)
    return (match["label"], match["text"]) if match else (text, "")
