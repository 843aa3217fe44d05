"""What this machine can do at most, quickly measured: no call can take less.

`underhood_kernels.roofline` measures what is typical, in a second and with numba. Here an upper bound is wanted, at
the size in question and so within caches, in milliseconds.
"""

from __future__ import annotations

import os
import time
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["least_seconds"]

_TIMES = 5
_SIDE = 512  # of the matrices whose product gives the peak
_MOST = 1 << 24  # bytes; larger copies are no faster


def least_seconds(flops: float, nbytes: float) -> float:
    """Return the time below which so many operations can't be done nor so many bytes moved, by all cores together."""
    seconds = 0.0
    if nbytes > 0:
        seconds = nbytes / _copy_rate(1 << min(_MOST, max(4096, int(nbytes))).bit_length())
    if flops > 0:
        seconds = max(seconds, flops / _flop_rate())
    return seconds / _cores()


@cache
def _copy_rate(nbytes: int) -> float:
    """Return bytes read and written per second by one core."""
    source = np.ones(nbytes // 2, np.uint8)
    target = np.empty_like(source)
    return nbytes / _fastest(lambda: np.copyto(target, source))


@cache
def _flop_rate() -> float:
    """Return float32 operations per second of a matrix product."""
    matrix = np.ones((_SIDE, _SIDE), np.float32)
    return 2.0 * _SIDE**3 / _fastest(lambda: matrix @ matrix)


def _fastest(work: Callable[[], object]) -> float:
    times = []
    for _ in range(_TIMES):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return max(min(times), 1e-9)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
