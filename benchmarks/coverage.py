"""How often the intervals of importance cover the truth: many simulated surveys of one known population.

    python benchmarks/coverage.py --surveys 500 --respondents 600

Each survey is drawn from the population that `simulate_responses` describes for the shipped questionnaire, without
careless answers and without non-response, is analysed by the public calls, and its 95 % percentile bootstrap intervals
are held against the shares of R² in a sample of a million from the same population. Printed: coverage per driver and
overall with its simulation error, for complete rows and for contact indicators.
"""

from __future__ import annotations

import argparse
from typing import Literal

import numpy as np
import pandas as pd

import survey as sv
from survey.prepare.simulate import population_truth

Mode = Literal["listwise", "indicator"]


def population_shares(questionnaire: sv.Questionnaire, n: int) -> dict[Mode, pd.Series]:
    """Return the shares of R² in a very large sample of the population, per way to treat those not asked."""
    population = population_truth(questionnaire, n=n).set_index("driver")
    bases: dict[Mode, str] = {"listwise": "asked everything", "indicator": "everyone"}
    return {mode: population.loc[population["base"] == base, "importance_share"] for mode, base in bases.items()}


def cover(
    questionnaire: sv.Questionnaire, truth: dict[Mode, pd.Series], *, surveys: int, respondents: int, n_boot: int
) -> dict[Mode, pd.DataFrame]:
    """Return, per mode, a row per survey and a column per driver: did the interval cover?"""
    covered: dict[Mode, list[pd.Series]] = {mode: [] for mode in truth}
    for seed in range(surveys):
        answers = sv.simulate_responses(questionnaire, n=respondents, seed=seed, careless=0, nonresponse=0)
        scores = sv.score_constructs(answers)
        for mode, shares in truth.items():
            table = (
                sv.rank_drivers(scores, missing=mode, n_boot=n_boot, seed=seed)
                .table.set_index("driver")
                .loc[shares.index]
            )
            covered[mode].append((table["conf_low"] <= shares) & (shares <= table["conf_high"]))
    return {mode: pd.DataFrame(rows) for mode, rows in covered.items()}


def main() -> None:
    """Print the coverage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--surveys", type=int, default=500)
    parser.add_argument("--respondents", type=int, default=600)
    parser.add_argument("--n-boot", type=int, default=1000)
    parser.add_argument("--population", type=int, default=1_000_000)
    given = parser.parse_args()
    questionnaire = sv.load_questionnaire("ecommerce-service")
    truth = population_shares(questionnaire, given.population)
    covered = cover(questionnaire, truth, surveys=given.surveys, respondents=given.respondents, n_boot=given.n_boot)
    print(f"{given.surveys} surveys of {given.respondents} respondents, {given.n_boot} bootstrap samples each")
    for mode, table in covered.items():
        rates = table.mean()
        error = table.mean(axis=1).std() / np.sqrt(len(table))
        print(f"\n{mode}: overall {rates.mean():.4f} (simulation error {error:.4f})")
        for driver, rate in rates.items():
            print(f"  {driver:<16} true share {truth[mode][driver]:.4f}   covered {rate:.4f}")


if __name__ == "__main__":
    main()
