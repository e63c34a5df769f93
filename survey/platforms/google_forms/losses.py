"""What a Google form cannot hold of a questionnaire."""

from __future__ import annotations

from collections.abc import Iterator

from survey.platforms.google_forms.section import Block, Plan
from survey.platforms.google_forms.wording import Wording, clean, is_linear
from survey.platforms.loss import Loss, name_loss
from survey.questionnaire.item import Item, Page
from survey.questionnaire.questionnaire import Questionnaire


def list_losses(questionnaire: Questionnaire, wording: Wording, plan: Plan) -> tuple[Loss, ...]:
    """Return what is lost, for the whole form first and then in the order asked."""
    losses = [*_lose_languages(questionnaire, wording), *_lose_pages(plan)]
    for section in plan.sections:
        for block in section.blocks:
            if block.items[0].id in plan.open:
                losses.append(_lose_condition(section.page, block))
            if block.apart is not None:
                losses.append(_lose_grid(block.apart.id))
            for item in block.items:
                losses += _lose_of_item(item)
            losses += _lose_labels(block.items[0], wording)
    return tuple(dict.fromkeys([*losses, *_lose_titles(wording)]))


def _lose_languages(questionnaire: Questionnaire, wording: Wording) -> Iterator[Loss]:
    others = [tag for tag in questionnaire.languages if tag != wording.language]
    if others:
        listed = ", ".join(others)
        en = f"A form has one language: this one is in {wording.language}. Export again for {listed}."
        yield name_loss("", en=en, zh=f"一个表单只有一种语言：本表单为 {wording.language}。{listed} 请另行导出。")


def _lose_pages(plan: Plan) -> Iterator[Loss]:
    for page in dict.fromkeys(section.page.id for section in plan.sections):
        count = sum(section.page.id == page for section in plan.sections)
        if count > 1:
            en = f"The page is shown as {count} pages, for only whole pages can be skipped."
            yield name_loss(page, en=en, zh=f"该页拆成 {count} 页，因为只能整页跳过。")


def _lose_condition(page: Page, block: Block) -> Loss:
    """Name a lost condition, that of a page once for the whole page."""
    condition = block.condition.text if block.condition else ""
    where = page.id if page.shown_if is not None and page.shown_if.text == condition else block.id
    en = (
        f"The condition `{condition}` cannot be expressed: what it hides is shown to everybody, is not required, and "
        "says in words who should answer it."
    )
    zh = f"无法表达显示条件 `{condition}`：所有人都会看到这部分，不设为必答，题下用文字说明谁需要回答。"
    return name_loss(where, en=en, zh=zh)


def _lose_grid(matrix: str) -> Loss:
    en = "The rows are separate questions, for they differ in condition or in being required."
    return name_loss(matrix, en=en, zh="各行的显示条件或必答设置不同，因此拆成单独的题目。")


def _lose_of_item(item: Item) -> Iterator[Loss]:
    if item.type == "stars":
        shape = ("a row of numbers", "一排数字") if is_linear(item) else ("a list", "选项列表")
        yield name_loss(item.id, en=f"The stars are shown as {shape[0]}.", zh=f"星级显示为{shape[1]}。")
    if item.type == "number":
        yield from _lose_of_number(item)
    for choice in item.choices:
        if choice.shown_if is not None:
            text = choice.shown_if.text
            en = f"Option {choice.code} is always offered; its condition `{text}` cannot be expressed."
            yield name_loss(item.id, en=en, zh=f"选项 {choice.code} 总是显示，无法表达其条件 `{text}`。")
        if choice.exclusive:
            en = f"Option {choice.code} does not exclude the others."
            yield name_loss(item.id, en=en, zh=f"选项 {choice.code} 不能排斥其他选项。")
        if choice.has_text:
            en = f"The text beside option {choice.code} is a question of its own, shown to everybody."
            yield name_loss(item.id, en=en, zh=f"选项 {choice.code} 的填空是单独的题目，所有人都会看到。")


def _lose_labels(item: Item, wording: Wording) -> Iterator[Loss]:
    for code, label in wording.labels.get(item.id, {}).items():
        wanted = clean(item.labels[code].in_language(wording.language))
        if wanted and label not in (wanted, f"{code} {wanted}"):
            en = f"The label of {code} is changed to “{label}”, for it reads like others."
            yield name_loss(item.matrix or item.id, en=en, zh=f"代码 {code} 的标签改为“{label}”，因为与其他标签易混。")


def _lose_of_number(item: Item) -> Iterator[Loss]:
    if item.integer and (item.minimum is not None or item.maximum is not None):
        en = "Beside the limits it is not checked that the number is whole."
        yield name_loss(item.id, en=en, zh="已检查上下限，无法再检查是否为整数。")
    if item.special:
        needed = (", and neither is required", "，且均非必答") if item.required else ("", "")
        en = f"The special answers are a second question; the two do not exclude each other{needed[0]}."
        yield name_loss(item.id, en=en, zh=f"特殊回答是另一道题，两者不能互斥{needed[1]}。")


def _lose_titles(wording: Wording) -> Iterator[Loss]:
    for name in sorted(wording.renamed):
        title = wording.rows.get(name) or wording.titles[name]
        en = f"The title is “{title}”, for another one reads the same, and titles are the columns of the answers."
        yield name_loss(name, en=en, zh=f"标题改为“{title}”，因为有标题与之相同，而标题就是答案的列名。")
