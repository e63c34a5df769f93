"""A small study made by hand, so that every sentence can be checked against numbers one can see."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey.notes import Note
from survey.questionnaire.build import build_questionnaire
from survey.report.catalogue import check_language
from survey.report.writer import Writer
from survey.responses import Responses, Source, Step

NAN = float("nan")
FIVE = {1: ("很差", "Very bad"), 2: ("差", "Bad"), 3: ("一般", "Middling"), 4: ("好", "Good"), 5: ("很好", "Very good")}


def both(zh: str, en: str) -> dict[str, str]:
    return {"zh-CN": zh, "en": en}


def tree() -> dict[str, Any]:
    row = lambda name, zh, en, **more: {"id": name, "text": both(zh, en), **more}  # noqa: E731
    rows = [
        row("fast", "回复快。", "Replies are fast."),
        row("kind", "态度好。", "Staff are kind."),
        row("slow", "要等很久。", "One waits long.", reverse=True),
        row("good", "质量好。", "Quality is good."),
        row("lasting", "耐用。", "It lasts."),
        row("fair", "价格公道。", "The price is fair."),
        row("sat", "总体满意。", "I am satisfied."),
    ]
    return {
        "id": "small-shop",
        "version": "2.0",
        "languages": ["zh-CN", "en"],
        "title": both("小店调查", "Small shop survey"),
        "source": both("自拟题目", "own wording"),
        "scales": {"five": {"points": {code: both(*label) for code, label in FIVE.items()}}},
        "pages": [
            {
                "id": "one",
                "items": [
                    {
                        "id": "block",
                        "type": "matrix",
                        "scale": "five",
                        "text": both("请评价。", "Please rate."),
                        "rows": rows,
                    },
                    {"id": "recommend", "type": "recommend", "text": both("您会推荐吗？", "Would you recommend us?")},
                    {
                        "id": "gender",
                        "type": "single_choice",
                        "text": both("您的性别？", "Your gender?"),
                        "choices": {1: both("女", "Female"), 2: both("男", "Male")},
                    },
                ],
            }
        ],
        "constructs": {
            "satisfaction": {"role": "outcome", "label": both("满意度", "Satisfaction"), "items": ["sat"]},
            "service": {
                "role": "driver",
                "label": both("服务", "Service"),
                "items": ["fast", "kind", "slow"],
                "likely_causes": [both("人手可能不足。", "There may be too few staff.")],
                "suggested_actions": [both("按量排班。", "Plan shifts by volume.")],
            },
            "quality": {"role": "driver", "label": both("质量", "Quality"), "items": ["good", "lasting"]},
            "price": {"role": "driver", "label": both("价格", "Price"), "items": ["fair"]},
        },
        "analysis": {"outcome": "satisfaction", "csat": "sat", "recommend": "recommend", "profile": ["gender"]},
        "screening": {"min_seconds": 30, "max_longstring": 5, "signs_needed": 2},
        "margins": {"gender": {"source": both("人口普查", "census"), "targets": {1: 0.5, 2: 0.5}}},
    }


@dataclass
class FakeResult:
    table: pd.DataFrame
    n: int = 100
    method: Any = field(default_factory=lambda: Note("items_unweighted", n=100))
    notes: tuple[Any, ...] = ()


def result(table: pd.DataFrame, **more: Any) -> SimpleNamespace:
    return SimpleNamespace(**{"confidence": 0.95, **vars(FakeResult(table)), **more})


def driver_table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "driver": ["service", "quality", "price"],
            "label": ["服务", "质量", "价格"],
            "importance": [0.25, 0.15, 0.10],
            "importance_share": [0.5, 0.3, 0.2],
            "conf_low": [0.4, 0.2, 0.1],
            "conf_high": [0.6, 0.4, 0.3],
            "rank": [1, 2, 3],
            "rank_low": [1.0, 2.0, 2.0],
            "rank_high": [1.0, 3.0, 3.0],
            "coefficient": [0.41, 0.22, -0.05],
            "std_error": [0.05, 0.06, 0.06],
            "p_value": [0.00001, 0.0004, 0.4],
            "standardized": [0.4, 0.2, -0.05],
            "correlation": [0.6, 0.5, 0.3],
            "vif": [1.5, 1.6, 1.7],
            "performance": [55.0, 70.0, 75.0],
            "performance_low": [52.0, 67.0, 72.0],
            "performance_high": [58.0, 73.0, 78.0],
            "relative_weight": [0.24, 0.16, 0.10],
            "flag": ["", "", "sign_differs"],
        }
    )


def make_drivers(table: pd.DataFrame | None = None, **more: Any) -> SimpleNamespace:
    table = driver_table() if table is None else table
    names = table["driver"].tolist()
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    differences = pd.DataFrame(
        {
            "driver": [a for a, _ in pairs],
            "other": [b for _, b in pairs],
            "estimate": [0.2, 0.3, 0.1][: len(pairs)],
            "conf_low": [0.05, 0.15, -0.02][: len(pairs)],
            "conf_high": [0.35, 0.45, 0.22][: len(pairs)],
            "resolved": pd.Series([True, True, False][: len(pairs)], dtype="object"),
        }
    )
    terms = ["(intercept)", *names]
    coefficients = pd.DataFrame(
        {
            "term": terms,
            "estimate": [10.0, *table["coefficient"]],
            "std_error": 0.05,
            "statistic": 2.0,
            "df": 96.0,
            "p_value": 0.04,
            "conf_low": 0.0,
            "conf_high": 1.0,
        }
    )
    fit = pd.DataFrame([{"n": 100, "n_total": 110, "n_eff": 100.0, "r2": 0.5, "adj_r2": 0.48}])
    values = {
        "differences": differences,
        "coefficients": coefficients,
        "fit": fit,
        "outcome": "satisfaction",
        "outcome_label": "满意度",
        "r2": 0.5,
        "missing_mode": "listwise",
        "confidence": 0.95,
        "n_boot": 1000,
        "seed": 1,
    }
    return result(table, **{**values, **more})


def make_priorities(drivers: SimpleNamespace) -> SimpleNamespace:
    columns = ["driver", "label", "rank", "importance_share", "conf_low", "conf_high"]
    columns += ["performance", "performance_low", "performance_high"]
    table = drivers.table[columns].copy()
    importance, performance = table["importance_share"].mean(), table["performance"].mean()
    names = {(True, False): "improve", (True, True): "keep", (False, False): "watch", (False, True): "maintain"}
    places = zip(table["importance_share"] >= importance, table["performance"] >= performance, strict=True)
    table["quadrant"] = [names[bool(i), bool(p)] for i, p in places]
    return result(table, importance_line=importance, performance_line=performance)


def make_items() -> SimpleNamespace:
    names = ["fast", "kind", "slow", "good", "lasting", "fair", "sat", "recommend"]
    constructs = ["service", "service", "service", "quality", "quality", "price", "satisfaction", ""]
    table = pd.DataFrame(
        {
            "item": names,
            "wording": names,
            "construct": constructs,
            "n_asked": 100,
            "n": [100, 98, 97, 100, 99, 100, 100, 20],
            "mean": [3.1, 3.6, 3.5, 4.0, 3.9, 4.1, 3.8, 7.5],
            "sd": 1.0,
            "minimum": [1] * 7 + [0],
            "maximum": [5] * 7 + [10],
            "top2_share": 0.4,
            "floor_share": 0.05,
            "ceiling_share": 0.2,
            "nonresponse_share": 0.01,
            "not_applicable_share": 0.0,
            "reverse": [name == "slow" for name in names],
        }
    )
    shares = [
        {"item": name, "code": code, "answer": "", "count": 1, "share": 1 / len(codes)}
        for name in names
        for codes in [range(11) if name == "recommend" else range(1, 6)]
        for code in codes
    ]
    return result(table, distribution=pd.DataFrame(shares))


def make_reliability() -> SimpleNamespace:
    table = pd.DataFrame(
        [
            ("satisfaction", "满意度", "undefined", NAN, NAN, NAN, 100, 1),
            ("service", "服务", "alpha", 0.84, 0.78, 0.88, 97, 3),
            ("service", "服务", "omega_total", 0.85, NAN, NAN, 97, 3),
            ("quality", "质量", "alpha", 0.64, 0.50, 0.74, 99, 2),
            ("quality", "质量", "spearman_brown", 0.65, NAN, NAN, 99, 2),
            ("price", "价格", "undefined", NAN, NAN, NAN, 100, 1),
        ],
        columns=["construct", "label", "estimator", "estimate", "conf_low", "conf_high", "n", "n_items"],
    )
    items = pd.DataFrame(
        {
            "construct": ["service"] * 3 + ["quality"] * 2,
            "item": ["fast", "kind", "slow", "good", "lasting"],
            "wording": "",
            "reverse": [False, False, True, False, False],
            "mean": 3.5,
            "sd": 1.0,
            "item_rest": 0.6,
            "alpha_dropped": [0.8, 0.8, 0.8, NAN, NAN],
        }
    )
    return result(table, items=items)


def make_indicators() -> SimpleNamespace:
    table = pd.DataFrame(
        [
            ("csat", "sat", 0.62, 0.52, 0.71, 100, 100.0, "top2_wilson"),
            ("recommend", "recommend", -0.05, -0.2, 0.1, 100, 100.0, "adjusted_wald"),
        ],
        columns=["indicator", "item", "estimate", "conf_low", "conf_high", "n", "n_eff", "estimator"],
    )
    groups = pd.DataFrame(
        {"indicator": "recommend", "label": ["promoters", "passives", "detractors"], "share": [0.3, 0.35, 0.35]}
    )
    return result(table, distribution=groups)


def make_profile() -> SimpleNamespace:
    table = pd.DataFrame(
        {
            "item": "gender",
            "wording": "",
            "code": ["1", "2", ""],
            "answer": ["女", "男", "（未填）"],
            "count": [60, 35, 5],
            "share": [0.6, 0.35, 0.05],
            "target": [0.5, 0.5, NAN],
        }
    )
    return result(table)


def make_careless(flagged: int) -> SimpleNamespace:
    rules = [
        Note("careless_too_fast", limit=30),
        Note("careless_longstring", limit=5),
        Note("careless_verdict", needed=2),
    ]
    table = pd.DataFrame(
        {
            "sign": ["too_fast", "longstring", "careless"],
            "rule": pd.Series(rules, dtype="object"),
            "count": [flagged, flagged + 1, flagged],
            "share": [flagged / 110, (flagged + 1) / 110, flagged / 110],
        }
    )
    return result(table, respondents=list(range(flagged)))


def make_responses(n: int, **more: Any) -> Responses:
    questionnaire = more.pop("questionnaire", None) or build_questionnaire(tree())
    data = pd.DataFrame({"sat": np.resize([1, 2, 3, 4, 5], n)}, index=range(n))
    return Responses(questionnaire=questionnaire, data=data, **more)


def make_study(**changes: Any) -> SimpleNamespace:
    """Build the study; keywords replace its parts."""
    questionnaire = changes.pop("questionnaire", None) or build_questionnaire(tree())
    drivers = changes.pop("drivers", None) or make_drivers()
    step = Step("respondents left out", "careless responding", 110, 100)
    file = Source("answers <b>.csv", "ab12" * 16, 110)
    values = {
        "questionnaire": questionnaire,
        "received": make_responses(110, questionnaire=questionnaire, sources=(file,)),
        "responses": make_responses(100, questionnaire=questionnaire, log=(step,), sources=(file,)),
        "careless": make_careless(10),
        "weighting": None,
        "items": make_items(),
        "profile": make_profile(),
        "indicators": make_indicators(),
        "reliability": make_reliability(),
        "drivers": drivers,
        "drivers_contact": None,
        "drivers_all": make_drivers(),
        "priorities": make_priorities(drivers),
        "depth": {},
        "left_out": {},
        "seed": 1,
        "n_boot": 1000,
        "versions": {"survey-workbench": "0.1.0", "numpy": "2.4"},
    }
    return SimpleNamespace(**{**values, **changes})


def write(language: str = "en", **changes: Any) -> Writer:
    return Writer(make_study(**changes), check_language(language))


@pytest.fixture
def study_of():
    """A function that makes a study with some parts replaced."""
    return make_study


@pytest.fixture
def writer_of():
    """A function that makes a writer in a language of a study with some parts replaced."""
    return write


@pytest.fixture
def drivers_of():
    """A function that makes a driver analysis."""
    return make_drivers


@pytest.fixture
def priorities_of():
    """A function that makes the map of a driver analysis."""
    return make_priorities


@pytest.fixture
def driver_rows():
    """The table of the driver analysis."""
    return driver_table()


@pytest.fixture
def small_tree():
    """The questionnaire as a tree."""
    return tree()


@pytest.fixture(scope="session")
def makers():
    """The makers of the study and of its questionnaire's tree, for fixtures that last longer than a test."""
    return {"study": make_study, "tree": tree}


@pytest.fixture(scope="session")
def fake_reports():
    """The report of the study in both languages."""
    from survey.report.report import build_report

    return {language: build_report(make_study(), language=language) for language in ("en", "zh-CN")}
