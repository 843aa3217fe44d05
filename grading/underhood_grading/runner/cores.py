"""Which cores the processes of a submission run on, when several submissions are run beside each other."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager, suppress
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Cores", "stay_on", "usable"]


class Cores:
    """Cores of its own for each of so many submissions, once so many are under way; fewer may use all.

    >>> cores = Cores(2)
    >>> with cores.share(), cores.share() as mine:
    ...     mine  # of a machine with four
    (2, 3)

    The student's and the judge's process take turns, some hundred times a submission. Where each wakes up another core
    for that, and finds the other submission there, that takes a tenth longer.
    """

    def __init__(self, workers: int) -> None:
        cores = usable()
        self._lock = threading.Lock()
        self._workers = workers
        self._free: list[tuple[int, ...]] = []
        if 1 < workers <= len(cores):
            ends = [len(cores) * number // workers for number in range(workers + 1)]
            self._free = [cores[start:end] for start, end in pairwise(ends)]
        self._under_way = 0

    @contextmanager
    def share(self) -> Iterator[tuple[int, ...]]:
        """Give the cores for a submission while it is under way; none if it may use all."""
        with self._lock:
            self._under_way += 1
            mine = self._free.pop() if self._free and self._under_way >= self._workers else ()
        try:
            yield mine
        finally:
            with self._lock:
                self._under_way -= 1
                if mine:
                    self._free.append(mine)


def usable() -> tuple[int, ...]:
    """Return the cores that this process may run on; none where the system does not say."""
    return tuple(sorted(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else ()


def stay_on(cores: Sequence[int]) -> None:
    """Have this process, and what it forks, run on these cores alone; on any if there are none."""
    if cores:
        with suppress(OSError):  # they may have been taken from us since
            os.sched_setaffinity(0, cores)
