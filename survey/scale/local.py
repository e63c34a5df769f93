"""The pass on one machine: a reader feeds threads that multiply."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from threadpoolctl import threadpool_limits

from survey.scale.partial import TablePartial, empty_partial, take_partial
from survey.scale.plan import TablePlan
from survey.scale.source import Source

Progress = Callable[[int, int], None]

#: Batches read ahead for each thread: enough to keep it busy, few enough for memory.
AHEAD = 2


def sum_table(source: Source, plan: TablePlan, progress: Progress | None = None) -> TablePartial:
    """Return the sums of a whole table, read once.

    Parameters
    ----------
    source
        The table.
    plan
        What to take.
    progress
        Called with rows done and all rows (0 where that is not known).

    Returns
    -------
    TablePartial

    Notes
    -----
    Threads: one for each core, with one BLAS thread each. Memory: some batches and two sets of sums, whatever the
    number of rows. Batches are added in their order, so the sums are the same however threads take turns.
    """
    whole = empty_partial(plan)
    total = source.n_rows() or 0 if progress is not None else 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    waiting: deque[Future[TablePartial]] = deque()
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(cores) as threads:
        try:
            for batch in source.batches(plan):
                waiting.append(threads.submit(take_partial, batch, plan))
                if len(waiting) > AHEAD * cores:
                    whole = _add(whole, waiting.popleft().result(), total, progress)
            while waiting:
                whole = _add(whole, waiting.popleft().result(), total, progress)
        finally:
            for future in waiting:
                future.cancel()
    return whole


def _add(whole: TablePartial, part: TablePartial, total: int, progress: Progress | None) -> TablePartial:
    added = whole + part
    if progress is not None:
        progress(added.n_read, total)
    return added
