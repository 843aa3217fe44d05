"""A student's process in a place of its own, seen from its keeper."""

from __future__ import annotations

import os
import select
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

from underhood_grading.sandbox import kernel
from underhood_grading.sandbox.place import HOME, confine, make_namespaces, show_own_processes
from underhood_grading.sandbox.process import keep_open, quiet, run_and_exit
from underhood_grading.sandbox.usage import Usage, measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from underhood_grading.sandbox.limits import Limits

__all__ = ["Confined"]

_FIRST, _STUDENT = "1", "2"  # their numbers in the new process namespace
_OUT_OF_MEMORY_FIRST = b"1000"  # of all processes, the kernel ends these before any other


class Confined:
    """The namespaces with their first process, which starts the student's and reaps what it leaves behind."""

    def __init__(self, limits: Limits, run: Callable[[], None], inherited: Iterable[int]) -> None:
        make_namespaces(limits)
        self._proc = "/proc"
        self.report, report = os.pipe()
        alive, self._alive = os.pipe()
        # Open across the fork: afterwards /proc has other processes.
        with open("/proc/self/oom_score_adj", "r+b", buffering=0) as badness:  # noqa: PTH123 - a kernel's setting
            former = badness.read(16)
            badness.write(_OUT_OF_MEMORY_FIRST)
            self.process = os.fork()
            if self.process == 0:
                os.close(self._alive)
                _first_process(limits, run, set(inherited), report, alive)
            badness.write(former)
        os.close(report)
        os.close(alive)
        self.handle = os.pidfd_open(self.process)

    def interrupt(self) -> None:
        """Send the student's process what Ctrl-C sends."""
        try:
            # A process's folder in /proc stands for it, so no number has to be translated.
            student = os.open(f"{self._proc}/{_STUDENT}", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError:
            return
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(student, signal.SIGINT)
        os.close(student)

    def kill(self) -> None:
        """End the first process; the kernel then ends all others of its namespace."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)

    def has_ended(self) -> bool:
        """Return whether the first process has ended, and all others with it."""
        return os.waitid(os.P_PIDFD, self.handle, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def wait(self) -> int:
        """Return the first process's wait status once nothing of the namespace is left."""
        return os.waitpid(self.process, 0)[1]

    def usage(self, limit: int) -> Usage:
        """Return what all its processes use; exactly where that is near `limit` bytes."""
        held = os.statvfs(HOME)
        files = (held.f_blocks - held.f_bfree) * held.f_frsize
        names = [name for name in os.listdir(self._proc) if name.isdigit() and name != _FIRST]  # noqa: PTH208
        return measure(self._proc, names, files=files, limit=limit)


def _first_process(limits: Limits, run: Callable[[], None], inherited: set[int], report: int, alive: int) -> None:
    """Be the namespace's first process. Never returns."""
    try:
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        if select.select([alive], [], [], 0)[0]:  # its keeper ended before that call
            os._exit(1)
        os.close(alive)
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(number, signal.SIG_DFL)  # which a first process is immune to
        show_own_processes()
        student = os.fork()
        if student == 0:
            _student_process(limits, run, inherited, report)
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)  # closes its memory to the student's process
        keep_open({report})
        while True:
            process, status = os.wait()
            if process == student:
                os.write(report, b"ended %d\n" % status)
                os._exit(0)
    except BaseException as error:  # noqa: BLE001 - whatever it is, this process must not go on
        os.write(report, f"failed {error}\n".encode())
        os._exit(1)


def _student_process(limits: Limits, run: Callable[[], None], inherited: set[int], report: int) -> None:
    """Be the student's process. Never returns."""
    try:
        os.setsid()
        quiet()
        keep_open({report, *inherited})
        os.chdir(HOME)
        os.environ.update(HOME=HOME, TMPDIR="/tmp", USER="student", LOGNAME="student")
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # as in every Python
        confine(limits)
    except BaseException as error:  # noqa: BLE001 - nothing of the student's runs then
        os.write(report, f"failed {error}\n".encode())
        os._exit(1)
    os.write(report, b"ready\n")
    os.close(report)
    run_and_exit(run)
