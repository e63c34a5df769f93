"""Progress on the terminal for anything that takes more than a second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tell = Callable[[str, int, int], None]

STAGES = {
    "simulating": "Simulating answers",
    "reading": "Reading answers",
    "screening": "Looking for careless responding",
    "weights": "Raking weights",
    "items": "Describing items",
    "validity": "Validity",
    "reliability": "Reliability",
    "drivers": "Drivers",
    "priorities": "Priorities",
    "planning": "Simulating surveys",
    "change": "Predicting",
    "writing": "Writing",
}


@contextmanager
def show_progress() -> Iterator[Tell]:
    """Show a bar on standard error, and take it away at the end; on anything but a terminal show nothing.

    Yields
    ------
    callable
        Takes a stage, the steps done and all steps, as `survey.study.run.run_study` calls it.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Starting", total=None)

        def tell(stage: str, done: int, total: int) -> None:
            known = total > 1
            name = STAGES.get(stage, stage)
            progress.update(task, description=name, completed=done if known else 0, total=total if known else None)

        yield tell
