"""SurveyJS itself, in a headless Chromium without a network."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from survey.platforms.registry import Draft, Order
from survey.platforms.surveyjs.form import draft_form
from survey.platforms.surveyjs.names import Names, has_special_question, name_questions
from survey.questionnaire.item import Item
from survey.questionnaire.load import load_questionnaire
from survey.questionnaire.questionnaire import Questionnaire

MARKET = """
id: market-day
version: "2"
languages: [zh-CN, en]
title: {zh-CN: "{market} 集市", en: "{market} day"}
intro: {zh-CN: "您好！<b>{age}</b>", en: "Hello! <b>{age}</b>"}
consent: {text: {zh-CN: 我自愿参加。, en: I take part of my own free will.}, required: true}
thanks: {zh-CN: "谢谢 <3 {age}", en: "Thanks <3 {age}"}
scales:
  agree3:
    points:
      1: {zh-CN: 不同意, en: Disagree}
      2: {zh-CN: 一般, en: Neither}
      3: {zh-CN: 同意, en: Agree}
    special:
      not_applicable: {code: 97, label: {zh-CN: 不适用, en: Does not apply}}
  easy10:
    from: 1
    to: 10
    anchors:
      1: {zh-CN: 很难, en: Very hard}
      5: {zh-CN: 一般, en: So-so}
      10: {zh-CN: 很容易, en: Very easy}
    special:
      dont_know: {code: 98, label: {zh-CN: 不知道, en: "Don't know"}}
pages:
  - id: visit
    title: {zh-CN: 逛集市, en: Your visit}
    intro: {zh-CN: 先问几个问题。, en: A few questions first.}
    items:
      - {id: age, type: number, min: 16, max: 100, integer: true, required: true, unit: {zh-CN: 岁, en: years},
         text: {zh-CN: "您几岁？ {locale}", en: "How old are you? {locale}"},
         help: {zh-CN: "整数 {x}", en: "Whole {x}"},
         special: {no_answer: {code: -9, label: {zh-CN: 不想回答, en: Prefer not to answer}}}}
      - id: locale
        type: single_choice
        required: true
        text: {zh-CN: 从哪里来？, en: Where from?}
        choices:
          1: {zh-CN: 本地, en: Here}
          2: {label: {zh-CN: 外地, en: Elsewhere}, text: true}
          3: {label: {zh-CN: "国外 {age}", en: "Abroad {age}"}, text: true}
      - id: bought
        type: multiple_choice
        text: {zh-CN: 买了什么？, en: What did you buy?}
        choices:
          1: {zh-CN: 菜, en: Greens}
          2: {label: {zh-CN: 别的, en: Something else}, text: true}
          3: {label: {zh-CN: 特产, en: Souvenirs}, shown_if: "locale in [2, 3]"}
          9: {label: {zh-CN: 没买, en: Nothing}, exclusive: true}
      - id: stalls
        type: matrix
        scale: agree3
        text: {zh-CN: 摊位, en: The stalls}
        help: {zh-CN: 逐行选择, en: One answer a row}
        rows:
          - {id: clean, required: true, text: {zh-CN: 干净, en: Clean}, help: {zh-CN: 指地面, en: the floor}}
          - {id: cheap, required: true, shown_if: "bought includes 1", text: {zh-CN: 便宜, en: Cheap}}
          - {id: kind, shown_if: "answered(bought)", text: {zh-CN: 热情, en: Kind}}
      - {id: effort, type: scale, scale: easy10, text: {zh-CN: 容易吗？, en: Was it easy?}}
      - {id: rating, type: stars, max: 7, text: {zh-CN: 几颗星？, en: How many stars?},
         anchors: {1: {zh-CN: 差, en: Bad}, 7: {zh-CN: 好, en: Good}},
         special: {not_applicable: {code: 99, label: {zh-CN: 说不上, en: Cannot say}}}}
      - {id: tell, type: recommend, text: {zh-CN: 会推荐吗？, en: Would you tell others?}}
      - {id: word, type: short_text, text: {zh-CN: 一个词, en: One word}}
  - id: cheapness
    shown_if: cheap == 3
    items:
      - {id: why, type: long_text, text: {zh-CN: 为什么便宜？, en: Why cheap?}}
      - {id: deeper, type: single_choice, shown_if: answered(why), text: {zh-CN: 确定吗？, en: Sure?},
         choices: {1: {zh-CN: 是, en: "Yes"}, 0: {zh-CN: 否, en: "No"}}}
  - id: last
    items:
      - {id: old, type: short_text, shown_if: "age >= 60 and not (tell <= 6)", text: {zh-CN: 长者, en: Seniors}}
      - {id: secret, type: short_text, shown_if: "age == -9", text: {zh-CN: 不便透露, en: No age}}
      - {id: sure, type: short_text, shown_if: deeper != 0, text: {zh-CN: 确定, en: You are sure}}
      - {id: quoted, type: short_text, shown_if: "word == \\"it's\\"", text: {zh-CN: 引号, en: Quoted}}
      - {id: day, type: date, text: {zh-CN: 哪天？, en: Which day?}}
"""

PACKAGES = ("survey-core@2.5.38", "survey-js-ui@2.5.38")
CACHE = Path(tempfile.gettempdir()) / "survey-tests" / "surveyjs-2.5.38"
PAGE = """<!DOCTYPE html><meta charset="utf-8"><title>form</title>
<link rel="stylesheet" href="{modules}/survey-core/survey-core.fontless.min.css">
<script src="{modules}/survey-core/survey.core.min.js"></script>
<script src="{modules}/survey-core/survey.i18n.min.js"></script>
<script src="{modules}/survey-js-ui/survey-js-ui.min.js"></script>
<body>"""
SHOW = """([tree, locale, whole]) => {
  const survey = new Survey.Model(tree);
  if (locale) survey.locale = locale;
  if (whole) { survey.questionsOnPageMode = "singlePage"; survey.showInvisibleElements = true; }
  window.survey = survey;
  window.sent = null;
  survey.onComplete.add(sender => { window.sent = sender.data; });
  const place = document.createElement("div");
  document.body.replaceChildren(place);
  SurveyUI.renderSurvey(survey, place);
  return (survey.jsonErrors || []).map(error => error.message);
}"""


@pytest.fixture(scope="session")
def modules() -> Path:
    """The folder with survey-core and survey-js-ui."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm on this machine")
    if not CACHE.is_dir():
        CACHE.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=CACHE.parent))
        command = [npm, "install", "--prefix", str(fresh), "--no-audit", "--no-fund", *PACKAGES]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode != 0:
            shutil.rmtree(fresh, ignore_errors=True)
            pytest.skip(f"npm could not fetch SurveyJS: {done.stderr.strip()[-200:]}")
        try:
            fresh.rename(CACHE)
        except OSError:  # another worker was faster
            shutil.rmtree(fresh, ignore_errors=True)
    return CACHE / "node_modules"


class Form:
    """A page that shows forms; `logged` is what its console said."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.logged: list[str] = []
        page.on("console", lambda message: self.logged.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.logged.append(f"error: {error}"))

    def show(self, draft: Draft, *, locale: str = "", whole: bool = False) -> list[str]:
        """Show a form and return what SurveyJS does not accept in it."""
        return self.page.evaluate(SHOW, [json.loads(draft.content), locale, whole])

    def question(self, name: str) -> Any:
        """Return the element of a question."""
        return self.page.locator(f'[data-name="{name}"]')

    def complete(self, data: list[dict[str, Any]], draft: Draft) -> list[dict[str, Any]]:
        """Return what SurveyJS sends for these answers, each filled into a model and completed."""
        run = """([tree, data]) => data.map(answers => {
          const survey = new Survey.Model(tree);
          survey.data = answers;
          survey.doComplete();
          return survey.data;
        })"""
        return self.page.evaluate(run, [json.loads(draft.content), data])

    @property
    def sent(self) -> dict[str, Any] | None:
        """What the form shown has sent."""
        return self.page.evaluate("window.sent")


@pytest.fixture(scope="session")
def browser_context(chromium) -> Iterator[Any]:
    context = chromium.new_context(offline=True, viewport={"width": 1100, "height": 900})
    yield context
    context.close()


@pytest.fixture
def form(browser_context, modules, tmp_path) -> Iterator[Form]:
    """An empty page with SurveyJS in it."""
    place = tmp_path / "form.html"
    place.write_text(PAGE.format(modules=modules.as_uri()), encoding="utf-8")
    page = browser_context.new_page()
    page.goto(place.as_uri())
    yield Form(page)
    page.close()


@pytest.fixture(scope="session")
def draft() -> Callable[..., Draft]:
    """Write a questionnaire for SurveyJS."""

    def write_draft(questionnaire: Questionnaire, language: str | None = None) -> Draft:
        order = Order(questionnaire=questionnaire, language=language or questionnaire.languages[0], suffix=".json")
        return draft_form(order)

    return write_draft


@pytest.fixture(scope="session")
def market(tmp_path_factory) -> Questionnaire:
    """A questionnaire with everything that SurveyJS does in a way of its own."""
    path = tmp_path_factory.mktemp("market") / "market.yaml"
    path.write_text(MARKET, encoding="utf-8")
    return load_questionnaire(path)


def _put(result: dict[str, Any], names: Names, item: Item, row: pd.Series) -> None:
    """Put the answer to an item where SurveyJS has it."""
    if item.type == "multiple_choice":
        chosen = [choice.code for choice in item.choices if row[f"{item.id}__{choice.code}"] == 1]
        if chosen:
            result[names.of[item.id]] = [_beside(item, code, row) for code in chosen]
        return
    value = row[item.id]
    if pd.isna(value):
        return
    if item.is_text:
        result[names.of[item.id]] = value
    elif item.type == "date":
        result[names.of[item.id]] = value.date().isoformat()
    elif item.matrix:
        result.setdefault(names.of[item.matrix], {})[names.of[item.id]] = int(value)
    elif item.type == "number" and value not in item.special_codes:
        result[names.of[item.id]] = int(value) if value == int(value) else float(value)
    elif has_special_question(item) and value in item.special_codes:
        result[names.refer_special(item)] = int(value)
    else:
        result[names.of[item.id]] = _beside(item, int(value), row)


def _beside(item: Item, code: int, row: pd.Series) -> Any:
    text = row.get(f"{item.id}__{code}__text")
    return code if text is None or pd.isna(text) else {"value": code, "comment": text}


@pytest.fixture(scope="session")
def write_results() -> Callable[..., list[dict[str, Any]]]:
    """Write answers down as the results of SurveyJS, one object a respondent."""

    def write(questionnaire: Questionnaire, data: pd.DataFrame) -> list[dict[str, Any]]:
        names = name_questions(questionnaire)
        results = []
        for _, row in data.iterrows():
            result: dict[str, Any] = {"consent-given": [1]} if questionnaire.consent is not None else {}
            for item in questionnaire.items.values():
                _put(result, names, item, row)
            results.append(result)
        return results

    return write
