"""Labels of codes: people read words in their language, tables keep the code."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import survey as sv
from survey.analysis.drivers.driver_tables import NOT_RESOLVED, RESOLVED
from survey.analysis.measurement.reliability_estimates import SPLIT_HALVES
from survey.analysis.service.service_units import MEASURES
from survey.analysis.shape.kano import NAMES
from survey.glossary import COLUMNS, code_label, format_cell
from survey.glossary_terms import CODE_LABELS
from survey.prepare.careless import Careless
from survey.stats.service.run_rules import RULE_SETS


def test_codes_belong_to_columns_of_text_and_have_both_labels() -> None:
    assert set(CODE_LABELS) <= {name for name, column in COLUMNS.items() if column.kind == "text"}
    for known in CODE_LABELS.values():
        assert all("_" not in text and text.strip() == text != "" for labels in known.values() for text in labels)


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        ("category", NAMES.values()),
        ("estimator", SPLIT_HALVES),
        ("operation", MEASURES),
        ("run_rule", {rule for rules in RULE_SETS.values() for rule in rules}),
        ("verdict", (RESOLVED, NOT_RESOLVED)),
    ],
)
def test_no_code_is_forgotten(column: str, codes: object) -> None:
    assert set(codes) <= set(CODE_LABELS[column])


def test_several_codes_in_a_cell_are_read_one_by_one() -> None:
    assert code_label("rare disordered", "flag", "en") == "rarely chosen, disordered"
    assert code_label("reliability, ave", "flag", "zh-CN") == "信度偏低、AVE 偏低"
    assert code_label("partial scalar", "level", "zh-CN") == "部分标量等值"


def test_what_is_no_code_of_the_column_stays() -> None:
    for text in ("", "resolved, and more", "resolved"):
        assert format_cell(text, "label", "zh-CN") == text
    assert code_label("a text of its own", "flag", "zh-CN") == "a text of its own"


@pytest.fixture(scope="module")
def responses() -> sv.Responses:
    return sv.simulate_responses("ecommerce-service", n=300, seed=1)


def test_screening_reads_in_chinese_and_keeps_its_codes(responses: sv.Responses) -> None:
    careless: Careless = sv.flag_careless(responses)
    shown = careless.view(language="zh-CN").shown
    assert not re.search("[A-Za-z]", "".join(shown["规则"]) + "".join(shown["迹象"]))
    assert careless.table["sign"].iloc[-1] == "careless"
    assert "finished in less than" in careless.view(language="en").shown["Rule"].iloc[0]


def test_verdicts_of_pairs_are_words_in_both_languages(responses: sv.Responses) -> None:
    drivers = sv.rank_drivers(responses, n_boot=50, seed=1)
    pairs = drivers.view("differences", language="zh-CN").shown
    assert set(pairs["结论"]) <= {"先后可分", "先后未分"}
    assert pd.Series(drivers.differences["verdict"]).isin([RESOLVED, NOT_RESOLVED]).all()
