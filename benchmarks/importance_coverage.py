"""How often intervals of importance cover, and how often equal drivers are told apart.

    python benchmarks/importance_coverage.py --respondents 200 1000 20000 --surveys 2000

Surveys are drawn from populations whose shares are known exactly: six drivers that correlate .6 with one another.
In the population "unequal" their coefficients are .5, .3, .3, .2, .1 and 0, in "equal" all .2, in "skewed" those of
"unequal" with answers exponentiated, whose truth comes from a sample of four million. Printed, for each kind of
interval: the share of surveys whose intervals of shares, of raw importance and of differences hold the truth, the
lowest coverage of a single driver, and, among pairs of equal importance, how often the verdict is "resolved" and how
often any such pair of a survey is. A rate of .95 from 1,000 surveys has a standard error of .007.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast, get_args

import numpy as np
import pandas as pd

import survey as sv
from survey.stats.importance import lmg
from survey.stats.importance_inference import IntervalKind

CORRELATION = 0.6
COEFFICIENTS = {
    "unequal": [0.5, 0.3, 0.3, 0.2, 0.1, 0.0],
    "equal": [0.2] * 6,
    "skewed": [0.5, 0.3, 0.3, 0.2, 0.1, 0.0],
}
EXPLAINED = 0.5
LARGE_SAMPLE = 4_000_000


@dataclass(frozen=True)
class Population:
    """Hold how to draw a survey, and its true importance by driver."""

    draw: Callable[[np.random.Generator, int], np.ndarray]
    importance: pd.Series

    @property
    def names(self) -> list[str]:
        """Names of the drivers."""
        return list(self.importance.index)


def make_population(name: str) -> Population:
    """Return one of the populations of `COEFFICIENTS`."""
    betas = np.array(COEFFICIENTS[name])
    k = len(betas)
    inner = np.full((k, k), CORRELATION) + (1 - CORRELATION) * np.eye(k)
    explained = betas @ inner @ betas
    cov = np.empty((k + 1, k + 1))
    cov[1:, 1:], cov[0, 1:], cov[1:, 0] = inner, inner @ betas, inner @ betas
    cov[0, 0] = explained / EXPLAINED
    root = np.linalg.cholesky(cov)
    skewed = name == "skewed"

    def draw(rng: np.random.Generator, n: int) -> np.ndarray:
        values = rng.normal(size=(n, k + 1)) @ root.T
        return np.exp(values / 2) if skewed else values

    if skewed:
        rng, cross = np.random.default_rng(99), np.zeros((k + 1, k + 1))
        for _ in range(20):
            cross += np.cov(draw(rng, LARGE_SAMPLE // 20), rowvar=False)
        cov = cross
    return Population(draw, pd.Series(lmg(cov), index=[f"driver{j + 1}" for j in range(k)]))


def judge_survey(population: Population, n: int, seed: int, kind: IntervalKind, n_boot: int) -> dict[str, object]:
    """Return what one survey's intervals hold, and which equal drivers it tells apart."""
    values = population.draw(np.random.default_rng(seed), n)
    frame = pd.DataFrame(values, columns=["outcome", *population.names])
    boot = 0 if kind == "analytic" else n_boot
    ranked = sv.rank_drivers(frame, outcome="outcome", interval=kind, n_boot=boot, seed=seed)
    table = ranked.table.set_index("driver").loc[population.names]
    share = population.importance / population.importance.sum()
    pairs = ranked.differences
    truth = share.loc[pairs["driver"]].to_numpy() - share.loc[pairs["other"]].to_numpy()
    equal = np.abs(truth) < 1e-9
    return {
        "share": ((table["conf_low"] <= share) & (share <= table["conf_high"])).to_numpy(),
        "raw": (
            (table["importance_low"] <= population.importance) & (population.importance <= table["importance_high"])
        ).to_numpy(),
        "difference": ((pairs["conf_low"] <= truth) & (truth <= pairs["conf_high"])).mean(),
        "band": ((pairs["simultaneous_low"] <= truth) & (truth <= pairs["simultaneous_high"])).all(),
        "false": float(pairs.loc[equal, "resolved"].mean()) if equal.any() else np.nan,
        "any_false": float(pairs.loc[equal, "resolved"].any()) if equal.any() else np.nan,
        "wrong": float((pairs["resolved"] & (truth < -1e-9)).any()),
    }


def main() -> None:
    """Print a line per population, size and kind of interval."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--surveys", type=int, default=1000)
    parser.add_argument("--respondents", type=int, nargs="+", default=[200, 1000])
    parser.add_argument("--populations", nargs="+", default=list(COEFFICIENTS), choices=list(COEFFICIENTS))
    parser.add_argument("--kinds", nargs="+", default=list(get_args(IntervalKind)), choices=get_args(IntervalKind))
    parser.add_argument("--n-boot", type=int, default=1000)
    given = parser.parse_args()
    print(f"{given.surveys} surveys each, {given.n_boot} bootstrap samples; coverage asked for: .95")
    head = f"{'population':<10}{'n':>7} {'interval':<11}{'shares':>7}{'lowest':>7}{'raw':>7}{'pairs':>7}{'band':>7}"
    print(f"{head}{'false':>7}{'any':>7}{'wrong':>7}")
    for name in given.populations:
        population = make_population(name)
        for n in given.respondents:
            for kind in given.kinds:
                found = [
                    judge_survey(population, n, seed, cast(IntervalKind, kind), given.n_boot)
                    for seed in range(given.surveys)
                ]
                shares = np.array([row["share"] for row in found])
                figures = [shares.mean(), shares.mean(axis=0).min(), np.mean([row["raw"] for row in found])]
                figures += [
                    float(np.mean([row[key] for row in found]))
                    for key in ("difference", "band", "false", "any_false", "wrong")
                ]
                print(f"{name:<10}{n:>7} {kind:<11}" + "".join(f"{value:7.3f}" for value in figures), flush=True)


if __name__ == "__main__":
    main()
