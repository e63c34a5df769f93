"""A questionnaire with everything the form can ask, and a browser that fills it in by clicks and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from survey.platforms.export import export_questionnaire
from survey.questionnaire.build import build_questionnaire
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.yaml_file import read_tree

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Ids such as constructor and toString are names that every JavaScript object has.
FAIR = """
id: county-fair
version: "2.0"
languages: [en, zh-CN]
title: {en: County fair, zh-CN: 县集市}
intro: {en: "Thank you for coming.\\nIt takes two minutes.", zh-CN: "感谢光临。\\n大约两分钟。"}
consent: {text: {en: I take part of my own free will., zh-CN: 我自愿参加。}, required: true}
thanks: {en: See you next year., zh-CN: 明年再见。}
scales:
  agree5:
    points:
      1: {en: Strongly disagree, zh-CN: 非常不同意}
      2: {en: Disagree, zh-CN: 不同意}
      3: {en: Neither, zh-CN: 说不清楚}
      4: {en: Agree, zh-CN: 同意}
      5: {en: Strongly agree, zh-CN: 非常同意}
    special:
      not_applicable: {code: 97, label: {en: Does not apply, zh-CN: 不适用}}
      dont_know: {code: 98, label: {en: "Don't know", zh-CN: 不知道}}
  easy10:
    from: 1
    to: 10
    anchors: {1: {en: Very hard, zh-CN: 非常难}, 10: {en: Very easy, zh-CN: 非常容易}}
pages:
  - id: visit
    title: {en: Your visit, zh-CN: 您的到访}
    intro: {en: Think of today., zh-CN: 请回想今天。}
    items:
      - id: constructor
        type: single_choice
        required: true
        text: {en: How did you come?, zh-CN: 您怎么来的？}
        help: {en: The longest part of the way., zh-CN: 按最长的一段路程。}
        choices:
          1: {en: On foot, zh-CN: 步行}
          0: {en: By bus, zh-CN: 坐公交车}
          -3: {label: {en: Another way, zh-CN: 其他}, text: true}
        special:
          no_answer: {code: 99, label: {en: Prefer not to answer, zh-CN: 不想回答}}
      - id: toString
        type: multiple_choice
        required: true
        text: {en: What did you see?, zh-CN: 您看了什么？}
        choices:
          1: {en: Animals, zh-CN: 动物}
          2: {label: {en: Bus exhibition, zh-CN: 公交车展}, shown_if: constructor == 0}
          3: {label: {en: Something else, zh-CN: 别的}, text: true}
          9: {label: {en: Nothing, zh-CN: 什么都没看}, exclusive: true}
      - id: animals
        type: stars
        shown_if: toString includes 1
        text: {en: How were the animals?, zh-CN: 动物怎么样？}
        anchors: {1: {en: Poor, zh-CN: 差}, 5: {en: Great, zh-CN: 好}}
  - id: views
    items:
      - id: stalls
        type: matrix
        scale: agree5
        required: true
        text: {en: The stalls, zh-CN: 摊位}
        help: {en: All you remember., zh-CN: 按您记得的。}
        rows:
          - {id: tidy, text: {en: They were tidy., zh-CN: 整洁。}}
          - {id: dear, text: {en: They were dear., zh-CN: 东西贵。},
             help: {en: Compared with shops., zh-CN: 与商店相比。}}
          - {id: buslane, shown_if: constructor == 0, text: {en: The bus stop was near., zh-CN: 车站近。}}
          - {id: free, required: false, text: {en: Entry was worth it., zh-CN: 门票值。}}
      - {id: easy, type: scale, scale: easy10, text: {en: How easy was it to find?, zh-CN: 好找吗？}}
      - {id: overall, type: scale, scale: agree5, text: {en: "I liked it.", zh-CN: 我喜欢。}}
      - id: nps
        type: recommend
        required: true
        text: {en: Would you recommend it?, zh-CN: 您会推荐吗？}
        anchors: {0: {en: Not at all likely, zh-CN: 绝不会}, 10: {en: Extremely likely, zh-CN: 一定会}}
  - id: unhappy
    title: {en: What went wrong, zh-CN: 哪里不好}
    shown_if: nps <= 6
    items:
      - {id: why, type: long_text, required: true, text: {en: Why?, zh-CN: 为什么？}}
  - id: person
    title: {en: About you, zh-CN: 关于您}
    items:
      - id: age
        type: number
        min: 16
        max: 100
        integer: true
        required: true
        unit: {en: years, zh-CN: 岁}
        text: {en: How old are you?, zh-CN: 您几岁？}
        special: {no_answer: {code: 999, label: {en: Prefer not to answer, zh-CN: 不想回答}}}
      - {id: spent, type: number, min: -10, text: {en: How much did you spend?, zh-CN: 花了多少钱？}}
      - {id: day, type: date, text: {en: On which day?, zh-CN: 哪天？}}
      - {id: later, type: short_text, shown_if: 'day >= "2026-06-01"', text: {en: Why so late?, zh-CN: 为什么这么晚？}}
      - {id: name, type: short_text, text: {en: Name of your team, zh-CN: 队名}}
      - {id: cheer, type: short_text, shown_if: 'name == "Red"', text: {en: Your cheer, zh-CN: 口号}}
"""


def build(text: str, folder: Path) -> Questionnaire:
    path = folder / "questionnaire.yaml"
    path.write_text(text, encoding="utf-8")
    return build_questionnaire(read_tree(path), path=path)


@pytest.fixture(scope="session")
def fair(tmp_path_factory) -> Questionnaire:
    return build(FAIR, tmp_path_factory.mktemp("fair"))


# -- the browser ---------------------------------------------------------------------------------------------------


@dataclass
class Visitor:
    """Somebody who fills in a form, and what the browser's console said meanwhile."""

    page: Page
    questionnaire: Questionnaire
    said: list[str] = field(default_factory=list)

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def choose(self, item: str, code: float, *, checked: bool = True) -> None:
        """Click an option without waiting until it stands still; nothing in the form moves."""
        self.page.locator(f'input[name="{item}"][value="{int(code)}"]').set_checked(checked, force=True)

    def type(self, item: str, text: str) -> None:
        self.page.locator(f'[name="{item}"]:not([type="checkbox"])').fill(text)

    def begin(self) -> None:
        if self.questionnaire.consent is not None:
            self.click("fieldset input")
        if self.questionnaire.consent is not None or self.questionnaire.intro is not None:
            self.click("button.main")

    def go_on(self) -> None:
        self.click("#next")

    def shown(self) -> list[str]:
        """Return the items on the page, in order."""
        names = "all => [...new Set(all.filter(one => one.offsetParent && one.name).map(one => one.name))]"
        return self.page.locator("main input, main textarea").evaluate_all(names)

    def problems(self) -> list[str]:
        """Return the messages beside the items."""
        said = self.page.locator(".error").evaluate_all("all => all.map(one => one.innerText).filter(Boolean)")
        return [text.replace("\n", " ") for text in said]

    def answer(self, item: Item, row: Mapping[str, Any]) -> None:
        """Give one item the answers in the columns of a row."""
        if item.type == "multiple_choice":
            for choice in item.choices:
                if row[f"{item.id}__{choice.code}"] == 1:
                    self.choose(item.id, choice.code)
        elif not pd.isna(row[item.id]):
            self._answer_one(item, row[item.id])
        for choice in item.choices:
            text = row[f"{item.id}__{choice.code}__text"] if choice.has_text else None
            if choice.has_text and not pd.isna(text):
                own = self.page.locator(".option", has=self.page.locator(f'[name="{item.id}"][value="{choice.code}"]'))
                own.locator(".beside input").fill(text)

    def _answer_one(self, item: Item, value: Any) -> None:
        if item.is_text:
            self.type(item.id, value)
        elif item.type == "date":
            self.type(item.id, value.strftime("%Y-%m-%d"))
        elif item.type == "number" and value not in item.special_codes:
            self.type(item.id, repr(float(value)).removesuffix(".0"))
        else:
            self.choose(item.id, value)

    def fill(self, row: Mapping[str, Any]) -> list[str]:
        """Fill in the form from the first page to the end with the answers of a row; return the items seen."""
        seen = []
        while self.page.locator("#next").count():
            done: list[str] = []
            while waiting := [name for name in self.shown() if name not in done]:
                self.answer(self.questionnaire.items[waiting[0]], row)
                done.append(waiting[0])
            seen += done
            self.go_on()
            assert self.problems() == []
        return seen

    def save(self, folder: Path) -> Path:
        """Save the answers as a file and return its path."""
        with self.page.expect_download() as waiting:
            self.click("#delivery-ways button")
        path = folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path


@pytest.fixture
def visit(chromium, tmp_path) -> Iterator[Callable[..., Visitor]]:
    """Return a function that exports a questionnaire and opens the form from a file, offline unless it posts."""
    contexts = []

    def open_form(
        questionnaire: Questionnaire, *, language: str | None = None, post_to: str | None = None, **options: Any
    ) -> Visitor:
        form = tmp_path / "form" / f"form-{len(contexts)}.html"
        export_questionnaire(questionnaire, "html", form, language=language, post_to=post_to)
        prepare = options.pop("prepare", lambda context: None)
        settings = {"viewport": {"width": 1200, "height": 900}, "reduced_motion": "reduce", "offline": post_to is None}
        contexts.append(chromium.new_context(**(settings | options)))
        contexts[-1].set_default_timeout(20_000)
        prepare(contexts[-1])
        visitor = Visitor(contexts[-1].new_page(), questionnaire)
        visitor.page.on("console", lambda message: visitor.said.append(message.text))
        visitor.page.on("pageerror", lambda error: visitor.said.append(str(error)))
        visitor.page.goto(form.as_uri())
        return visitor

    yield open_form
    for context in contexts:
        context.close()
