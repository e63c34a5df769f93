"""Google Forms: the script run against a stand-in for FormApp, and answers written as Google writes them."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from survey.platforms.google_forms.form import draft_form
from survey.platforms.google_forms.wording import Wording, answer_consent, label_specials, word_form
from survey.platforms.registry import Draft, Order
from survey.questionnaire.item import Item
from survey.questionnaire.load import load_questionnaire
from survey.questionnaire.questionnaire import Questionnaire

RECORDER = Path(__file__).with_name("recorder.js")

FAIR = """
id: village-fair
version: "1"
languages: [en, zh-CN]
title: {en: "The \\"fair\\" </script> \\u2028 \\\\ ${x}", zh-CN: "集市 </script> \\u2028"}
intro: {en: "Hello\\nthere", zh-CN: 您好}
consent: {text: {en: I take part., zh-CN: 我参加。}, required: true}
thanks: {en: Thanks, zh-CN: 谢谢}
scales:
  agree3:
    points:
      1: {en: "No", zh-CN: 否}
      2: {en: Neither, zh-CN: 一般}
      3: {en: "Yes", zh-CN: 是}
    special:
      not_applicable: {code: 97, label: {en: "No", zh-CN: 否}}
  easy10: {from: 1, to: 10, anchors: {1: {en: Hard, zh-CN: 难}, 10: {en: Easy, zh-CN: 易}}}
  mid5: {from: 1, to: 5, anchors: {3: {en: Middle, zh-CN: 中}}}
pages:
  - id: first
    title: {en: First, zh-CN: 一}
    intro: {en: Some questions., zh-CN: 几个问题。}
    items:
      - {id: came, type: single_choice, required: true, text: {en: Did you come?, zh-CN: 来了吗？},
         choices: {1: {en: "Yes", zh-CN: 来了}, 2: {en: Passed by, zh-CN: 路过}, 3: {en: "No", zh-CN: 没来}}}
  - id: stalls
    shown_if: came in [1, 2]
    items:
      - id: grid
        type: matrix
        scale: agree3
        required: true
        text: {en: The stalls, zh-CN: 摊位}
        rows:
          - {id: clean, text: {en: Clean, zh-CN: 干净}, help: {en: the floor, zh-CN: 地面}}
          - {id: cheap, text: {en: Clean, zh-CN: 干净}}
      - id: bought
        type: multiple_choice
        text: {en: "Did you come?", zh-CN: 来了吗？}
        choices:
          1: {en: "Bread, cakes", zh-CN: "面包, 蛋糕"}
          2: {en: Bread, zh-CN: 面包}
          3: {en: cakes, zh-CN: 蛋糕}
          4: {label: {en: Other, zh-CN: 其他}, text: true}
          5: {label: {en: Nothing, zh-CN: 没买}, exclusive: true}
          6: {label: {en: Gifts, zh-CN: 礼物}, shown_if: came == 1}
  - id: visitors
    shown_if: came == 1
    items:
      - {id: easy, type: scale, scale: easy10, text: {en: Easy?, zh-CN: 容易吗？}}
      - {id: mid, type: scale, scale: mid5, text: {en: Middle?, zh-CN: 中等吗？}}
      - {id: rating, type: stars, max: 2, text: {en: Stars?, zh-CN: 几颗星？}}
  - id: passers
    shown_if: came == 2
    items:
      - {id: later, type: short_text, required: true, text: {en: Later?, zh-CN: 以后呢？}}
  - id: last
    items:
      - {id: age, type: number, min: 16, max: 100, integer: true, required: true, unit: {en: years, zh-CN: 岁},
         text: {en: Timestamp, zh-CN: 时间戳记},
         special: {no_answer: {code: 99, label: {en: Not said, zh-CN: 不说}}}}
      - {id: spent, type: number, min: 0, text: {en: Spent?, zh-CN: 花费？}}
      - {id: whole, type: number, integer: true, text: {en: Whole?, zh-CN: 整数？}}
      - {id: tell, type: recommend, text: {en: Tell?, zh-CN: 推荐？},
         anchors: {0: {en: Never, zh-CN: 不}, 10: {en: Always, zh-CN: 会}}}
      - {id: day, type: date, text: {en: Day?, zh-CN: 哪天？}}
      - {id: rich, type: short_text, required: true, shown_if: spent > 50, text: {en: Rich?, zh-CN: 富？}}
      - {id: comment, type: long_text, text: {en: More?, zh-CN: 还有吗？}, help: {en: Or not, zh-CN: 可不填}}
      - id: mixed
        type: matrix
        scale: agree3
        text: {en: Mixed, zh-CN: 混合}
        rows:
          - {id: mixed1, required: true, text: {en: One, zh-CN: 甲}}
          - {id: mixed2, text: {en: Two, zh-CN: 乙}}
"""


@pytest.fixture(scope="session")
def fair(tmp_path_factory) -> Questionnaire:
    """A questionnaire with everything that Google Forms does in a way of its own."""
    path = tmp_path_factory.mktemp("fair") / "fair.yaml"
    path.write_text(FAIR, encoding="utf-8")
    return load_questionnaire(path)


@pytest.fixture(scope="session")
def draft() -> Callable[..., Draft]:
    """Write a questionnaire as Apps Script."""

    def write_draft(questionnaire: Questionnaire, language: str | None = None) -> Draft:
        order = Order(questionnaire=questionnaire, language=language or questionnaire.languages[0], suffix=".gs")
        return draft_form(order)

    return write_draft


@pytest.fixture(scope="session")
def run_script(tmp_path_factory) -> Iterator[Callable[[bytes], dict[str, Any]]]:
    """Run scripts in one node process against a stand-in for FormApp, and return the forms that they make."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine")
    path = tmp_path_factory.mktemp("script") / "form.js"
    with subprocess.Popen([node, str(RECORDER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as recorder:
        assert recorder.stdin is not None
        assert recorder.stdout is not None

        def run(content: bytes) -> dict[str, Any]:
            path.write_bytes(content)
            recorder.stdin.write(f"{path}\n".encode())
            recorder.stdin.flush()
            made: dict[str, Any] = json.loads(recorder.stdout.readline())
            assert "refused" not in made, made["refused"]
            return made

        yield run


def _fill(wording: Wording, item: Item, row: pd.Series, joint: str) -> dict[str, str]:
    """Return the cells of an item by their headings."""
    labels = wording.labels.get(item.id, {})
    texts = {code: row.get(f"{item.id}__{code}__text") for (name, code) in wording.texts if name == item.id}
    cells = {wording.texts[item.id, code]: "" if pd.isna(text) else str(text) for code, text in texts.items()}
    if item.id in wording.specials:
        cells[wording.specials[item.id]] = ""
    if item.type == "multiple_choice":
        chosen = [choice.code for choice in item.choices if row[f"{item.id}__{choice.code}"] == 1]
        return {wording.heading(item): joint.join(labels[code] for code in chosen), **cells}
    value = row[item.id]
    if pd.isna(value):
        written = ""
    elif labels:
        written = labels[int(value)]
    elif item.id in wording.specials and value in item.special_codes:
        return {
            wording.heading(item): "",
            **cells,
            wording.specials[item.id]: label_specials(item, wording)[int(value)],
        }
    elif item.is_text:
        written = value
    elif item.type == "date":
        written = value.date().isoformat()
    else:
        written = str(int(value)) if value == int(value) else repr(float(value))
    return {wording.heading(item): written, **cells}


@pytest.fixture(scope="session")
def write_responses() -> Callable[..., str]:
    """Write answers down as Google's CSV: a time, then one column a title or grid row, labels for answers."""

    def write(
        questionnaire: Questionnaire,
        data: pd.DataFrame,
        language: str,
        *,
        joint: str = ", ",
        time: str = "2026/11/22 3:04:05 PM GMT+8",
        first: str = "Timestamp",
    ) -> str:
        wording = word_form(questionnaire, language)
        rows = []
        for _, row in data.iterrows():
            cells = {first: time, "Email Address": "a@example.org"}
            if questionnaire.consent is not None:
                cells[wording.consent] = answer_consent(language)[0]
            for item in questionnaire.items.values():
                cells |= _fill(wording, item, row, joint)
            rows.append(cells)
        place = io.StringIO()
        writer = csv.DictWriter(place, list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return place.getvalue()

    return write
