"""A warm process: imports what a hand-in needs, once, and forks for each submission.

`python -m underhood_grading.runner.template student|judge FD READY MODULE…` is started by `processes`;
FD is its end of a Unix socket, over which each task's own sockets arrive, READY what `warming` has ready, by commas.
"""

from __future__ import annotations

import array
import gc
import json
import os
import select
import signal
import socket
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underhood_grading.apart import Channel, is_standin
from underhood_grading.sandbox import Limits, keep, prepare
from underhood_grading.speed import side

from .judge import Judge
from .roles import names_of
from .shell import Shell
from .student import serve, write_files
from .task import MESSAGE_BYTES, Task
from .twin import Twin
from .warming import preload

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

_MOST_FDS = 7


def main(arguments: Sequence[str]) -> None:
    """Serve until the other end of the socket is closed.

    A message with descriptors is a task; one with a source is a trusted cell, parsed here for all the forks to come.
    """
    side, descriptor, ready, *names = arguments
    own = socket.socket(fileno=int(descriptor))
    own.set_inheritable(False)
    start = time.monotonic()
    gc.disable()  # what is imported stays
    wanted = ready.split(",")
    preload(names, wanted)
    if side == "student":
        prepare()
    shell = Shell(opaque=is_standin if side == "judge" else None)
    shell.warm(wanted)
    gc.collect()
    gc.freeze()  # what is there stays shared: the collector won't touch its pages in the forks
    gc.enable()
    threads = len(os.listdir("/proc/self/task"))  # noqa: PTH208
    own.send(json.dumps({"seconds": time.monotonic() - start, "threads": threads}).encode())
    while True:
        readable, _, _ = select.select([own], [], [], 1.0)
        _reap()
        if not readable:
            continue
        text, descriptors, _, _ = socket.recv_fds(own, MESSAGE_BYTES, _MOST_FDS)
        if not text:
            return
        options = json.loads(text)
        if "source" in options:
            with suppress(Exception):  # a judge that needs it finds out
                names_of(options["source"])
            continue
        if os.fork() == 0:
            own.close()
            code = 1
            try:
                (_keeper if side == "student" else _judge)(options, descriptors, shell)
                code = 0
            finally:
                sys.stderr.flush()
                os._exit(code)
        for one in descriptors:
            os.close(one)


def _keeper(options: dict[str, Any], descriptors: list[int], shell: Shell) -> None:
    talk, control, *lane = descriptors
    confined = options.pop("confined")

    def run() -> None:
        _new_random_numbers()
        for one in lane:
            side.open_lane(one)
        serve(Channel(socket.socket(fileno=talk)), shell)

    with socket.socket(fileno=control) as keeping:
        keep(keeping, Limits(**options), run, inherited=[talk, *lane], confined=confined)


def _judge(options: dict[str, Any], descriptors: list[int], shell: Shell) -> None:
    result, talk, control, *race = descriptors
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the caller, who then hangs up
    reports = Channel(socket.socket(fileno=result))
    reports.send({"pid": os.getpid()})
    _new_random_numbers()
    task = Task.from_message(reports.receive(None))
    with socket.socket(fileno=control) as keeping, tempfile.TemporaryDirectory(dir=options["folder"]) as folder:
        write_files(Path(folder), task.trusted_files)
        twin = _twin(race, task, options["folder"]) if race else None
        judge = Judge(shell, Channel(socket.socket(fileno=talk)), keeping, twin)
        reports.send(judge.run(task))


def _twin(descriptors: list[int], task: Task, folder: str) -> Twin:
    students_lane, talk, control, lane = (socket.socket(fileno=one) for one in descriptors)
    return Twin(
        Channel(talk), control, lane, students_lane=students_lane, files=task.trusted_files, folder=Path(folder)
    )


def _new_random_numbers() -> None:
    """Seed NumPy's global generator anew; forks would all go on from the template's. Python's own does so itself."""
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(array.array("I", os.urandom(32)))


def _reap() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    main(sys.argv[1:])
