"""What a response file tells beside the answers, and files that people have changed."""

from __future__ import annotations

import csv
import io
import re

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses


@pytest.fixture(scope="module")
def answers(shop):
    return simulate_responses(shop, n=8, seed=3).data


@pytest.fixture
def read_records(shop, write):
    """Read the lines of a response file to the shop's questionnaire."""

    def read(records, **options):
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(records)
        return read_responses(write(text.getvalue()), shop, **options)

    return read


@pytest.fixture
def records(shop, exporter, answers):
    return lambda **modes: exporter(shop, answers, **modes).records(["zh-CN", "en"])


def same(read, answers) -> None:
    assert_frame_equal(read.data.reset_index(drop=True), answers.reset_index(drop=True))


# -- interviews ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("texts", [False, True])
def test_times_language_and_status_are_told(read_records, records, texts):
    read = read_records(records(texts=texts))
    told = read.paradata
    # 08:00 in Shanghai, which the third header line names, is midnight in UTC.
    assert set(told["started"]) == {pd.Timestamp("2026-03-01 00:00:00")}
    assert set(told["submitted"]) == {pd.Timestamp("2026-03-01 00:05:30")}
    assert (set(told["seconds"]), set(told["complete"])) == ({330.0}, {1})
    assert told["language"].tolist() == ["zh-CN", "en"] * 4
    assert told["test"].tolist() == [0, 1, *[0] * 6]
    assert read.data.index[0] == "R_00000000001abcd"
    assert {"IPAddress", "RecipientEmail", "LocationLatitude"} <= set(read.personal)


@pytest.mark.parametrize(
    ("status", "reason"), [("8", "spam"), ("17", "preview"), ("Survey Test", "test"), ("Spam", "spam")]
)
def test_previews_tests_and_spam_are_named_and_kept(read_records, records, named, status, reason):
    lines = records()
    lines[5][lines[0].index("Status")] = status
    lines[4][lines[0].index("Status")] = "0"
    read = read_records(lines)
    ((row, column, value, why),) = named(read, "row", "column", "value", "reason")
    assert (row, column, value) == (6, "Status", status) and reason in why and "kept" in why
    assert len(read) == 8


def test_consent_and_unfinished_interviews_are_told(build_text, write):
    made = build_text(CONSENT)
    read = read_responses(write(ASKED), made)
    assert read.paradata["consent"].tolist() == [1, 0]
    assert read.paradata["complete"].tolist() == [1, 0]
    assert read.data["age"].fillna(-1).tolist() == [30, -1]


CONSENT = """
id: consent
version: "1.0"
languages: [en]
title: {en: Consent}
consent: {text: {en: I take part.}, required: true}
pages:
  - id: one
    items:
      - {id: age, type: number, text: {en: Age?}}
"""
ASKED = """StartDate,Finished,ResponseId,DistributionChannel,UserLanguage,consent,age
Start Date,Finished,Response ID,Distribution Channel,User Language,I take part.,Age?
"{""ImportId"":""startDate""}","{""ImportId"":""finished""}","{""ImportId"":""_recordId""}","{""ImportId"":""distributionChannel""}","{""ImportId"":""userLanguage""}","{""ImportId"":""QID2""}","{""ImportId"":""QID4_TEXT""}"
2026-03-01 08:00:00,True,R_1,anonymous,EN,I agree,30
2026-03-01 08:00:00,False,R_2,anonymous,EN,I do not agree,
"""


# -- header lines --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gone", [(), (1,), (2,), (1, 2)])
@pytest.mark.parametrize("texts", [False, True])
def test_header_lines_may_be_missing(read_records, records, answers, gone, texts):
    lines = [line for number, line in enumerate(records(texts=texts)) if number not in gone]
    same(read_records(lines), answers)


def test_columns_may_stand_in_any_order(read_records, records, answers):
    same(read_records([line[::-1] for line in records()]), answers)


def test_ids_find_answers_whose_names_were_changed(read_records, records, answers, shop, draft):
    lines = records()
    first = lines[0].index("sat")
    lines[0][first:] = [f"Q{number}" for number in range(len(lines[0]) - first)]
    manifest = draft(shop).export.manifest
    same(read_records(lines, manifest=manifest), answers)


@pytest.mark.parametrize("given", [False, True])
def test_names_find_answers_whose_ids_are_those_of_another_survey(read_records, records, answers, shop, draft, given):
    lines = records()
    lines[2] = [re.sub(r"QID(\d+)", lambda found: f"QID{int(found[1]) + 1}", cell) for cell in lines[2]]
    same(read_records(lines, manifest=draft(shop).export.manifest if given else None), answers)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_wordings_find_answers_of_a_survey_made_by_hand(read_records, records, answers, language):
    lines = records(language=language)
    first = lines[0].index("sat")
    lines[0][first:] = [f"Q{number + 70}" for number in range(len(lines[0]) - first)]
    same(read_records(lines[:2] + lines[3:]), answers)


def test_what_qualtrics_derives_is_no_answer(read_records, records, answers):
    lines = records()
    for name, cell in (
        ("nps_NPS_GROUP", "3"),
        ("bought_DO", "1|2|3"),
        ("sat_First Click", "1.5"),
        ("comment - Topics", ""),
    ):
        lines = [[*line, own] for line, own in zip(lines, [name, name, "", *[cell] * 8], strict=True)]
    read = read_records(lines)
    same(read, answers)
    assert {"nps_NPS_GROUP", "bought_DO", "sat_First Click"} <= set(read.extra)


def test_other_files_are_not_taken_for_qualtrics(shop, write, answers):
    plain = answers.reset_index(drop=True).to_csv(index=False)
    assert "Qualtrics" not in read_responses(write(plain), shop).log[0].because


# -- seen but not answered -----------------------------------------------------------------------------------------

COLD = """
id: cold
version: "1.0"
languages: [en]
title: {en: Cold}
pages:
  - id: one
    items:
      - {id: degrees, type: number, min: -150, text: {en: How cold?}}
      - {id: change, type: number, text: {en: What change?}}
      - {id: again, type: single_choice, text: {en: Again?}, choices: {1: {en: "Yes"}, 2: {en: "No"}}}
      - {id: mood, type: single_choice, text: {en: Mood?}, choices: {1: {en: Good}, 2: {en: Bad}}}
      - {id: pace, type: single_choice, text: {en: Pace?}, choices: {1: {en: Fast}, 2: {en: Slow}}}
"""
SEEN = """StartDate,ResponseId,DistributionChannel,UserLanguage,degrees,change,again,mood,pace
2026-03-01 08:00:00,R_1,anonymous,EN,-99,-99,1,{0},{0}
2026-03-01 08:00:00,R_2,anonymous,EN,-20,5,{0},{0},1
"""


def test_the_mark_is_an_answer_where_it_can_be_one(build_text, write, named):
    read = read_responses(write(SEEN.format("-99")), build_text(COLD))
    assert read.data["degrees"].tolist() == [-99, -20]
    assert read.data["change"].isna().tolist() == [True, False]
    assert read.data["again"].isna().tolist() == [False, True]
    assert named(read) == []
    assert "give the item a minimum" in " ".join(read.problems["reason"])
    assert not read.hidden[["again", "mood"]].any().any()


def test_another_mark_is_found_where_enough_columns_have_it(build_text, write):
    read = read_responses(write(SEEN.format("-1").replace("-99", "-1")), build_text(COLD))
    assert read.data["mood"].isna().tolist() == [True, True]
    assert "-1 stands where it can be no answer" in " ".join(read.problems["reason"])


# -- texts beside options ------------------------------------------------------------------------------------------

BESIDE = """
id: beside
version: "1.0"
languages: [en]
title: {en: Beside}
pages:
  - id: one
    items:
      - id: shop
        type: single_choice
        text: {en: Where?}
        choices: {1: {en: Here}, 2: {label: {en: Street}, text: true}, 3: {label: {en: Site}, text: true}}
      - {id: mood, type: single_choice, text: {en: Mood?}, choices: {1: {en: Good}, 2: {en: Bad}}}
"""
SHARED = """ResponseID,ResponseSet,StartDate,RecipientEmail,shop,shop_TEXT,mood
ResponseID,ResponseSet,StartDate,RecipientEmail,Where?,Where?,Mood?
{ids}
R_1,Default Response Set,2016-05-27 11:51:26,,3,example.org,1
R_2,Default Response Set,2016-05-27 11:51:26,,2,High Street,2
R_3,Default Response Set,2016-05-27 11:51:26,,1,,1
R_4,Default Response Set,2016-05-27 11:51:26,,,left over,1
"""


@pytest.mark.parametrize("qids", [("QID2", "QID3"), ("QID71", "QID72")])
def test_one_column_of_texts_goes_to_the_options_chosen(build_text, write, qids):
    shop, mood = qids
    own = ["responseId", "responseSetId", "startDate", "panel-RecipientEmail", shop, f"{shop}-TEXT", mood]
    ids = ",".join(str({"ImportId": one}) for one in own)  # as Python shows a dictionary
    read = read_responses(write(SHARED.format(ids=ids)), build_text(BESIDE))
    texts = read.data[["shop__2__text", "shop__3__text"]].fillna("").to_numpy().tolist()
    assert texts == [["", "example.org"], ["High Street", ""], ["", ""], ["left over", ""]]
