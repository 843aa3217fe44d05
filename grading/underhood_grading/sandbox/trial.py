"""Trying the sandbox out, where students' code will be: in a process of its own, or in a fork of one that grades.

On a socket one line of JSON comes in, the bait; one line goes out, a `Trial`.
"""

from __future__ import annotations

import json
import mmap
import os
import select
import socket
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from underhood_grading.sandbox.ending import Ending
from underhood_grading.sandbox.entering import enter
from underhood_grading.sandbox.escapes import ATTEMPTS, Bait, escaped
from underhood_grading.sandbox.keeping import keep, prepare
from underhood_grading.sandbox.landlock import version
from underhood_grading.sandbox.limits import Limits
from underhood_grading.sandbox.usage import measure

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["UNREADABLE", "Trial", "main", "try_out"]

UNREADABLE = "Python can't be read in it"

_LIMITS = Limits(seconds=10, memory_mb=512, processes=16, open_files=64, file_mb=8, disk_mb=16)
_MORE = 16  # MB


@dataclass(frozen=True)
class Trial:
    """What came out: `broken` is why nothing could be tried or what does not work, `escapes` what got through."""

    broken: str
    escapes: list[str]
    landlock: int


def main(descriptor: int, *sandbox: int) -> None:
    """Try a sandbox as a process of its own: by a socket, and `Held`'s descriptors."""
    for one in sandbox:
        os.set_inheritable(one, False)
    with socket.socket(fileno=descriptor) as caller:
        try_out(caller, *sandbox)


def try_out(caller: socket.socket, *sandbox: int) -> None:
    """Enter the sandbox of `Held`'s descriptors, read the bait, try, answer. For a process of its own."""
    enter(*sandbox)
    prepare()
    words = json.loads(caller.makefile("rb").readline())
    bait = Bait(**{**words, "files": tuple(words["files"])})
    caller.sendall(json.dumps(asdict(_try(bait))).encode() + b"\n")


def _try(bait: Bait) -> Trial:
    own = measure([str(os.getpid())], files=0, exact_above=1 << 62) >> 20  # MB, of which a fork has as many
    limits = replace(_LIMITS, memory_mb=own + _LIMITS.memory_mb)
    ending, said, alive = _kept(lambda: json.dumps([_work(), escaped(bait)]), limits)
    if ending.ended == "setup":
        return Trial(ending.message, [], version())
    if ending.ended != "exit" or ending.status:
        return Trial(f"ordinary work fails in it: {ending.message}", [], version())
    work, escapes = json.loads(said)
    if alive:
        escapes.append(list(ATTEMPTS)[-1])
    ending, _, _ = _kept(lambda: _takes_memory(own + 2 * _MORE), Limits(seconds=10, memory_mb=own + _MORE))
    if ending.ended != "memory":
        escapes.append("use more memory than it may")
    return Trial(work, escapes, version())


def _kept(answer: Callable[[], str], limits: Limits) -> tuple[Ending, str, bool]:
    """Return how a student's process ended that gave this answer, the answer, and whether anything of it lives on."""
    control, keepers = socket.socketpair()
    reading, writing = os.pipe()
    if os.fork() == 0:
        control.close()
        keep(keepers, limits, lambda: _write(writing, answer()), inherited=[writing])
        os._exit(0)
    keepers.close()
    os.close(writing)
    with control, os.fdopen(reading, "rb", buffering=0) as pipe:
        ending = Ending.read(control.makefile("rb").readline())
        os.wait()
        said = b""
        while select.select([pipe], [], [], 0.5)[0]:
            if not (more := pipe.read(65536)):
                return ending, said.decode(), False
            said += more
        return ending, said.decode(), True


def _write(descriptor: int, text: str) -> None:
    os.write(descriptor, text.encode())


def _work() -> str:
    """Do what students' code does; return what fails, "" if nothing."""
    import numpy as np  # noqa: PLC0415 - the import is part of it, where it was not imported before

    for file in (os.__file__, np.__file__):
        try:
            os.close(os.open(file, os.O_RDONLY))
        except OSError as error:
            return f"{UNREADABLE}: {error}"
    if float(np.ones(1000).sum()) != 1000:
        return "NumPy computes wrongly in it"
    with tempfile.TemporaryFile() as unnamed:
        unnamed.write(b"x")
    with open("here", "w", encoding="utf-8") as file_here:  # noqa: PTH123
        file_here.write("x")
    process = os.fork()
    if process == 0:
        os._exit(7)
    if os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) != 7:
        return "processes can't be started in it"
    return ""


def _takes_memory(megabytes: int) -> str:
    memory = mmap.mmap(-1, megabytes << 20)
    for _ in range(megabytes):  # shared memory, and a bit at a time: private memory would be refused first
        memory.write(bytes(1 << 20))
    time.sleep(5)
    return ""
