"""Simulate periods between false alarms of the control charts: python benchmarks/run_lengths.py [--runs 3000]

Independent standard normal values, from the start until the first signal, while nothing changes. Beside each number
what is published: 1 / P(|z| > 3); Champ & Woodall (1987) for Western Electric's rules; Lucas & Saccucci (1990) for the
EWMA with steady limits, which is a little longer than with limits that begin narrow; Montgomery (2013) for the CUSUM.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

from survey.stats.service.run_rules import RULE_SETS, RuleSet, find_signals
from survey.stats.service.small_shifts import CUSUM_LIMIT, run_cusum, run_ewma

LONGEST, PART = 6000, 500
PUBLISHED = {"limits": 370.4, "western_electric": 91.75, "nelson": None, "ewma": 500.0, "cusum": 465.0}


def by_rules(rules: RuleSet) -> Callable[[np.ndarray], np.ndarray]:
    """Return what tells where any rule of a set signals."""
    return lambda z: np.any([signs != 0 for signs in find_signals(z, rules).values()], axis=0)


def by_ewma(z: np.ndarray) -> np.ndarray:
    """Tell where the moving average leaves its limits."""
    average, limit = run_ewma(z)
    return np.abs(average) > limit


def by_cusum(z: np.ndarray) -> np.ndarray:
    """Tell where a sum leaves its limit."""
    return np.maximum(*run_cusum(z)) > CUSUM_LIMIT


def mean_run(signal: Callable[[np.ndarray], np.ndarray], runs: int, rng: np.random.Generator) -> tuple[float, float]:
    """Return the mean number of periods until the first signal, and its standard error."""
    lengths = []
    for start in range(0, runs, PART):
        found = signal(rng.standard_normal((min(PART, runs - start), LONGEST)))
        lengths.append(np.where(found.any(axis=1), found.argmax(axis=1) + 1, LONGEST))
    every = np.concatenate(lengths)
    return float(every.mean()), float(every.std() / np.sqrt(len(every)))


def main() -> None:
    """Simulate every chart and print its mean run length."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3_000)
    options = parser.parse_args()
    signals = {rules: by_rules(rules) for rules in RULE_SETS} | {"ewma": by_ewma, "cusum": by_cusum}
    print(f"{options.runs:,} runs, cut at {LONGEST:,} periods")
    print(f"{'chart':20}{'mean':>9}{'error':>8}{'published':>11}{'s':>7}")
    for name, signal in signals.items():
        start = time.perf_counter()
        mean, error = mean_run(signal, options.runs, np.random.default_rng(1))
        published = PUBLISHED[name] or "-"
        print(f"{name:20}{mean:9.1f}{error:8.1f}{published:>11}{time.perf_counter() - start:7.1f}")


if __name__ == "__main__":
    main()
