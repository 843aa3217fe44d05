"""The warm processes: one imports what a hand-in needs, once, and becomes two that fork for each submission.

`python -P -m underhood_grading.runner.template OPTIONS` is started by `processes`. If there is a sandbox,
nothing of the teacher's is in its memory then: what has been imported is what the two share. Its fork is the
students' side, which goes into the sandbox; it is itself the judges' side, and only now takes the teacher's
environment and, over its own socket, cells and tests.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
import time
from typing import TYPE_CHECKING

from underhood_grading.apart.standins import is_standin
from underhood_grading.sandbox import enter, kernel, prepare
from underhood_grading.sandbox.process import keep_open
from underhood_grading.sandbox.trial import try_out

from .forking import Forking
from .options import Options
from .shell import Shell
from .warming import LATER, make_ready, preload

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str]) -> None:
    """Import, divide, and serve until the other end of a side's socket is closed."""
    options = Options(**json.loads(arguments[0]))
    start = time.monotonic()
    if kernel.IS_LINUX:
        kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)  # who enters the sandbox is forked twice
    students = [*options.sandbox[-1:], options.student]
    if options.trial is not None and _forked():
        _be_student(options, [options.trial])
        with socket.socket(fileno=options.trial) as caller:
            try_out(caller, *options.sandbox)
        sys.exit()
    gc.disable()  # what is imported stays
    preload(options.modules)
    shell = Shell()
    shell.warm()
    make_ready(set(options.ready["student"]) & set(options.ready["judge"]))
    gc.freeze()
    if _forked():
        _be_student(options, [options.student])
        if options.sandbox:
            enter(*options.sandbox)
            shell.move_in()
        prepare()
        forking = Forking("student", students, shell)
    else:
        _close({*students, *options.sandbox, *([options.trial] if options.trial is not None else [])})
        shell.never_asks(is_standin)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel takes away who has ended, the other side too
        forking = Forking("judge", [options.judge], shell)
    ready = set(options.ready[forking.side])
    # Judges have been told things, and read ahead, which a successor would not know.
    later = ready & LATER if forking.side == "student" and "numba" in sys.modules else set()
    make_ready(ready - later)
    shell.warm_loop()
    shell.fail_in(ready)
    gc.freeze()  # the collector never touches what is there: its pages stay shared with the forks
    gc.enable()
    forking.serve(time.monotonic() - start, later=later)


def _forked() -> bool:
    """Fork, and return whether this is the fork."""
    return os.fork() == 0


def _be_student(options: Options, own: list[int]) -> None:
    """Have nothing open but what a process on the students' side needs, and say there what goes wrong."""
    words = os.open(options.words, os.O_WRONLY | os.O_APPEND)
    os.dup2(words, 2)
    keep_open({*own, *options.sandbox})


def _close(descriptors: set[int]) -> None:
    for one in descriptors:
        os.close(one)


if __name__ == "__main__":
    main(sys.argv[1:])
