"""Stata files of every format, with extended missing values, in old encodings, and what other programs make of ours."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from pandas.testing import assert_frame_equal

from survey.platforms.export import export_questionnaire
from survey.platforms.read import read_responses
from survey.platforms.stata import name_fields, write_responses
from survey.prepare.simulate import simulate_responses
from survey.responses import Responses

LETTERS = {"not_applicable": "a", "dont_know": "b", "no_answer": "c"}
LABELS = {1.0: "Strongly disagree", 2.0: "Disagree", 3.0: "Neither", 4.0: "Agree", 5.0: "Strongly agree"}


def row_problems(read: Responses) -> list[tuple]:
    rows = read.problems[read.problems["row"] > 0]
    return [tuple(row) for row in rows[["row", "column", "value"]].itertuples(index=False)]


def check_kiosk(read: Responses) -> None:
    assert read.data["sat"].fillna(0).tolist() == [5, 0, 2]
    assert read.data["talked"].tolist() == [1, 0, 1]
    assert read.data["day"].dt.strftime("%Y-%m-%d").fillna("").tolist() == ["2025-12-24", "1900-01-01", ""]
    assert read.data["comment"].fillna("").tolist() == ["fine", "", "x" * 200]
    assert row_problems(read) == []


@pytest.fixture
def visits() -> pd.DataFrame:
    days = [datetime(2025, 12, 24), datetime(1900, 1, 1), None]
    columns = {"sat": [5.0, np.nan, 2.0], "talked": [1, 0, 1], "comment": ["fine", "", "x" * 200]}
    return pd.DataFrame({**columns, "day": pd.Series(days, dtype="datetime64[us]")})


@pytest.mark.parametrize("version", [114, 117, 118, 119])
@pytest.mark.parametrize("order", ["little", "big"])
def test_every_format_of_pandas_is_read(kiosk, visits, version, order, tmp_path):
    path = tmp_path / "a.dta"
    visits.to_stata(
        path,
        version=version,
        byteorder=order,
        write_index=False,
        convert_dates={"day": "td"},
        value_labels={"sat": {int(code): label for code, label in LABELS.items()}},
        variable_labels={"sat": "Overall, I am satisfied."},
    )
    check_kiosk(read_responses(path, kiosk))


@pytest.mark.parametrize("version", [8, 10, 12, 13, 14, 15])
def test_every_format_of_pyreadstat_is_read(kiosk, visits, version, tmp_path):
    days = (visits["day"] - pd.Timestamp(1960, 1, 1)).dt.days.astype("float64")
    pyreadstat.write_dta(
        visits.assign(day=days),
        tmp_path / "a.dta",
        version=version,
        variable_value_labels={"sat": LABELS},
        variable_format={"day": "%td"},
    )
    check_kiosk(read_responses(tmp_path / "a.dta", kiosk))


def test_every_format_of_r_is_read(kiosk, run_r, tmp_path):
    run_r(
        "d <- data.frame(sat=c(5,NA,2), talked=c(1L,0L,1L), comment=c('fine','y',strrep('x',80)))\n"
        "d$day <- as.Date(c('2025-12-24','1900-01-01',NA))\n"
        "for (v in c(8,10,12,13,14,15)) haven::write_dta(d, sprintf('haven%d.dta', v), version=v)\n"
        "for (v in 6:12) foreign::write.dta(d, sprintf('foreign%d.dta', v), version=v)",
        "haven",
        "foreign",
    )
    paths = sorted(tmp_path.glob("*.dta"))
    assert len(paths) == 13
    for path in paths:
        read = read_responses(path, kiosk)
        assert read.data["sat"].fillna(0).tolist() == [5, 0, 2], path.name
        assert read.data["comment"].tolist() == ["fine", "y", "x" * 80], path.name
        if path.name.startswith("haven"):
            assert read.data["day"].dt.strftime("%Y-%m-%d").fillna("").tolist() == ["2025-12-24", "1900-01-01", ""]
            assert row_problems(read) == []
        else:  # foreign does not say that its numbers are days
            assert row_problems(read) == [(1, "day", "24099"), (2, "day", "-21914")]


def test_extended_missing_values_are_special_answers_by_their_labels(kiosk, tmp_path, named):
    pyreadstat.write_dta(
        pd.DataFrame({"sat": [1.0, "d", "z", "x", None, 5.0], "talked": [1.0] * 6, "comment": list("abcdef")}),
        tmp_path / "a.dta",
        version=14,
        variable_value_labels={"sat": {**LABELS, "d": "Don't know", "z": "Does not apply"}},
        missing_user_values={"sat": ["d", "x", "z"]},
    )
    read = read_responses(tmp_path / "a.dta", kiosk)
    assert read.data["sat"].fillna(0).tolist() == [1, 98, 97, 0, 0, 5]
    assert named(read, "row", "column") == [(4, "sat")]
    assert ".x" in named(read, "value")[0][0]


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyz")
def test_an_unlabelled_missing_value_is_named(kiosk, letter, tmp_path, named):
    pyreadstat.write_dta(
        pd.DataFrame({"sat": [1.0, letter], "talked": [1.0, 0.0], "comment": ["a", "b"]}),
        tmp_path / "a.dta",
        missing_user_values={"sat": [letter]},
    )
    read = read_responses(tmp_path / "a.dta", kiosk)
    assert read.data["sat"].fillna(0).tolist() == [1, 0]
    assert named(read, "row", "column", "value") == [(2, "sat", f".{letter}")]


def test_old_chinese_texts_are_found_out_or_told(kiosk, tmp_path):
    labels = dict(zip(LABELS, ["非常不同意", "不同意", "说不清楚", "同意", "非常同意"], strict=True))
    frame = pd.DataFrame({"q1": [5, 4], "talked": [1, 0], "comment": ["很好", "一般"]})
    frame["day"] = "2026-01-01"
    path = tmp_path / "a.dta"
    pyreadstat.write_dta(
        frame, path, version=12, column_labels={"q1": "总的来说，我满意。"}, variable_value_labels={"q1": labels}
    )
    path.write_bytes(_recode(path.read_bytes(), ["总的来说，我满意。", *labels.values(), *frame["comment"]]))
    assert read_responses(path, kiosk).log[0].because.startswith("a.dta: dta, gb18030")
    for encoding in (None, "gb18030"):
        read = read_responses(path, kiosk, encoding=encoding)
        assert read.data["sat"].tolist() == [5, 4]
        assert read.data["comment"].tolist() == ["很好", "一般"]


@pytest.mark.parametrize("version", [8, 12, 13, 14])
@pytest.mark.parametrize("word", ["很好，谢谢。都不错", "été", "très bien 🙂"])
def test_utf_8_is_found_in_old_formats_too(kiosk, version, word, tmp_path):
    frame = pd.DataFrame({"sat": [5.0], "talked": [1.0], "comment": [word]})
    pyreadstat.write_dta(frame, tmp_path / "a.dta", version=version)
    assert read_responses(tmp_path / "a.dta", kiosk).data["comment"].tolist() == [word]


def _recode(data: bytes, texts: list[str]) -> bytes:
    """Write UTF-8 texts of a file in GB18030 instead, filled up with NUL: Stata's own texts end at the first."""
    for text in sorted(texts, key=len, reverse=True):
        old, new = text.encode(), text.encode("gb18030")
        assert old in data
        data = data.replace(old, new.ljust(len(old), b"\0"))
    return data


def test_numbers_of_four_bytes_have_no_digits_beyond_their_precision(build_text, tmp_path):
    shopping = build_text(
        "id: shopping\nversion: '1'\nlanguages: [en]\ntitle: {en: Shopping}\npages:\n  - id: p\n    items:\n"
        "      - {id: spent, type: number, text: {en: How much?}}\n"
    )
    amounts = [115.56, 0.1, 1e9, 16777216.0, -2.5]
    pd.DataFrame({"spent": np.array(amounts, dtype="float32")}).to_stata(tmp_path / "a.dta", write_index=False)
    assert read_responses(tmp_path / "a.dta", shopping).data["spent"].tolist() == amounts


@pytest.mark.parametrize("form", ["%td", "%d", "%tdD_m_Y", "%-tdCCYY-NN-DD", "%tc", "%tC", "%tcDDmonCCYY_HH:MM:SS"])
def test_dates_of_every_format_are_read(kiosk, form, tmp_path):
    day = 20_000.0 if "d" in form[:4].lower() and "tc" not in form.lower() else 20_000 * 86_400_000.0
    frame = pd.DataFrame({"sat": [1.0, 2.0], "talked": [1.0, 0.0], "day": [day, np.nan]})
    pyreadstat.write_dta(frame, tmp_path / "a.dta", variable_format={"day": form})
    assert read_responses(tmp_path / "a.dta", kiosk).data["day"].tolist()[0] == pd.Timestamp(2014, 10, 4)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_pandas_reads_labels_and_codes(shipped, language, tmp_path):
    simulated = simulate_responses(shipped, n=30, seed=4)
    path = write_responses(simulated, tmp_path / "a.dta", language=language)
    with pd.io.stata.StataReader(path, convert_categoricals=False) as reader:
        frame, labels, value_labels = reader.read(), reader.variable_labels(), reader.value_labels()
        sets = dict(zip(frame.columns, reader._lbllist, strict=True))
    for field in name_fields(shipped, language).fields:
        if field.part != "answer":
            continue
        item = shipped.items[field.item]
        if len(item.text[language]) <= 80 and not item.unit:
            assert labels[field.name] == item.text[language]
        special = item.special_codes
        known = simulated.data[item.id].where(~simulated.data[item.id].isin(list(special)))
        if item.labels:
            assert frame[field.name].astype("float32").tolist() == pytest.approx(known.tolist(), nan_ok=True)
            shown = {
                code: label for code, label in value_labels.get(sets[field.name], {}).items() if abs(code) < 2**31 - 30
            }
            assert shown == {
                code: text[language] for code, text in item.labels.items() if text.get(language) and code not in special
            }


def test_haven_reads_special_answers_as_tagged_missing_values(shop, draw_answers, run_r, tmp_path):
    answers = draw_answers(shop, 5, size=30, texts=["plain", "字" * 300, "x" * 3000])
    write_responses(Responses(questionnaire=shop, data=answers), tmp_path / "a.dta", language="zh-CN")
    out = run_r(
        "library(haven)\nd <- read_dta('a.dta')\nx <- d$sat\n"
        "lines <- c(attr(x,'label'), paste(names(attr(x,'labels')), collapse=','),"
        " paste(ifelse(is.na(na_tag(x)), as.character(unclass(x)), na_tag(x)), collapse=','),"
        " paste(nchar(d$comment), collapse=','), paste(as.character(d$day), collapse=','))\n"
        "writeLines(lines)",
        "haven",
    )
    label, labels, values, sizes, days = out.splitlines()
    assert label == "总的来说，我满意。"
    assert set(labels.split(",")) == {text["zh-CN"] for text in shop.items["sat"].labels.values()}
    letters = {97.0: "a", 98.0: "b"}
    assert values.split(",") == ["NA" if code != code else letters.get(code, f"{code:g}") for code in answers["sat"]]
    assert sizes.split(",") == [str(len(text)) if isinstance(text, str) else "0" for text in answers["comment"]]
    assert days.split(",") == ["NA" if day != day else f"{day:%Y-%m-%d}" for day in answers["day"]]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_template_filled_in_comes_back(shop, language, draw_answers, tmp_path):
    export = export_questionnaire(shop, "stata", tmp_path / "template.dta", language=language)
    frame, meta = pyreadstat.read_dta(tmp_path / "template.dta", user_missing=True)
    assert list(frame.columns) == [field.name for field in export.manifest.fields]
    answers = draw_answers(shop, 6, size=15, texts=["plain", "好的", "z" * 2500])
    typed, marked = {}, {}
    for field in export.manifest.fields:
        values, item = answers[field.column], shop.items[field.item]
        letters = {code: LETTERS[kind] for code, kind in item.special_codes.items()} if field.part == "answer" else {}
        if item.type == "date":
            values = (values - pd.Timestamp(1960, 1, 1)).dt.days.astype("float64")
        if letters:
            marked[field.name] = list(letters.values())
        blank = "" if values.dtype == "str" else None
        typed[field.name] = [letters.get(value, blank if value != value else value) for value in values]
    (tmp_path / "filled").mkdir()
    pyreadstat.write_dta(
        pd.DataFrame(typed),
        tmp_path / "filled" / "a.dta",
        column_labels=meta.column_labels,
        variable_value_labels=meta.variable_value_labels,
        missing_user_values=marked,
        variable_format={"day": meta.original_variable_types["day"]},
    )
    for manifest in (None, export.manifest):
        read = read_responses(tmp_path / "filled" / "a.dta", shop, manifest=manifest)
        assert_frame_equal(read.data, answers, check_index_type=False)
        assert row_problems(read) == []


def test_names_that_stata_reserves_or_finds_too_long_are_changed_and_named(build_text, tmp_path):
    long = "a" * 40
    names = build_text(
        "id: names\nversion: '1'\nlanguages: [en]\ntitle: {en: Names}\npages:\n  - id: p\n    items:\n"
        f"      - {{id: {long}, type: number, text: {{en: How many?}}}}\n"
        f"      - {{id: {long}b, type: number, text: {{en: How much?}}}}\n"
        "      - {id: using, type: number, text: {en: Using?}}\n"
        "      - {id: str20, type: short_text, text: {en: What else?}}\n"
    )
    export = export_questionnaire(names, "stata", tmp_path / "names.dta")
    _, meta = pyreadstat.read_dta(tmp_path / "names.dta", metadataonly=True)
    assert meta.column_names == ["a" * 28, "a" * 26 + "x2", "usingx2", "str20x2"]
    assert len([loss for loss in export.losses if "is called" in str(loss)]) == 4
    columns = {long: [1.0], f"{long}b": [2.0], "using": [3.0], "str20": pd.Series(["x"], dtype="str")}
    responses = Responses(questionnaire=names, data=pd.DataFrame(columns, index=pd.Index([1], name="respondent")))
    read = read_responses(write_responses(responses, tmp_path / "a.dta"), names)
    assert_frame_equal(read.data, responses.data, check_index_type=False)


def test_codes_that_stata_cannot_label_are_named(build_text, tmp_path):
    huge = build_text(
        "id: huge\nversion: '1'\nlanguages: [en]\ntitle: {en: Huge}\npages:\n  - id: p\n    items:\n"
        "      - {id: one, type: single_choice, text: {en: Which?}, choices: {1: {en: A}, 3000000000: {en: B}}}\n"
    )
    export = export_questionnaire(huge, "stata", tmp_path / "huge.dta")
    assert [loss.where for loss in export.losses if "3000000000 is left out" in str(loss)] == ["one"]
    data = pd.DataFrame({"one": [1.0, 3e9]}, index=pd.Index([1, 2], name="respondent"))
    read = read_responses(write_responses(Responses(questionnaire=huge, data=data), tmp_path / "a.dta"), huge)
    assert read.data["one"].tolist() == [1.0, 3e9]


def test_a_variable_whose_name_differs_in_case_from_an_items_is_another(kiosk, tmp_path):
    frame = pd.DataFrame({"sat": [5.0, 1.0], "SAT": [1200.0, 800.0], "talked": [1.0, 0.0], "Comment": ["a", "b"]})
    frame.to_stata(tmp_path / "a.dta", write_index=False)
    read = read_responses(tmp_path / "a.dta", kiosk)
    assert read.data["sat"].tolist() == [5, 1]
    assert read.data["comment"].tolist() == ["a", "b"]
    assert read.extra["SAT"].tolist() == ["1200", "800"]
