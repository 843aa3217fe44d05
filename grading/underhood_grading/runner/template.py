"""The warm processes: one imports what a hand-in needs, once, and becomes two that fork for each submission.

`python -P -m underhood_grading.runner.template OPTIONS` is started by `processes`. It has nothing of the teacher's in
its memory then: what has been imported is what the two share. Its fork is the students' side, which goes into the
sandbox; it is itself the judges' side, and only now takes the teacher's environment and, over its own socket, cells and
tests.
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
from underhood_grading.sandbox import Limits, enter, holder_in, keep, kernel, prepare
from underhood_grading.sandbox.trial import try_out
from underhood_grading.speed import side

from .judge import Judge
from .options import Options
from .roles import names_of
from .shell import Shell
from .student import serve, write_files
from .task import MESSAGE_BYTES, Task
from .twin import Twin
from .warming import make_ready, preload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .options import Side

__all__ = ["main"]

_MOST_FDS = 7


def main(arguments: Sequence[str]) -> None:
    """Import, divide, and serve until the other end of a side's socket is closed."""
    options = Options(**json.loads(arguments[0]))
    start = time.monotonic()
    if kernel.IS_LINUX:
        kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)  # who enters the sandbox is forked twice
    holder = holder_in(options.sandbox[0]) if options.sandbox else None
    students = [*((options.sandbox[1],) if options.sandbox else ()), options.student]
    if options.trial is not None and holder is not None:
        with socket.socket(fileno=options.trial) as caller:
            if os.fork() == 0:
                _close(options.judge, *students)
                _say_on(options.words)
                try_out(caller, holder)
                os._exit(0)
    gc.disable()  # what is imported stays
    preload(options.modules)
    shell = Shell()
    shell.warm()
    make_ready(set(options.ready["student"]) & set(options.ready["judge"]))
    _keep_shared()
    if os.fork() == 0:
        _close(options.judge)
        _say_on(options.words)
        if holder is not None:
            enter(holder)
        prepare()
        server = _Server("student", students, shell)
    else:
        _close(*students)
        shell.never_asks(is_standin)
        server = _Server("judge", [options.judge], shell)
    make_ready(options.ready[server.side])
    shell.fail_in(options.ready[server.side])
    _keep_shared()
    gc.enable()
    server.serve(start)


def _close(*descriptors: int) -> None:
    for one in descriptors:
        os.close(one)


def _say_on(file: str) -> None:
    """Have what goes wrong be said in a file, which must be there."""
    words = os.open(file, os.O_WRONLY | os.O_APPEND)
    os.dup2(words, 2)
    os.close(words)


class _Server:
    """One side, which forks for each task. Its socket is the last of `held`, descriptors that no fork keeps."""

    def __init__(self, side: Side, held: Sequence[int], shell: Shell) -> None:
        self.side, self._held, self._shell = side, held, shell
        for one in held:
            os.set_inheritable(one, False)
        self._own = socket.socket(fileno=held[-1])

    def serve(self, start: float) -> None:
        """Say that it is ready, and take messages until the other end is closed."""
        threads = len(os.listdir("/proc/self/task")) if kernel.IS_LINUX else 1  # noqa: PTH208
        self._own.send(json.dumps({"seconds": time.monotonic() - start, "threads": threads}).encode())
        while True:
            readable, _, _ = select.select([self._own], [], [], 1.0)
            _reap()
            if readable and not self._take():
                return

    def _take(self) -> bool:
        """Take a message: one with a source is a trusted cell, parsed here for all forks, others have descriptors.

        Return whether there was one.
        """
        text, descriptors, _, _ = socket.recv_fds(self._own, MESSAGE_BYTES, _MOST_FDS)
        if not text:
            return False
        words = json.loads(text)
        if "source" in words:
            with suppress(Exception):  # a judge that needs it finds out
                names_of(words["source"])
        elif "environment" in words:
            _take_environment(descriptors.pop())
        elif os.fork() == 0:
            self._be_fork(words, descriptors)
        _close(*descriptors)
        return True

    def _be_fork(self, words: dict[str, Any], descriptors: list[int]) -> None:
        _close(*self._held)
        code = 1
        try:
            (_keeper if self.side == "student" else _judge)(words, descriptors, self._shell)
            code = 0
        finally:
            sys.stderr.flush()
            os._exit(code)


def _keep_shared() -> None:
    """Have the garbage collector never touch what is there: its pages then stay shared with the forks."""
    gc.collect()
    gc.freeze()


def _take_environment(descriptor: int) -> None:
    """Take on the teacher's environment, as if started with it."""
    with open(descriptor, encoding="utf-8") as file:  # has no name
        wanted = json.load(file)
    os.environ.clear()
    os.environ.update(wanted)
    folders = [one for one in wanted.get("PYTHONPATH", "").split(os.pathsep) if one]
    sys.path[:0] = [one for one in folders if one not in sys.path]


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
