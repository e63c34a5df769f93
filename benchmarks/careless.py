"""Time the indices of careless responding beside R in one run: python benchmarks/careless.py [--rows 20000]

50 items of five points in ten scales. R is the package careless where R has it, else loops over respondents in base R
(benchmarks/careless.R, which says which). Each side reads the same answers; reading them is not timed. Indices that
careless lacks (patterns, Guttman errors, near copies) are timed alone, and so is the public `flag_careless` with every
index. Without R, ours alone is printed. R runs in one thread here; OPENBLAS_NUM_THREADS=1 before the command gives
ours one too, which on a busy machine is also the faster way.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd

from survey.prepare.careless import flag_careless
from survey.questionnaire.build import build_questionnaire
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses
from survey.stats import careless

SCALES, ITEMS = 10, 5


def make_answers(rows: int, seed: int = 1) -> np.ndarray:
    """Return simulated 5-point answers to ten scales of five items."""
    rng = np.random.default_rng(seed)
    traits = np.repeat(rng.normal(size=(rows, SCALES)), ITEMS, axis=1)
    return np.clip(np.round(3 + 0.9 * traits + 0.6 * rng.normal(size=traits.shape)), 1, 5)


def make_questionnaire() -> Questionnaire:
    """Return a questionnaire of ten constructs of five items."""
    names = [[f"s{scale}i{item}" for item in range(ITEMS)] for scale in range(SCALES)]
    text = {"en": "Rate it."}
    item = {"type": "scale", "scale": "five", "text": text}
    return build_questionnaire(
        {
            "id": "benchmark",
            "languages": ["en"],
            "title": text,
            "scales": {"five": {"points": {point: {"en": str(point)} for point in range(1, 6)}}},
            "pages": [{"id": "all", "items": [{"id": name} | item for scale in names for name in scale]}],
            "constructs": {
                f"c{at}": {"role": "driver", "label": text, "items": scale} for at, scale in enumerate(names)
            },
        }
    )


def find_ours(x: np.ndarray) -> dict[str, Callable[[], object]]:
    """Return the calls to time: first those that R has too."""
    return {
        "longest_run": lambda: careless.longest_run(x),
        "average_run": lambda: careless.average_run(x),
        "irv": lambda: careless.intra_individual_sd(x),
        "irv_split": lambda: careless.split_sd(x, 4),
        "mahalanobis": lambda: careless.mahalanobis(x),
        "even_odd": lambda: careless.even_odd(x, [ITEMS] * SCALES),
        "synonyms": lambda: careless.psychometric_synonyms(x, 0.5),
        "pattern": lambda: careless.longest_pattern(x),
        "guttman": lambda: careless.guttman_errors(x, 1, 5),
        "near copies": lambda: careless.closest_match(x, earlier=True),
    }


def time_call(call: Callable[[], object], repeat: int) -> tuple[float, float]:
    """Return median wall and processor seconds."""
    wall, cpu = [], []
    for _ in range(repeat):
        start, start_cpu = time.perf_counter(), time.process_time()
        call()
        wall.append(time.perf_counter() - start)
        cpu.append(time.process_time() - start_cpu)
    return median(wall), median(cpu)


def time_r(x: np.ndarray) -> tuple[str, dict[str, float]]:
    """Return what R ran on and its seconds for each index; nothing where there is no R."""
    program = shutil.which("Rscript")
    if program is None:
        return "R is not installed", {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.csv"
        pd.DataFrame(x.astype(int)).to_csv(file, index=False)
        script = Path(__file__).with_suffix(".R")
        done = subprocess.run([program, str(script), str(file)], capture_output=True, text=True, check=True)
    head, *lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    return head.lstrip("# "), {name: float(seconds) for name, seconds in (line.split() for line in lines)}


def main() -> None:
    """Run both and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000, help="respondents")
    parser.add_argument("--repeat", type=int, default=3, help="repeats per measurement")
    options = parser.parse_args()
    x = make_answers(options.rows)
    peer, theirs = time_r(x)
    threads = os.environ.get("OPENBLAS_NUM_THREADS", "as many threads as there are cores")
    print(f"{options.rows:,} respondents x {x.shape[1]} items; OPENBLAS_NUM_THREADS: {threads}; R: {peer}\n")
    print(f"{'index':14}{'ours, wall':>12}{'ours, cpu':>12}{'R, wall':>12}{'ratio':>8}")
    total = 0.0
    for name, call in find_ours(x).items():
        call()
        wall, cpu = time_call(call, options.repeat)
        other = theirs.get(name)
        total += wall if other else 0
        beside = f"{other:12.3f}{other / wall:8.0f}" if other else ""
        print(f"{name:14}{wall:12.4f}{cpu:12.4f}{beside}")
    if theirs:
        both = sum(theirs.values())
        print(f"{'all R has':14}{total:12.4f}{'':12}{both:12.3f}{both / total:8.0f}")
    questionnaire = make_questionnaire()
    responses = Responses(questionnaire=questionnaire, data=pd.DataFrame(x, columns=list(questionnaire.items)))
    wall, cpu = time_call(lambda: flag_careless(responses, every_index=True), 1)
    print(f"\nflag_careless with every index, near copies included: {wall:.2f} s wall, {cpu:.2f} s processor")


if __name__ == "__main__":
    main()
