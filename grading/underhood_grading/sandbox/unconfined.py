"""A student's process that is only watched and ended, where the teacher asked for no sandbox."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING

import psutil

from underhood_grading.sandbox import kernel
from underhood_grading.sandbox.process import keep_open, limit_resources, quiet, run_and_exit
from underhood_grading.sandbox.usage import measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from underhood_grading.sandbox.limits import Limits

__all__ = ["Unconfined"]

_LINUX = sys.platform == "linux"


class Unconfined:
    """The student's process as a child of its keeper, in a folder of its own that is removed afterwards.

    On Linux what it leaves behind becomes the keeper's child, and is found; elsewhere only what stays in its group is.
    """

    def __init__(self, limits: Limits, run: Callable[[], None], inherited: Iterable[int]) -> None:
        if _LINUX:
            kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
        self._folder = tempfile.mkdtemp(prefix="underhood-")
        self.report, report = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            _student_process(limits, run, set(inherited), report, self._folder)
        os.close(report)
        self.handle = os.pidfd_open(self.process) if _LINUX else None

    def interrupt(self) -> None:
        """Send the student's process what Ctrl-C sends."""
        with suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGINT)

    def kill(self) -> None:
        """End it and all that it started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)

    def has_ended(self) -> bool:
        """Return whether the student's process itself has ended; it is not waited for."""
        return os.waitid(os.P_PID, self.process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def wait(self) -> int:
        """Return the process's wait status once nothing of it is left."""
        status = os.waitpid(self.process, 0)[1]
        while left := psutil.Process().children(recursive=True):
            for process in left:
                with suppress(psutil.Error):
                    process.kill()
            for process in left:
                with suppress(psutil.Error, ChildProcessError):
                    os.waitpid(process.pid, os.WNOHANG)
        shutil.rmtree(self._folder, ignore_errors=True)
        return status

    def processes(self) -> list[str]:
        """Return the numbers of it and of all that it started."""
        return [str(process.pid) for process in psutil.Process().children(recursive=True)]

    def memory(self, processes: list[str], exact_above: int) -> int:
        """Return the bytes that these processes use; exactly where they are more than that many."""
        if _LINUX:
            return measure(processes, files=0, exact_above=exact_above)
        memory = 0
        for process in processes:
            with suppress(psutil.Error):
                memory += psutil.Process(int(process)).memory_info().rss
        return memory


def _student_process(limits: Limits, run: Callable[[], None], inherited: set[int], report: int, folder: str) -> None:
    """Be the student's process. Never returns."""
    try:
        os.setsid()
        if _LINUX:
            kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        quiet()
        keep_open({report, *inherited})
        os.chdir(folder)
        os.environ["TMPDIR"] = folder
        signal.signal(signal.SIGINT, signal.default_int_handler)
        limit_resources(limits)
    except BaseException as error:  # noqa: BLE001 - nothing of the student's runs then
        os.write(report, f"failed {error}\n".encode())
        os._exit(1)
    os.write(report, b"ready\n")
    os.close(report)
    run_and_exit(run)
