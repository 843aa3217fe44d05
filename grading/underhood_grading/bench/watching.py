"""A grading command, watched from outside: when scores appear, and how much memory it takes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from .gradebooks import count_scored

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["BenchError", "Run", "stock_command", "watch"]

_EVERY = 0.05  # seconds between two looks


class BenchError(Exception):
    """The comparison can't be made: why, for a reader."""


@dataclass(frozen=True)
class Run:
    """A command from its start to its end, in seconds.

    `scored` holds when the first, the second, … submission had a score, to within a twentieth of a
    second. `memory` holds the caller's resident megabytes by how many submissions were scored.
    """

    seconds: float
    scored: tuple[float, ...]
    memory: Mapping[int, float]
    peak_mb: float

    @property
    def first(self) -> float:
        """When the first score was in the gradebook."""
        return self.scored[0]

    @property
    def pace(self) -> float:
        """Seconds from one score to the next, without the start."""
        if len(self.scored) < 2:
            return self.seconds
        return (self.scored[-1] - self.scored[0]) / (len(self.scored) - 1)

    def seconds_of(self, students: int) -> float:
        """Return the seconds of as many submissions at this pace; those measured where it is as many."""
        return self.seconds + self.pace * (students - len(self.scored))


def stock_command(handin: str) -> list[str]:
    """Return nbgrader's own command, of this environment."""
    return [sys.executable, "-m", "nbgrader", "autograde", handin]


def watch(command: Sequence[str], course: Path, students: int) -> Run:
    """Run a command in a course directory and watch it. Raises BenchError if not all are scored then."""
    with tempfile.TemporaryDirectory() as empty, tempfile.TemporaryFile() as words:
        # Nobody's own Jupyter configuration plays a part.
        environment = {**os.environ, "JUPYTER_CONFIG_DIR": empty}
        start = time.monotonic()
        process = subprocess.Popen(
            command, cwd=course, env=environment, stdin=subprocess.DEVNULL, stdout=words, stderr=words
        )
        caller = psutil.Process(process.pid)
        scored: list[float] = []
        memory: dict[int, float] = {}
        peak = 0.0
        running = True
        while running:
            try:
                process.wait(_EVERY)
                running = False
            except subprocess.TimeoutExpired:
                resident = caller.memory_info().rss / 1e6
                peak = max(peak, resident)
                memory[len(scored)] = resident
            found = count_scored(course)
            scored += [time.monotonic() - start] * (found - len(scored))
        seconds = time.monotonic() - start
        words.seek(0)
        said = words.read().decode("utf-8", "replace").strip()
    if len(scored) < students:
        last = "\n".join(said.splitlines()[-12:])
        raise BenchError(f"{Path(command[0]).name} scored {len(scored)} of {students} submissions; it said:\n{last}")
    return Run(seconds, tuple(scored), memory, peak)
