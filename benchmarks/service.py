"""Time the analyses of a service log: python benchmarks/service.py [--sessions 1000000] [--ratings 100000]

Beside levels by agent stands what a plain pandas groupby takes for the share answered within 20 seconds alone, without
intervals; the other lines have no plain counterpart. Reading is from CSV files with times as ``2026-01-05 10:00:00``.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

import survey as sv
from survey.operations.service_log import ServiceLog


def time_call(name: str, call: Callable[[], object]) -> None:
    """Print the seconds of a call."""
    start = time.perf_counter()
    call()
    print(f"{name:44}{time.perf_counter() - start:8.2f} s", flush=True)


def group_plainly(log: ServiceLog) -> object:
    """Return the share answered within 20 seconds by agent, as one would write it in pandas."""
    sessions = log.sessions[log.sessions["customer_messages"] > 0]
    return (sessions["response_seconds"] <= 20).groupby(sessions["agent"]).agg(["mean", "count"])


def main() -> None:
    """Simulate a log and time everything that is done with it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=1_000_000)
    parser.add_argument("--ratings", type=int, default=100_000)
    parser.add_argument("--agents", type=int, default=300)
    options = parser.parse_args()
    log = sv.simulate_service_log(options.sessions, agents=options.agents, shops=10, bursts=5, days=90, seed=1)
    rng = np.random.default_rng(1)
    size = min(options.ratings, len(log.ratings))
    kept = np.sort(rng.choice(len(log.ratings), size, replace=False))
    log = replace(log, ratings=log.ratings.iloc[kept].reset_index(drop=True))
    sizes = f"{len(log.sessions):,} sessions of {options.agents} agents, {len(log.ratings):,} ratings"
    print(f"{sizes}, {len(log.cases):,} cases\n")
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{kind}.csv" for kind in ("sessions", "ratings", "cases")]
        for path in paths:
            log.table(path.stem).drop(columns="answered", errors="ignore").to_csv(path, index=False)
        time_call("read_service_log, three CSV files", lambda: sv.read_service_log(paths))
    time_call("pandas groupby, one share by agent", lambda: group_plainly(log))
    time_call("measure_service, the whole, 90 days", lambda: sv.measure_service(log, days=90))
    time_call("measure_service by agent, 90 days", lambda: sv.measure_service(log, by="agent", days=90))
    time_call("score_service by agent, 90 days", lambda: sv.score_service(log, days=90))
    time_call(
        "score_service, first response, 90 days", lambda: sv.score_service(log, measure="first_response", days=90)
    )
    time_call("chart_service by day", lambda: sv.chart_service(log))
    time_call("flag_ratings", lambda: sv.flag_ratings(log))


if __name__ == "__main__":
    main()
