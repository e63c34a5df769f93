"""Sentences on service operations against numbers that stand here, in both languages."""

from types import SimpleNamespace

import pandas as pd
import pytest

from survey.notes import Note as NoteOf
from survey.report.document import Figure, Group, Note, Table
from survey.report.sections.service import (
    build_service,
    say_after_sales,
    say_change,
    say_groups,
    say_signals,
    say_speed,
)
from survey.report.sections.service_ratings import say_doubtful, say_relations
from survey.report.writer import Writer

COUNTED = ["group", "operation", "estimate", "conf_low", "conf_high", "numerator", "denominator"]
LEVELS = [
    ("", "answered_20s", 0.82, 0.78, 0.86, 410, 500),
    ("", "first_response_median", 13.0, 12.0, 14.0, float("nan"), 480),
    ("", "after_sales_satisfaction", 0.75, 0.6, 0.86, 30, 40),
]


def make(table, **more):
    plain = {"table": table, "n": 500, "notes": (), "confidence": 0.95, "method": NoteOf("service_simulated")}
    return SimpleNamespace(**(plain | more))


def levels(rows=LEVELS, **more):
    steps = pd.DataFrame({"step": ["rated", "in_time"], "count": [55, 40]})
    since, until = pd.Timestamp("2026-03-01 12:00:00"), pd.Timestamp("2026-03-31 12:00:00")
    frame = pd.DataFrame(rows, columns=COUNTED)
    return make(frame, **({"eligibility": steps, "since": since, "until": until, "by": None} | more))


def card(top=(0.95, 0.05, 0.0), bottom=(0.0, 0.1, 0.9), **more):
    table = pd.DataFrame(
        {
            "group": ["Li", "Wu", "Xu"],
            "denominator": [200, 150, 90],
            "raw": [0.9, 0.8, 0.6],
            "estimate": [0.88, 0.8, 0.66],
            "conf_low": [0.84, 0.74, 0.58],
            "conf_high": [0.92, 0.86, 0.74],
            "rank_low": [1.0, 1.0, 3.0],
            "rank_high": [1.0, 2.0, 3.0],
            "top_tenth": top,
            "bottom_tenth": bottom,
        }
    )
    funnel = pd.DataFrame(
        {"limit_share": 0.95, "n": [90.0, 200.0], "limit_low": [0.7, 0.72], "limit_high": [0.9, 0.88], "centre": 0.8}
    )
    return make(table, **({"funnel": funnel, "operation": "answered_20s", "is_share": True} | more))


def control(p=0.0005, low="2026-03-09", high="2026-03-12", **more):
    periods = [f"2026-03-{day:02d}" for day in range(5, 15)]
    table = pd.DataFrame(
        {
            "period": periods,
            "estimate": 0.5,
            "centre": 0.5,
            "limit_low": 0.3,
            "limit_high": 0.7,
            "signals": [0] * 7 + [2] * 3,
        }
    )
    row = {"period": "2026-03-10", "change_low": low, "change_high": high, "level_before": 0.6, "level_after": 0.4}
    change = pd.DataFrame([row | {"p_value": p}])
    return make(table, **({"change": change, "operation": "answered_20s", "is_share": True} | more))


def screening(doubtful=12):
    table = pd.DataFrame({"screen": ["burst", "suspicious"], "count": [30, doubtful], "share": [0.1, doubtful / 300]})
    csat = pd.DataFrame({"base_group": ["all", "without_suspicious"], "estimate": [0.9, 0.88]})
    return make(table, n=300, suspicious=[f"r{at}" for at in range(doubtful)], csat=csat)


def relations(high=-1.0):
    table = pd.DataFrame(
        {
            "operation": ["log_response", "refund_rate", "log_response"],
            "model": ["alone", "alone", "together"],
            "estimate": [-3.0, 0.5, -2.8],
            "conf_low": [-5.0, -2.0, -5.1],
            "conf_high": [high, 3.0, -0.5],
            "n": [200, 210, 190],
        }
    )
    return make(table)


@pytest.fixture(params=["en", "zh-CN"])
def writer(request):
    depth = {
        "service": levels(notes=(NoteOf("service_simulated"),)),
        "scorecard": card(),
        "control": control(),
        "rating_screening": screening(),
        "service_relations": relations(),
    }
    study = SimpleNamespace(depth=depth, questionnaire=SimpleNamespace(constructs={}, items={}, languages=["en"]))
    return Writer(study, request.param)


def in_both(writer, english, chinese):
    return english if writer.language == "en" else chinese


def blocks_of(section, kind):
    groups = [block for block in section.blocks if isinstance(block, Group)]
    return [block for group in groups for block in group.blocks if isinstance(block, kind)]


def test_the_section_has_a_group_for_each_result_and_says_that_it_is_simulated(writer):
    section = build_service(writer)
    assert isinstance(section.blocks[0], Note)
    assert len(section.blocks) == 6
    assert len(blocks_of(section, Figure)) == 6
    assert section.headline == say_speed(writer, writer.study.depth["service"])
    first = blocks_of(section, Table)[0].frame
    assert first.iloc[:, 1].tolist() == in_both(writer, ["82.0%", "13 s", "75.0%"], ["82.0%", "13 秒", "75.0%"])


def test_there_is_no_section_without_a_log(writer):
    writer.study.depth.clear()
    assert build_service(writer) is None


def test_a_group_stands_alone_where_there_is_only_one_result(writer):
    for name in ("service", "control", "rating_screening", "service_relations"):
        del writer.study.depth[name]
    section = build_service(writer)
    assert section.headline == ""
    assert [type(block) for block in section.blocks] == [Group]


def test_speed_and_after_sales(writer):
    found = levels()
    assert in_both(writer, "Of 500 sessions", "500 个会话") in say_speed(writer, found)
    assert in_both(writer, "82% were answered within 20 seconds (95% interval 78–86%)", "82% 在 20 秒内") in say_speed(
        writer, found
    )
    assert in_both(writer, "75% (95% interval 60–86%): four or five stars among 40", "75%（95% 区间 60%–86%）") in (
        say_after_sales(writer, found)
    )
    assert "55" in say_after_sales(writer, found)
    assert say_speed(writer, levels(LEVELS[1:])) == ""
    assert say_after_sales(writer, levels(LEVELS[:1])) == ""


def test_groups_are_named_only_where_it_is_sure(writer):
    assert say_groups(writer, card()) == in_both(
        writer,
        "Among the first tenth with a probability of 80% or more: Li. "
        "Among the last tenth with a probability of 80% or more: Xu.",
        "位于前十分之一的概率达到 80% 以上：Li。位于后十分之一的概率达到 80% 以上：Xu。",
    )
    unsure = say_groups(writer, card(top=(0.79, 0.1, 0.0), bottom=(0.0, 0.1, 0.79)))
    assert in_both(writer, "None of the 3 groups", "3 个分组中，没有哪一个") in unsure
    alike = say_groups(writer, card(notes=(NoteOf("scorecard_no_spread"),)))
    assert in_both(writer, "differ no more than chance", "不超过随机波动") in alike


def test_a_change_is_told_only_where_chance_hardly_makes_it(writer):
    assert in_both(writer, "from 60% to 40%", "由 60% 变为 40%") in say_change(writer, control())
    assert "2026-03-09" in say_change(writer, control())
    one = say_change(writer, control(low="2026-03-10", high="2026-03-10"))
    assert in_both(writer, "holds no other period", "只含这一时段") in one
    assert in_both(writer, "No change", "没有明显") in say_change(writer, control(p=0.02))
    seconds = control(is_share=False, operation="first_response")
    assert in_both(writer, "from 0.6 to 0.4", "由 0.6 变为 0.4") in say_change(writer, seconds)
    assert in_both(writer, "3 of 10", "10 个时段中，有 3 个") in say_signals(writer, control())


def test_doubtful_ratings_with_and_without(writer):
    told = say_doubtful(writer, screening())
    assert in_both(writer, "12 of 300 ratings have", "300 条评价中，有 12 条") in told
    assert "90.0%" in told and "88.0%" in told
    assert in_both(writer, "1 of 300 ratings has", "有 1 条") in say_doubtful(writer, screening(1))
    assert "88.0%" not in say_doubtful(writer, screening(0))


def test_relations_name_what_stays_on_one_side_of_zero(writer):
    told = say_relations(writer, relations())
    assert in_both(writer, "twice as long: satisfaction differs by −3.0", "翻倍：满意度相差 −3.0 分") in told
    assert in_both(writer, "refunded", "退款") not in told
    assert in_both(writer, "need not follow", "未必来自") in told
    assert in_both(writer, "No measure of service", "没有哪个服务指标") in say_relations(writer, relations(high=0.5))
