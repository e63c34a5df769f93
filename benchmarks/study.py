"""Time a whole study, from the file of answers to the HTML report: python benchmarks/study.py [--n 500 10000]

For each number of respondents a file of simulated answers to ecommerce-service with two modules (45 rating items) is
written first; then a fresh process imports the package, reads the file, makes every analysis of the standard plan,
builds the report in English and writes it as HTML. Printed are wall and processor seconds of each stage, and of the
whole process. Goals: under 15 seconds for 500 respondents, under 60 for 10,000, on two cores with nothing else to do.
The first run of a fresh installation compiles the packages it imports; run twice.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MODULES = ("logistics", "personal_fit")
QUESTIONNAIRE = "ecommerce-service"


class Clock:
    """Wall and processor seconds by stage, a stage lasting until the next begins."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {}
        self.stage = "import"
        self.since = time.perf_counter(), time.process_time()

    def begin(self, stage: str, done: int = 0, total: int = 1) -> None:
        """Begin a stage; progress within the same one goes on counting."""
        if stage == self.stage:
            return
        now = time.perf_counter(), time.process_time()
        spent = self.seconds.setdefault(self.stage, [0.0, 0.0])
        self.seconds[self.stage] = [spent[at] + now[at] - self.since[at] for at in (0, 1)]
        self.stage, self.since = stage, now


def make_study(answers: Path) -> None:
    """Read answers, make the study, write the report, and print the seconds of each stage."""
    clock = Clock()
    import survey as sv

    clock.begin("read")
    asked = sv.load_questionnaire(QUESTIONNAIRE, modules=MODULES)
    responses = sv.read_responses(answers, asked)
    study = sv.run_study(responses, progress=clock.begin)
    clock.begin("report")
    report = sv.build_report(study, language="en")
    clock.begin("html")
    report.save(answers.with_suffix(".html"))
    clock.begin("end")
    for stage, (wall, cpu) in clock.seconds.items():
        print(f"  {stage:<18}{wall:8.2f}{cpu:8.2f}")
    sections = len(report.document.sections)
    left = f"; left out: {', '.join(study.left_out)}" if study.left_out else ""
    print(f"  {len(asked.rating_items)} rating items, {sections} sections, {len(study.depth)} further analyses{left}")


def measure(n: int, folder: Path) -> None:
    """Simulate answers of n respondents and time a study of them in a process of its own."""
    import survey as sv
    from survey.cli.answer_files import write_answers

    asked = sv.load_questionnaire(QUESTIONNAIRE, modules=MODULES)
    path = write_answers(sv.simulate_responses(asked, n=n, seed=1), folder / f"answers-{n}.csv")
    before, began = os.times(), time.perf_counter()
    print(f"{n:,} respondents\n  {'stage':<18}{'wall':>8}{'cpu':>8}", flush=True)
    # -P: the folder of this file stays off the path, where coverage.py would hide the package of that name
    subprocess.run([sys.executable, "-P", __file__, "--study", str(path)], check=True)
    wall, after = time.perf_counter() - began, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    print(f"  {'whole process':<18}{wall:8.2f}{cpu:8.2f}\n", flush=True)


def main() -> None:
    """Time each number of respondents."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--n", type=int, nargs="+", default=[500, 10_000], help="respondents")
    parser.add_argument("--study", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.study is not None:
        make_study(given.study)
        return
    with tempfile.TemporaryDirectory() as folder:
        for n in given.n:
            measure(n, Path(folder))


if __name__ == "__main__":
    main()
