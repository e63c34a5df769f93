"""SPSS files that other programs wrote, in old encodings, with codes and missing values of their own."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from pandas.testing import assert_frame_equal

from survey.errors import DataError, OptionError, ReadError
from survey.platforms.export import export_questionnaire
from survey.platforms.read import read_responses
from survey.platforms.spss import name_fields, write_responses
from survey.responses import Responses

AGREE = {
    "zh-CN": {1.0: "非常不同意", 2.0: "不同意", 3.0: "说不清楚", 4.0: "同意", 5.0: "非常同意", 97.0: "不适用"},
    "en": {1.0: "Strongly disagree", 2.0: "Disagree", 3.0: "Neither", 4.0: "Agree", 5.0: "Strongly agree"},
}
NAN = float("nan")


def row_problems(read: Responses) -> list[tuple]:
    rows = read.problems[read.problems["row"] > 0]
    return [tuple(row) for row in rows[["row", "column", "value"]].itertuples(index=False)]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("page", [None, 936])
def test_an_old_chinese_file_is_read_by_its_labels(shop, build_old_sav, old_variable, order, page, write):
    variables = [
        old_variable("V1", "总的来说，我满意。", AGREE["zh-CN"]),
        old_variable("V2", "店里干净。", AGREE["zh-CN"]),
        old_variable("V3", "您几岁？"),
        old_variable("V4", "还有什么想说的？", width=8),
    ]
    rows = [[5.0, 97.0, 30.0, "很好"], [None, 1.0, None, ""]]
    data = build_old_sav(variables, rows, "gb18030", order=order, page=page)
    read = read_responses(write(data, "old.sav"), shop)
    assert read.log[0].because.startswith("old.sav: sav, gb18030")
    assert read.data["sat"].fillna(0).tolist() == [5, 0]
    assert read.data["shop_clean"].tolist() == [97, 1]
    assert read.data["age"].fillna(0).tolist() == [30, 0]
    assert read.data["comment"].fillna("").tolist() == ["很好", ""]
    assert row_problems(read) == []


def test_a_western_file_without_an_encoding_is_read(build_text, build_old_sav, old_variable, write):
    cafe = build_text(
        "id: cafe\nversion: '1'\nlanguages: [en]\ntitle: {en: Café}\npages:\n  - id: p\n    items:\n"
        "      - {id: taste, type: single_choice, text: {en: Le café était…}, choices: {1: {en: amer},"
        " 2: {en: sucré}}}\n      - {id: note, type: short_text, text: {en: Une idée ?}}\n"
    )
    variables = [old_variable("Q1", "Le café était…", {1.0: "amer", 2.0: "sucré"}), old_variable("NOTE", width=8)]
    data = build_old_sav(variables, [[2.0, "été"], [1.0, "ça va"]], "cp1252")
    read = read_responses(write(data, "old.sav"), cafe)
    assert (read.data["taste"].tolist(), read.data["note"].tolist()) == ([2, 1], ["été", "ça va"])
    assert read.problems.empty


def test_an_encoding_can_be_given_and_must_exist(kiosk, build_old_sav, old_variable, write):
    variables = [old_variable("SAT", "Zufriedenheit", AGREE["en"]), old_variable("COMMENT", width=8)]
    data = build_old_sav([*variables, old_variable("TALKED")], [[5.0, "schön", 1.0]], "iso-8859-1")
    path = write(data, "old.sav")
    read = read_responses(path, kiosk, encoding="latin-1")
    assert read.data["comment"].tolist() == ["schön"]
    with pytest.raises(OptionError, match="no encoding"):
        read_responses(path, kiosk, encoding="klingon")


@pytest.mark.parametrize(
    ("encoding", "known", "labels", "comment"),
    [
        ("GBK", "gb18030", AGREE["zh-CN"], "很好"),
        ("GB18030", "gb18030", AGREE["zh-CN"], "㐀很好"),
        ("BIG5", "big5", {1.0: "同意"}, "很好"),
        ("windows-1252", "cp1252", {1.0: "J’approuve"}, "été"),
    ],
)
def test_files_of_pspp_in_other_encodings_are_read(kiosk, run_pspp, tmp_path, encoding, known, labels, comment):
    (tmp_path / "cases.txt").write_text(f"1\t{comment}\t1\n", encoding="utf-8")
    shown = " ".join(f"{code:g} '{label}'" for code, label in labels.items())
    run_pspp(
        f"SET LOCALE='{encoding}'.\nGET DATA /TYPE=TXT /FILE='cases.txt' /ENCODING='UTF-8' /DELIMITERS='\\t'"
        f" /VARIABLES=sat F1.0 comment A40 talked F1.0.\nVALUE LABELS sat {shown}.\nSAVE OUTFILE='a.sav'."
    )
    read = read_responses(tmp_path / "a.sav", kiosk)
    assert read.log[0].because.startswith(f"a.sav: sav, {known}")
    assert read.data["comment"].tolist() == [comment]
    assert read.data["sat"].tolist() == [4 if labels.get(1.0) == "同意" else 1]


def test_codes_of_its_own_are_translated_by_the_labels(kiosk, tmp_path, named):
    frame = pd.DataFrame({"Q1": [1.0, 5.0, 9.0, 7.0], "Q2": [2.0, 1.0, 2.0, NAN], "comment": ["a", "b", "c", "d"]})
    turned = {1.0: "Strongly agree", 2.0: "Agree", 3.0: "Neither", 4.0: "Disagree", 5.0: "Strongly disagree"}
    pyreadstat.write_sav(
        frame,
        tmp_path / "own.sav",
        column_labels={"Q1": "Overall, I am satisfied.", "Q2": "Did you talk to anybody?"},
        variable_value_labels={"Q1": {**turned, 9.0: "Does not apply"}, "Q2": {1.0: "Yes", 2.0: "No"}},
        missing_ranges={"Q1": [9.0]},
    )
    read = read_responses(tmp_path / "own.sav", kiosk)
    assert read.data["sat"].fillna(0).tolist() == [5, 1, 97, 0]
    assert read.data["talked"].fillna(9).tolist() == [0, 1, 0, 9]
    assert named(read, "row", "column", "value") == [(4, "Q1", "7 [without a label in the file]")]
    told = read.problems.loc[read.problems["row"] == 0, "reason"].str.cat(sep=" ")
    assert "codes of its own: 1 as 5, 2 as 4, 4 as 2, 5 as 1, 9 as 97" in told


def test_user_missing_values_are_kept_as_codes(shop, run_pspp, tmp_path):
    (tmp_path / "cases.txt").write_text("1 97 30\n5 98 .\n-9 97 40\n", encoding="utf-8")
    run_pspp(
        "DATA LIST LIST FILE='cases.txt' NOTABLE / sat shop_clean age (F8.0).\n"
        "MISSING VALUES sat (LOWEST THRU -1) shop_clean (97 THRU 99).\nSAVE OUTFILE='missing.sav'."
    )
    read = read_responses(tmp_path / "missing.sav", shop)
    assert read.data["shop_clean"].tolist() == [97, 98, 97]
    assert row_problems(read) == [(3, "sat", "-9")]


def test_dates_of_every_format_of_pspp_are_read(kiosk, run_pspp, tmp_path):
    (tmp_path / "cases.txt").write_text("1 24.12.2025 1\n2 1.1.1900 0\n3 . 1\n", encoding="utf-8")
    forms = ["DATE11", "ADATE10", "EDATE10", "SDATE10", "JDATE7", "DATETIME20"]
    for form in forms:
        run_pspp(
            "DATA LIST LIST FILE='cases.txt' NOTABLE / sat (F1.0) day (EDATE10) talked (F1.0).\n"
            f"FORMATS day ({form}).\nSAVE OUTFILE='{form}.sav'."
        )
        days = read_responses(tmp_path / f"{form}.sav", kiosk).data["day"]
        assert days.dt.strftime("%Y-%m-%d").fillna("").tolist() == ["2025-12-24", "1900-01-01", ""], form


def test_long_texts_of_pspp_are_whole(kiosk, run_pspp, tmp_path):
    texts = ["x" * 255, "字" * 90, "字" * 600 + " end", "a" * 252 + "b", "q" * 1999]
    lines = "".join(f"{place + 1}\t{text}\t1\n" for place, text in enumerate(texts))
    (tmp_path / "cases.txt").write_text(lines, encoding="utf-8")
    for how in ("UNCOMPRESSED", "COMPRESSED", "ZCOMPRESSED"):
        run_pspp(
            "GET DATA /TYPE=TXT /FILE='cases.txt' /DELIMITERS='\\t' /VARIABLES=sat F1.0 comment A2000 talked F1.0.\n"
            f"SAVE OUTFILE='long.sav' /{how}."
        )
        assert read_responses(tmp_path / "long.sav", kiosk).data["comment"].tolist() == texts, how


def test_haven_reads_labels_and_missing_values(shop, draw_answers, run_r, tmp_path):
    answers = draw_answers(shop, 5, size=20, texts=["plain", "字" * 300])
    write_responses(Responses(questionnaire=shop, data=answers), tmp_path / "a.sav", language="zh-CN")
    out = run_r(
        "d <- haven::read_sav('a.sav', user_na=TRUE)\n"
        "x <- d$sat\nage <- as.numeric(unclass(d$age))\n"
        "lines <- c(attr(x,'label'), paste(names(attr(x,'labels')), attr(x,'labels'), collapse=','),"
        " paste(attr(x,'na_values'), collapse=','), sum(is.na(x)), paste(ifelse(is.na(age), '', age), collapse=','),"
        " paste(nchar(d$comment), collapse=','), paste(as.character(d$day), collapse=','))\n"
        "writeLines(lines)",
        "haven",
    )
    label, labels, missing, n_missing, ages, sizes, days = out.splitlines()
    points = shop.items["sat"].labels
    assert label == "总的来说，我满意。"
    assert labels == ",".join(f"{text['zh-CN']} {code}" for code, text in points.items())
    assert missing == "97,98"
    assert int(n_missing) == (answers["sat"].isna() | answers["sat"].isin([97, 98])).sum()
    assert ages.split(",") == ["" if age != age else f"{age:g}" for age in answers["age"]]
    assert sizes.split(",") == [str(len(text)) if isinstance(text, str) else "0" for text in answers["comment"]]
    assert days.split(",") == ["NA" if day != day else f"{day:%Y-%m-%d}" for day in answers["day"]]


def test_a_file_that_haven_wrote_is_read(shop, run_r, tmp_path):
    run_r(
        "library(haven)\n"
        "d <- data.frame(id=c('a','b','c'), stringsAsFactors=FALSE)\n"
        "d$q1 <- labelled_spss(c(1,5,97), c('非常不同意'=1,'非常同意'=5,'不适用'=97), na_values=97,"
        " label='总的来说，我满意。')\n"
        "d$paid <- labelled(c(1,3,NA), c('现金'=1,'其他'=3), label='您怎么付款？')\n"
        "d$day <- as.Date(c('2025-12-24', NA, '2026-01-01'))\n"
        "d$comment <- c('好', strrep('x', 400), '')\n"
        "for (how in c('byte','none','zsav')) write_sav(d, paste0(how, '.sav'), compress=how)",
        "haven",
    )
    for how in ("byte", "none", "zsav"):
        read = read_responses(tmp_path / f"{how}.sav", shop)
        assert read.data.index.tolist() == ["a", "b", "c"]
        assert read.data["sat"].tolist() == [1, 5, 97]
        assert read.data["paid"].fillna(0).tolist() == [1, 3, 0]
        assert read.data["day"].dt.strftime("%m-%d").fillna("").tolist() == ["12-24", "", "01-01"]
        assert read.data["comment"].fillna("").tolist() == ["好", "x" * 400, ""]
        assert row_problems(read) == []


def test_names_that_spss_reserves_are_changed(build_text, tmp_path):
    rest = build_text(
        "id: rest\nversion: '1'\nlanguages: [en]\ntitle: {en: Rest}\npages:\n  - id: p\n    items:\n"
        "      - {id: all, type: number, text: {en: How many?}}\n"
        "      - {id: With, type: short_text, text: {en: What else?}}\n"
    )
    export = export_questionnaire(rest, "spss", tmp_path / "rest.sav")
    _, meta = pyreadstat.read_sav(tmp_path / "rest.sav", metadataonly=True)
    assert meta.column_names == ["allx2", "Withx2"]
    assert [loss.where for loss in export.losses if "is called" in str(loss)] == ["all", "With"]
    data = pd.DataFrame({"all": [1.0, 2.5], "With": pd.Series(["a", None], dtype="str")})
    responses = Responses(questionnaire=rest, data=data.set_axis(pd.RangeIndex(1, 3, name="respondent")))
    read = read_responses(write_responses(responses, tmp_path / "again" / "a.sav", language="en"), rest)
    assert_frame_equal(read.data, responses.data, check_index_type=False)


def test_labels_are_cut_between_characters_and_named(build_text, tmp_path):
    question, label = "问" * 90, "答" * 50
    long = build_text(
        "id: long\nversion: '1'\nlanguages: [zh-CN]\ntitle: {zh-CN: 长}\npages:\n  - id: p\n    items:\n"
        f"      - {{id: one, type: single_choice, text: {{zh-CN: {question}}}, choices: {{1: {{zh-CN: {label}甲}},"
        f" 2: {{zh-CN: {label}乙}}, 3: {{zh-CN: 短}}}}}}\n"
        f"      - {{id: many, type: multiple_choice, text: {{zh-CN: 二{question}}}, choices: {{1: {{zh-CN: 甲}},"
        " 2: {zh-CN: 乙}}}\n"
    )
    export = export_questionnaire(long, "spss", tmp_path / "long.sav")
    _, meta = pyreadstat.read_sav(tmp_path / "long.sav", metadataonly=True)
    assert meta.column_names_to_labels["one"] == "问" * 84 + "…"
    assert meta.column_names_to_labels["many__2"].endswith("… [乙]")
    assert all(len(text.encode()) <= 255 for text in meta.column_labels)
    assert meta.variable_value_labels["one"] == {1: "答" * 39 + "…", 2: "答" * 39 + "…", 3: "短"}
    cut = sorted(loss.say("zh-CN") for loss in export.losses if "截短" in loss.say("zh-CN"))
    assert [line.split("被截短")[0] for line in cut] == ["many: 题目文字", "one: 编码 1, 2 的标签", "one: 题目文字"]
    frame = pd.DataFrame({"one": [2.0, 3.0], "many__1": [1.0, NAN], "many__2": [0.0, NAN]}, dtype="float32")
    responses = Responses(questionnaire=long, data=frame.set_axis(pd.RangeIndex(1, 3, name="respondent")))
    read = read_responses(write_responses(responses, tmp_path / "again" / "a.sav"), long)
    assert_frame_equal(read.data, responses.data, check_index_type=False)
    manifest = json.loads(export.paths[-1].read_text(encoding="utf-8"))
    assert manifest["fields"][0]["labels"]["zh-CN"]["2"] == label + "乙"


def test_a_text_that_is_too_long_is_refused_by_name(shop, tmp_path, draw_answers):
    answers = draw_answers(shop, 1, size=3, texts=["字" * 10_923], blanks=0)
    with pytest.raises(
        DataError, match=r"respondent 1, bought__4__text: the text has 32,769 bytes and a SPSS file holds 32,767"
    ):
        write_responses(Responses(questionnaire=shop, data=answers), tmp_path / "a.sav")


def test_every_cut_of_a_file_is_refused(tmp_path, draw_answers, shop, write):
    answers = draw_answers(shop, 2, size=4, texts=["plain", "字" * 200])
    for suffix in (".sav", ".zsav"):
        whole = write_responses(Responses(questionnaire=shop, data=answers), tmp_path / f"a{suffix}").read_bytes()
        for size in [5, 100, 175, 177, 500, *range(len(whole) - 40, len(whole), 7)]:
            with pytest.raises(ReadError):
                read_responses(write(whole[:size], f"cut{suffix}"), shop)


def test_bytes_that_were_changed_lead_to_no_other_error(tmp_path, draw_answers, shop, write):
    answers = draw_answers(shop, 2, size=4, texts=["plain", "字" * 200])
    rng = np.random.default_rng(7)
    for suffix in (".sav", ".zsav"):
        whole = write_responses(Responses(questionnaire=shop, data=answers), tmp_path / f"a{suffix}").read_bytes()
        for _ in range(60):
            broken = bytearray(whole)
            for place in rng.integers(60, len(whole), 4):
                broken[place] = rng.integers(0, 256)
            try:
                read_responses(write(bytes(broken), f"broken{suffix}"), shop)
            except ReadError:
                continue


def test_the_shipped_questionnaires_need_no_other_names(shipped):
    fields = [field for field in name_fields(shipped).fields if field.item]
    assert [field.name for field in fields] == [field.column for field in fields]


def test_a_file_that_does_not_say_how_many_rows_it_has_is_read(kiosk, build_old_sav, old_variable, write):
    variables = [old_variable("SAT"), old_variable("TALKED"), old_variable("COMMENT", width=8)]
    data = bytearray(build_old_sav(variables, [[1.0, 0.0, "a"], [5.0, 1.0, "b"]], "ascii"))
    data[80:84] = b"\xff\xff\xff\xff"
    assert read_responses(write(bytes(data), "a.sav"), kiosk).data["comment"].tolist() == ["a", "b"]
