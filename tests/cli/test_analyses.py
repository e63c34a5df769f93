"""survey report, reliability, drivers, demo: the same numbers as the functions."""

from __future__ import annotations

import pandas as pd
import pytest

import survey as sv
from survey.cli.progress import show_progress

QUICK = ("--n-boot", "50")


def test_report_writes_a_page_a_language_and_prints_the_answer(run, answers, tmp_path):
    ended = run("report", answers, "-q", "ecommerce-service", *QUICK, "--language", "both", "--out", "out/page.html")
    assert ended.code == 0, ended.err
    for language in ("en", "zh-CN"):
        page = (tmp_path / "out" / f"page-{language}.html").read_text(encoding="utf-8")
        assert f'<html lang="{language}"' in page
    study = sv.run_study(sv.read_responses(answers, "ecommerce-service"), n_boot=50)
    first = study.questionnaire.constructs[study.drivers.table["driver"].iloc[0]].label["en"]
    assert ended.out.splitlines()[0].startswith(first)
    assert len(ended.out.splitlines()) == 5


def test_report_speaks_chinese_on_the_terminal_too(run, answers):
    ended = run(
        "report", answers, "-q", "ecommerce-service", *QUICK, "--language", "zh-CN", "--no-screen", "--no-weights"
    )
    assert ended.code == 0
    assert "总体满意" in ended.out


def test_report_points_to_problems(run, answers, tmp_path):
    frame = pd.read_csv(answers, dtype=str, encoding="utf-8-sig")
    frame.loc[0, "sat1"] = "77"
    frame.to_csv(tmp_path / "broken.csv", index=False)
    ended = run("report", "broken.csv", "-q", "ecommerce-service", *QUICK)
    assert "1 value(s) of broken.csv need a look; see: survey read broken.csv -q ecommerce-service" in ended.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--out", "page.odt"), ".html"), (("--modules", "nonsense"), "nonsense"), (("--language", "fr"), "zh-CN")],
)
def test_report_refuses_early_and_says_why(run, answers, arguments, said):
    ended = run("report", answers, "-q", "ecommerce-service", *arguments)
    assert ended.code == 2
    assert said in ended.err


def test_modules_are_switched_on(run, tmp_path):
    with_delivery = ("--modules", "logistics")
    assert run("simulate", "ecommerce-service", "--n", "200", *with_delivery, "--out", "a.csv").code == 0
    ended = run("drivers", "a.csv", "-q", "ecommerce-service", *with_delivery, *QUICK, "--language", "en")
    assert "Delivery" in ended.out


def test_drivers_and_reliability_write_the_table_of_the_function(run, answers, tmp_path):
    responses = sv.read_responses(answers, "ecommerce-service")
    ended = run("drivers", answers, "-q", "ecommerce-service", *QUICK, "--out", "drivers.csv", "--language", "en")
    expected = sv.rank_drivers(responses, n_boot=50, seed=1, language="en")
    assert ended.out.startswith(repr(expected))
    written = pd.read_csv(tmp_path / "drivers.csv", encoding="utf-8-sig", keep_default_na=False, na_values=[""])
    assert written["importance_share"].tolist() == pytest.approx(expected.table["importance_share"].tolist())
    ended = run("reliability", answers, "-q", "ecommerce-service", "--out", "reliability.csv")
    assert ended.out.startswith(repr(sv.assess_reliability(responses, seed=1).view(language="zh-CN")))
    assert len(pd.read_csv(tmp_path / "reliability.csv")) == len(sv.assess_reliability(responses).table)


def test_drivers_keep_those_whom_routing_spares_a_driver(run, answers):
    given = ("drivers", answers, "-q", "ecommerce-service", *QUICK, "--language", "zh-CN")
    found = {mode: run(*given, "--missing", mode) for mode in ("listwise", "indicator")}
    responses = sv.read_responses(answers, "ecommerce-service")
    for mode, ended in found.items():
        expected = sv.rank_drivers(responses, n_boot=50, seed=1, missing=mode, language="zh-CN")
        assert ended.out.startswith(repr(expected.view(language="zh-CN")))
    assert found["listwise"].out != found["indicator"].out
    assert run(*given, "--missing", "mean").code == 2


def test_demo_takes_the_whole_trip_and_says_that_it_is_simulated(run, tmp_path):
    ended = run("demo", "--n", "200", "--language", "en", "--out", "trip")
    assert ended.code == 0, ended.err
    assert sorted(path.name for path in (tmp_path / "trip").iterdir()) == ["answers.csv", "report-en.html"]
    assert "report: trip" in ended.out
    assert len(ended.out.splitlines()) == 5
    page = (tmp_path / "trip" / "report-en.html").read_text(encoding="utf-8")
    assert "simulated" in page.lower()


def test_progress_stays_silent_where_nobody_looks(capsys):
    with show_progress() as tell:
        tell("drivers", 1, 2)
        tell("a stage of its own", 0, 1)
    assert capsys.readouterr() == ("", "")
