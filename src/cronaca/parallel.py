"""Work shared among processes, where the system can fork them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")

_work: Callable[..., object]


def cpu_count() -> int:
    """How many processes can work at once here."""
    if sys.platform != "linux":
        return 1
    return len(os.sched_getaffinity(0))


def each_of(work: Callable[[Task], Done], tasks: Sequence[Task], jobs: int) -> Iterator[Done]:
    """What ``work`` makes of each task, in their order.

    With several ``jobs`` the processes begin with all that this one knows; tasks and results are pickled.
    """
    if jobs < 2 or len(tasks) < 2 or sys.platform != "linux":
        yield from map(work, tasks)
        return
    import gc
    from multiprocessing import get_context

    global _work
    _work = work
    gc.freeze()  # what is shared stays shared: a collection would write into every page of memory
    try:
        try:
            pool = get_context("fork").Pool(min(jobs, len(tasks)), _begin)
        except OSError:  # no semaphores, or no more processes, are to be had here
            yield from map(work, tasks)
            return
        with pool:
            yield from pool.imap(_do, tasks)
    finally:
        gc.unfreeze()


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the process that asked
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # so that one ends these


def _do(task: Task) -> object:
    return _work(task)
