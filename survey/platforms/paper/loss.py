"""What paper cannot hold."""

from __future__ import annotations

from collections.abc import Iterator

from survey.platforms.condition import UntranslatableError
from survey.platforms.loss import Loss, name_loss
from survey.platforms.paper.number import number_questions
from survey.platforms.paper.routing import SpokenRouting, speak
from survey.platforms.paper.words import tongue_of
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import Condition


def list_losses(questionnaire: Questionnaire, language: str) -> tuple[Loss, ...]:
    """Name everything of a questionnaire that its paper form leaves to the people who fill it in."""
    return (*_whole(questionnaire, language), *_unspoken(questionnaire, language))


def _whole(questionnaire: Questionnaire, language: str) -> Iterator[Loss]:
    items = list(questionnaire.items.values())
    if others := [tongue for tongue in questionnaire.languages if tongue != language]:
        listed = ", ".join(others)
        yield name_loss(
            "",
            en=f"The form is in {language} only; export it again for {listed}.",
            zh=f"本表只有 {language} 一种语言；{listed} 请另行导出。",
        )
    if questionnaire.consent is not None and questionnaire.consent_required:
        yield name_loss(
            "",
            en="Paper cannot ask for consent before the questions: leave out forms whose consent box is empty.",
            zh="纸质问卷无法强制先行同意：未勾选同意的问卷请勿录入。",
        )
    if any(item.required for item in items):
        yield name_loss(
            "",
            en="Paper cannot require answers; an asterisk asks for them.",
            zh="纸质问卷无法强制作答，必答题以星号标出。",
        )
    if any(_conditions(item) for item in items):
        yield name_loss(
            "",
            en="Paper cannot route; words before the questions say who answers them.",
            zh="纸质问卷无法自动跳转，由题前的文字说明谁需要回答。",
        )
    yield from _unchecked(items)


def _unchecked(items: list[Item]) -> Iterator[Loss]:
    """Name the limits that paper cannot check."""
    if any(
        item.type == "number" and (item.integer or item.minimum is not None or item.maximum is not None)
        for item in items
    ):
        yield name_loss(
            "",
            en="Paper cannot check the range of numbers; a note beside the question states it.",
            zh="纸质问卷无法检查数值范围，题旁有文字说明。",
        )
    if any(choice.exclusive for item in items for choice in item.choices):
        yield name_loss(
            "",
            en="Paper cannot keep exclusive options apart; a note beside them asks for it.",
            zh="纸质问卷无法限制互斥选项，选项旁有文字说明。",
        )


def _conditions(item: Item) -> list[Condition]:
    given = [item.shown_if, *(choice.shown_if for choice in item.choices)]
    return [condition for condition in given if condition is not None]


def _unspoken(questionnaire: Questionnaire, language: str) -> Iterator[Loss]:
    """Name the conditions that have no words."""
    tongue = tongue_of(language)
    dialect = SpokenRouting(questionnaire, number_questions(questionnaire), language, tongue)
    for item in questionnaire.items.values():
        for condition in dict.fromkeys(_conditions(item)):
            try:
                speak(condition.node, dialect)
            except UntranslatableError as error:
                yield name_loss(
                    item.id,
                    en=f"The condition {condition.text} is left out: {error}.",
                    zh=f"条件 {condition.text} 无法用文字表达，已省略。",
                )
