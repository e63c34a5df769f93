"""Frames for the chart tests, in English and Chinese, with labels as long as real ones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from survey import plots

NAMES = {
    "en": ["Product quality and match with the description", "Delivery speed", "Returns & refunds", "Price", "Service"],
    "zh-CN": ["产品质量与描述相符程度", "物流配送速度与可靠性", "退换货与退款的便利程度", "价格与性价比", "客服"],
}


def make_importance(names: list[str]) -> pd.DataFrame:
    share = np.linspace(0.05, 0.35, len(names))
    ranks = {"rank_low": 1, "rank_high": len(names)}
    low = np.maximum(0, share - 0.06)
    columns = {"importance_share": share, "conf_low": low, "conf_high": share + 0.06}
    return pd.DataFrame({"driver": names, **columns, **ranks})


def make_priorities(names: list[str]) -> pd.DataFrame:
    score = np.linspace(60, 80, len(names))[::-1]
    return make_importance(names).assign(performance=score, performance_low=score - 2, performance_high=score + 2)


def make_distribution(names: list[str]) -> pd.DataFrame:
    shares = {1: 0.05, 2: 0.15, 3: 0.2, 4: 0.35, 5: 0.25}
    rows = [
        {"item": n, "point": k, "point_label": f"{k} {n[:2]}", "share": s} for n in names for k, s in shares.items()
    ]
    frame = pd.DataFrame(rows)
    return frame.assign(point_label=frame["point"].map({1: "low", 2: "2", 3: "mid", 4: "4", 5: "high"}))


def make_reliability(names: list[str]) -> pd.DataFrame:
    rows = [{"construct": n, "estimator": e, "estimate": 0.8, "conf_low": 0.7} for n in names for e in ("α", "ω")]
    return pd.DataFrame(rows).assign(conf_high=0.85)


def make_flow(names: list[str]) -> pd.DataFrame:
    left = np.arange(1000, 1000 - 50 * (len(names) + 1), -50)
    return pd.DataFrame({"step": names, "n_before": left[:-1], "n_after": left[1:]})


def make_indicator(names: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"indicator": names, "estimate": 0.6, "conf_low": 0.55, "conf_high": 0.65})


def make_profile(names: list[str]) -> pd.DataFrame:
    targets = np.where(np.arange(len(names)) % 2, 0.3, np.nan)
    items = [names[0]] * 2 + [names[1]] * (len(names) - 2)
    return pd.DataFrame({"item": items, "choice": names, "share": 0.2, "target": targets})


def make_correlations(names: list[str]) -> pd.DataFrame:
    values = np.full((len(names), len(names)), 0.4)
    np.fill_diagonal(values, 1.0)
    return pd.DataFrame(values, index=names, columns=names)


CHARTS: dict[str, tuple[Callable, Callable]] = {
    "importance": (plots.plot_importance, make_importance),
    "priorities": (plots.plot_priorities, make_priorities),
    "distribution": (plots.plot_distribution, make_distribution),
    "reliability": (plots.plot_reliability, make_reliability),
    "flow": (plots.plot_flow, make_flow),
    "indicator": (plots.plot_indicator, make_indicator),
    "profile": (plots.plot_profile, make_profile),
    "correlations": (plots.plot_correlations, make_correlations),
}


@pytest.fixture(params=sorted(CHARTS))
def chart(request: pytest.FixtureRequest) -> tuple[Callable, Callable]:
    """One chart: the function that draws it and the function that makes a frame for it from names."""
    return CHARTS[request.param]


@pytest.fixture
def frames() -> dict[str, Callable]:
    """The function that makes a frame, by chart."""
    return {name: make for name, (_, make) in CHARTS.items()}


@pytest.fixture(params=sorted(NAMES))
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def names(language: str) -> list[str]:
    return NAMES[language]


@pytest.fixture
def read_texts() -> Callable:
    """Give every text on the axes and in the legends of their figure, wrapped lines joined."""

    def read(ax) -> list[str]:
        legends = [*ax.figure.legends, *([ax.get_legend()] if ax.get_legend() else [])]
        parts = [*ax.texts, *ax.get_yticklabels(), *ax.get_xticklabels(), ax.xaxis.label, ax.yaxis.label]
        parts += [text for legend in legends for text in legend.get_texts()]
        return [part.get_text() for part in parts]

    return read
