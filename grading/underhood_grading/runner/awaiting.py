"""What comes back from the processes that run a task."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from underhood_grading import sandbox
from underhood_grading.apart import Channel, ChannelClosedError, ChannelError, ChannelTimeoutError
from underhood_grading.raced import checked_races

from .errors import RunnerError
from .task import Done
from .warm import START

if TYPE_CHECKING:
    import socket

    from .task import Task

__all__ = ["GRACE", "await_done"]

GRACE = 15.0
"""Seconds past a task's own limit before its judge is ended."""


def await_done(channel: Channel, control: socket.socket, task: Task) -> Done:
    """Give a judge its task by its channel, and return what came of it and of the student's process, by the keeper's.

    Raises RunnerError if there is no result.
    """
    start = time.monotonic()
    pid = 0
    try:
        pid = channel.receive(time.monotonic() + START)["pid"]
        channel.send(task.to_message())
        found = channel.receive(time.monotonic() + task.limits.seconds + GRACE)
    except ChannelClosedError:
        message = "the process that runs the tests ended: a test stopped it, or the machine is out of memory"
        raise RunnerError(message) from None
    except ChannelError as error:
        if pid:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if isinstance(error, ChannelTimeoutError):
            seconds = time.monotonic() - start
            message = f"a test did not end within {seconds:.0f} s and could not be stopped"
            raise RunnerError(message, again=False) from None
        raise RunnerError(str(error), again=False) from None
    ending = _ending(control)
    if ending is None or ending.ended == "setup":
        # Not the submission's doing, whatever became of its tests meanwhile.
        raise RunnerError("the student's process could not be kept" + (f": {ending.message}" if ending else ""))
    return Done(
        tuple(found["outputs"]),
        float(found["seconds"]),
        ending.ended,
        ending.message,
        float(ending.peak_mb),
        tuple(checked_races(found["races"])),
    )


def _ending(control: socket.socket) -> sandbox.Ending | None:
    """Read the keeper's last word; None if it ended without one."""
    control.settimeout(10)
    said = b""
    with suppress(OSError):
        while not said.endswith(b"\n") and len(said) < 1 << 16 and (more := control.recv(4096)):
            said += more
    try:
        return sandbox.Ending.read(said)
    except (ValueError, TypeError):
        return None
