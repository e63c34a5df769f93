"""Response files that LimeSurvey writes for surveys made by hand, in other languages, or with unusual columns."""

from __future__ import annotations

import pandas as pd
import pytest

from survey.errors import ReadError
from survey.platforms.limesurvey.names import name_fields
from survey.platforms.read import read_responses

CODES = ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp"]
OWN = ["7", "2026-11-22 06:03:30", "2", "en", "85280", "2026-11-22 06:03:24", "2026-11-22 06:03:30"]
# As LimeSurvey 6.4 words them; checked against its catalogues of translations.
WORDS = {
    "zh-Hans": ["反馈 ID", "提交的日期", "末页", "起始语言", "种子", "开始日期", "上次操作日期"],
    "zh-Hant-TW": ["回應編號", "送出的日期", "末頁", "起始語言", "種子", "開始日期", "上次操作日期"],
    "en": ["Response ID", "Date submitted", "Last page", "Start language", "Seed", "Date started", "Date last action"],
    "de": ["Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "Zufallsstartwert", "Datum gestartet",
           "Datum letzte Aktivität"],
    "fr": ["ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Tête de série",
           "Date de lancement", "Date de la dernière action"],
    "ja": ["回答ID", "回答完了日時", "最終ページ", "開始言語", "シード", "開始日時", "最終行動日時"],
}  # fmt: skip


def write_csv(folder, questionnaire, answers, headings=(), own=OWN, extra=None):
    """Write one response: LimeSurvey's own columns, then every column of the survey, then further ones."""
    names = {field.name: "" for field in name_fields(questionnaire).fields} | answers | (extra or {})
    cells = [*own, *names.values()]
    path = folder / "results-survey.csv"
    lines = [[*(headings or CODES), *names], cells]
    text = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) + "\r\n" for line in lines)
    path.write_text("\ufeff" + text, encoding="utf-8", newline="")
    return path


@pytest.fixture
def read_one(kiosk, tmp_path):
    """Read one response to the kiosk."""

    def read(answers, **options):
        responses = read_responses(write_csv(tmp_path, kiosk, answers, **options), kiosk)
        assert len(responses) == 1 and "read as LimeSurvey" in responses.log[0].because
        return responses

    return read


@pytest.mark.parametrize("language", WORDS)
def test_own_columns_in_the_words_of_a_language(read_one, language):
    responses = read_one({"howcome": "1"}, headings=WORDS[language])
    assert responses.data.index.tolist() == [7]
    told = responses.paradata.iloc[0]
    assert (told["started"], told["submitted"]) == (
        pd.Timestamp("2026-11-22 06:03:24"),
        pd.Timestamp("2026-11-22 06:03:30"),
    )
    assert (told["language"], told["complete"]) == ("en", 1)
    assert responses.extra.empty and responses.data["how_come"].tolist() == [1]


def test_who_can_be_identified_is_personal(read_one):
    extra = {"token": "abc", "ipaddr": "10.0.0.1", "email": "a@b.c", "interviewtime": "12.5", "groupTime3": "4.5"}
    responses = read_one({"howcome": "1"}, extra=extra)
    assert responses.personal.iloc[0].to_dict() == {"token": "abc", "ipaddr": "10.0.0.1", "email": "a@b.c"}
    assert responses.paradata["seconds"].tolist() == [12.5]
    assert responses.paradata["groupTime3"].tolist() == ["4.5"]


@pytest.mark.parametrize("heading", ["howcome[other]", "howcome_other", "howcome[other]. How did you come? [Other]"])
def test_own_other_of_a_single_choice(kiosk, tmp_path, heading):
    path = write_csv(tmp_path, kiosk, {"howcome": "-oth-"}, extra={heading: "by boat"})
    path.write_text(path.read_text(encoding="utf-8").replace("howcome3text", "another"), encoding="utf-8")
    responses = read_responses(path, kiosk)
    assert responses.data.iloc[0][["how_come", "how_come__3__text"]].tolist() == [3, "by boat"]


def test_own_other_of_a_multiple_choice(kiosk, tmp_path):
    """A survey made by hand has a column for the text, and none for the tick."""
    path = write_csv(tmp_path, kiosk, {"bought[c1]": "Y"}, extra={"bought[other]": "a comb"})
    path.write_text(path.read_text(encoding="utf-8").replace("bought[c3]", "another").replace("bought3text", "one"))
    responses = read_responses(path, kiosk)
    told = responses.data.iloc[0]
    assert told[[f"bought__{code}" for code in (1, 2, 3, -9)]].tolist() == [1, 0, 1, 0]
    assert told["bought__3__text"] == "a comb"


def test_own_other_under_words(kiosk, tmp_path):
    words = {"bought[c3]": "What did you buy? [Something else]", "bought[c1]": "What did you buy? [Papers, books]",
             "bought[c2]": "What did you buy? [Bicycle map]", "bought[c9]": "What did you buy? [Nothing]"}  # fmt: skip
    path = tmp_path / "results.csv"
    others = ["How did you come {4+4} \\&quot;?", "How many stars?", "Would you recommend us? []"]
    headings = [*WORDS["en"], *words.values(), *others]
    cells = [*OWN, "a comb", "No", "No", "No", "On foot", "4", "10 Always"]
    pd.DataFrame([cells, [*OWN[:0], "8", *OWN[1:], "", "Yes", "No", "No", "By bicycle", "5", "9"]]).to_csv(
        path, index=False, header=headings
    )
    responses = read_responses(path, kiosk)
    assert not (responses.problems["row"] > 0).any(), responses.problems
    assert responses.data["bought__3"].tolist() == [1, 0]
    assert responses.data["bought__1"].tolist() == [0, 1]
    assert responses.data["bought__3__text"].fillna("").tolist() == ["a comb", ""]
    assert responses.data["nps"].tolist() == [10, 9]


@pytest.mark.parametrize(
    ("yes", "no"), [("Y", ""), ("Y", "N"), ("1", "2"), ("是", "否"), ("Ja", "Nein"), ("Yes", "N/A")]
)
def test_ticks(read_one, yes, no):
    ticks = {"bought[c1]": yes, "bought[c2]": no, "bought[c3]": no, "bought[c9]": no}
    told = read_one(ticks).data.iloc[0]
    assert told[[f"bought__{code}" for code in (1, 2, 3, -9)]].tolist() == [1, 0, 0, 0]
    none = read_one(dict.fromkeys(ticks, no)).data.iloc[0]
    assert none[[f"bought__{code}" for code in (1, 2, 3, -9)]].isna().all()


def test_what_is_no_answer_is_named(read_one):
    responses = read_one({"howcome": "9", "change": "A7", "bought[c1]": "perhaps", "age": "30", "agespecial": "999"})
    problems = responses.problems[responses.problems["row"] > 0]
    assert set(zip(problems["column"], problems["value"], strict=True)) == {
        ("howcome", "9"), ("change", "A7"), ("bought[c1]", "perhaps"), ("agespecial", "999"),
    }  # fmt: skip
    assert responses.data["age"].tolist() == [30]
    assert (problems["row"] == 2).all()


def test_an_equation_is_text(read_one):
    told = read_one({"why": "'=1+1", "nameofit": "'t was"}).data.iloc[0]
    assert told[["why", "name_of_it"]].tolist() == ["=1+1", "'t was"]


def test_an_unfinished_interview(read_one):
    told = read_one({"howcome": "1"}, own=["7", "", *OWN[2:]]).paradata.iloc[0]
    assert told["complete"] == 0 and pd.isna(told["submitted"])


def test_a_file_of_another_survey_is_refused(kiosk, tmp_path):
    path = tmp_path / "other.csv"
    path.write_text(",".join([*CODES, "Q1", "Q2"]) + "\n" + ",".join([*OWN, "1", "2"]), encoding="utf-8")
    with pytest.raises(ReadError, match=r"items of questionnaire 'kiosk' have a column"):
        read_responses(path, kiosk)
