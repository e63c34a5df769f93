"""Service logs from files: Chinese and English headings, times and durations of all kinds, nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.errors import DataError, OptionError, ReadError
from survey.operations.service_log import ServiceLog, arrange_table, empty_table

CHINESE = [
    "会话ID,订单编号,店铺,客服,渠道,会话开始时间,首次响应时间,是否解决,是否转接,买家消息数,备注",
    "c1,o1,甲店,小李,旺旺,2026-11-22 14:05:16,00:00:18,是,否,3,急",
    "c2,o2,甲店,小李,旺旺,2026/11/22 14:05,2026-11-22 14:05:20,是,否,3,",
    "c2,o2,甲店,小李,旺旺,2026/11/22 14:05,2026-11-22 14:05:20,是,否,3,",
    "c2,o2,甲店,小王,旺旺,2026/11/22 14:05,2026-11-22 14:05:20,是,否,3,",
    "c3,o3,甲店,小李,旺旺,2026-11-22T06:05:16Z,1分20秒,说不清,否,3,",
    "c4,o3,甲店,小李,旺旺,11/23/2026 09:05,2026-11-22 09:00:00,否,否,,",
    "c5,,甲店,小李,旺旺,2026年11月22日 9时05分00秒,未回复,,否,0,",
    "c6,,甲店,小李,旺旺,昨天,很快,,否,1,",
]


def write(path: Path, lines: list[str], encoding: str = "utf-8") -> Path:
    path.write_text("\n".join(lines), encoding=encoding)
    return path


@pytest.fixture
def sessions(tmp_path) -> ServiceLog:
    return sv.read_service_log(write(tmp_path / "chats.csv", CHINESE, "gb18030"))


def test_durations_and_moments_become_seconds(sessions):
    frame = sessions.sessions.set_index("session")
    assert frame["response_seconds"].fillna(-1).to_dict() == {
        "c1": 18,
        "c2": 20,
        "c3": 80,
        "c4": -1,
        "c5": -1,
        "c6": -1,
    }
    assert frame["answered"].fillna(-1).to_dict() == {"c1": 1, "c2": 1, "c3": 1, "c4": -1, "c5": 0, "c6": -1}


def test_times_are_on_the_clock_of_the_shop(sessions, tmp_path):
    started = sessions.sessions.set_index("session")["started"]
    assert started["c3"] == started["c1"] == pd.Timestamp("2026-11-22 14:05:16")  # 06:05:16 in UTC
    assert started["c4"] == pd.Timestamp("2026-11-23 09:05:00")
    assert started["c5"] == pd.Timestamp("2026-11-22 09:05:00")
    again = sv.read_service_log(write(tmp_path / "chats.csv", CHINESE), zone="UTC").sessions.set_index("session")
    assert again["started"]["c3"] == pd.Timestamp("2026-11-22 06:05:16")


def test_every_value_is_data_or_a_named_row(sessions):
    named = sessions.problems.set_index(["row", "column"])["reason"].to_dict()
    assert named == {
        (4, "会话ID"): "the same row again; the first one is kept",
        (5, "会话ID"): "the same id again with other values; the first one is kept",
        (6, "是否解决"): "neither yes nor no",
        (7, "首次响应时间"): "a first response before the start; taken as not known",
        (9, "会话开始时间"): "no date and time with the year first",
        (9, "首次响应时间"): "neither a duration (18, 18 s, 00:00:18) nor a date and time",
    }
    assert sessions.sessions["备注"].tolist()[:2] == ["急", np.nan]  # a column that is no field stays
    assert sessions.sources[0].n_rows == 8


@pytest.mark.parametrize(
    ("heading", "cell", "seconds"),
    [
        ("首次响应时长(秒)", "18", 18),
        ("首次响应时长（分钟）", "1.5", 90),
        ("First response (minutes)", "0.5", 30),
        ("first_response", "18秒", 18),
        ("首响时长", "1分20秒", 80),
        ("First Response Time", "00:01:20", 80),
    ],
)
def test_units_of_the_heading_count(tmp_path, heading, cell, seconds):
    path = write(tmp_path / "x.csv", [f"session id,started,{heading}", f"a,2026-01-01 10:00:00,{cell}"])
    log = sv.read_service_log(path)
    assert log.sessions["response_seconds"].tolist() == [seconds]
    assert log.problems.empty


def test_ratings_and_cases_are_told_apart(tmp_path):
    rated = """评价ID\t订单编号\t买家昵称\t评价星级\t评价内容\t评价时间
r1\to1\tu1\t5星\t好\t2026-01-02 10:00:00
r2\to2\tu2\t★★☆☆☆\t差\t2026-01-02
r3\to2\tu2\t十\t差\t1767319200"""
    opened = """售后单号,订单编号,售后类型,申请时间,完结时间,退款成功时间,退款状态,退款金额,评价星级,评价时间
a1,o1,退货退款,2026-01-01,2026-01-03,2026-01-03,退款成功,"1,012.50",5,2026-01-04
a2,o2,换货,2026-01-01,2026-01-03,,关闭,,,
a3,o2,赔付,2026-01-01,2026-01-03,2026-01-03,,,,"""
    ratings = write(tmp_path / "r.tsv", rated.splitlines())
    cases = write(tmp_path / "a.csv", opened.splitlines())
    log = sv.read_service_log([ratings, cases])
    assert (len(log.sessions), len(log.ratings), len(log.cases)) == (0, 3, 3)
    assert log.ratings["stars"].fillna(0).tolist() == [5, 2, 0]
    assert log.ratings["rated"].iloc[2] == pd.Timestamp("2026-01-02 10:00:00")
    assert log.cases["type"].tolist()[:2] == ["return", "exchange"]
    assert log.cases["succeeded"].tolist() == [1, 0, 1]  # the last by its time of success
    assert log.cases["amount"].iloc[0] == 1012.5
    assert log.problems["value"].tolist() == ["十", "赔付"]


def test_json_workbooks_and_parquet_read_alike(tmp_path):
    rows = {
        "session": ["a", "b"],
        "started": ["2026-01-01 10:00:00", "2026-01-01 11:00:00"],
        "first response": [12, 30],
    }
    frame = pd.DataFrame(rows)
    frame.to_excel(tmp_path / "x.xlsx", index=False)
    frame.assign(started=pd.to_datetime(frame["started"])).to_parquet(tmp_path / "x.parquet", index=False)
    (tmp_path / "x.json").write_text(json.dumps(frame.to_dict("records")), encoding="utf-8")
    frame.to_csv(tmp_path / "x.csv", index=False)
    tables = [sv.read_service_log(tmp_path / f"x.{end}").sessions for end in ("csv", "xlsx", "parquet", "json")]
    assert all(table.equals(tables[0]) for table in tables[1:])


def test_a_mapping_names_what_headings_do_not_tell(tmp_path):
    path = write(tmp_path / "x.csv", ["key,T0,T1,who", "a,2026-01-01 10:00:00,18,Li"])
    with pytest.raises(ReadError, match="holds neither sessions"):
        sv.read_service_log(path)
    given = {"session": "key", "started": "T0", "response": "T1", "agent": "who"}
    mapping = write(tmp_path / "columns.yaml", ["sessions:", *(f"  {name}: {head}" for name, head in given.items())])
    for columns in (given, {"sessions": given}, mapping):
        log = sv.read_service_log(path, columns=columns)
        assert log.sessions[["session", "agent", "response_seconds"]].values.tolist() == [["a", "Li", 18.0]]


@pytest.mark.parametrize(
    ("columns", "error", "message"),
    [
        ({"start": "T0"}, OptionError, "start, which is no field"),
        ({"sessions": {"start": "T0"}}, OptionError, "fields of sessions are"),
        ({"started": "Begin", "agent": "who"}, ReadError, "holds neither"),
        ({"started": 3}, OptionError, "is no text"),
    ],
)
def test_a_wrong_mapping_is_named(tmp_path, columns, error, message):
    path = write(tmp_path / "x.csv", ["key,T0,T1,who", "a,2026-01-01 10:00:00,18,Li"])
    with pytest.raises(error, match=message):
        sv.read_service_log(path, "sessions" if "sessions" in columns else "auto", columns=columns)


def test_bad_arguments_are_named(tmp_path):
    path = write(tmp_path / "x.csv", CHINESE)
    with pytest.raises(OptionError, match="no time zone"):
        sv.read_service_log(path, zone="Mars/Olympus")
    with pytest.raises(ReadError, match="is empty"):
        sv.read_service_log([])
    with pytest.raises(ReadError, match="has no column for"):
        sv.read_service_log(path, "ratings")
    with pytest.raises(DataError, match="no row of the service log has a time"):
        ServiceLog().last_moment()
    with pytest.raises(DataError, match="lacks the column"):
        ServiceLog(sessions=pd.DataFrame({"session": ["a"]}))


def test_a_column_that_happens_to_have_the_name_of_a_result_stays_apart(tmp_path):
    log = sv.read_service_log(write(tmp_path / "x.csv", ["session,started,answered", "a,2026-01-01 10:00:00,by phone"]))
    assert log.sessions["answered (3)"].tolist() == ["by phone"]
    assert log.sessions["answered"].isna().all()


def test_a_simulated_log_comes_back_from_its_files(tmp_path):
    log = sv.simulate_service_log(300, bursts=1, seed=5)
    kinds = ("sessions", "ratings", "cases")
    for kind in kinds:
        log.table(kind).drop(columns="answered", errors="ignore").to_csv(tmp_path / f"{kind}.csv", index=False)
    back = sv.read_service_log([tmp_path / f"{kind}.csv" for kind in kinds])
    assert back.problems.empty
    for kind in kinds:
        pd.testing.assert_frame_equal(back.table(kind), log.table(kind).reset_index(drop=True))


def test_the_same_seed_gives_the_same_log_and_the_truth_is_in_it():
    one, two = (sv.simulate_service_log(500, shift_day=30, bursts=2, seed=9) for _ in range(2))
    assert one.ratings.equals(two.ratings)
    assert set(one.truth["fake"]["rating"]) <= set(one.ratings["rating"])
    assert one.truth["shift"]["from"].tolist() == [pd.Timestamp("2026-02-04")]
    assert one.cases[["closed", "rated"]].max().max() < pd.Timestamp("2026-03-06")
    with pytest.raises(OptionError, match="at least 1"):
        sv.simulate_service_log(0)


def test_tables_in_hand_are_arranged():
    table = arrange_table(pd.DataFrame({"rating": ["a"], "stars": [4], "more": [1]}), "ratings")
    assert list(table.columns) == [*empty_table("ratings").columns, "more"]
    assert ServiceLog(ratings=table).ratings["stars"].tolist() == [4.0]
