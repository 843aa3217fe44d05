"""How a student's process ended."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import asdict, dataclass
from typing import Literal

__all__ = ["Ended", "Ending"]

Ended = Literal["exit", "signal", "memory", "processes", "time", "killed", "setup"]


@dataclass(frozen=True)
class Ending:
    r"""Why a student's process is gone, in a form for programs and in a sentence.

    >>> Ending("signal", 11, 210, "ended by SIGSEGV").line()
    b'{"ended": "signal", "status": 11, "peak_mb": 210, "message": "ended by SIGSEGV"}\n'

    `ended`: `exit` (`status` is the exit code), `signal` (`status` is its number; also the system's own, out of
    memory), `memory`, `processes`, `time` (a limit was passed), `killed` (the grader asked for it), `setup` (the
    sandbox could not be made, and none of the student's code ran). `peak_mb` is the most memory seen, in 2²⁰ bytes.
    """

    ended: Ended
    status: int
    peak_mb: int
    message: str

    def line(self) -> bytes:
        """Return this as one line of JSON, as it is sent to the grader."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Ending:
        """Read what `line` wrote."""
        return cls(**json.loads(line))

    @classmethod
    def of_status(cls, status: int, peak_mb: int) -> Ending:
        """Say what a wait status means (`os.waitpid`'s second value)."""
        code = os.waitstatus_to_exitcode(status)
        if code >= 0:
            return cls("exit", code, peak_mb, "ended by itself" if code == 0 else f"ended with exit status {code}")
        try:
            name = signal.Signals(-code).name
        except ValueError:  # a real-time signal
            name = f"signal {-code}"
        hint = ", most likely by the system because memory ran out" if -code == signal.SIGKILL else ""
        return cls("signal", -code, peak_mb, f"ended by {name}{hint}")
