"""Time reading a large CSV export beside pandas in one run: python benchmarks/reading.py [--rows 1000000] [--repeat 5]

The file has 40 columns: ids, a moment, 36 answers as codes of the shipped questionnaire, seconds, and a comment that is
mostly blank. pandas parses it to numbers and strings; `survey.read_responses` parses it too, and checks every cell
against the questionnaire, hashes the file, and names what is no answer.

All run in turn in one process, after a first run of each on a small file; the least wall time of the repeats counts,
since other work on the machine can only add to it. Memory is the highest resident size of a process of its own over
its size before the reading (Linux only).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

import survey as sv

QUESTIONNAIRE = sv.load_questionnaire("ecommerce-service")
ANSWERS = 36
SIMULATED = 20_000  # respondents, which are repeated
COMMENTS = ["", "", "", "很好", "客服回复太慢，等了很久"]
OURS = "survey.read_responses"
READERS: dict[str, Callable[[Path], object]] = {
    OURS: lambda path: sv.read_responses(path, QUESTIONNAIRE),
    "pandas, C": pd.read_csv,
    "pandas, C, low_memory=False": lambda path: pd.read_csv(path, low_memory=False),
    "pandas, C, memory_map=True": lambda path: pd.read_csv(path, memory_map=True),
    "pandas, pyarrow": lambda path: pd.read_csv(path, engine="pyarrow"),
    "pandas, pyarrow, pyarrow types": lambda path: pd.read_csv(path, engine="pyarrow", dtype_backend="pyarrow"),
}


def write_export(path: Path, rows: int) -> None:
    """Write a CSV file of simulated answers with so many rows."""
    data = sv.simulate_responses(QUESTIONNAIRE, n=min(rows, SIMULATED), seed=1).data
    codes = [column for column in data if data[column].dtype == "float32"][:ANSWERS]
    times = -(-rows // len(data))
    frame = pd.concat([data[codes]] * times, ignore_index=True).head(rows).astype("Int16")
    rng = np.random.default_rng(1)
    frame.insert(0, "id", np.arange(1, rows + 1))
    frame.insert(1, "submitted", pd.Timestamp(2026, 1, 1) + pd.to_timedelta(np.arange(rows) * 7, unit="s"))
    frame["seconds"] = rng.integers(60, 900, rows)
    frame["comment"] = rng.choice(COMMENTS, rows)
    frame.to_csv(path, index=False)


def time_readers(path: Path, repeat: int) -> dict[str, float]:
    """Return the least wall seconds of every reader."""
    least = dict.fromkeys(READERS, float("inf"))
    for _ in range(repeat):
        for name, read in READERS.items():
            start = time.perf_counter()
            read(path)
            least[name] = min(least[name], time.perf_counter() - start)
    return least


def measure_memory(path: Path, small: Path, name: str) -> float:
    """Return by how many bytes a process grew at most while it read the file."""
    command = [sys.executable, __file__, "--measure", name, str(small), str(path)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def print_growth(name: str, small: str, path: str) -> None:
    """Read a small file, so that everything is imported, then the large one, and print the growth in bytes."""
    READERS[name](Path(small))
    status = Path("/proc/self/status")
    Path("/proc/self/clear_refs").write_text("5")  # the highest size so far is forgotten
    before = _kilobytes(status.read_text(), "VmRSS")
    answers = READERS[name](Path(path))
    print((_kilobytes(status.read_text(), "VmHWM") - before) * 1024)
    del answers


def _kilobytes(status: str, key: str) -> int:
    return int(status.split(f"{key}:")[1].split()[0])


def main() -> None:
    """Print a line per reader: seconds, ratio, memory and its ratio to the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print_growth(*given.measure)
        return
    with tempfile.TemporaryDirectory() as folder:
        path, small = Path(folder) / "answers.csv", Path(folder) / "small.csv"
        write_export(path, given.rows)
        write_export(small, min(given.rows, 60_000))
        time_readers(small, 1)
        least = time_readers(path, given.repeat)
        size = path.stat().st_size
        linux = sys.platform == "linux"
        memory = {name: measure_memory(path, small, name) if linux else float("nan") for name in READERS}
    print(f"{given.rows:,} rows x {ANSWERS + 4} columns, {size / 1e6:.0f} MB; least of {given.repeat}")
    print(f"{'':32}{'seconds':>9}{'ours / it':>11}{'MB':>7}{'of the file':>13}")
    for name, seconds in least.items():
        ratio = least[OURS] / seconds
        print(f"{name:32}{seconds:9.2f}{ratio:11.2f}{memory[name] / 1e6:7.0f}{memory[name] / size:13.2f}")


if __name__ == "__main__":
    main()
