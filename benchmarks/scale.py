"""Time driver analysis of a large table: python benchmarks/scale.py [--rows 20000000] [--groups 1000] [--n-boot 1000]

Makes a Parquet file of so many rows of 25 answers (int8, 1 to 5, correlated, no gaps) in a temporary folder, some
hundred thousand rows at a time, and then, each in a process of its own,

* decodes all columns with pyarrow, row group by row group, with as many threads as there are cores, and keeps nothing;
* runs the whole study, `survey.rank_drivers_from_table`: file in, table with all intervals out. "constructs": 8 drivers
  of 3 items each, scored by a questionnaire; "columns": 24 single columns as drivers, Johnson's relative weights.

Prints seconds, rows per second, the highest resident size (Linux), and the ratio of each study to decoding. Decoding is
timed before and after, and the lesser time counts. Goals: at most 3 times decoding on two cores, below 4 GB, and time
in proportion to rows; --rows 4000000 20000000 shows that.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

CHUNK = 1 << 19
ITEMS, PER_CONSTRUCT = 24, 3
COLUMNS = ["overall", *(f"item{number}" for number in range(1, ITEMS + 1))]


def write_answers(path: Path, rows: int) -> None:
    """Write so many rows, the same every time, a chunk at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, pa.int8()) for name in COLUMNS])
    slopes = np.linspace(0.8, 0.1, ITEMS // PER_CONSTRUCT, dtype=np.float32)
    with pq.ParquetWriter(path, schema) as file:
        for begin in range(0, rows, CHUNK):
            n, rng = min(CHUNK, rows - begin), np.random.default_rng(begin)
            traits = rng.standard_normal((n, len(slopes)), dtype=np.float32)
            traits += rng.standard_normal((n, 1), dtype=np.float32) * np.float32(0.7)
            outcome = traits @ slopes / 2 + rng.standard_normal(n, dtype=np.float32)
            items = np.repeat(traits, PER_CONSTRUCT, axis=1) + rng.standard_normal((n, ITEMS), dtype=np.float32)
            codes = np.column_stack([outcome, items]) * np.float32(0.7) + np.float32(3.3)
            answers = np.clip(np.rint(codes), 1, 5).astype(np.int8).T
            file.write_table(pa.table([np.ascontiguousarray(one) for one in answers], schema=schema))


def write_questionnaire(path: Path) -> None:
    """Write the questionnaire of the answers: one outcome, 8 drivers of 3 items."""
    names = [f"driver{number}" for number in range(1, ITEMS // PER_CONSTRUCT + 1)]
    lines = ["id: large", 'version: "1"', "languages: [en]", "title: {en: Large}", "scales:", "  five:", "    points:"]
    lines += [f"      {code}: {{en: '{code}'}}" for code in range(1, 6)]
    lines += ["pages:", "  - id: one", "    items:"]
    lines += [f"      - {{id: {name}, type: scale, scale: five, text: {{en: {name}}}}}" for name in COLUMNS]
    lines += ["constructs:", "  satisfaction: {role: outcome, label: {en: Overall}, items: [overall]}"]
    for place, name in enumerate(names):
        own = ", ".join(COLUMNS[1 + PER_CONSTRUCT * place : 1 + PER_CONSTRUCT * (place + 1)])
        lines.append(f"  {name}: {{role: driver, label: {{en: {name}}}, items: [{own}]}}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def decode(path: Path) -> None:
    """Decode every column and keep nothing."""
    import pyarrow.parquet as pq

    def decode_part(number: int) -> int:
        parts = pq.ParquetFile(path).iter_batches(1 << 17, row_groups=[number], use_threads=False)
        return sum(part.num_rows for part in parts)

    count = pq.ParquetFile(path).metadata.num_row_groups
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as threads:
        list(threads.map(decode_part, range(count)))


def study(path: Path, kind: str, groups: int, n_boot: int) -> None:
    """Run the whole driver analysis."""
    import survey as sv

    if kind == "constructs":
        sheet = path.with_name("large.yaml")
        result = sv.rank_drivers_from_table(path, str(sheet), n_groups=groups, n_boot=n_boot)
    else:
        result = sv.rank_drivers_from_table(
            path, outcome="overall", method="relative_weights", n_groups=groups, n_boot=n_boot
        )
    print(result, file=sys.stderr)


def measure(path: Path, task: str, groups: int, n_boot: int) -> tuple[float, float, float]:
    """Return wall seconds, processor seconds and the highest resident size in bytes of a process of its own."""
    command = [sys.executable, __file__, "--task", task, "--file", str(path)]
    options = ["--groups", str(groups), "--n-boot", str(n_boot)]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    wall, cpu, memory = json.loads(done.stdout.splitlines()[-1])
    return wall, cpu, memory


def run_task(path: Path, task: str, groups: int, n_boot: int) -> None:
    """Run one task after its imports, and print what it took."""
    import resource

    import polars  # noqa: F401 - imported before the clock starts
    import pyarrow.dataset  # noqa: F401

    import survey.analysis.drivers.large_drivers  # noqa: F401

    start, used = time.perf_counter(), time.process_time()
    decode(path) if task == "decode" else study(path, task, groups, n_boot)
    wall, cpu = time.perf_counter() - start, time.process_time() - used
    print(json.dumps([wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024]))


def report(rows: int, groups: int, n_boot: int, folder: Path) -> None:
    """Make the file, measure, print."""
    path = folder / "answers.parquet"
    write_answers(path, rows)
    write_questionnaire(folder / "large.yaml")
    print(f"{rows:,} rows x {len(COLUMNS)} columns, {path.stat().st_size / 1e6:,.0f} MB, load {os.getloadavg()[0]:.1f}")
    decode(path)
    tasks = ["decode", "constructs", "columns", "decode"]
    found = [(task, *measure(path, task, groups, n_boot)) for task in tasks]
    least = min(wall for task, wall, *_ in found if task == "decode")
    for task, wall, cpu, memory in found:
        print(
            f"{task:12}{wall:9.2f} s{cpu:9.2f} s of processor{rows / wall / 1e6:9.2f} M rows/s"
            f"{wall / least:8.2f} x decode{memory / 1e9:7.2f} GB",
            flush=True,
        )
    path.unlink()


def main() -> None:
    """Measure each number of rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[20_000_000])
    parser.add_argument("--groups", type=int, default=1000)
    parser.add_argument("--n-boot", type=int, default=1000)
    parser.add_argument("--task", help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.task:
        run_task(given.file, given.task, given.groups, given.n_boot)
        return
    with tempfile.TemporaryDirectory() as folder:
        for rows in given.rows:
            report(rows, given.groups, given.n_boot, Path(folder))


if __name__ == "__main__":
    main()
