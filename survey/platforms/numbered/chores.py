"""What a form in plain text cannot carry and a person sets on the site: each is a line of the checklist and a loss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from survey.platforms.loss import Loss, name_loss
from survey.platforms.numbered.question import AGREE, REFUSE, Question, list_questions, write_line
from survey.platforms.numbered.words import Words
from survey.questionnaire.item import Choice, Item
from survey.questionnaire.questionnaire import Questionnaire

Topic = Literal[
    "consent", "routing", "required", "texts", "exclusive", "limits", "looks", "ends", "thanks", "reverse", "checks"
]
TOPICS: tuple[Topic, ...] = get_args(Topic)
# These say what to look at and what to leave alone: the file lacks nothing.
_ADVICE: frozenset[Topic] = frozenset({"ends", "reverse", "checks"})


@dataclass(frozen=True, kw_only=True)
class Chore:
    """One thing to set by hand, in both languages.

    Attributes
    ----------
    where
        The id of the item or matrix; "" for the whole form.
    """

    topic: Topic
    where: str
    en: str
    zh: str

    @property
    def loss(self) -> Loss | None:
        """What is lost until it is set; None for advice."""
        if self.topic in _ADVICE:
            return None
        return name_loss(
            self.where, en=f"Not in the file; set by hand: {self.en}", zh=f"文件中没有，需手动设置：{self.zh}"
        )


def list_chores(questionnaire: Questionnaire, *, thanks: bool = True) -> list[Chore]:
    """Return everything to set by hand once the questions are on the site, in the order of `TOPICS`.

    Parameters
    ----------
    questionnaire
        What is asked.
    thanks
        Whether the text at the end has to be set by hand too.
    """
    teller = _Teller(questionnaire)
    found = [chore for question in teller.questions for chore in teller.tell(question)]
    if thanks and questionnaire.thanks is not None:
        english, chinese = (write_line(questionnaire.thanks.in_language(tongue)) for tongue in ("en", "zh-CN"))
        found.append(Chore(topic="thanks", where="", en=f"text at the end: {english}", zh=f"结束语：{chinese}"))
    return sorted(found, key=lambda chore: TOPICS.index(chore.topic))


class _Teller:
    """Finds what a question needs, and says it in both languages."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questions = list_questions(questionnaire)
        self.en, self.zh = Words(self.questions, "en"), Words(self.questions, "zh-CN")

    def tell(self, question: Question) -> Iterator[Chore]:
        if question.kind == "consent":
            yield self._tell_consent(question)
        else:
            yield from self._tell_routing(question)
            yield from self._tell_required(question)
        for item in question.items:
            for choice in item.choices:
                yield from self._tell_choice(item, choice)
            yield from self._tell_limits(item)
            yield from self._tell_looks(item)
            yield from self._tell_advice(item)

    def _tell_consent(self, question: Question) -> Chore:
        places = question.codes.index(AGREE), question.codes.index(REFUSE)
        (agree, refuse), (zh_agree, zh_refuse) = (
            [question.options(tongue)[place] for place in places] for tongue in ("en", "zh-CN")
        )
        number = question.number
        return Chore(
            topic="consent",
            where="",
            en=f"in question {number}, “{refuse}” ends the form and “{agree}” goes on.",
            zh=f"第 {number} 题选择“{zh_refuse}”即结束答题，选择“{zh_agree}”则继续。",
        )

    def _tell_routing(self, question: Question) -> Iterator[Chore]:
        conditions = {item.shown_if.text if item.shown_if else "" for item in question.items}
        whole = len(conditions) == 1
        for item in question.items[:1] if whole else question.items:
            if item.shown_if is None:
                continue
            named, zh_named = self.en.refer(item.id), self.zh.refer(item.id)
            if whole:
                named, zh_named = f"question {question.number}", f"第 {question.number} 题"
            yield Chore(
                topic="routing",
                where=question.where if whole else item.id,
                en=f"show {named} only if {self.en.say(item.shown_if)}.",
                zh=f"{zh_named}仅在以下条件成立时显示：{self.zh.say(item.shown_if)}。",
            )

    def _tell_required(self, question: Question) -> Iterator[Chore]:
        """Name the rows that must be answered in a matrix where others need not be."""
        for item in question.items:
            if item.required and not question.required:
                yield Chore(
                    topic="required",
                    where=item.id,
                    en=f"{self.en.refer(item.id)} must be answered, unlike other rows.",
                    zh=f"{self.zh.refer(item.id)}为必答，与其他行不同。",
                )

    def _tell_choice(self, item: Item, choice: Choice) -> Iterator[Chore]:
        english = f"option {self.en.label(item.id, choice.code)} of {self.en.refer(item.id)}"
        chinese = f"{self.zh.refer(item.id)}的选项{self.zh.label(item.id, choice.code)}"
        if choice.shown_if is not None:
            yield Chore(
                topic="routing",
                where=item.id,
                en=f"show {english} only if {self.en.say(choice.shown_if)}.",
                zh=f"{chinese}仅在以下条件成立时显示：{self.zh.say(choice.shown_if)}。",
            )
        if choice.has_text:
            yield Chore(topic="texts", where=item.id, en=f"{english} has a text field.", zh=f"{chinese}允许填空。")
        if choice.exclusive:
            yield Chore(
                topic="exclusive", where=item.id, en=f"{english} excludes all others.", zh=f"{chinese}与其他选项互斥。"
            )

    def _tell_limits(self, item: Item) -> Iterator[Chore]:
        english, chinese = self.en.refer(item.id), self.zh.refer(item.id)
        if item.type == "date":
            yield Chore(topic="limits", where=item.id, en=f"{english} takes a date.", zh=f"{chinese}限填日期。")
        if item.type != "number":
            return
        bounds = [f"≥ {item.minimum:g}"] if item.minimum is not None else []
        bounds += [f"≤ {item.maximum:g}"] if item.maximum is not None else []
        labels = [self.en.name(special.label) for special in item.special]
        zh_labels = [self.zh.name(special.label) for special in item.special]
        kind, zh_kind = ("a whole number", "整数") if item.integer else ("a number", "数字")
        yield Chore(
            topic="limits",
            where=item.id,
            en=f"{english} takes {' or '.join([' '.join([kind, *bounds]), *labels])}.",
            zh=f"{chinese}限填{'或'.join([' '.join([zh_kind, *bounds]), *zh_labels])}。",
        )

    def _tell_looks(self, item: Item) -> Iterator[Chore]:
        if item.type == "stars":
            yield Chore(
                topic="looks",
                where=item.id,
                en=f"show {self.en.refer(item.id)} as stars.",
                zh=f"{self.zh.refer(item.id)}的样式设为星形。",
            )

    def _tell_advice(self, item: Item) -> Iterator[Chore]:
        english, chinese = self.en.refer(item.id), self.zh.refer(item.id)
        if item.reverse:
            yield Chore(
                topic="reverse",
                where=item.id,
                en=f"{english} is reverse-keyed: leave its scores as they are, the analysis turns them.",
                zh=f"{chinese}为反向题：分值保持原样，由分析程序反向计分。",
            )
        if item.attention is not None:
            yield Chore(
                topic="checks",
                where=item.id,
                en=f"{english} is an attention check; {self.en.label(item.id, item.attention)} is right.",
                zh=f"{chinese}为注意力检测题，正确答案是{self.zh.label(item.id, item.attention)}。",
            )
