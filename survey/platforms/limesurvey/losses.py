"""What a LimeSurvey survey cannot hold as it stands in the questionnaire."""

from __future__ import annotations

from collections.abc import Iterator

from survey.platforms.condition import UntranslatableError, write_condition
from survey.platforms.limesurvey.expression import ExpressionScript
from survey.platforms.limesurvey.form import Form
from survey.platforms.limesurvey.languages import find_language
from survey.platforms.limesurvey.markup import cut_markup
from survey.platforms.limesurvey.names import Names, code_answer, has_special_question, is_starred
from survey.platforms.limesurvey.questions import route_on_page
from survey.platforms.loss import Loss, name_loss
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import Condition

LONGEST_TITLE = 200


def list_losses(questionnaire: Questionnaire, form: Form) -> tuple[Loss, ...]:
    """Return every loss: of the whole form first, then page by page and item by item."""
    script = ExpressionScript(Names(questionnaire))
    losses = [*_lose_languages(questionnaire, form), *_lose_title(questionnaire), *_lose_names(script)]
    for page in questionnaire.pages:
        losses += _lose_routing(page.id, page.shown_if, script)
    for item in questionnaire.items.values():
        losses += [
            *_lose_routing(item.id, route_on_page(item, questionnaire), script),
            *_lose_choices(item, script),
            *_lose_looks(item),
        ]
    return tuple(dict.fromkeys(losses))


def _lose_languages(questionnaire: Questionnaire, form: Form) -> Iterator[Loss]:
    left_out = [tag for tag in questionnaire.languages if tag not in form.languages]
    if left_out:
        listed = ", ".join(left_out)
        yield name_loss(
            "",
            en=f"LimeSurvey does not have the language {listed} beside the others; the form is written without it.",
            zh=f"LimeSurvey 没有（或无法另外区分）语言 {listed}，问卷中不含该语言。",
        )
    first, code = next(iter(form.languages.items()))
    if find_language(first) is None:
        yield name_loss(
            "",
            en=f"LimeSurvey does not have the language {first}; the texts are in it, but go by the code {code}.",
            zh=f"LimeSurvey 没有语言 {first}；文字仍是该语言，但以代码 {code} 导入。",
        )


def _lose_title(questionnaire: Questionnaire) -> Iterator[Loss]:
    if any(cut_markup(text, LONGEST_TITLE) != text for text in questionnaire.title.values()):
        yield name_loss(
            "",
            en=f"A survey's title has at most {LONGEST_TITLE} characters; the title is cut there.",
            zh=f"调查标题最多 {LONGEST_TITLE} 个字符，超出部分已截去。",
        )


def _lose_names(script: ExpressionScript) -> Iterator[Loss]:
    names = script.names
    items = names.questionnaire.items.values()
    changed = [
        item.id
        for item in items
        if item.id not in (names.row(item) if item.matrix else "", names.question(item.matrix or item.id))
    ]
    changed += [matrix for matrix in names.matrices if names.question(matrix) != matrix]
    if changed:
        listed = ", ".join(changed)
        yield name_loss(
            "",
            en=f"Question codes have at most 20 letters and digits; these go by other codes: {listed}. They are read "
            "back by themselves.",
            zh=f"题目代码最多 20 个字母和数字；以下题目改用其他代码：{listed}。读取答卷时会自动还原。",
        )
    recoded = [item.id for item in items if any(code_answer(item, code) != str(code) for code in _answers(item))]
    if recoded:
        listed = ", ".join(recoded)
        yield name_loss(
            "",
            en=f"Answer codes have at most five digits and no sign; these items have answers with codes A1, A2 and so "
            f"on: {listed}. They are read back by themselves.",
            zh=f"答案代码最多五位数字且不能为负；以下题目的部分答案以 A1、A2 等为代码：{listed}。读取时自动还原。",
        )


def _answers(item: Item) -> list[int]:
    return [] if item.type == "multiple_choice" or is_starred(item) else list(item.labels)


def _lose_routing(where: str, condition: Condition | None, script: ExpressionScript) -> Iterator[Loss]:
    if condition is None:
        return
    try:
        write_condition(condition.node, script)
    except UntranslatableError as error:
        yield name_loss(
            where,
            en=f"The routing “{condition.text}” cannot be written as an equation ({error}); it is shown to everybody.",
            zh=f"跳转条件“{condition.text}”无法写成 LimeSurvey 的公式，因此对所有人显示。",
        )


def _lose_choices(item: Item, script: ExpressionScript) -> Iterator[Loss]:
    for choice in item.choices:
        label = choice.label
        if choice.shown_if is not None and item.type == "multiple_choice":
            yield from _lose_routing(item.id, choice.shown_if, script)
        elif choice.shown_if is not None:
            yield name_loss(
                item.id,
                en=f"The option “{label.in_language('en')}” is offered to everybody: a list's answers have no routing.",
                zh=f"选项“{label.in_language('zh-CN')}”对所有人显示：单选题的选项不能设置条件。",
            )
        if choice.has_text:
            yield name_loss(
                item.id,
                en=f"The text beside “{label.in_language('en')}” is asked in a question of its own below.",
                zh=f"选项“{label.in_language('zh-CN')}”旁的填空改为其后单独的一题。",
            )


def _lose_looks(item: Item) -> Iterator[Loss]:
    if has_special_question(item):
        yield name_loss(
            item.id,
            en="The special answers beside the number are asked in a question of their own below, while it is empty.",
            zh="数字旁的特殊答案改为其后单独的一题，仅在数字未填时显示。",
        )
    if item.type == "stars" and not is_starred(item):
        yield name_loss(
            item.id,
            en="LimeSurvey draws only five stars without labels; these are shown as a row of numbers.",
            zh="LimeSurvey 只能显示不带标签的五颗星；此题以一行数字显示。",
        )
