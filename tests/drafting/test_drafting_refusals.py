"""Files that are refused, in bounded time, and the ways a draft is saved."""

from __future__ import annotations

import io
import json
import time
import zipfile

import pytest

import survey as sv

BOUND = 20  # seconds on a busy machine; what is refused takes well below one
ENTITIES = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
LSS = "<document><LimeSurveyDocType>Survey</LimeSurveyDocType>{}</document>"


def make_bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml", '<workbook><sheets><sheet name="survey"/><sheet name="choices"/></sheets></workbook>'
        )
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 300_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.lss", ENTITIES + LSS.format("<questions>&b;</questions>"), "document type or entities"),
        ("a.lss", LSS.format("<a>" * 500), "nested more than"),
        ("a.lss", LSS.format("")[:-5], "no well-formed XML"),
        ("a.lss", LSS.format(""), "holds no question"),
        ("a.qsf", '{"SurveyElements": [' + "[" * 100_000, "damaged survey file"),
        ("a.qsf", '{"SurveyElements": {"a": 1}}', "holds no question"),
        ("a.qsf", '{"SurveyElements": 3}', "damaged survey file"),
        ("a.xlsx", make_bomb, "possible attack"),
        ("a.csv", "", "is empty"),
        ("a.csv", "only headings\n", "no respondents"),
        ("a.sav", b"$FL2@(#) damaged", "damaged SPSS file"),
    ],
)
def test_hostile_and_damaged_files_are_refused(name, content, said, tmp_path):
    path = tmp_path / name
    content = content() if callable(content) else content
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    began = time.monotonic()
    with pytest.raises(sv.ReadError, match=said):
        sv.draft_questionnaire(path)
    assert time.monotonic() - began < BOUND


def test_deep_conditions_are_quoted_in_bounded_time(drafted_text):
    head = "class\ttype/scale\tname\trelevance\ttext\thelp\tlanguage\n"
    rows = [("Q", "Y", "a", "1", "A"), ("Q", "Y", "b", "(" * 5000 + "a == 'Y'" + ")" * 5000, "B"),
            ("Q", "Y", "c", "!" * 5000 + "a", "C"), ("Q", "Y", "d", "not " * 4000 + "a", "D")]  # fmt: skip
    text = head + "S\t\tlanguage\t\ten\nG\tG1\tGroup\t1\n" + "\n".join("\t".join(row) + "\t\ten" for row in rows) + "\n"
    began = time.monotonic()
    questionnaire, written = drafted_text(text, "a.txt")
    assert time.monotonic() - began < BOUND
    assert [item.shown_if for item in questionnaire.items.values()] == [None] * 4
    assert written.count("in the file's own words") == 3


def test_more_questions_than_anybody_asks_are_refused(tmp_path):
    heads = ",".join(f"x{at}y" for at in range(3_001))
    (tmp_path / "a.csv").write_text(f"{heads}\n" + "\n".join(",".join("ab"[at % 2] * 3_001) for at in range(4)) + "\n")
    with pytest.raises(sv.ReadError, match="3,000 are the most"):
        sv.draft_questionnaire(tmp_path / "a.csv")


def test_what_is_wrong_with_the_call_is_said(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("sat1,sat2\n1,2\n3,4\n")
    with pytest.raises(sv.ReadError, match="there is no such file"):
        sv.draft_questionnaire(tmp_path / "none.qsf")
    with pytest.raises(sv.ReadError, match="Give the path of a file"):
        sv.draft_questionnaire(tmp_path)
    with pytest.raises(sv.OptionError, match="cannot be an id"):
        sv.draft_questionnaire(path, name="My Shop")
    with pytest.raises(sv.OptionError, match="no language tag"):
        sv.draft_questionnaire(path, language="English")
    survey = {"SurveyEntry": {"SurveyLanguage": "EN"}, "SurveyElements": []}
    (tmp_path / "a.qsf").write_text(json.dumps(survey))
    with pytest.raises(sv.OptionError, match="not written in 'de' but in: en"):
        sv.draft_questionnaire(tmp_path / "a.qsf", language="de")


def test_saving_overwrites_only_when_told(tmp_path):
    (tmp_path / "a.csv").write_text("sat1,sat2\n1,2\n3,4\n")
    draft = sv.draft_questionnaire(tmp_path / "a.csv", name="mine")
    path = draft.save(tmp_path / "new" / "mine.yaml")
    assert path.read_text(encoding="utf-8") == draft.text
    with pytest.raises(sv.OptionError, match="is there already"):
        draft.save(path)
    with pytest.raises(sv.OptionError, match=r"ends in \.yaml"):
        draft.save(tmp_path / "mine.txt")
    assert repr(draft) == "Draft of mine from CSV: 2 items, 1 notes"


def test_the_same_file_gives_the_same_draft(tmp_path):
    sv.export_questionnaire("mobi", "qualtrics", tmp_path / "a.qsf")
    assert sv.draft_questionnaire(tmp_path / "a.qsf") == sv.draft_questionnaire(tmp_path / "a.qsf")
