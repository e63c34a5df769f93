"""Time driver analysis beside pingouin in one run: python benchmarks/drivers.py [--peer15] [--repeat 3]

(a) 10 drivers x 10,000 rows with 1,000 bootstrap samples: `survey.rank_drivers`, the full public path from a data
    frame with its intervals, beside ONE call of pingouin.linear_regression(relimp=True) times 1,000. pingouin has no
    bootstrap of relative importance, so 1,000 calls are what a user would run; the multiplication is not run.
(b) Exact LMG of 15 drivers from a data frame, beside one call of pingouin with --peer15 (some seconds).

Both sides run in this process, on the same data, in turn; the median of the repeats is printed.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
import warnings
from collections.abc import Callable
from importlib import metadata
from statistics import median

import numpy as np
import pandas as pd

N_BOOT = 1000


def make_frame(drivers: int, rows: int, seed: int = 1) -> pd.DataFrame:
    """Return simulated 7-point answers: an outcome, and drivers that correlate at about .4."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(rows, 1))
    latent = 0.65 * common + 0.76 * rng.normal(size=(rows, drivers))
    outcome = latent @ np.linspace(0.5, 0.05, drivers) + rng.normal(size=rows)
    points = np.clip(np.round(4 + 1.4 * np.column_stack([outcome / outcome.std(), latent])), 1, 7)
    return pd.DataFrame(points, columns=["outcome", *(f"driver{j + 1}" for j in range(drivers))])


def time_median(call: Callable[[], object], repeat: int) -> tuple[float, float]:
    """Return median wall and processor seconds of a call."""
    wall, cpu = [], []
    for _ in range(repeat):
        start, start_cpu = time.perf_counter(), time.process_time()
        call()
        wall.append(time.perf_counter() - start)
        cpu.append(time.process_time() - start_cpu)
    return median(wall), median(cpu)


def find_ours() -> tuple[str, Callable[[pd.DataFrame, int], np.ndarray]]:
    """Return what is measured and how to call it: the public function, or the arrays below it."""
    try:
        from survey import rank_drivers
    except ImportError:
        from survey.stats.bootstrap import bootstrap_covariances, percentile_interval
        from survey.stats.importance import lmg
        from survey.stats.moments import take_moments

        def estimate(frame: pd.DataFrame, n_boot: int) -> np.ndarray:
            values = frame.to_numpy(float)
            shares = lmg(take_moments(values).covariance)
            if n_boot:
                percentile_interval(lmg(bootstrap_covariances(values, n_boot=n_boot, seed=1)))
            return shares

        return "survey.stats (the public rank_drivers is not there)", estimate

    def rank(frame: pd.DataFrame, n_boot: int) -> np.ndarray:
        drivers = list(frame.columns[1:])
        result = rank_drivers(frame, outcome="outcome", drivers=drivers, n_boot=n_boot, seed=1)
        return getattr(result, "table", result)

    return "survey.rank_drivers", rank


def call_peer(frame: pd.DataFrame) -> pd.DataFrame:
    """Run pingouin's relative importance once."""
    import pingouin

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pingouin.linear_regression(frame.iloc[:, 1:], frame["outcome"], relimp=True)


def check_agreement(frame: pd.DataFrame) -> float:
    """Return the largest difference between our shares and pingouin's."""
    from survey.stats.importance import lmg
    from survey.stats.moments import take_moments

    ours = lmg(take_moments(frame.to_numpy(float)).covariance)
    return float(np.abs(ours - call_peer(frame)["relimp"].to_numpy(float)[1:]).max())


def print_setting() -> None:
    """Print versions and the number of cores; nothing that names the machine."""
    names = ["numpy", "scipy", "pandas", "statsmodels", "pingouin"]
    print(f"python {platform.python_version()}, " + ", ".join(f"{name} {metadata.version(name)}" for name in names))
    print(f"{os.cpu_count()} cores; wall and processor seconds, median of the repeats\n")


def main() -> None:
    """Run both comparisons and print their ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer15", action="store_true", help="also run pingouin with 15 drivers once")
    parser.add_argument("--repeat", type=int, default=3, help="repeats per measurement")
    options = parser.parse_args()
    print_setting()
    label, ours = find_ours()
    small, wide = make_frame(10, 10_000), make_frame(15, 10_000)
    ours(make_frame(3, 200), 10), call_peer(make_frame(3, 200))  # imports and caches are not timed
    print(f"largest difference of the shares, ours and pingouin's: {check_agreement(small):.1e}\n")

    wall, cpu = time_median(lambda: ours(small, N_BOOT), options.repeat)
    peer_wall, peer_cpu = time_median(lambda: call_peer(small), options.repeat)
    print(f"(a) 10 drivers, 10,000 rows, {N_BOOT:,} bootstrap samples")
    print(f"    {label}: {wall:.3f} s wall, {cpu:.3f} s processor")
    print(f"    pingouin, ONE call without bootstrap: {peer_wall:.3f} s wall, {peer_cpu:.3f} s processor")
    print(f"    pingouin x {N_BOOT:,} (multiplied, not run): {N_BOOT * peer_wall:.0f} s wall, "
          f"{N_BOOT * peer_cpu:.0f} s processor")  # fmt: skip
    print(f"    ratio: {N_BOOT * peer_wall / wall:.0f} (wall / wall), {N_BOOT * peer_cpu / wall:.0f} "
          "(their processor / our wall)\n")  # fmt: skip

    wall, cpu = time_median(lambda: ours(wide, 0), options.repeat)
    print("(b) exact LMG, 15 drivers, 10,000 rows, from the data frame, no bootstrap")
    print(f"    {label}: {wall:.4f} s wall, {cpu:.4f} s processor")
    if options.peer15:
        peer_wall, peer_cpu = time_median(lambda: call_peer(wide), 1)
        print(
            f"    pingouin, one call: {peer_wall:.2f} s wall, {peer_cpu:.2f} s processor; ratio {peer_wall / wall:.0f}"
        )


if __name__ == "__main__":
    main()
