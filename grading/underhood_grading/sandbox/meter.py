"""Whether what a student's processes use is still allowed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from underhood_grading.sandbox.usage import available_memory

if TYPE_CHECKING:
    from underhood_grading.sandbox.ending import Ended
    from underhood_grading.sandbox.limits import Limits

__all__ = ["Meter"]

_LOW = 0.04  # of the machine's memory; below this the kernel soon ends processes
_LOW_AT_MOST = 1 << 30
_PATIENCE = 1.0  # seconds for others, which use more, to be ended first


class Measured(Protocol):
    """What can say what it uses."""

    def processes(self) -> list[str]:
        """Return the names of all its processes in /proc."""

    def memory(self, processes: list[str], exact_above: int) -> int:
        """Return the bytes that these use; exactly where they are more than that many."""


class Meter:
    """Looks at one submission's processes now and then, and knows their peak."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._most = limits.memory_mb << 20
        self._low_since: float | None = None
        available, total = available_memory()
        floor = min(int(total * _LOW), _LOW_AT_MOST)
        self._floor = floor if available > floor else 0  # one that was low before is the kernel's matter
        self.peak = 0

    def look(self, kept: Measured) -> tuple[Ended, str] | None:
        """Return why it has to be ended, None while all is well."""
        processes = kept.processes()
        if len(processes) > self._limits.processes:  # asked first: each further question takes a time for each
            return "processes", f"had more than {self._limits.processes} processes at once"
        # Several processes share memory, so that the quick sum would make a peak of nothing.
        memory = kept.memory(processes, self._most if len(processes) == 1 else min(self._most, self.peak))
        self.peak = max(self.peak, memory)
        if memory > self._most:
            return "memory", f"used more than {self._limits.memory_mb} MB of memory"
        if self._machine_is_low(memory):
            return "memory", f"ended because the machine had less than {self._floor >> 20} MB of memory left"
        return None

    def _machine_is_low(self, memory: int) -> bool:
        """Return whether this one has to go for the others' sake: at once if it is large, else after a moment.

        Some memory belongs to no process: what lies in sockets and pipes, shared memory that nobody maps.
        """
        if available_memory()[0] >= self._floor:
            self._low_since = None
            return False
        now = time.monotonic()
        self._low_since = self._low_since or now
        return memory > self._most // 2 or now - self._low_since > _PATIENCE
