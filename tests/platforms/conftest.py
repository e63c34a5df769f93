"""A small questionnaire with every kind of item, and ways to write its answers down; published files."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import strategies as st
from ruamel.yaml import YAML

from survey.platforms.read import read_responses
from survey.questionnaire.build import build_questionnaire
from survey.questionnaire.item import Item
from survey.questionnaire.load import load_questionnaire
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.yaml_file import read_tree
from survey.responses import Responses, answer_kind

PUBLIC = Path(__file__).parents[3] / "shared" / "public"
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


@pytest.fixture(scope="session")
def public_file() -> Callable[[str], Path]:
    """Return a published file by `owner+name/path in the repository`; skip where it is not at hand."""

    def find(name: str) -> Path:
        path = Path(os.environ.get("SURVEY_PUBLIC_FILES", PUBLIC)) / name
        if not path.is_file():
            pytest.skip(f"the published file {name} is not here; set SURVEY_PUBLIC_FILES to a folder that has it")
        return path

    return find


# -- questionnaires and answers that nobody thought of -------------------------------------------------------------

LETTERS = {
    "zh-CN": "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会",
    "en": "abcdefghijklmnopqrstuvwxyz ",
}
NASTY = ["", "", "", "，", ", b", " & ", "<b>x</b>", '"x"', "'", "{a}", "${a}", "[x]", "(y)", "\\", "%s", "#", "*", "_"]
NASTY += ["`", "=1+1", "|", ";", "/", "é", "🙂"]
PLAIN_ENDS = ["", "", " x", "，好", "(y)", "-"]
TEXTS = ["fine", "很好", 'said "no"', "a, b; c", "two\nlines", "=1+1", "{x} <b> & \\", "0", "🙂"]
SPECIALS = ["not_applicable", "dont_know", "no_answer"]


class _Writer:
    """Draws the parts of a questionnaire as a tree for YAML."""

    def __init__(self, draw, nasty: bool) -> None:
        self.draw = draw
        self.ends = st.sampled_from(NASTY if nasty else PLAIN_ENDS)
        self.languages = draw(st.sampled_from([["zh-CN", "en"], ["en", "zh-CN"], ["en"], ["zh-CN"]]))
        self.count = 0
        self.routes: list[str] = []

    def text(self, stem: str) -> dict[str, str]:
        """Return a text in every language, different from every other: it holds a number written in letters."""
        self.count += 1
        mark = "".join("零一二三四五六七八九"[int(digit)] for digit in str(self.count))
        name = "".join("abcdefghij"[int(digit)] for digit in str(self.count))
        texts = {"zh-CN": f"{stem}题{mark}", "en": f"{stem} q{name}z"}
        for language in self.languages:
            body = self.draw(st.text(LETTERS[language], min_size=0, max_size=6)).strip()
            texts[language] = f"{texts[language]} {body}{self.draw(self.ends)}".strip()
        return {language: texts[language] for language in self.languages}

    def flag(self) -> bool:
        return self.draw(st.integers(0, 3)) == 0

    def special(self, taken: list[int]) -> dict:
        chosen = self.draw(st.lists(st.sampled_from(SPECIALS), unique=True, max_size=2))
        codes = [code for code in (97, 98, 99, 999) if code not in taken]
        return {kind: {"code": codes[at], "label": self.text("special")} for at, kind in enumerate(sorted(chosen))}

    def codes(self, least: int, most: int) -> list[int]:
        start = self.draw(st.sampled_from([1, 1, 1, 0, 10]))
        return [start + at for at in range(self.draw(st.integers(least, most)))]

    def scale(self) -> dict:
        codes = self.codes(2, 7)
        tree = {"points": {code: self.text("point") for code in codes}}
        special = self.special(codes)
        return tree | ({"special": special} if special else {})

    def item(self, name: str, scales: list[str]) -> dict:
        kind = self.draw(
            st.sampled_from(["scale", "single_choice", "multiple_choice", "number", "date", "short_text", "long_text",
                             "recommend", "stars", "matrix"])
        )  # fmt: skip
        tree: dict = {"id": name, "type": kind, "text": self.text("item")}
        if self.flag():
            tree["help"] = self.text("help")
        if self.flag():
            tree["required"] = True
        if self.routes and self.flag():
            tree["shown_if"] = self.condition()
        getattr(self, f"fill_{kind}", lambda tree, scales: None)(tree, scales)
        return tree

    def condition(self) -> str:
        parts = self.draw(st.lists(st.sampled_from(self.routes), min_size=1, max_size=2))
        sign = self.draw(st.sampled_from([" and ", " or "]))
        text = sign.join(parts)
        return f"not ({text})" if self.flag() else text

    def fill_scale(self, tree: dict, scales: list[str]) -> None:
        tree["scale"] = self.draw(st.sampled_from(scales))
        if self.flag():
            tree["reverse"] = True
        self.routes += [f"{tree['id']} >= 3", f"{tree['id']} != 2", f"answered({tree['id']})"]

    def fill_matrix(self, tree: dict, scales: list[str]) -> None:
        tree["scale"] = self.draw(st.sampled_from(scales))
        tree["rows"] = [
            {"id": f"{tree['id']}_r{at}", "text": self.text("row")} for at in range(self.draw(st.integers(2, 3)))
        ]

    def choices(self, tree: dict) -> list[int]:
        codes = self.codes(2, 4)
        tree["choices"] = {code: self.text("choice") for code in codes}
        if self.flag():
            tree["choices"][codes[-1]] = {"label": self.text("other"), "text": True}
        return codes

    def fill_single_choice(self, tree: dict, scales: list[str]) -> None:
        codes = self.choices(tree)
        special = self.special(codes)
        if special:
            tree["special"] = special
        name = tree["id"]
        self.routes += [f"{name} == {codes[0]}", f"{name} in [{codes[0]}, {codes[-1]}]", f"{name} != {codes[-1]}"]

    def fill_multiple_choice(self, tree: dict, scales: list[str]) -> None:
        codes = self.choices(tree)
        if self.flag():
            tree["choices"][codes[0]] = {"label": self.text("none"), "exclusive": True}
        self.routes += [f"{tree['id']} includes {codes[1]}", f"answered({tree['id']})"]

    def fill_number(self, tree: dict, scales: list[str]) -> None:
        tree |= self.draw(st.sampled_from([{}, {"min": 0, "max": 120, "integer": True}, {"min": -5, "max": 99.5}]))
        self.routes += [f"{tree['id']} < 40"]

    def fill_recommend(self, tree: dict, scales: list[str]) -> None:
        if self.flag():
            tree["anchors"] = {0: self.text("never"), 10: self.text("always")}
        special = self.special([])
        if special and self.flag():
            tree["special"] = special
        self.routes += [f"{tree['id']} <= 6"]

    def whole(self) -> dict:
        scales = {f"scale{at}": self.scale() for at in range(2)}
        name = st.from_regex(r"[a-zA-Z][a-z0-9]{1,4}(_[a-z0-9]{1,2})?", fullmatch=True)
        names = self.draw(st.lists(name, min_size=3, max_size=8, unique_by=str.lower))
        items = [self.item(f"{name}q{at}", list(scales)) for at, name in enumerate(names)]
        cut = self.draw(st.integers(1, len(items)))
        pages = [{"id": "one", "title": self.text("page"), "items": items[:cut]}]
        if items[cut:]:
            pages.append({"id": "two", "intro": self.text("intro"), "items": items[cut:]})
        tree: dict = {"id": "drawn", "version": "1.0", "languages": self.languages, "title": self.text("title")}
        if self.flag():
            tree["consent"] = {"text": self.text("consent"), "required": True}
        return tree | {"scales": scales, "pages": pages}


@pytest.fixture(scope="session")
def drawn_questionnaires(tmp_path_factory) -> Callable[..., st.SearchStrategy[Questionnaire]]:
    """Return a strategy of questionnaires of every kind; ``nasty=False`` keeps special signs out of labels.

    Use it as ``@given(data=st.data())`` and ``data.draw(drawn_questionnaires())``.
    """
    folder = tmp_path_factory.mktemp("drawn")

    @st.composite
    def draw_one(draw, nasty: bool) -> Questionnaire:
        tree = _Writer(draw, nasty).whole()
        path = folder / "drawn.yaml"
        YAML(typ="safe").dump(tree, path)
        return build_questionnaire(read_tree(path), path=path)

    return lambda nasty=True: draw_one(nasty)


def _draw_item(item: Item, rng: np.random.Generator, size: int, texts: list[str]) -> dict[str, pd.Series]:
    columns: dict[str, pd.Series] = {}
    if item.type == "multiple_choice":
        ticks = rng.random((size, len(item.choices))) < 0.5
        ticks[np.arange(size), rng.integers(0, len(item.choices), size)] = True
        for place, choice in enumerate(item.choices):
            if choice.exclusive:
                ticks[ticks[:, place]] = np.eye(len(item.choices), dtype=bool)[place]
        for place, choice in enumerate(item.choices):
            columns[f"{item.id}__{choice.code}"] = pd.Series(ticks[:, place].astype(float))
    elif item.type == "date":
        days = pd.Timestamp(1990, 1, 1) + pd.to_timedelta(rng.integers(0, 12_000, size), unit="D")
        columns[item.id] = pd.Series(days)
    elif item.type == "number":
        low, high = -100.0 if item.minimum is None else item.minimum, 1e4 if item.maximum is None else item.maximum
        numbers = rng.integers(int(low), int(high), size) if item.integer else rng.uniform(low, high, size).round(3)
        columns[item.id] = pd.Series(numbers.astype(float))
    elif item.is_text:
        columns[item.id] = pd.Series(rng.choice(texts, size), dtype="str")
    else:
        columns[item.id] = pd.Series(rng.choice(list(item.labels), size).astype(float))
    for choice in item.choices:
        if choice.has_text:
            own = columns.get(f"{item.id}__{choice.code}", columns.get(item.id))
            chosen = own == (1 if item.type == "multiple_choice" else choice.code)
            columns[f"{item.id}__{choice.code}__text"] = pd.Series(rng.choice(texts, size), dtype="str").where(chosen)
    return columns


@pytest.fixture(scope="session")
def draw_answers() -> Callable[..., pd.DataFrame]:
    """Return a function (questionnaire, seed, size=6, texts=(…), blanks=0.15) that answers it at random.

    The routing is obeyed, exclusive options stand alone, and a multiple choice is blank or has an option chosen. Dates
    have no time of day. `texts` are the free texts to choose from; they must not be blank.
    """

    def answer(
        questionnaire: Questionnaire, seed: int, *, size: int = 6, texts: Sequence[str] = TEXTS, blanks: float = 0.15
    ) -> pd.DataFrame:
        rng = np.random.default_rng(seed)
        data = pd.DataFrame(index=pd.RangeIndex(1, size + 1, name="respondent"))
        for item in questionnaire.items.values():
            columns = _draw_item(item, rng, size, list(texts))
            shown = Responses(questionnaire=questionnaire, data=data).shown(item.id).to_numpy()
            gone = ~shown | (rng.random(size) < blanks)
            for column in item.columns:
                values = columns[column].mask(gone).astype(answer_kind(item, column))
                data[column] = values.to_numpy() if values.dtype != "str" else values.array
        return data

    return answer


@pytest.fixture(scope="session", params=["ecommerce-service", "ecommerce-service+", "mobi", "csibank"])
def shipped(request) -> Questionnaire:
    """Every shipped questionnaire, ecommerce-service also with all its modules."""
    whole = load_questionnaire(request.param.removesuffix("+"))
    return load_questionnaire(whole.id, modules=list(whole.modules)) if request.param.endswith("+") else whole
