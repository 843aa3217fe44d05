"""The warm processes: one imports what a hand-in needs, once, and becomes two that fork for each submission.

`python -P -m underhood_grading.runner.template OPTIONS` is started by `processes`. It has nothing of the teacher's in
its memory then: what has been imported is what the two share. Its fork is the students' side, which goes into the
sandbox; it is itself the judges' side, and only now takes the teacher's environment and, over its own socket, cells and
tests.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import sys
import time
from typing import TYPE_CHECKING

from underhood_grading.apart.standins import is_standin
from underhood_grading.sandbox import enter, holder_in, kernel, prepare
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
    gc.freeze()
    if os.fork() == 0:
        _close(options.judge)
        _say_on(options.words)
        if holder is not None:
            enter(holder)
        prepare()
        forking = Forking("student", students, shell)
    else:
        _close(*students)
        shell.never_asks(is_standin)
        forking = Forking("judge", [options.judge], shell)
    ready = set(options.ready[forking.side])
    # Judges have been told things, and read ahead, which a successor would not know.
    later = ready & LATER if forking.side == "student" else set()
    make_ready(ready - later)
    shell.fail_in(ready)
    gc.freeze()  # the collector never touches what is there: its pages stay shared with the forks
    gc.enable()
    forking.serve(time.monotonic() - start, later=later)


def _close(*descriptors: int) -> None:
    for one in descriptors:
        os.close(one)


def _say_on(file: str) -> None:
    """Have what goes wrong be said in a file, which must be there."""
    words = os.open(file, os.O_WRONLY | os.O_APPEND)
    os.dup2(words, 2)
    os.close(words)


if __name__ == "__main__":
    main(sys.argv[1:])
