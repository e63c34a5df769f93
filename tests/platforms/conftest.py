"""A small questionnaire with every kind of item, and ways to write its answers down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from survey.platforms.read import read_responses
from survey.questionnaire.build import build_questionnaire
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.yaml_file import read_tree
from survey.responses import Responses

SHOP = """
id: corner-shop
version: "1.0"
languages: [zh-CN, en]
title: {zh-CN: 街角小店, en: Corner shop}
scales:
  agree5:
    points:
      1: {zh-CN: 非常不同意, en: Strongly disagree}
      2: {zh-CN: 不同意, en: Disagree}
      3: {zh-CN: 说不清楚, en: Neither}
      4: {zh-CN: 同意, en: Agree}
      5: {zh-CN: 非常同意, en: Strongly agree}
    special:
      not_applicable: {code: 97, label: {zh-CN: 不适用, en: Does not apply}}
      dont_know: {code: 98, label: {zh-CN: 不知道, en: "Don't know"}}
pages:
  - id: visit
    items:
      - {id: sat, type: scale, scale: agree5, text: {zh-CN: 总的来说，我满意。, en: "Overall, I am satisfied."}}
      - id: shop
        type: matrix
        scale: agree5
        text: {zh-CN: 您怎么看这家店？, en: What do you think of this shop?}
        rows:
          - {id: shop_clean, text: {zh-CN: 店里干净。, en: The shop is clean.}}
          - {id: shop_dear, reverse: true, text: {zh-CN: 东西贵。, en: Things are dear.}}
      - id: paid
        type: single_choice
        text: {zh-CN: 您怎么付款？, en: How did you pay?}
        choices:
          1: {zh-CN: 现金, en: Cash}
          2: {zh-CN: 手机支付, en: By phone}
          3: {label: {zh-CN: 其他, en: Other}, text: true}
        special:
          no_answer: {code: 99, label: {zh-CN: 不想回答, en: Prefer not to answer}}
      - id: bought
        type: multiple_choice
        text: {zh-CN: 您买了什么？, en: What did you buy?}
        choices:
          1: {zh-CN: 面包、糕点, en: "Bread, cakes"}
          2: {zh-CN: 面包, en: Bread}
          3: {zh-CN: 饮料; 酒, en: Drinks; wine}
          4: {label: {zh-CN: 别的, en: Something else}, text: true}
      - {id: nps, type: recommend, text: {zh-CN: 会推荐给朋友吗？, en: Would you recommend us?},
         anchors: {0: {zh-CN: 绝对不会, en: Not at all likely}, 10: {zh-CN: 一定会, en: Extremely likely}}}
      - {id: stars, type: stars, text: {zh-CN: 打几颗星？, en: How many stars?}}
  - id: person
    items:
      - {id: age, type: number, min: 16, max: 100, integer: true, unit: {zh-CN: 岁, en: years},
         text: {zh-CN: 您几岁？, en: How old are you?}}
      - {id: spent, type: number, min: 0, text: {zh-CN: 花了多少钱？, en: How much did you spend?}}
      - {id: day, type: date, text: {zh-CN: 哪天来的？, en: On which day did you come?}}
      - id: talked
        type: single_choice
        text: {zh-CN: 跟店员说过话吗？, en: Did you talk to anybody?}
        choices: {1: {zh-CN: 说过, en: "Yes"}, 0: {zh-CN: 没有, en: "No"}}
      - {id: polite, type: scale, scale: agree5, shown_if: talked == 1,
         text: {zh-CN: 店员有礼貌。, en: The staff are polite.}}
      - id: topics
        type: multiple_choice
        shown_if: talked == 1
        text: {zh-CN: 谈了什么？, en: What did you talk about?}
        choices: {1: {zh-CN: 天气, en: The weather}, 2: {zh-CN: 价钱, en: Prices}}
      - {id: comment, type: long_text, text: {zh-CN: 还有什么想说的？, en: Anything else?}}
"""


def build(text: str, folder: Path) -> Questionnaire:
    path = folder / "questionnaire.yaml"
    path.write_text(text, encoding="utf-8")
    return build_questionnaire(read_tree(path), path=path)


@pytest.fixture(scope="session")
def shop(tmp_path_factory) -> Questionnaire:
    return build(SHOP, tmp_path_factory.mktemp("questionnaire"))


@pytest.fixture
def build_text(tmp_path) -> Callable[[str], Questionnaire]:
    return lambda text: build(text, tmp_path)


@pytest.fixture
def write(tmp_path) -> Callable[..., Path]:
    """Write a file from text or bytes and return its path."""

    def write_file(content: str | bytes, name: str = "answers.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write_file


@pytest.fixture
def read(write, shop) -> Callable[..., Responses]:
    """Read responses to the shop's questionnaire from the text of a file."""

    def read_text(content: str | bytes, name: str = "answers.csv", **options) -> Responses:
        return read_responses(write(content, name), shop, **options)

    return read_text


@pytest.fixture
def read_item(read) -> Callable[..., Responses]:
    """Read the cells of one item, with enough other items round it to be a file of this survey."""

    def read_cells(item: str, *cells: str, **options) -> Responses:
        others = [name for name in ("sat", "stars", "nps", "age") if name != item]
        quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
        fixed = {"sat": "5", "stars": "5", "nps": "5", "age": "50"}
        lines = [",".join([cell, *(fixed[name] for name in others)]) for cell in quoted]
        return read("\n".join([",".join([item, *others]), *lines]), **options)

    return read_cells


@pytest.fixture
def named() -> Callable[..., list[tuple]]:
    """Return the problems as tuples of some of their columns, without those about whole columns."""

    def list_problems(responses: Responses, *columns: str) -> list[tuple]:
        rows = responses.problems[responses.problems["row"] > 0]
        wanted = list(columns or ("row", "column", "value"))
        return [tuple(row) for row in rows[wanted].itertuples(index=False)]

    return list_problems
