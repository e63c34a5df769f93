"""What a form of formr cannot hold as it stands in the questionnaire."""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.platforms.formr.names import Names, store_code
from survey.platforms.formr.number import is_number_field
from survey.platforms.loss import Loss, name_loss
from survey.questionnaire.item import Item, Matrix
from survey.questionnaire.questionnaire import Questionnaire


def list_losses(questionnaire: Questionnaire, names: Names, language: str) -> list[Loss]:
    """Return what is lost besides routing."""
    losses = [*_lose_whole(questionnaire, language), *_lose_names(names)]
    for item in questionnaire.items.values():
        losses += [*_lose_number(item), *_lose_choices(item)]
    return losses


def lose_routing(where: str) -> Loss:
    """Return the loss of a part of a condition."""
    return name_loss(
        where,
        en="A part of its condition cannot be written in R and is left out; it is shown to more people.",
        zh="显示条件有一部分无法用 R 表达，已略去，因此会显示给更多的人。",
    )


def lose_screens(page: str) -> Loss:
    """Return the loss of a page that is shown in parts."""
    return name_loss(
        page,
        en="The page is shown as several screens, because an item's condition looks at another item of the page.",
        zh="该页会分成几屏显示，因为有的题目的显示条件取决于同一页的其他题目。",
    )


def _lose_whole(questionnaire: Questionnaire, language: str) -> Iterator[Loss]:
    others = ", ".join(tag for tag in questionnaire.languages if tag != language)
    if others:
        yield name_loss(
            "",
            en=f"The form holds one language, {language}; {others} need a form of their own.",
            zh=f"表单只有一种语言（{language}）；{others} 需另建表单。",
        )
    if any(isinstance(block, Matrix) for page in questionnaire.pages for block in page.blocks):
        yield name_loss(
            "",
            en="The rows of a matrix are questions one below the other, under the text of the matrix.",
            zh="矩阵的各行改为上下排列的单独题目，矩阵的文字显示在它们上方。",
        )
    if questionnaire.thanks:
        yield name_loss(
            "",
            en="The thanks are the last text before the form is sent; put them at the end of the run too.",
            zh="致谢语显示在提交之前的最后；请同时把它放在 run 的结尾。",
        )


def _lose_names(names: Names) -> Iterator[Loss]:
    for item, name in names.items.items():
        if re.search(r"[0-9][rR]$", item):
            yield name_loss(
                item,
                en=f"The item is called {name}, for formr's R package turns over answers of names like {item}.",
                zh=f"该题在表单中名为 {name}，因为 formr 的 R 包会把 {item} 这类名称的题目反向计分。",
            )
        elif item != name:
            yield name_loss(
                item,
                en=f"The item is called {name}, for its id is too short or means something else in formr.",
                zh=f"该题在表单中名为 {name}，因为原来的编号太短，或在 formr 里另有含义。",
            )


def _lose_number(item: Item) -> Iterator[Loss]:
    if item.type != "number":
        return
    if not is_number_field(item) and (item.minimum is not None or item.maximum is not None):
        yield name_loss(
            item.id,
            en="Its limits are not checked: it is a text field, for number fields lose an optional 0 and decimals.",
            zh="不检查数值范围：该题用文本框填写，因为数字框会丢失选填的 0 和小数。",
        )
    if item.special:
        yield name_loss(
            item.id,
            en="Its special answers are typed in as numbers; the label lists them.",
            zh="特殊回答以数字代码填写，题目文字里列出了代码。",
        )


def _lose_choices(item: Item) -> Iterator[Loss]:
    alone = [str(choice.code) for choice in item.choices if choice.exclusive]
    if alone and item.type == "multiple_choice":
        listed = ", ".join(alone)
        yield name_loss(
            item.id,
            en=f"formr lets option(s) {listed} be chosen together with others.",
            zh=f"formr 允许选项 {listed} 与其他选项同时选择。",
        )
    routed = [str(choice.code) for choice in item.choices if choice.shown_if]
    if routed:
        listed = ", ".join(routed)
        yield name_loss(
            item.id,
            en=f"formr shows option(s) {listed} to everybody, for options have no conditions.",
            zh=f"formr 的选项没有显示条件，因此会向所有人显示选项 {listed}。",
        )
    labels = [] if item.type == "number" else list(item.labels)
    changed = [str(code) for code in labels if store_code(item, code) != str(code)]
    if changed:
        listed = ", ".join(changed)
        yield name_loss(
            item.id,
            en=f"Code(s) {listed} are stored with a letter before them, or formr would lose them; they are read back.",
            zh=f"代码 {listed} 前面加了字母，否则 formr 会丢失这些答案；读取时会自动还原。",
        )
