"""Whatever is written in any of the ways that are understood comes back as the same answers."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from survey.platforms.frame import wrap_frame
from survey.platforms.read import read_responses
from survey.questionnaire.load import load_questionnaire
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import answer_kind

HANZI = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说"
FREE = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=20)
PLAIN = st.text(alphabet=HANZI + "abcXYZ019 ,;|=+-@'\"<>\n，。", max_size=20)  # the common characters of GB18030


@dataclass(frozen=True)
class Form:
    """One way to write a file."""

    language: str | None  # None: by codes
    wording: bool
    joined: bool  # multiple choice in one column
    suffix: str = "csv"
    encoding: str = "utf-8"
    separator: str = ","
    end: str = "\r\n"


FORMS = st.builds(
    Form,
    language=st.sampled_from([None, "zh-CN", "en"]),
    wording=st.booleans(),
    joined=st.booleans(),
    suffix=st.sampled_from(["csv", "csv", "xlsx", "frame"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    separator=st.sampled_from([",", ";", "\t", "|"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
CHINESE_FORMS = st.builds(
    Form,
    language=st.sampled_from([None, "zh-CN"]),
    wording=st.just(True),
    joined=st.booleans(),
    encoding=st.sampled_from(["gb18030", "gbk"]),
    separator=st.sampled_from([",", "\t"]),
)


SEEDS = st.integers(0, 2**32 - 1)


def make_answers(questionnaire: Questionnaire, seed: int, texts: list[str]) -> pd.DataFrame:
    """Return the random answers of up to four respondents, a tenth of them blank, with these free texts."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(1, 5))
    columns: dict[str, pd.Series] = {}
    for item in questionnaire.items.values():
        blank = rng.random(size) < 0.1
        if item.type == "multiple_choice":
            ticks = rng.random((size, len(item.choices))) < 0.5
            ticks[np.arange(size), rng.integers(0, len(item.choices), size)] = True
            for place, choice in enumerate(item.choices):
                columns[f"{item.id}__{choice.code}"] = pd.Series(ticks[:, place].astype(float)).mask(blank)
        elif item.type == "date":
            moments = pd.Timestamp(1990, 1, 1) + pd.to_timedelta(rng.integers(0, 10**15, size), unit="us")
            columns[item.id] = pd.Series(moments).astype("datetime64[us]").mask(blank)
        elif item.type == "number":
            low, high = item.minimum or 0, item.maximum or 1e6
            numbers = rng.integers(int(low), int(high), size) if item.integer else rng.uniform(low, high, size)
            columns[item.id] = pd.Series(numbers.astype(float)).mask(blank)
        elif not item.is_text:
            columns[item.id] = pd.Series(rng.choice(list(item.labels), size).astype(float)).mask(blank)
        for column in item.columns:
            if column not in columns:
                picked = [texts[place] if texts else "" for place in rng.integers(0, max(len(texts), 1), size)]
                columns[column] = pd.Series([text if text.strip() else None for text in picked], dtype="str")
    kinds = {column: answer_kind(item, column) for item in questionnaire.items.values() for column in item.columns}
    frame = pd.DataFrame({column: columns[column].astype(kinds[column]) for column in questionnaire.columns})
    return frame.set_axis(pd.Index(np.arange(size) + 11, name="respondent"))


def write_table(data: pd.DataFrame, questionnaire: Questionnaire, form: Form) -> tuple[list[str], list[list[str]]]:
    """Return headings and rows of text for answers in a form."""
    columns: dict[str, list[str]] = {"编号": [str(one) for one in data.index]}
    tongue = form.language or "zh-CN"
    for item in questionnaire.items.values():
        labels = {code: text.get(tongue, "") for code, text in item.labels.items()}
        stem = item.text[tongue] if form.wording else item.id
        if item.type == "multiple_choice":
            ticks = {choice.code: data[f"{item.id}__{choice.code}"] for choice in item.choices}
            said = {code: labels[code] if form.language else str(code) for code in ticks}
            if form.joined:
                chosen = [[said[code] for code in ticks if ticks[code].iloc[row] == 1] for row in range(len(data))]
                columns[stem] = ["┋".join(one) for one in chosen]
            else:
                for code, values in ticks.items():
                    heading = f"{stem}（{labels[code]}）" if form.wording else f"{item.id}__{code}"
                    yes_no = {1.0: "是" if form.language else "1", 0.0: "否" if form.language else "0"}
                    columns[heading] = [yes_no.get(value, "") for value in values]
        elif item.type == "date":
            columns[stem] = ["" if pd.isna(value) else value.isoformat() for value in data[item.id]]
        elif item.is_text:
            columns[stem] = data[item.id].fillna("").tolist()
        else:
            columns[stem] = [write_value(value, labels if form.language else {}) for value in data[item.id]]
        for column in item.columns:
            if column.endswith("__text"):
                columns[column] = data[column].fillna("").tolist()
    return list(columns), [list(row) for row in zip(*columns.values(), strict=True)]


def write_value(value: float, labels: dict[int, str]) -> str:
    if math.isnan(value):
        return ""
    return labels.get(int(value)) or (str(int(value)) if value == int(value) else repr(value))


def read_back(data: pd.DataFrame, questionnaire: Questionnaire, form: Form, folder):
    headings, rows = write_table(data, questionnaire, form)
    if form.suffix == "frame":
        return wrap_frame(pd.DataFrame(rows, columns=headings), questionnaire)
    path = folder / f"answers.{form.suffix}"
    if form.suffix == "xlsx":
        save_workbook([headings, *rows], path)
    else:
        buffer = io.StringIO(newline="")
        # Before Python 3.13 the writer quotes only line ends of its own kind.
        quoting = csv.QUOTE_ALL if form.end == "\r" else csv.QUOTE_MINIMAL
        writer = csv.writer(buffer, delimiter=form.separator, lineterminator=form.end, quoting=quoting)
        writer.writerows([headings, *rows])
        path.write_bytes(buffer.getvalue().encode(form.encoding))
    return read_responses(path, questionnaire)


def save_workbook(rows: list[list[str]], path) -> None:
    """Write codes as numbers and texts as texts, even those that look like formulas."""
    book = Workbook()
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            cell = book.active.cell(number, place)
            cell.value = float(text) if text.isascii() and text.isdigit() and len(text) < 4 else text or None
            if cell.data_type in "fe":
                cell.data_type = "s"
    book.save(path)


def check(data: pd.DataFrame, responses) -> None:
    pd.testing.assert_frame_equal(responses.data, data)
    rest = responses.problems[~responses.problems["reason"].str.contains("routing")]
    assert rest.empty, rest.to_dict("records")


QUICK = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


@settings(max_examples=150, **QUICK)
@given(form=FORMS, seed=SEEDS, texts=st.lists(FREE, max_size=5), common=st.lists(PLAIN, max_size=5))
def test_answers_come_back_in_every_form(shop, tmp_path, form, seed, texts, common):
    data = make_answers(shop, seed, common if form.suffix == "xlsx" else texts)
    check(data, read_back(data, shop, form, tmp_path))


@settings(max_examples=60, **QUICK)
@given(form=CHINESE_FORMS, seed=SEEDS, texts=st.lists(PLAIN, max_size=5))
def test_answers_come_back_from_chinese_files(shop, tmp_path, form, seed, texts):
    data = make_answers(shop, seed, texts)
    responses = read_back(data, shop, form, tmp_path)
    check(data, responses)
    assert "gb18030" in responses.log[0].because


@settings(max_examples=30, **QUICK)
@given(form=FORMS | CHINESE_FORMS, seed=SEEDS, texts=st.lists(PLAIN, max_size=5))
def test_answers_to_the_shipped_questionnaire_come_back(tmp_path, form, seed, texts):
    questionnaire = load_questionnaire("ecommerce-service")
    data = make_answers(questionnaire, seed, texts)
    check(data, read_back(data, questionnaire, form, tmp_path))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_with_every_separator(shop, tmp_path, language, encoding, separator, end):
    data = make_answers(shop, 1, ["很好，谢谢", "逗号,分号;", "一行\n两行"])
    form = Form(language, wording=True, joined=True, encoding=encoding, separator=separator, end=end)
    check(data, read_back(data, shop, form, tmp_path))
