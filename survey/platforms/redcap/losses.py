"""What an instrument of REDCap cannot hold as it stands in the questionnaire."""

from __future__ import annotations

from collections.abc import Iterator

from survey.platforms.loss import Loss, name_loss
from survey.platforms.redcap.names import Names
from survey.platforms.redcap.wording import is_changed, list_texts
from survey.questionnaire.questionnaire import Questionnaire


def list_losses(questionnaire: Questionnaire, names: Names, language: str) -> list[Loss]:
    """Return what is lost besides routing."""
    return [
        *_lose_whole(questionnaire, language),
        *_lose_names(names),
        *_lose_items(questionnaire),
    ]


def lose_routing(where: str) -> Loss:
    """Return the loss of a part of a condition."""
    return name_loss(
        where,
        en="A part of its condition cannot be written as branching logic and is left out; it is shown to more people.",
        zh="显示条件有一部分无法写成分支逻辑，已略去，因此会显示给更多的人。",
    )


def _lose_whole(questionnaire: Questionnaire, language: str) -> Iterator[Loss]:
    others = ", ".join(tag for tag in questionnaire.languages if tag != language)
    if others:
        yield name_loss(
            "",
            en=f"The instrument holds one language, {language}; add {others} under Multi-Language Management.",
            zh=f"表单只有一种语言（{language}）；{others} 需在“多语言管理”中另行添加。",
        )
    if len(questionnaire.pages) > 1:
        yield name_loss(
            "",
            en="Pages are sections: in the survey settings choose “one section per page (multiple pages)”.",
            zh="分页以“节”表示：请在问卷设置中选择“每页一节（多页）”。",
        )
    if any(is_changed(text, language) for text in list_texts(questionnaire)):
        yield name_loss(
            "",
            en="Signs that REDCap or a spreadsheet would read as markup are written in full width, such as ＜b> or ｜.",
            zh="会被 REDCap 或电子表格当作标记的符号改为全角，例如 ＜b> 或 ｜。",
        )
    if questionnaire.thanks:
        yield name_loss(
            "",
            en="The thanks are the last text before the form is sent; put them into the survey completion text.",
            zh="致谢语显示在提交之前的最后；请在问卷设置中把它填入“完成后文字”。",
        )


def _lose_names(names: Names) -> Iterator[Loss]:
    for item, name in names.items.items():
        if item != name:
            yield name_loss(
                item,
                en=f"The variable is called {name}; REDCap takes lower-case names of 2 to 26 signs.",
                zh=f"该题的变量名为 {name}；REDCap 的变量名须为小写，2 至 26 个字符。",
            )


def _lose_items(questionnaire: Questionnaire) -> Iterator[Loss]:
    for item in questionnaire.items.values():
        if item.type == "number" and item.special:
            yield name_loss(
                item.id,
                en="Its special answers are typed in as numbers; the note lists them, and its limits include them.",
                zh="特殊回答以数字代码填写，备注里列出了代码，数值范围也随之放宽。",
            )
        if item.type == "multiple_choice" and item.required:
            yield name_loss(
                item.id,
                en="It is marked as required; try whether your REDCap insists on a tick in checkboxes.",
                zh="该题已标为必填；请测试您的 REDCap 是否要求复选框至少勾选一项。",
            )
        routed = [str(choice.code) for choice in item.choices if choice.shown_if]
        if routed:
            listed = ", ".join(routed)
            yield name_loss(
                item.id,
                en=f"REDCap shows option(s) {listed} to everybody, for options have no branching logic.",
                zh=f"选项没有分支逻辑，因此 REDCap 会向所有人显示选项 {listed}。",
            )
