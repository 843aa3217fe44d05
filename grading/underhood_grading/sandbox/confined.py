"""A student's process in a place of its own, seen from its keeper."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from underhood_grading.sandbox.place import HOME, confine, make_namespaces, show_own_processes
from underhood_grading.sandbox.process import keep_open, quiet, run_and_exit
from underhood_grading.sandbox.usage import measure, unnamed_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from underhood_grading.sandbox.limits import Limits

__all__ = ["Confined"]

_CAT = shutil.which("cat") or "/bin/cat"
_FIRST = "1"  # its number in the new process namespace
_LOOK_INTO_FILES = 5  # every so many looks, because it takes longer
_OUT_OF_MEMORY_FIRST = b"1000"  # of all processes, the kernel ends these before any other


class Confined:
    """The student's process in new namespaces, and their first process, with which they end."""

    def __init__(self, limits: Limits, run: Callable[[], None], inherited: Iterable[int]) -> None:
        make_namespaces(limits)
        self._alive, alive = socket.socketpair()
        self._first = _start_first_process(alive)
        alive.close()
        self.report, report = os.pipe()
        # Open across the fork: afterwards /proc has other processes.
        with open("/proc/self/oom_score_adj", "r+b", buffering=0) as badness:  # noqa: PTH123 - a kernel's setting
            former = badness.read(16)
            badness.write(_OUT_OF_MEMORY_FIRST)
            self.process = os.fork()
            if self.process == 0:
                _student_process(limits, run, set(inherited), report)
            badness.write(former)
        os.close(report)
        self.handle = os.pidfd_open(self.process)
        self._device = os.stat(HOME).st_dev  # noqa: PTH116
        self._looks = self._unnamed = 0

    def interrupt(self) -> None:
        """Send the student's process what Ctrl-C sends."""
        with suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGINT)

    def kill(self) -> None:
        """End the first process; the kernel then ends all others of its namespace."""
        with suppress(ProcessLookupError):
            os.kill(self._first, signal.SIGKILL)

    def has_ended(self) -> bool:
        """Return whether the student's process has ended; it is not waited for."""
        return os.waitid(os.P_PID, self.process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def wait(self) -> int:
        """Return the student's process's wait status once nothing of the namespace is left."""
        status = os.waitpid(self.process, 0)[1]
        os.waitpid(self._first, 0)
        self._alive.close()
        return status

    def processes(self) -> list[str]:
        """Return the names of all its processes in /proc, which shows no others; without the first."""
        return [name for name in os.listdir("/proc") if name.isdigit() and name != _FIRST]  # noqa: PTH208

    def memory(self, processes: list[str], exact_above: int) -> int:
        """Return the bytes that these processes use; exactly where they are more than that many."""
        held = os.statvfs(HOME)
        files = (held.f_blocks - held.f_bfree) * held.f_frsize
        self._looks += 1
        if self._looks % _LOOK_INTO_FILES == 0:
            self._unnamed = unnamed_files(processes, but_on=self._device)
        return measure(processes, files=files + self._unnamed, exact_above=exact_above)


def _start_first_process(alive: socket.socket) -> int:
    """Start the first process of the new process namespace: it ends when the keeper does, and everything with it.

    It waits for the end of `alive`, whose other end only the keeper has. A program of its own, because a fork of a
    process with much memory takes long. SIGCHLD is ignored in it: the kernel then takes away the ended processes that
    nobody waits for.
    """
    former = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        null = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
        actions = [(os.POSIX_SPAWN_DUP2, alive.fileno(), 0), null, (os.POSIX_SPAWN_DUP2, 1, 2)]
        for descriptor in os.listdir("/proc/self/fd"):  # noqa: PTH208
            with suppress(OSError):  # the listing's own is closed already
                os.set_inheritable(int(descriptor), int(descriptor) < 3)
        return os.posix_spawn(_CAT, ["cat"], {}, file_actions=actions, setsid=True)
    finally:
        signal.signal(signal.SIGCHLD, former)


def _student_process(limits: Limits, run: Callable[[], None], inherited: set[int], report: int) -> None:
    """Be the student's process. Never returns."""
    try:
        os.setsid()
        quiet()
        keep_open({report, *inherited})
        os.chdir(HOME)
        os.environ.update(HOME=HOME, TMPDIR="/tmp", USER="student", LOGNAME="student")
        signal.signal(signal.SIGINT, signal.default_int_handler)
        show_own_processes()
        confine(limits)
    except BaseException as error:  # noqa: BLE001 - nothing of the student's runs then
        os.write(report, f"failed {error}\n".encode())
        os._exit(1)
    os.write(report, b"ready\n")
    os.close(report)
    run_and_exit(run)
