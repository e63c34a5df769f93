"""Threads for large tables: numpy and Arrow compute in several at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

FEWEST_ROWS = 50_000  # with fewer rows threads cost more than they save
_MOST_WORKERS = 8  # more would wait for the file

Thing = TypeVar("Thing")
One = TypeVar("One")
Other = TypeVar("Other")


def count_workers() -> int:
    """Return how many threads can compute at once."""
    return min(_MOST_WORKERS, os.cpu_count() or 1)


def work_on_all(work: Callable[[Thing], One], things: Iterable[Thing], rows: int) -> list[One]:
    """Return what comes of each thing, in their order; several at once in a table of many rows.

    An exception is that of the first thing that has one.
    """
    if rows < FEWEST_ROWS:
        return [work(thing) for thing in things]
    with ThreadPoolExecutor(count_workers()) as pool:
        return list(pool.map(work, things))


def work_on_both(one: Callable[[], One], other: Callable[[], Other], rows: int) -> tuple[One, Other]:
    """Return what comes of two works, both at once in a table of many rows; an exception of the first goes first."""
    if rows < FEWEST_ROWS:
        return one(), other()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(other)
        return one(), waiting.result()
