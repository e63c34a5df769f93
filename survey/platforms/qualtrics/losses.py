"""What a survey in Qualtrics cannot hold of a questionnaire, and what stands in for it."""

from __future__ import annotations

from collections.abc import Iterator

from survey.platforms.condition import UntranslatableError
from survey.platforms.loss import Loss, name_loss
from survey.platforms.qualtrics.languages import pick_languages
from survey.platforms.qualtrics.logic import split_condition
from survey.platforms.qualtrics.plan import Plan, Question
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import Condition


def list_losses(questionnaire: Questionnaire, plan: Plan, language: str, *, as_text: bool) -> tuple[Loss, ...]:
    """Return what is lost, the whole survey's first.

    Parameters
    ----------
    questionnaire
        What is asked.
    plan
        The survey made of it.
    language
        The language shown first.
    as_text
        Whether the file is the text file, which carries no logic.
    """
    survey = _lose_of_text_file(questionnaire, plan, language) if as_text else _lose_languages(questionnaire, language)
    found = [*survey, *_lose_thanks(questionnaire), *_lose_names(plan), *_lose_pages(plan)]
    for question in plan.questions:
        found += _lose_of_question(question, as_text)
        found += _lose_routing(question, plan, as_text)
    return tuple(found)


# -- the whole survey ----------------------------------------------------------------------------------------------


def _lose_languages(questionnaire: Questionnaire, language: str) -> Iterator[Loss]:
    left = pick_languages(questionnaire.languages, language)[1]
    if left:
        named = ", ".join(left)
        yield name_loss(
            "",
            en=f"Qualtrics has one language for each of these and another one of the questionnaire: {named} left out.",
            zh=f"Qualtrics 不区分以下语言与问卷中的另一种语言，未导出：{named}。",
        )


def _lose_thanks(questionnaire: Questionnaire) -> Iterator[Loss]:
    if questionnaire.thanks:
        yield name_loss(
            "",
            en="The thanks are not in the file, for Qualtrics keeps them in its message library: paste them under "
            "Survey options > Responses > End of survey message.",
            zh="致谢语未写入文件（Qualtrics 把它存放在消息库中）：请粘贴到“调查选项 > 答复 > 调查结束消息”。",
        )


def _lose_names(plan: Plan) -> Iterator[Loss]:
    for name, tag in plan.renamed.items():
        yield name_loss(
            name,
            en=f"Its name in the response file is {tag}, for {name} is too long or taken there.",
            zh=f"在答卷文件中的名称改为 {tag}，因为 {name} 过长或已被占用。",
        )
    for matrix in plan.split:
        yield name_loss(
            matrix,
            en="The table is cut in several, because in Qualtrics a table is required as a whole and a row cannot "
            "depend on another row of it.",
            zh="表格拆成几个，因为 Qualtrics 的必答设置针对整个表格，且行不能取决于同一表格的其他行。",
        )


def _lose_pages(plan: Plan) -> Iterator[Loss]:
    for block in plan.blocks:
        if len(block.screens) > 1:
            yield name_loss(
                block.where,
                en=f"The page becomes {len(block.screens)} screens, so that what hangs on an answer comes after it.",
                zh=f"该页分成 {len(block.screens)} 屏，使取决于前面答案的内容出现在该答案之后。",
            )


# -- one question --------------------------------------------------------------------------------------------------


def _lose_of_question(question: Question, as_text: bool) -> Iterator[Loss]:
    item = question.item
    if item is None:
        return
    if item.type == "stars":
        yield name_loss(item.id, en="Stars are asked as a row of options marked ★.", zh="打星题改为带 ★ 的单选。")
    if item.type == "date":
        yield name_loss(
            item.id,
            en="The date is typed as 2026-11-22"
            + (", unchecked." if as_text else " into a field that checks the form."),
            zh="日期按 2026-11-22 的格式填写" + ("，不检查格式。" if as_text else "，并检查格式。"),
        )
    if item.type == "number" and (as_text or question.options):
        limited = item.integer or item.minimum is not None or item.maximum is not None
        if question.options:
            yield name_loss(
                item.id,
                en="Special answers are typed as their codes."
                if as_text
                else "The field stands beside an option, "
                "with the special answers below it" + ("; its limits are not checked." if limited else "."),
                zh="特殊回答以代码填写。"
                if as_text
                else "数值填在一个选项旁，特殊回答列在其下" + ("；不检查取值范围。" if limited else "。"),
            )
        if as_text and limited:
            yield name_loss(item.id, en="The limits of the number are not checked.", zh="不检查数值的取值范围。")


def _lose_routing(question: Question, plan: Plan, as_text: bool) -> Iterator[Loss]:
    found = {(question.where, condition.text): condition for condition in [question.shown_if] if condition}
    found |= {(row.item.id, row.shown_if.text): row.shown_if for row in question.rows if row.shown_if}
    for (where, _), condition in found.items():
        if as_text or not _can_say(condition, plan):
            yield name_loss(
                where,
                en=f"Shown to everybody: set display logic by hand, for {condition.text}.",
                zh=f"对所有人显示：请手工设置显示逻辑，条件为 {condition.text}。",
            )
    for option in question.options:
        if option.shown_if and (as_text or not _can_say(option.shown_if, plan)):
            code, text = option.code, option.shown_if.text
            yield name_loss(
                question.where,
                en=f"Option {code} is shown to everybody: set display logic by hand, for {text}.",
                zh=f"选项 {code} 对所有人显示：请手工设置显示逻辑，条件为 {text}。",
            )


def _can_say(condition: Condition, plan: Plan) -> bool:
    try:
        split_condition(condition, plan)
    except UntranslatableError:
        return False
    return True


# -- the text file -------------------------------------------------------------------------------------------------


def _lose_of_text_file(questionnaire: Questionnaire, plan: Plan, language: str) -> Iterator[Loss]:
    others = ", ".join(tag for tag in questionnaire.languages if tag != language)
    if others:
        yield name_loss(
            "",
            en=f"The text file holds one language; left out: {others}.",
            zh=f"文本文件只有一种语言，未导出：{others}。",
        )
    required = [question.where for question in plan.questions if question.required]
    if required:
        listed = ", ".join(dict.fromkeys(required))
        yield name_loss(
            "",
            en=f"No question is required: set Force response for {listed}.",
            zh=f"没有必答题：请为以下题目设置强制回答：{listed}。",
        )
    if plan.consent:
        yield name_loss(
            "",
            en="Who does not agree to take part goes on: add a branch to the survey flow that ends the survey.",
            zh="不同意参加者仍会继续作答：请在调查流程中添加结束调查的分支。",
        )
    yield from _lose_of_options(plan)


def _lose_of_options(plan: Plan) -> Iterator[Loss]:
    for question in plan.questions:
        alone = [str(option.code) for option in question.options if option.exclusive]
        if alone:
            codes = ", ".join(alone)
            yield name_loss(
                question.where,
                en=f"Option {codes} does not exclude the others: make the answer exclusive by hand.",
                zh=f"选项 {codes} 不排斥其他选项：请手工设为互斥。",
            )
        if any(option.has_text for option in question.options):
            yield name_loss(
                question.where,
                en="The text beside an option is asked as a question of its own, which everybody sees.",
                zh="选项旁的文字改为单独一题，所有人都会看到。",
            )
