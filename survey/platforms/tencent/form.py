"""The form for Tencent Survey: the text, the checklist beside it, and what neither can carry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from survey.platforms.loss import Loss, name_loss
from survey.platforms.numbered.checklist import CHECKLIST_ENDING, write_checklist
from survey.platforms.numbered.chores import Chore, list_chores
from survey.platforms.numbered.fields import number_fields
from survey.platforms.numbered.losses import list_losses
from survey.platforms.numbered.plain_text import list_changes, write_words
from survey.platforms.numbered.question import Question, is_chinese, list_questions, list_sheets
from survey.platforms.registry import Draft, Order
from survey.platforms.tencent.text import escape, escape_option, is_range, write_text
from survey.questionnaire.questionnaire import Questionnaire

NAME = "tencent"


def draft_form(order: Order) -> Draft:
    """Return the form as text, with the checklist beside it."""
    questionnaire, language = order.questionnaire, order.language
    chores = [*_choose_chores(questionnaire), *_check_ends(questionnaire, language)]
    losses = [*list_losses(questionnaire, language), *(chore.loss for chore in chores if chore.loss is not None)]
    losses += [*list_changes(questionnaire, language), *_name_marks(questionnaire, language)]
    losses += _name_scales(questionnaire, language)
    title = questionnaire.title.in_language(language)
    return Draft(
        content=write_text(questionnaire, language).encode(),
        manifest=number_fields(questionnaire, NAME, language),
        losses=tuple(losses),
        beside={CHECKLIST_ENDING: write_checklist(title, _list_steps(questionnaire, language), chores, language)},
    )


def _choose_chores(questionnaire: Questionnaire) -> list[Chore]:
    """Return what to set by hand; the text has a type for dates and fields behind options."""
    dates = {item.id for item in questionnaire.items.values() if item.type == "date"}
    return [
        chore
        for chore in list_chores(questionnaire)
        if chore.topic != "texts" and not (chore.topic == "limits" and chore.where in dates)
    ]


def _list_ranges(questionnaire: Questionnaire, language: str) -> list[Question]:
    return [question for question in list_questions(questionnaire) if is_range(question, language)]


def _check_ends(questionnaire: Questionnaire, language: str) -> Iterator[Chore]:
    """Return what should stand at the ends of scales, each pair of labels once."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for question in _list_ranges(questionnaire, language):
        found[question.ends(language)].append(str(question.number))
    for (low, high), numbers in found.items():
        english = f"“{low}” and “{high}”" if low or high else "nothing"
        chinese = f"“{low}”和“{high}”" if low or high else "没有文字"
        yield Chore(
            topic="ends",
            where="",
            en=f"question {', '.join(numbers)}: {english} at the ends.",
            zh=f"第 {'、'.join(numbers)} 题：两端{'为' if low or high else ''}{chinese}。",
        )


def _name_marks(questionnaire: Questionnaire, language: str) -> Iterator[Loss]:
    """Name where signs are changed lest the site takes them for its own."""
    changed = dict.fromkeys(
        where
        for where, text, is_option in _list_lines(questionnaire, language)
        if (escape_option(text) if is_option else escape(text)) != write_words(text)
    )
    if changed:
        listed = ", ".join(changed)
        yield name_loss(
            "",
            en=f"In {listed}: the signs ** __ ~ !video and letters before options are written in another way, for they "
            "mean something to the site.",
            zh=f"{listed}：** __ ~ !video 以及选项前的字母编号改用其他写法，因为它们在网站上有特殊含义。",
        )


def _list_lines(questionnaire: Questionnaire, language: str) -> Iterator[tuple[str, str, bool]]:
    """Return each text of the form: where it stands, the text, and whether it is an option."""
    for where, text in (("title", questionnaire.title), ("intro", questionnaire.intro)):
        if text is not None:
            yield where, text.in_language(language), False
    for sheet in list_sheets(questionnaire):
        for head in sheet.heads(language):
            yield sheet.page.id if sheet.page is not None else "consent", head, False
        for question in sheet.questions:
            where = question.where or "consent"
            options = question.marked_options(language) if question.codes else []
            yield from ((where, text, False) for text in (question.title(language), *question.rows(language)))
            yield from ((where, option, True) for option in options)


def _name_scales(questionnaire: Questionnaire, language: str) -> Iterator[Loss]:
    questions = list_questions(questionnaire)
    worded = ", ".join(
        question.where
        for question in questions
        if question.points and not question.has_special and not is_range(question, language)
    )
    if worded:
        yield name_loss(
            "",
            en=f"{worded}: in text the site's scales run from 1 to at most 10 and have labels at their ends only; "
            "these are choices.",
            zh=f"{worded}：文本中的量表从 1 开始、最大为 10，且只有两端可加标签，因此改为选择题。",
        )
    ranged = ", ".join(question.where for question in _list_ranges(questionnaire, language))
    if ranged:
        yield name_loss(
            "",
            en=f"{ranged}: the site may put words of its own at the ends of its scales; see the checklist.",
            zh=f"{ranged}：网站可能在量表两端自动加上文字，请按清单核对。",
        )


def _list_steps(questionnaire: Questionnaire, language: str) -> list[str]:
    """Return how the form gets to the site and the answers come back."""
    fields = any(choice.has_text for item in questionnaire.items.values() for choice in item.choices)
    if is_chinese(language):
        steps = [
            "在网站上新建问卷，选择“文本编辑”，粘贴全文（第一行为标题，第二段为欢迎语）。",
            "确认左侧没有“题目格式不正确”的提示，再逐题核对右侧的题型、选项与是否必答。",
            "保留题目的顺序与自动题号，不要删改题干和选项。",
            "回收后下载原始数据，选择 CSV 或 Excel 的“选项文本”格式。",
        ]
        return [*steps[:2], *(["核对以 ____ 结尾的选项后面有填空框。"] if fields else []), *steps[2:]]
    steps = [
        "Create a survey on the site, choose to edit it as text (文本编辑), and paste the whole text: its first line "
        "is the title, its second paragraph the welcome.",
        "See that no message about the format (题目格式不正确) stands on the left; then compare the type, the options "
        "and the required mark (必答) of every question on the right.",
        "Keep the order of the questions and their automatic numbers, and leave questions and options as they are.",
        "Afterwards download the raw answers (原始数据) as CSV or Excel, with the texts of the options.",
    ]
    return [*steps[:2], *(["See that options ending in ____ have a field to fill in."] if fields else []), *steps[2:]]
