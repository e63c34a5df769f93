"""The form for Wenjuanxing: the file, the checklist beside it, and what neither can carry."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from survey.platforms.loss import Loss, name_loss
from survey.platforms.numbered.checklist import CHECKLIST_ENDING, write_checklist
from survey.platforms.numbered.chores import Chore, list_chores
from survey.platforms.numbered.fields import number_fields
from survey.platforms.numbered.losses import list_losses
from survey.platforms.numbered.plain_text import list_changes, list_texts
from survey.platforms.numbered.question import Question, is_chinese, list_questions, list_sheets
from survey.platforms.registry import Draft, Order
from survey.platforms.wjx.lines import LARGEST_FORM, write_lines
from survey.platforms.wjx.text import write_text
from survey.questionnaire.questionnaire import Questionnaire

NAME = "wjx"
LINES, TEXT = ".jsonl", ".txt"


def draft_form(order: Order) -> Draft:
    """Return the form as JSON lines or as text, with the checklist beside it."""
    questionnaire, language = order.questionnaire, order.language
    as_lines = order.suffix == LINES
    content = write_lines(questionnaire, language) if as_lines else write_text(questionnaire, language)
    chores = _choose_chores(questionnaire, as_lines=as_lines)
    losses = [*list_losses(questionnaire, language), *(chore.loss for chore in chores if chore.loss is not None)]
    losses += _name_size(content) if as_lines else _name_changes(questionnaire, language)
    steps = _list_steps(questionnaire, language, as_lines=as_lines)
    title = questionnaire.title.in_language(language)
    return Draft(
        content=content.encode(),
        manifest=number_fields(questionnaire, NAME, language),
        losses=tuple(losses),
        beside={CHECKLIST_ENDING: write_checklist(title, steps, chores, language)},
    )


def _choose_chores(questionnaire: Questionnaire, *, as_lines: bool) -> list[Chore]:
    """Return what to set by hand; JSON lines carry the text at the end and know dates."""
    dates = {item.id for item in questionnaire.items.values() if item.type == "date"}
    chores = list_chores(questionnaire, thanks=not as_lines)
    return [chore for chore in chores if not (as_lines and chore.topic == "limits" and chore.where in dates)]


def _name_size(content: str) -> Iterator[Loss]:
    if len(content) > LARGEST_FORM:
        yield name_loss(
            "",
            en=f"The file has {len(content):,} characters; the site takes {LARGEST_FORM:,}. Split the questionnaire.",
            zh=f"文件有 {len(content):,} 个字符，网站最多接受 {LARGEST_FORM:,} 个，请拆分问卷。",
        )


def _name_changes(questionnaire: Questionnaire, language: str) -> Iterator[Loss]:
    if questionnaire.title.in_language(language)[:1].isdigit():
        yield name_loss(
            "",
            en="The title begins with a digit and is put between 《 and 》, or else the site takes it for a question.",
            zh="标题以数字开头，已加书名号，否则会被当作题目。",
        )
    yield from list_changes(questionnaire, language)
    signs = ", ".join(
        question.where or "consent"
        for question in list_questions(questionnaire)
        if any(sign in text for text in list_texts(question, language) for sign in "§¤〒")
    )
    if signs:
        yield name_loss(
            "",
            en=f"In {signs}: the site's text import replaces the signs § ¤ 〒.",
            zh=f"{signs}：网站的文本导入会替换 § ¤ 〒 这些符号。",
        )
    if len(list_sheets(questionnaire)) > 1:
        yield name_loss(
            "",
            en="Page breaks, page titles and page intros: the site's interface for programs drops them from text, "
            "and shows the tags of the introduction; give it the JSON lines instead.",
            zh="分页以及各页的标题、说明：程序接口会从文本中去掉它们，并显示说明后的标签，请改用 JSON 行文件。",
        )


def _list_steps(questionnaire: Questionnaire, language: str, *, as_lines: bool) -> list[str]:
    """Return how the form gets to the site and the answers come back."""
    optional = [question for question in list_questions(questionnaire) if not question.required]
    give = _give_lines if as_lines else _give_text
    zh = is_chinese(language)
    return [
        *give(optional, language),
        "保留题目的顺序与自动题号。" if zh else "Keep the order of the questions and their automatic numbers.",
        "回收后下载答卷数据，选择“按选项文本”的 Excel 文件；“按选项序号”也可以读取。"
        if zh
        else "Afterwards download the answers as Excel by text (按选项文本); by number (按选项序号) can be read too.",
    ]


def _give_lines(optional: Sequence[Question], language: str) -> Iterator[str]:
    command = "`wjx survey create-by-json --file FORM.jsonl`"
    zh = is_chinese(language)
    yield (
        f"用问卷星的命令行工具导入：{command}。" if zh else f"Import it with the vendor's command-line tool: {command}."
    )
    if optional:
        titles = json.dumps([question.title(language) for question in optional], ensure_ascii=False)
        note = (
            "选填题须另用参数 `--optional_titles` 说明："
            if zh
            else "Name the questions that may stay blank once more, with `--optional_titles`:"
        )
        yield f"{note}\n\n   ````json\n   {titles}\n   ````\n"


def _give_text(optional: Sequence[Question], language: str) -> Iterator[str]:
    zh = is_chinese(language)
    numbers = ", ".join(str(question.number) for question in optional)
    yield (
        "在“从文本创建问卷”中粘贴全文（从标题开始），逐题核对题型与选项；由标题或分页行变成的多余题目请删除。"
        if zh
        else "Paste the whole text, title first, under 从文本创建问卷 (create from text), and compare every question "
        "and option; delete questions that were made of the title or of page breaks."
    )
    if optional:
        yield (
            f"核对选填题（不勾选必答）：第 {numbers} 题。"
            if zh
            else f"Make sure that these questions need not be answered: {numbers}."
        )
