"""What runs beside the function that is timed, in the student's process or in the reference's.

Nothing here is trusted by the judge: a student may replace all of it.
"""

from __future__ import annotations

import mmap
import os
import resource
import socket
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["LEAST", "PLAIN", "Slot", "call", "kept", "open_lane", "places", "watched"]

LEAST = 4096
"""Bytes from which an array travels in shared memory."""

PLAIN = "biufc"
"""The kinds of arrays that do."""

_SHARED = mmap.MAP_SHARED | getattr(mmap, "MAP_POPULATE", 0)
_ALIGNED = 64  # bytes; what vector instructions and cache lines ask for

Slot = tuple[Any, ...]
"""An array in shared memory: its position among the arguments, dtype, shape, and offset in bytes."""

_lane: socket.socket | None = None
_kept: Any = None


def open_lane(descriptor: int) -> None:
    """Have the socket over which memory comes."""
    global _lane  # noqa: PLW0603 - one for the process, like the judge's socket
    _lane = socket.socket(fileno=descriptor)


def call(
    function: Callable[..., Any],
    args: Sequence[Any],
    slots: Sequence[Slot],
    room: int,
    *,
    watch: bool = False,
) -> tuple[str, list[Any], tuple[int, ...]]:
    """Call a function with arrays that lie in shared memory, and put those that it returns into shared memory.

    `room` is the size of that in bytes, 0 for none. Returns what the result is, its parts, and of the call the
    wall-clock and CPU time in nanoseconds, the involuntary context switches and, with `watch`, whether it computed on
    a GPU that is emulated on the CPU. The result is what `kept` returns from then on.
    """
    global _kept  # noqa: PLW0603 - as above
    if type(function).__module__.startswith("underhood_grading.apart"):
        raise TypeError("a race takes the student's function itself, not one of the test's that calls it")
    memory = _received(bool(slots) + bool(room))
    taken = list(args)
    if slots:
        given = mmap.mmap(memory[0], 0, flags=_SHARED)
        for position, dtype, shape, offset in slots:
            taken[position] = np.ndarray(shape, dtype, given, offset)
    wall, cpu, switches = time.perf_counter_ns(), time.process_time_ns(), _switches()
    result, software = watched(function, taken) if watch else (function(*taken), False)
    wall, cpu, switches = time.perf_counter_ns() - wall, time.process_time_ns() - cpu, _switches() - switches
    _kept = result  # in both processes, so that memory is given out alike in them
    kind, parts = _put(result, memory[-1] if room else None, room)
    for one in memory:
        os.close(one)
    return kind, parts, (wall, cpu, switches, int(software))


def kept(*_: Any) -> Any:
    """Return the last result again: what a call costs that does no work."""
    return _kept


def watched(function: Callable[..., Any], args: list[Any]) -> tuple[Any, bool]:
    """Call a function; return its result, and whether it computed on a GPU that is emulated on the CPU."""
    asked = False

    def look(frame: Any, event: str, value: object) -> None:  # noqa: ARG001 - sys.setprofile's signature
        nonlocal asked
        asked = asked or str(frame.f_globals.get("__name__")).startswith("wgpu.")

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        result = function(*args)
    finally:
        sys.setprofile(before)
    if not asked:
        return result, False
    from underhood_kernels import gpu  # noqa: PLC0415 - loaded already, by whoever asked

    return result, gpu.device().adapter.software


def places(result: Any, room: int) -> tuple[list[int | None], int]:
    """Return the offset of each array of a result that has its place in so much shared memory, and the end of all."""
    found: list[int | None] = []
    end = 0
    for one in _items(result):
        size = one.nbytes if _is_plain(one) else 0
        if LEAST <= size <= room - end:
            found.append(end)
            end += -(-size // _ALIGNED) * _ALIGNED
        else:
            found.append(None)
    return found, end


def _received(count: int) -> list[int]:
    if not count or _lane is None:
        return []
    return socket.recv_fds(_lane, 1, count)[1]


def _put(result: Any, descriptor: int | None, room: int) -> tuple[str, list[Any]]:
    """Return what a result is, and its parts: values, or where an array lies in shared memory."""
    kind = "tuple" if type(result) is tuple else "list" if type(result) is list else "one"
    items = _items(result)
    offsets, end = places(result, room)
    parts: list[Any] = [
        ("value", one) if offset is None else ("array", one.dtype, one.shape, offset)
        for one, offset in zip(items, offsets, strict=True)
    ]
    if end and descriptor is not None:
        memory = mmap.mmap(descriptor, min(end, room), flags=_SHARED)
        for one, offset in zip(items, offsets, strict=True):
            if offset is not None:
                np.copyto(np.ndarray(one.shape, one.dtype, memory, offset), one)
        memory.close()
    return kind, parts


def _items(result: Any) -> Sequence[Any]:
    return result if type(result) in (tuple, list) else (result,)


def _is_plain(value: Any) -> bool:
    return type(value) is np.ndarray and value.dtype.kind in PLAIN


def _switches() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_nivcsw
