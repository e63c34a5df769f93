"""A questionnaire with everything that can be asked, and the keys and values of survey files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from survey.questionnaire.build import build_questionnaire
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.yaml_file import read_tree

EVERYTHING = """
id: everything
version: "1.0"
languages: [en, zh-CN]
title: {en: 'All <kinds> & "signs" ${e://Field/x}', zh-CN: 各种题目}
intro: {en: "Two\\nlines.", zh-CN: 两行}
consent: {text: {en: I take part., zh-CN: 我参加。}, required: true}
thanks: {en: Thank you., zh-CN: 谢谢。}
scales:
  agree5:
    points:
      1: {en: No, zh-CN: 否}
      2: {en: Rather not, zh-CN: 不太}
      3: {en: Neither, zh-CN: 一般}
      4: {en: Rather, zh-CN: 比较}
      5: {en: "Yes", zh-CN: 是}
    special:
      dont_know: {code: 98, label: {en: "Don't know", zh-CN: 不知道}}
pages:
  - id: choices
    title: {en: "[[Block:x]]", zh-CN: 选择}
    items:
      - id: paid
        type: single_choice
        required: true
        help: {en: The last time., zh-CN: 最近一次。}
        text: {en: How did you pay?, zh-CN: 怎么付款？}
        choices: {-1: {en: Not at all, zh-CN: 没付}, 2: {en: Cash, zh-CN: 现金},
                  3: {label: {en: Other, zh-CN: 其他}, text: true}}
      - id: bought
        type: multiple_choice
        text: {en: What did you buy?, zh-CN: 买了什么？}
        choices:
          1: {en: "Bread, cakes", zh-CN: 面包、糕点}
          2: {label: {en: Milk, zh-CN: 牛奶}, shown_if: paid != 2}
          3: {label: {en: Else, zh-CN: 别的}, text: true}
          9: {label: {en: Nothing, zh-CN: 没有}, exclusive: true}
      - {id: sat, type: scale, scale: agree5, text: {en: Satisfied?, zh-CN: 满意吗？}}
      - {id: nps, type: recommend, text: {en: Recommend?, zh-CN: 推荐吗？},
         anchors: {0: {en: Never, zh-CN: 不会}, 10: {en: Always, zh-CN: 一定}}}
      - {id: stars, type: stars, text: {en: Stars?, zh-CN: 几星？}}
      - id: city
        type: single_choice
        text: {en: City?, zh-CN: 城市？}
        choices: {CITIES}
  - id: entries
    intro: {en: Now some figures., zh-CN: 数字}
    shown_if: (sat >= 3 and paid == 2) or nps <= 6 and not (bought includes 1)
    items:
      - id: shop
        type: matrix
        scale: agree5
        text: {en: The shop, zh-CN: 这家店}
        help: {en: All of it., zh-CN: 全部}
        rows:
          - {id: clean, text: {en: is clean, zh-CN: 干净}}
          - {id: dear, help: {en: for you, zh-CN: 对您}, shown_if: bought includes 3, text: {en: is dear, zh-CN: 贵}}
          - {id: far, required: true, text: {en: is far, zh-CN: 远}}
      - {id: age, type: number, min: 16, max: 99, integer: true, unit: {en: years, zh-CN: 岁},
         text: {en: Age?, zh-CN: 年龄？}}
      - {id: spent, type: number, min: 0, text: {en: Spent?, zh-CN: 花费？}}
      - id: children
        type: number
        min: 0
        text: {en: Children?, zh-CN: 孩子？}
        special: {no_answer: {code: 99, label: {en: No answer, zh-CN: 不想说}}}
      - {id: day, type: date, text: {en: When?, zh-CN: 哪天？}}
      - {id: name, type: short_text, shown_if: age < 40 and children == 99, text: {en: Nickname?, zh-CN: 昵称？}}
      - {id: word, type: long_text, shown_if: not (name == "x") or children > 2, text: {en: More?, zh-CN: 还有？}}
""".replace("{CITIES}", "{" + ", ".join(f"{code}: {{en: City {code}, zh-CN: {code}城}}" for code in range(1, 21)) + "}")

# Dictionaries whose keys are ids, codes or languages.
COUNTED = frozenset(
    {"Choices", "Answers", "RecodeValues", "VariableNaming", "Language", "ChoiceDataExportTags", "AnalyzeChoices"}
    | {"AvailableLanguages"}
)


@pytest.fixture(scope="session")
def everything(tmp_path_factory) -> Questionnaire:
    path = tmp_path_factory.mktemp("everything") / "everything.yaml"
    path.write_text(EVERYTHING, encoding="utf-8")
    return build_questionnaire(read_tree(path), path=path)


def list_paths(content: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the path and value of everything within a part of a survey file; ids and codes become ``#``."""
    yield path, content
    if isinstance(content, dict):
        counted = path.rpartition("/")[2] in COUNTED
        for key, value in content.items():
            yield from list_paths(value, f"{path}/{'#' if counted or key.isdigit() else key}")
    elif isinstance(content, list):
        for value in content:
            yield from list_paths(value, f"{path}[]")


def sort_parts(tree: dict[str, Any]) -> dict[str, list[Any]]:
    """Return the parts of a survey file by what they are: an element's kind, or a question's types."""
    parts: dict[str, list[Any]] = defaultdict(list, {"entry": [tree["SurveyEntry"]], "element": tree["SurveyElements"]})
    for element in tree["SurveyElements"]:
        payload = element["Payload"]
        kind = element["Element"]
        if kind == "SQ":
            kind = " ".join(filter(None, (payload.get(key) for key in ("QuestionType", "Selector", "SubSelector"))))
        parts[kind].append(payload)
    parts["element"] = [{**one, "Payload": None} for one in parts["element"]]
    return parts


@pytest.fixture(scope="session")
def anatomy() -> tuple[Callable, Callable]:
    """Return what sorts the parts of a survey file, and what lists their paths."""
    return sort_parts, list_paths
