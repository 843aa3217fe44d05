"""Stopping all of a student's processes for a while, so that they take no time from what is measured meanwhile."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["pause", "resume", "stop_or_go"]

_PATIENCE = 0.2  # seconds; a process stops within microseconds unless the kernel is busy for it
_LINE = 32  # bytes of the keeper's answer
_LINUX = sys.platform == "linux"


def pause(control: socket.socket, patience: float = 5.0) -> int | None:
    """Have a keeper stop its processes; return the nanoseconds of CPU time that they have used.

    >>> before = pause(control)
    >>> resume(control) - before
    0

    For the grader, who has the other end of the keeper's `control`. None if the student's process has ended. Raises
    TimeoutError if the keeper does not answer.
    """
    return _ask(control, b"s", patience)


def resume(control: socket.socket, patience: float = 5.0) -> int | None:
    """Have a keeper let its processes go on; return the nanoseconds of CPU time that they had used just before."""
    return _ask(control, b"c", patience)


def _ask(control: socket.socket, wish: bytes, patience: float) -> int | None:
    before = control.gettimeout()
    control.settimeout(patience)
    try:
        control.sendall(wish)
        # Only looked at: the keeper's last word, if that is what came, is for whoever waits for the end.
        while (said := control.recv(_LINE, socket.MSG_PEEK))[:1] in (b"s", b"c"):
            if len(said) < _LINE:
                time.sleep(0.0001)
                continue
            control.recv(_LINE)
            if said[:1] == wish:  # else it answers a wish that nobody waited for to the end
                return int(said[1:])
    except TimeoutError:
        raise
    except OSError:
        pass
    finally:
        control.settimeout(before)
    return None


def stop_or_go(wish: bytes, processes: Callable[[], list[str]]) -> bytes:
    """Do the keeper's part and return its answer; `processes` are the names in /proc of all that belong to the student.

    Each is signalled through its folder there: in it the numbers are another namespace's.
    """
    if wish == b"s":
        _stop(processes)
    used = sum(map(_cpu_time, processes()))
    if wish == b"c":
        for process in processes():
            _signal(process, signal.SIGCONT)
    return wish + f"{used}\n".rjust(_LINE - 1).encode()


def _stop(processes: Callable[[], list[str]]) -> None:
    if not _LINUX:
        for process in processes():
            _signal(process, signal.SIGSTOP)
        return
    deadline = time.monotonic() + _PATIENCE
    told: set[str] = set()
    # Who has not been told may look as if it had stopped: a process whose first thread has ended, and others run.
    while running := [process for process in processes() if process not in told or not _has_stopped(process)]:
        if time.monotonic() > deadline:
            return
        for process in running:
            _signal(process, signal.SIGSTOP)
        told.update(running)


def _signal(process: str, number: signal.Signals) -> None:
    with suppress(OSError):
        if not _LINUX:
            os.kill(int(process), number)
            return
        folder = os.open(f"/proc/{process}", os.O_RDONLY | os.O_DIRECTORY)
        try:
            signal.pidfd_send_signal(folder, number)
        finally:
            os.close(folder)


def _has_stopped(process: str) -> bool:
    try:
        with open(f"/proc/{process}/stat", "rb") as file:  # noqa: PTH123 - several times a millisecond
            state = file.read(512).rpartition(b") ")[2][:1]
    except OSError:
        return True
    return state in b"TtZX"


def _cpu_time(process: str) -> int:
    """Return the nanoseconds that all threads of a process have run."""
    used = 0
    with suppress(OSError):
        for thread in os.listdir(f"/proc/{process}/task"):  # noqa: PTH208
            with suppress(OSError, ValueError), open(f"/proc/{process}/task/{thread}/schedstat", "rb") as file:  # noqa: PTH123
                used += int(file.read(64).split()[0])
    return used
