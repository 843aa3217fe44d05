"""A warm process at work: it forks for each task."""

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
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underhood_grading.apart import Channel
from underhood_grading.sandbox import Limits, keep, kernel
from underhood_grading.speed import side

from .judge import Judge
from .roles import names_of
from .student import serve, write_files
from .task import MESSAGE_BYTES, Task
from .twin import Twin
from .warming import make_ready

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from .options import Side
    from .shell import Shell

__all__ = ["Forking"]

_MOST_FDS = 7


class Forking:
    """One side's warm process. Its socket is the last of `held`, descriptors that no fork keeps."""

    def __init__(self, side: Side, held: Sequence[int], shell: Shell) -> None:
        self.side, self._held, self._shell = side, held, shell
        for one in held:
            os.set_inheritable(one, False)
        self._own = socket.socket(fileno=held[-1])

    def serve(self, seconds: float, later: Collection[str] = ()) -> None:
        """Say that it is ready, after so many seconds, and fork for each task until the other end is closed.

        What is still wanted is made ready by a fork meanwhile, which then serves in its place.
        """
        threads = len(os.listdir("/proc/self/task")) if kernel.IS_LINUX else 1  # noqa: PTH208
        self._own.send(json.dumps({"seconds": seconds, "threads": threads}).encode())
        successor = self._succeeded(later) if later else None
        while True:
            waiting: list[socket.socket | int] = [self._own]
            readable, _, _ = select.select(waiting if successor is None else [*waiting, successor], [], [], 1.0)
            _reap()
            if successor is not None and successor in readable:
                if self._is_ready(successor):
                    self._wait_for_forks()
                    return
                successor = None
            elif readable and not self._take():
                return

    def _succeeded(self, names: Collection[str]) -> int | None:
        """Fork a process that makes these ready. Return what says when, in the first process; in the other one None."""
        ready, done = os.pipe()
        if os.fork() != 0:
            os.close(done)
            self._held = [*self._held, ready]
            return ready
        os.close(ready)
        gc.disable()
        make_ready(names)
        gc.freeze()
        gc.enable()
        os.write(done, b".")
        os.close(done)
        return None

    def _is_ready(self, successor: int) -> bool:
        """Return whether the successor serves; it may have ended."""
        self._held = [one for one in self._held if one != successor]
        said = os.read(successor, 1)
        os.close(successor)
        return said != b""

    def _wait_for_forks(self) -> None:
        """Wait for the end of all, the successor too, without keeping anything open for them."""
        self._own.detach()
        for one in self._held:
            os.close(one)
        with suppress(ChildProcessError):
            while True:
                os.wait()

    def _take(self) -> bool:
        """Take a message: one with a source is a trusted cell, read here for all forks, others have descriptors.

        Return whether there was one.
        """
        text, descriptors, _, _ = socket.recv_fds(self._own, MESSAGE_BYTES, _MOST_FDS)
        if not text:
            return False
        words = json.loads(text)
        if "source" in words:
            with suppress(Exception):  # a judge that needs it finds out
                names_of(words["source"])
                if words["runs"]:
                    self._shell.read_ahead(words["source"])
            gc.freeze()  # as everything that was there before
        elif "environment" in words:
            _take_environment(descriptors.pop())
        elif os.fork() == 0:
            self._be_fork(words, descriptors)
        for one in descriptors:
            os.close(one)
        return True

    def _be_fork(self, words: dict[str, Any], descriptors: list[int]) -> None:
        for one in self._held:
            os.close(one)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        code = 1
        try:
            (_keeper if self.side == "student" else _judge)(words, descriptors, self._shell)
            code = 0
        finally:
            sys.stderr.flush()
            os._exit(code)


def _take_environment(descriptor: int) -> None:
    """Take on the teacher's environment: all that isn't read at the start of Python or when modules are imported."""
    with open(descriptor, encoding="utf-8") as file:  # has no name
        wanted = json.load(file)
    os.environ.clear()
    os.environ.update(wanted)
    tempfile.tempdir = None  # it may have been asked for
    folders = [one for one in wanted.get("PYTHONPATH", "").split(os.pathsep) if one]
    sys.path[:0] = [one for one in folders if one not in sys.path]


def _keeper(options: dict[str, Any], descriptors: list[int], shell: Shell) -> None:
    talk, control, *lane = descriptors

    def run() -> None:
        _new_random_numbers()
        for one in lane:
            side.open_lane(one)
        serve(Channel(socket.socket(fileno=talk)), shell)

    with socket.socket(fileno=control) as keeping:
        keep(keeping, Limits(**options["limits"]), run, inherited=[talk, *lane], confined=options["confined"])


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
