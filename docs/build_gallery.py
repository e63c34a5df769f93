"""Build the gallery: every chart with the call that draws it, from simulated answers, as a page and its pictures.

``python docs/build_gallery.py`` writes ``docs/gallery/README.md`` and an SVG file a chart and language.
They are made anew each time and are not kept in the repository.
"""

from __future__ import annotations

import argparse
import ast
import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes

from survey import plots
from survey.plots.svg import INK

FOLDER = Path(__file__).parent / "gallery"
LANGUAGES = ("en", "zh-CN")

# The code takes `language`, so that the same lines give both pictures.
SETUP = """
import numpy as np
import pandas as pd
import survey as sv
from survey import plots

language = "en"  # or "zh-CN"
questionnaire = sv.load_questionnaire("ecommerce-service")
responses = sv.simulate_responses(questionnaire, n=300, seed=1)
scores = sv.score_constructs(responses)
waves = {"2025": responses, "2026": sv.simulate_responses(questionnaire, n=300, seed=2)}
"""


@dataclass(frozen=True)
class Picture:
    """One chart: what it shows in words, and the code whose last line draws it."""

    shows: str
    code: str


PICTURES = {
    "plot_importance": Picture(
        "Six drivers as bars with their intervals, the one with the largest share on top; shares, intervals and ranks "
        "stand at the right.",
        """
drivers = sv.rank_drivers(scores, n_boot=100, seed=1, language=language)
drivers.plot(language=language)
""",
    ),
    "plot_priorities": Picture(
        "Drivers as crosses of two intervals: importance across, performance up; dashed lines at the means part the "
        "map in four named fields.",
        "sv.map_priorities(drivers).plot(language=language)",
    ),
    "plot_indicator": Picture(
        "Indicators of satisfaction as bars with intervals and their values in words at the right.",
        """
names = {
    "en": {"csat": "Satisfied", "recommend": "Recommendation score", "effort": "Easy to deal with"},
    "zh-CN": {"csat": "满意", "recommend": "推荐净值", "effort": "容易办成"},
}[language]
table = sv.measure_indicators(responses).table
frame = table[table["indicator"].isin(names)].replace({"indicator": names})
plots.plot_indicator(frame, language=language)
""",
    ),
    "plot_distribution": Picture(
        "Each question as one stacked bar around the middle of its scale: disagreement to the left in orange, "
        "agreement to the right in blue.",
        """
items = list(questionnaire.constructs["after_sales"].items)
sv.describe_items(responses, items=items, language=language).plot(language=language)
""",
    ),
    "plot_profile": Picture(
        "Answers to questions about the person as bars under their question, with the population's shares as diamonds.",
        "sv.describe_profile(responses, language=language).plot(language=language)",
    ),
    "plot_flow": Picture(
        "Respondents left after each step as bars, those removed in grey.",
        """
steps = {"en": ["Too fast", "Same answer throughout"], "zh-CN": ["作答过快", "全程同一答案"]}
frame = pd.DataFrame({"step": steps[language], "n_before": [300, 291], "n_after": [291, 286]})
plots.plot_flow(frame, language=language)
""",
    ),
    "plot_reliability": Picture(
        "Reliability of each construct: a dot with its interval for every estimator, one colour and mark each.",
        "sv.assess_reliability(responses, language=language).plot(language=language)",
    ),
    "plot_eigenvalues": Picture(
        "Eigenvalues falling from left to right, and the limit of shuffled answers as a dashed line.",
        "sv.explore_factors(responses, n_factors=3, seed=1).plot(language=language)",
    ),
    "plot_correlations": Picture(
        "Correlations of constructs as the lower triangle of a square, each cell with its number.",
        """
names = {name: one.label.in_language(language) for name, one in questionnaire.constructs.items()}
plots.plot_correlations(scores.table.corr().rename(index=names, columns=names), language=language)
""",
    ),
    "plot_item_curves": Picture(
        "Mean answer of each question of a construct over the score on its other questions, a line each.",
        """
categories = sv.describe_categories(responses, constructs=["price"], language=language)
categories.plot(language=language)
""",
    ),
    "plot_asymmetry": Picture(
        "For each driver the penalty of low ratings in orange and the reward of high ratings in blue, with intervals.",
        "sv.assess_asymmetry(scores, language=language).plot(language=language)",
    ),
    "plot_kano": Picture(
        "Features by dissatisfaction without them (across) and satisfaction with them (up), in four named fields.",
        """
rng = np.random.default_rng(1)
names = {"en": ["Parcel tracking", "Night service"], "zh-CN": ["物流跟踪", "夜间客服"]}[language]
answers = pd.DataFrame({"a": rng.choice([1, 2, 3], 200), "b": rng.choice([3, 4, 5], 200), "c": rng.choice([1, 3], 200)})
pairs = {names[0]: ("a", "b"), names[1]: ("c", "a")}
sv.classify_kano(answers, pairs=pairs).plot(language=language)
""",
    ),
    "plot_necessity": Picture(
        "Scores of one driver and the outcome as dots, larger where more answers lie, under a stepped and a straight "
        "ceiling.",
        """
necessity = sv.assess_necessity(scores, conditions=["price"], n_permutations=100, seed=1, language=language)
necessity.plot_condition("price", language=language)
""",
    ),
    "plot_gains": Picture(
        "What curves, products and trees gain over straight lines, as dots with intervals beside the margin.",
        """
linearity = sv.assess_linearity(scores, n_repeats=1, n_folds=2, seed=1, language=language)
linearity.plot(language=language)
""",
    ),
    "plot_curves": Picture(
        "The expected outcome over one driver: a straight line, a curve with its band and the steps of boosted trees.",
        "linearity.plot_driver('price', language=language)",
    ),
    "plot_expected_change": Picture(
        "The difference of the outcome expected for the same points of each driver, as dots with intervals.",
        """
change = sv.simulate_change(scores, {"price": 5}, n_boot=50, seed=1, language=language)
change.plot(language=language)
""",
    ),
    "plot_confounding": Picture(
        "Contours of a coefficient over what a confounder explains of driver and outcome; confounders as strong as "
        "known drivers are dots.",
        "sv.assess_confounding(scores, language=language).plot_driver('price', language=language)",
    ),
    "plot_segments": Picture(
        "Under each driver a dot with its interval for every segment's difference from all others; grey ones hold 0.",
        """
segments = sv.compare_segments(responses, by="gender", n_boot=20, seed=1, language=language)
segments.plot(language=language)
""",
    ),
    "plot_waves": Picture(
        "Each driver's performance in two waves as a dumbbell, with the change at the right.",
        "sv.compare_waves(waves, n_boot=20, seed=1, language=language).plot(language=language)",
    ),
    "plot_decomposition": Picture(
        "Parts of a difference between waves as a waterfall: each bar begins where the one above ends.",
        "sv.decompose_change(waves, language=language).plot(language=language)",
    ),
    "plot_paths": Picture(
        "The paths of a model, one a row, as dots with intervals.",
        """
model = sv.estimate_paths(responses, language=language)
model.plot(language=language)
""",
    ),
    "plot_importance_performance": Picture(
        "Constructs by importance in points of the target (across) and performance (up).",
        "sv.map_path_priorities(model).plot(language=language)",
    ),
    "plot_power": Picture(
        "The share of simulated surveys that separate two drivers rises with the number of answers; dashed lines mark "
        "the power asked for and the size that has it.",
        """
plan = sv.plan_sample({"speed": 0.6, "price": 0.4}, r2=0.5, correlation=0.3, n_sim=100, seed=1)
plan.plot(language=language)
""",
    ),
}


def build_gallery(folder: Path, languages: Sequence[str] = LANGUAGES) -> list[Path]:
    """Write the page and its pictures; return their paths, the page first."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for language in languages:
        scope: dict[str, Any] = {}
        run(SETUP.replace('"en"', f'"{language}"', 1), scope)
        for name, picture in PICTURES.items():
            path = folder / f"{stem(name)}-{language}.svg"
            text = plots.figure_svg(run(picture.code, scope).figure, title=name, description=picture.shows)
            # A file of its own takes its ink from no page, so it brings ink and ground along.
            alone = text.replace("currentColor", INK).replace('style="', 'style="background:#ffffff;', 1)
            path.write_text(alone, encoding="utf-8")
            written.append(path)
    page = folder / "README.md"
    page.write_text("\n".join(write_page(languages)), encoding="utf-8")
    return [page, *written]


def run(code: str, scope: dict[str, Any]) -> Axes | Any:
    """Run lines and return the value of the last one, if it is an expression."""
    *lines, last = ast.parse(code).body
    if not isinstance(last, ast.Expr):
        exec(code, scope)
        return None
    exec(compile(ast.Module(lines, []), "<gallery>", "exec"), scope)
    return eval(compile(ast.Expression(last.value), "<gallery>", "eval"), scope)


def stem(name: str) -> str:
    """Return the file name of a chart's pictures without language and suffix."""
    return name.removeprefix("plot_").replace("_", "-")


def write_page(languages: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the page."""
    yield "# Gallery\n"
    yield "Every chart with the call that draws it, from simulated answers. In a browser each mark says its values when"
    yield "pointed at. All blocks run in order after this one:\n"
    yield f"```python\n{SETUP.strip()}\n```\n"
    for name, picture in PICTURES.items():
        first = (inspect.getdoc(getattr(plots, name)) or "").split("\n\n")[0].replace("\n", " ")
        yield f"## `{name}`\n\n{first}\n"
        for language in languages:
            yield f"![{picture.shows}]({stem(name)}-{language}.svg)\n"
        yield f"```python\n{picture.code.strip()}\n```\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder to write to")
    paths = build_gallery(parser.parse_args().out)
    print(f"{paths[0]}: {len(paths) - 1} pictures, {sum(path.stat().st_size for path in paths) / 1e6:.1f} MB")
