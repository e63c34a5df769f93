"""What a data file cannot express of a questionnaire: it holds answers, and asks nothing."""

from __future__ import annotations

from collections.abc import Iterator

from survey.platforms.loss import Loss, name_loss
from survey.questionnaire.item import Item, Matrix, Page
from survey.questionnaire.questionnaire import Questionnaire


def list_losses(questionnaire: Questionnaire, language: str) -> tuple[Loss, ...]:
    """Return what a file of variables leaves to the people who fill it in; the checklist beside it says all of it.

    Parameters
    ----------
    questionnaire
        What is asked.
    language
        The only language of the labels.
    """
    return (
        *_of_the_whole(questionnaire, language),
        *(loss for page in questionnaire.pages for loss in _of_page(page)),
        *(loss for item in questionnaire.items.values() for loss in _of_item(item)),
    )


def _of_the_whole(questionnaire: Questionnaire, language: str) -> Iterator[Loss]:
    yield name_loss(
        "",
        en="A data file asks nothing: intro, consent and thanks are in the checklist, not in the file.",
        zh="数据文件本身不提问：开场白、知情同意、致谢只见于核对清单，不在文件中。",
    )
    others = [one for one in questionnaire.languages if one != language]
    if others:
        listed = ", ".join(others)
        yield name_loss(
            "",
            en=f"The labels are in {language} only; export once more for {listed}.",
            zh=f"标签只有 {language} 一种语言；如需 {listed}，请另行导出。",
        )
    if any(item.required for item in questionnaire.items.values()):
        yield name_loss(
            "",
            en="Required answers are not enforced; the checklist marks them.",
            zh="文件不强制必答；必答题见核对清单。",
        )


def _of_page(page: Page) -> Iterator[Loss]:
    if page.title or page.intro:
        yield name_loss(
            page.id,
            en="The title and intro of the page are only in the checklist.",
            zh="本页标题、说明只见于核对清单。",
        )
    for block in page.blocks:
        if isinstance(block, Matrix):
            yield name_loss(
                block.id,
                en="The rows are variables of their own; the text above them is only in the checklist.",
                zh="各行为单独的变量；矩阵题干只见于核对清单。",
            )


def _of_item(item: Item) -> Iterator[Loss]:
    if item.help:
        yield name_loss(item.id, en="The help text is only in the checklist.", zh="帮助文字只见于核对清单。")
    if item.shown_if:
        yield name_loss(
            item.id,
            en=f"Nothing keeps it from being answered; ask it only if: {item.shown_if.text}.",
            zh=f"文件不限制谁可作答；仅当满足以下条件时才问：{item.shown_if.text}。",
        )
    for choice in item.choices:
        if choice.shown_if:
            yield name_loss(
                item.id,
                en=f"Nothing keeps option {choice.code} from being chosen; offer it only if: {choice.shown_if.text}.",
                zh=f"文件不限制谁可选选项 {choice.code}；仅当满足以下条件时才提供：{choice.shown_if.text}。",
            )
    exclusive = ", ".join(str(choice.code) for choice in item.choices if choice.exclusive)
    if exclusive and item.type == "multiple_choice":
        yield name_loss(
            item.id,
            en=f"Option {exclusive} does not exclude the others.",
            zh=f"文件不限制选项 {exclusive} 与其他选项互斥。",
        )
    if item.minimum is not None or item.maximum is not None or item.integer:
        yield name_loss(
            item.id,
            en="The limits of the number are not enforced; the checklist has them.",
            zh="文件不限制数值范围；范围见核对清单。",
        )
