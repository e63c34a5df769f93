"""A questionnaire with everything that is hard to print, and programs that open the printed forms."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from survey.platforms.paper.form import Form
from survey.questionnaire.build import build_questionnaire
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.yaml_file import read_tree
from survey.responses import Responses

NOT_PRINTED = {"language", "kind", "side", "statement"}  # the last one only over a grid
CLINIC = r"""
id: clinic
version: "2.0"
languages: [en, zh-CN]
title: {en: "#strong[Clinic] & <b>visit</b> $x^2$", zh-CN: "#strong[诊所]就诊 & <b>调查</b> $x^2$"}
intro:
  en: "First line.\nSecond line with *stars*, _lines_, `code`, \\n and @cite."
  zh-CN: "第一行。\n第二行 *星* @引用"
consent: {text: {en: "I agree.", zh-CN: "我同意。"}, required: true}
thanks: {en: "Thanks // not a comment", zh-CN: "谢谢 // 不是注释"}
scales:
  agree3:
    points: {1: {en: "No", zh-CN: 否}, 2: {en: "Partly", zh-CN: 部分}, 3: {en: "Yes", zh-CN: 是}}
    special: {dont_know: {code: 98, label: {en: "Don't know", zh-CN: 不清楚}}}
  percent:
    from: 0
    to: 100
    anchors: {0: {en: Never, zh-CN: 从不}, 100: {en: Always, zh-CN: 总是}}
    special: {no_answer: {code: -9, label: {en: "No answer", zh-CN: 不回答}}}
  wordy:
    points:
      1: {en: "Incomprehensibilities-notwithstanding all that was said before", zh-CN: 无论之前说过什么都完全不能理解}
      2: {en: "Understandable, at least after somebody has explained it twice", zh-CN: 至少有人解释过两遍之后可以理解}
      3: {en: "Understandable from the beginning without anybody's explanation", zh-CN: 从一开始不用任何人解释就能理解}
pages:
  - id: visit
    title: {en: "= Visit", zh-CN: "= 就诊"}
    items:
      - {id: share, type: scale, scale: percent, text: {en: "How often, in percent?", zh-CN: 多大比例？}}
      - {id: clear, type: scale, scale: wordy, text: {en: "Was it clear?", zh-CN: 清楚吗？},
         help: {en: "The leaflet.", zh-CN: 说明书。}}
      - id: often
        type: matrix
        scale: percent
        text: {en: "In percent:", zh-CN: 百分比：}
        rows:
          - {id: often1, text: {en: "I came on time.", zh-CN: 我准时到。}}
          - {id: often2, text: {en: "I waited.", zh-CN: 我等候。}, required: true,
             shown_if: share >= 50 and not (clear == 1)}
      - id: wordly
        type: matrix
        scale: wordy
        text: {en: "How clear were these?", zh-CN: 下面这些清楚吗？}
        rows:
          - {id: wordly1, text: {en: "The way", zh-CN: 路}, help: {en: "From the door.", zh-CN: 从门口起。}}
          - {id: wordly2, text: {en: "The bill", zh-CN: 账单}}
      - id: long
        type: matrix
        scale: agree3
        text: {en: "Many rows:", zh-CN: 很多行：}
        rows: [ROWS]
      - {id: stars, type: stars, max: 10, text: {en: Stars?, zh-CN: 几颗星？}}
  - id: more
    shown_if: answered(share) or stars in [1, 2]
    intro: {en: "Some more.", zh-CN: 还有一些。}
    items:
      - id: symptoms
        type: multiple_choice
        required: true
        text: {en: "Which symptoms?", zh-CN: 哪些症状？}
        choices:
          1: {en: Fever, zh-CN: 发烧}
          2: {label: {en: Pain, zh-CN: 疼痛}, shown_if: clear != 2}
          3: {label: {en: Other, zh-CN: 其他}, text: true}
          4: {label: {en: None of these, zh-CN: 都没有}, exclusive: true}
      - {id: days, type: number, min: 0, max: 60, integer: true, unit: {en: days, zh-CN: 天},
         text: {en: "For how long?", zh-CN: 多久？}, shown_if: symptoms includes 1,
         special: {dont_know: {code: 98, label: {en: "Don't know", zh-CN: 不清楚}}}}
      - {id: cost, type: number, min: 0, text: {en: "What did it cost?", zh-CN: 花费多少？}, shown_if: days > 3}
      - {id: day, type: date, text: {en: "On which day?", zh-CN: 哪天？}}
      - {id: name, type: short_text, text: {en: "Which doctor?", zh-CN: 哪位医生？}}
      - {id: why, type: long_text, text: {en: "Why?", zh-CN: 为什么？},
         shown_if: 'name != "Li" and often2 in [0, 1, 2, 3, 4, 100]'}
      - id: city
        type: single_choice
        text: {en: "Which town?", zh-CN: 哪个城市？}
        choices: {TOWNS}
"""


@pytest.fixture(scope="session")
def clinic(tmp_path_factory) -> Questionnaire:
    """Markup in every text, long scales, long labels, many rows, many options, routing of every kind."""
    rows = ", ".join(f"{{id: long{n}, text: {{en: Statement {n}, zh-CN: 说法 {n}}}}}" for n in range(1, 41))
    towns = ", ".join(f"{n}: {{en: Town {n}, zh-CN: 城市 {n}}}" for n in range(1, 91))
    path = tmp_path_factory.mktemp("clinic") / "clinic.yaml"
    path.write_text(CLINIC.replace("ROWS", rows).replace("TOWNS", towns), encoding="utf-8")
    return build_questionnaire(read_tree(path), path=path)


@pytest.fixture(scope="session")
def run() -> Callable[..., str]:
    """Run a program and return what it says; skip where it is absent."""

    def run_program(name: str, *arguments: str | Path) -> str:
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not installed")
        done = subprocess.run([name, *map(str, arguments)], capture_output=True, timeout=120, check=True)
        return done.stdout.decode()

    return run_program


@pytest.fixture(scope="session")
def printed(squeeze) -> Callable[[Form], set[str]]:
    """Return every text that a printed form must show."""
    return lambda form: {squeezed for text in _texts(form) if (squeezed := squeeze(text))}


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        yield from (text for one in part for text in _texts(one))
    elif is_dataclass(part):
        for field in fields(part):
            if field.name not in NOT_PRINTED:
                yield from _texts(getattr(part, field.name))


@pytest.fixture(scope="session")
def squeeze() -> Callable[[str], str]:
    """Return a text without blanks and in compatibility form, as two programs may set them differently."""
    return lambda text: re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@pytest.fixture(scope="session")
def assert_same_answers() -> Callable[[Responses, pd.DataFrame], None]:
    """Require that a file gave exactly these answers, and nothing that was not understood."""

    def compare(responses: Responses, answers: pd.DataFrame) -> None:
        assert_frame_equal(responses.data, answers, check_index_type=False, check_names=False)
        assert not (responses.problems["row"] > 0).any(), responses.problems

    return compare
