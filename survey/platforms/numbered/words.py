"""Routing conditions in words, for people who set them by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from survey.platforms.condition import write_condition
from survey.platforms.numbered.question import Question, is_chinese, write_line
from survey.questionnaire.item import Item
from survey.questionnaire.routing import COMPARISONS, Condition, Value
from survey.questionnaire.text import LocalText

_SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}


@dataclass(frozen=True)
class Words:
    """How conditions are said: by the numbers of questions and the labels of options.

    Attributes
    ----------
    questions
        All questions of the form.
    language
        Of the sentences and labels: Chinese where it is Chinese, else English.
    """

    questions: Sequence[Question]
    language: str

    def say(self, condition: Condition) -> str:
        """Return a condition as part of a sentence.

        Examples
        --------
        >>> from survey.platforms.numbered.question import list_questions
        >>> from survey.questionnaire.load import load_questionnaire
        >>> questionnaire = load_questionnaire("ecommerce-service")
        >>> words = Words(list_questions(questionnaire), "en")
        >>> words.say(questionnaire.item("asrefund").shown_if)
        'question 16 is “Yes”'
        """
        return write_condition(condition.node, self)

    def refer(self, item: str) -> str:
        """Return how the question of an item is named."""
        question, own = self._find(item)
        if question.kind != "matrix":
            return self._pick(f"question {question.number}", f"第 {question.number} 题")
        row = write_line(own.text.in_language(self.language))
        return self._pick(f"row “{row}” of question {question.number}", f"第 {question.number} 题“{row}”一行")

    def compare(self, item: str, sign: str, value: Value) -> str:
        """Return ``item sign value``; answers with labels are listed."""
        _, own = self._find(item)
        if own.labels and own.type != "number" and not isinstance(value, str):
            return self._choose(item, [code for code in own.labels if COMPARISONS[sign](code, value)])
        written = f"“{value}”" if isinstance(value, str) else f"{value:g}"
        return self._pick(
            f"{self.refer(item)} is answered and {_SIGNS[sign]} {written}",
            f"{self.refer(item)}已作答且 {_SIGNS[sign]} {written}",
        )

    def belong(self, item: str, values: Sequence[Value]) -> str:
        """Return ``item in [values]``."""
        _, own = self._find(item)
        if own.labels and own.type != "number":
            return self._choose(item, [code for code in own.labels if code in values])
        return self.join([self.compare(item, "==", value) for value in values], every=False)

    def include(self, item: str, code: int) -> str:
        """Return that an option of a multiple choice is chosen."""
        label = self.label(item, code)
        return self._pick(f"{label} is chosen in {self.refer(item)}", f"{self.refer(item)}选中了{label}")

    def answer(self, item: str) -> str:
        """Return that an item has any answer."""
        return self._pick(f"{self.refer(item)} is answered", f"{self.refer(item)}已作答")

    def negate(self, part: str) -> str:
        """Return the opposite of a part."""
        return self._pick(f"it is not so that ({part})", f"以下不成立（{part}）")

    def join(self, parts: Sequence[str], *, every: bool) -> str:
        """Return that all parts hold, or that one of them does."""
        if len(parts) == 1:
            return parts[0]
        word = self._pick(" and " if every else " or ", "，并且" if every else "，或者")
        opening, closing = self._pick("(", "（"), self._pick(")", "）")
        return word.join(f"{opening}{part}{closing}" for part in parts)

    def _choose(self, item: str, codes: Sequence[int]) -> str:
        refer = self.refer(item)
        if not codes:
            return self._pick(
                f"{refer} has an answer that it does not offer (never)", f"{refer}选了没有的选项（不可能）"
            )
        labels = [self.label(item, code) for code in codes]
        return self._pick(f"{refer} is {' or '.join(labels)}", f"{refer}选择{'或'.join(labels)}")

    def label(self, item: str, code: int) -> str:
        """Return how an option is named."""
        question, _ = self._find(item)
        label = question.options(self.language)[question.codes.index(code)] if code in question.codes else str(code)
        return f"“{label}”"

    def name(self, text: LocalText) -> str:
        """Return a text between quotation marks."""
        return f"“{write_line(text.in_language(self.language))}”"

    def _find(self, item: str) -> tuple[Question, Item]:
        return next((question, own) for question in self.questions for own in question.items if own.id == item)

    def _pick(self, english: str, chinese: str) -> str:
        return chinese if is_chinese(self.language) else english
