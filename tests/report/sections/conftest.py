"""The further analyses of the study made by hand."""

from types import SimpleNamespace

import pandas as pd
import pytest

from survey.notes import Note

NAN = float("nan")
NAMES = ["service", "quality", "price"]


def frame(columns, *rows):
    return pd.DataFrame(list(rows), columns=columns.split())


def result(table, **more):
    note = Note("items_unweighted", n=100)
    return SimpleNamespace(**{"table": table, "n": 100, "method": note, "notes": (), "confidence": 0.95, **more})


def make_validity():
    table = frame(
        "construct label n_items composite_reliability ave largest_shared flag",
        ("service", "", 3, 0.84, 0.64, 0.30, ""),
        ("quality", "", 2, 0.62, 0.45, 0.50, "reliability, ave, fornell_larcker"),
    )
    pairs = frame(
        "construct other estimator estimate std_error conf_low conf_high",
        ("service", "quality", "correlation", 0.71, 0.05, 0.60, 0.80),
        ("service", "quality", "htmt", 0.84, 0.04, 0.78, 0.88),
    )
    return result(table, pairs=pairs, general=frame("indicator estimate", ("common_share", 0.4)))


def make_missing():
    table = pd.DataFrame(
        {
            "item": ["fast", "good"],
            "n_asked": [100, 80],
            "n": [99, 76],
            "not_shown_share": [0.0, 0.2],
            "dont_know_share": [0.0, 0.03],
            "no_answer_share": [0.01, 0.02],
            "blank_share": [0.0, 0.0],
            "nonresponse_share": [0.01, 0.05],
        }
    )
    patterns = pd.DataFrame({"pattern": [1, 2], "n_missing": [0, 1], "share": [0.94, 0.06]})
    mcar = pd.DataFrame({"base": ["all"], "n_patterns": [3], "p_value": [0.31]})
    return result(table, patterns=patterns, mcar=mcar)


def make_linearity():
    table = frame(
        "model cv_r2 r2_gain conf_low conf_high model_verdict",
        ("linear", 0.50, NAN, NAN, NAN, "reference"),
        ("splines", 0.51, 0.010, 0.002, 0.018, "no_gain"),
        ("boosted", 0.48, -0.020, -0.040, 0.000, "no_gain"),
    )
    drivers = pd.DataFrame(
        {"driver": NAMES, "p_adjusted": [0.4, 0.6, NAN], "importance_share": [0.5, 0.3, 0.2], "shap_share": NAN}
    )
    return result(table, drivers=drivers, verdict="linear_enough", margin=0.02)


def make_asymmetry():
    columns = (
        "driver category penalty penalty_low penalty_high reward reward_low reward_high impact_range impact_asymmetry "
        "asymmetry_low asymmetry_high agree_share"
    )
    table = frame(
        columns,
        ("service", "basic", -12.0, -15.0, -9.0, 3.0, 1.0, 5.0, 15.0, -0.6, -0.9, -0.3, 0.9),
        ("quality", "performance", -6.0, -9.0, -3.0, 5.0, 2.0, 8.0, 11.0, -0.1, -0.4, 0.2, 0.7),
        ("price", "excitement", -1.0, -3.0, 1.0, 4.0, 1.0, 7.0, 5.0, 0.6, -0.1, 1.0, 0.4),
    )
    return result(table)


def make_necessity():
    table = frame(
        "condition ceiling necessity_effect p_value effect_band",
        ("service", "ce_fdh", 0.25, 0.002, "medium"),
        ("quality", "ce_fdh", 0.15, 0.2, "medium"),
        ("price", "ce_fdh", 0.02, 0.001, "small"),
    )
    levels = [
        (name, "ce_fdh", level, 100 * level, needed, state, 0.07)
        for name, needed, state in (
            ("service", 46.0, "needed"),
            ("quality", 30.0, "needed"),
            ("price", NAN, "not_necessary"),
        )
        for level in (0.6, 0.8, 1.0)
    ]
    columns = "condition ceiling outcome_level outcome_value needed needed_state short_share"
    return result(table, bottleneck=frame(columns, *levels), n_permutations=1000)


def make_change():
    table = frame(
        "indicator now expected estimate conf_low conf_high",
        ("index", 68.0, 70.0, 2.0, 1.5, 2.5),
        ("csat", 0.62, 0.66, 0.04, 0.02, 0.06),
        ("recommend", -0.05, 0.01, 0.06, 0.03, 0.09),
    )
    applied = frame("driver points_asked raised_to", ("service", 5.0, NAN))
    columns = "indicator driver estimate conf_low conf_high points_applied asked_share"
    alternatives = frame(
        columns,
        ("index", "service", 2.0, 1.5, 2.5, 4.5, 1.0),
        ("index", "quality", 1.1, 0.6, 1.6, 4.2, 1.0),
        ("index", "price", -0.2, -0.7, 0.3, 4.8, 0.7),
    )
    pairs = [("index", "service", "quality", True), ("index", "service", "price", True)]
    differences = frame("indicator driver other resolved", *pairs)
    return result(table, applied=applied, alternatives=alternatives, differences=differences, step=5.0)


def make_confounding():
    columns = (
        "driver estimate conf_low conf_high partial_r2 robustness robustness_alpha strongest adjusted with_halo "
        "halo_to_zero flag"
    )
    table = frame(
        columns,
        ("service", 0.41, 0.31, 0.51, 0.22, 0.41, 0.36, "quality", 0.36, 0.33, NAN, ""),
        ("quality", 0.22, 0.10, 0.34, 0.05, 0.20, 0.12, "service", 0.08, 0.15, 0.9, ""),
        ("price", -0.05, -0.17, 0.07, 0.01, 0.05, 0.0, "service", 0.02, 0.01, 0.5, "not_different"),
    )
    scenarios = frame(
        "driver scenario other times of_driver estimate conf_low conf_high kept",
        ("service", "as_strong", "quality", 1.0, 0.1, 0.36, 0.26, 0.46, True),
        ("quality", "as_strong", "service", 1.0, 0.1, 0.08, -0.04, 0.20, False),
        ("price", "as_strong", "service", 1.0, 0.1, 0.02, -0.10, 0.14, False),
    )
    return result(table, scenarios=scenarios, halo_share=0.32)


def make_segments():
    columns = "by segment measure subject n estimate estimate_rest change conf_low conf_high p_adjusted suppressed"
    rows = [
        ("gender", "女", "performance", "service", 60, 50.0, 58.0, -8.0, -12.0, -4.0, 0.003, False),
        ("gender", "男", "performance", "service", 40, 58.0, 50.0, 8.0, 4.0, 12.0, 0.003, False),
        ("gender", "女", "performance", "satisfaction", 60, 66.0, 68.0, -2.0, -6.0, 2.0, 0.4, False),
        ("gender", "男", "performance", "satisfaction", 40, 68.0, 66.0, 2.0, -2.0, 6.0, 0.4, False),
        ("gender", "女", "performance", "price", 60, 70.0, 60.0, 10.0, 5.0, 15.0, 0.001, False),
        ("gender", "女", "indicator", "csat", 60, 0.60, 0.65, -0.05, -0.20, 0.10, 0.6, False),
        ("gender", "女", "coefficient", "service", 60, 0.5, 0.4, 0.1, 0.05, 0.15, 0.01, False),
        ("gender", "女", "performance", "quality", 60, NAN, NAN, NAN, NAN, NAN, NAN, True),
    ]
    groups = frame("by segment n share suppressed", ("gender", "女", 60, 0.6, False), ("gender", "男", 40, 0.4, False))
    gate = frame("by construct means_comparable", ("gender", "service", True), ("gender", "price", False))
    return result(frame(columns, *rows), segments=groups, gate=gate)


def make_waves():
    columns = "wave against measure subject n estimate estimate_rest change conf_low conf_high p_adjusted suppressed"
    rows = [
        ("2026", "2025", "performance", "satisfaction", 100, 68.0, 64.0, 4.0, 1.0, 7.0, 0.01, False),
        ("2026", "2025", "performance", "service", 100, 55.0, 60.0, -5.0, -8.0, -2.0, 0.004, False),
        ("2026", "2025", "performance", "quality", 100, 70.0, 69.0, 1.0, -2.0, 4.0, 0.5, False),
        ("2026", "2025", "indicator", "csat", 100, 0.62, 0.50, 0.12, 0.02, 0.22, 0.03, False),
        ("2026", "2025", "indicator", "recommend", 100, -0.05, -0.10, 0.05, -0.10, 0.20, 0.6, False),
    ]
    table = frame(columns, *rows)
    levels = pd.concat([table.assign(wave="2025", estimate=table["estimate_rest"]), table], ignore_index=True)[
        ["wave", "measure", "subject", "estimate"]
    ]
    empty = pd.DataFrame(columns=["construct", "means_comparable"])
    return result(table, levels=levels, trends=pd.DataFrame(), gate=empty, paired=False)


def make_decomposition():
    columns = "component driver part conf_low conf_high"
    table = frame(
        columns,
        ("explained", "service", -1.5, -2.5, -0.5),
        ("explained", "quality", 0.4, -0.6, 1.4),
        ("unexplained", "service", 5.1, 2.0, 8.2),
    )
    totals = frame(
        "component part conf_low conf_high",
        ("difference", 4.0, 1.0, 7.0),
        ("explained", -1.1, -2.4, 0.2),
        ("unexplained", 5.1, 2.0, 8.2),
    )
    return result(table, totals=totals, groups=("2025", "2026"))


def make_paths():
    table = frame(
        "path_from path_to estimate conf_low conf_high f2 vif",
        ("service", "quality", 0.30, 0.10, 0.50, 0.1, 1.0),
        ("quality", "satisfaction", 0.44, 0.30, 0.58, 0.3, 1.2),
        ("price", "satisfaction", 0.05, -0.10, 0.20, 0.0, 1.2),
    )
    constructs = frame(
        "construct n_items r2 q2_predict rho_c ave",
        ("service", 3, NAN, NAN, 0.85, 0.6),
        ("satisfaction", 1, 0.42, 0.38, NAN, NAN),
    )
    effects = frame(
        "path_from path_to direct indirect total total_low total_high",
        ("service", "satisfaction", 0.0, 0.13, 0.13, 0.05, 0.22),
        ("quality", "satisfaction", 0.44, 0.0, 0.44, 0.30, 0.58),
    )
    return result(table, constructs=constructs, effects=effects)


MAKERS = {
    "validity": make_validity,
    "missing": make_missing,
    "linearity": make_linearity,
    "asymmetry": make_asymmetry,
    "necessity": make_necessity,
    "change": make_change,
    "confounding": make_confounding,
    "segments": make_segments,
    "waves": make_waves,
    "decomposition": make_decomposition,
    "paths": make_paths,
}


@pytest.fixture(scope="session")
def depth_makers():
    """The makers of the further analyses, for fixtures that last longer than a test."""
    return MAKERS


@pytest.fixture
def depth():
    """Every further analysis by its name."""
    return {name: make() for name, make in MAKERS.items()}
