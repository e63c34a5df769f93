"""survey simulate, read; answers as files."""

from __future__ import annotations

import pandas as pd
import pandas.testing as pdt
import pytest

import survey as sv
from survey.cli.answer_files import tabulate_answers, write_answers
from survey.cli.tables import FORMULA_STARTS, guard_formulas, print_rows, write_csv
from survey.errors import OptionError


@pytest.fixture(scope="module")
def simulated():
    return sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=120, seed=5)


@pytest.mark.parametrize("arguments", [(), ("--labels", "--language", "en"), ("--labels", "--language", "zh-CN")])
def test_simulated_answers_come_back_as_they_were(run, tmp_path, simulated, arguments):
    language = arguments[-1] if arguments else None
    made = sv.simulate_responses(simulated.questionnaire, n=120, seed=5, language=language)
    ended = run("simulate", "ecommerce-service", "--n", "120", "--seed", "5", *arguments, "--out", "a.csv")
    assert "120 simulated respondents" in ended.out
    read = sv.read_responses(tmp_path / "a.csv", "ecommerce-service")
    assert read.problems.empty
    pdt.assert_frame_equal(read.data, made.data, check_dtype=False, check_index_type=False)
    pdt.assert_frame_equal(read.paradata, made.paradata, check_dtype=False, check_index_type=False)


def test_codes_are_written_as_whole_numbers_and_weights_go_along(simulated):
    weighted = simulated.with_weights([1.5] * len(simulated), because="a test")
    frame = tabulate_answers(weighted)
    assert frame.columns[0] == "respondent"
    assert frame["weight"].eq(1.5).all()
    assert frame["sat1"].dtype == "Int64"


def test_files_open_in_excel_and_run_nothing(simulated, tmp_path):
    comment = simulated.questionnaire.analysis.comment
    data = simulated.data.assign(**{comment: "=HYPERLINK(1)"})
    path = write_answers(simulated.with_data(data, because="a test"), tmp_path / "a.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert set(pd.read_csv(path)[comment]) == {"'=HYPERLINK(1)"}


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_every_beginning_of_a_formula_is_guarded(start):
    frame = pd.DataFrame({"text": [f"{start}1", "plain", None], "number": [-1.0, 2.0, 3.0]})
    guarded = guard_formulas(frame)
    assert guarded["text"].tolist()[:2] == [f"'{start}1", "plain"]
    assert guarded["text"].isna().tolist() == [False, False, True]
    pdt.assert_series_equal(guarded["number"], frame["number"])
    assert frame["text"].iloc[0] == f"{start}1"


def test_tables_are_csv_only(tmp_path):
    with pytest.raises(OptionError, match=r"\.csv"):
        write_csv(pd.DataFrame({"a": [1]}), tmp_path / "a.xlsx")


def test_wide_characters_keep_columns_aligned(capsys):
    print_rows(("a", "b"), [("中文", 1), ("abcd", 2)])
    assert capsys.readouterr().out == "a     b\n中文  1\nabcd  2\n"


def test_read_says_what_was_understood(run, answers):
    ended = run("read", answers, "-q", "ecommerce-service")
    assert ended.code == 0
    assert "250 respondents, answers to 52 of 52 items" in ended.out
    assert "no problems" in ended.out


def test_read_groups_problems_and_writes_both_files(run, answers, tmp_path):
    frame = pd.read_csv(answers, dtype=str, encoding="utf-8-sig")
    frame.loc[[0, 1, 2, 3], "sat1"] = "77"
    frame["email"] = "someone@example.org"
    frame.to_csv(tmp_path / "broken.csv", index=False)
    ended = run(
        *("read", "broken.csv", "-q", "ecommerce-service"), *("--out", "coded.csv", "--problems", "problems.csv")
    )
    assert ended.code == 0
    assert "  4 × 77 is outside the allowed codes" in ended.out
    assert ended.out.count("column 'sat1': '77'") == 3
    assert "personal, not analysed: email" in ended.out
    problems = pd.read_csv(tmp_path / "problems.csv")
    assert (problems["column"] == "sat1").sum() == 4
    coded = pd.read_csv(tmp_path / "coded.csv")
    assert coded["sat1"].isna().sum() >= 4
    assert "email" not in coded


def test_read_writes_files_for_answers_without_problems(run, answers, tmp_path):
    assert run("read", answers, "-q", "ecommerce-service", "--problems", "p.csv").code == 0
    assert list(pd.read_csv(tmp_path / "p.csv").columns) == ["file", "row", "column", "value", "reason"]
