"""The caller's side: starts the two warm processes and hands them tasks."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

import psutil

from underhood_grading import sandbox
from underhood_grading.apart import Channel
from underhood_grading.sandbox.probing import SECRET, answer

from .awaiting import GRACE, await_done
from .errors import RunnerError
from .options import Options
from .warm import Warm
from .warming import USED

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from underhood_grading.sandbox.escapes import Bait
    from underhood_grading.sandbox.trial import Trial

    from .options import Side
    from .task import Done, Task

__all__ = ["Runner", "RunnerError", "default_workers"]

_MOMENT = 2.0  # seconds for what was killed to be gone
_AT_THE_START = ("LD_LIBRARY_PATH",)  # of the environment: what counts only for a process that is started with it


def default_workers() -> int:
    """Return how many submissions this machine grades at once: one per core that we may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Runner:
    """Two warm processes, one of them in the sandbox, that fork for every task.

    >>> with Runner(["numpy"]) as runner:
    ...     runner.run(task).outputs

    `modules` are imported beforehand; `ready` says which of them each side is to have ready (`warmed`), by default
    every one. `run` may be called from several threads at once: tasks then
    run beside each other, as `workers` of them may. Without `confined` nothing keeps the students'
    code from the teacher's files. With `wait` set to False it is made at once, and `wait` later; with `trial`,
    `try_out` may be called, once, if `confined`.

    Raises RunnerError if a process does not start.
    """

    def __init__(
        self,
        modules: Sequence[str],
        *,
        ready: Mapping[str, Collection[str]] | None = None,
        workers: int | None = None,
        confined: bool = True,
        wait: bool = True,
        trial: bool = False,
    ) -> None:
        self.modules = frozenset(modules)
        self._confined = confined
        self._secret = secrets.token_hex(16)
        self._lock = threading.Lock()
        self._read: set[str] = set()
        self._stack = ExitStack()
        self._folder = self._stack.enter_context(_folder())
        workers = workers or default_workers()
        threads = max(1, default_workers() // workers)
        limits = {f"{name}_NUM_THREADS": str(threads) for name in ("OMP", "OPENBLAS", "MKL", "NUMBA")}
        ready = ready or {}
        wanted: dict[Side, list[str]] = {
            "student": sorted(ready.get("student", USED)),
            "judge": sorted(ready.get("judge", USED)),
        }
        try:
            tried: socket.socket | None = None
            self._trial: socket.socket | None = None
            if trial and confined:
                self._trial, tried = _pair(self._stack)
            self._student, self._judge = self._start(wanted, modules, limits, tried)
            if wait:
                self.wait()
        except OSError as error:
            self.close()
            raise RunnerError(f"the warm processes can't be started: {error}") from error
        except BaseException:
            self.close()
            raise

    def wait(self) -> None:
        """Wait until both processes are warm. Raises RunnerError."""
        with self._lock:
            for side in (self._student, self._judge):
                side.wait_until_ready()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def is_alive(self) -> bool:
        """Say whether both warm processes are there."""
        return self._student.is_alive() and self._judge.is_alive()

    def close(self) -> None:
        """End both processes and everything they forked."""
        self._stack.close()

    def try_out(self, bait: Bait) -> Trial:
        """Have somebody try to get out of the students' sandbox, once. Raises OSError if there is no answer."""
        if self._trial is None:
            message = "nobody is there to try it out"
            raise OSError(message)
        trial, self._trial = self._trial, None
        with trial:
            try:
                return answer(trial, replace(bait, secret=self._secret))
            except OSError as error:
                raise OSError(self._student.words() or str(error)) from error

    def run(self, task: Task) -> Done:
        """Run one task, within its limits.

        Raises RunnerError if the judge's process ended without a result.
        """
        with ExitStack() as stack:
            result, judges_result = _pair(stack)
            talk, students_talk = _pair(stack)
            control, keepers_control = _pair(stack)
            # The judge has the clock; the keeper's is for when the judge is gone.
            limits = {**asdict(task.limits), "seconds": task.limits.seconds + GRACE}
            options = {"limits": limits, "confined": self._confined}
            students, judges = [students_talk, keepers_control], [judges_result, talk, control]
            twins: list[socket.socket] = []
            if task.races:
                lane, students_lane = _pair(stack)
                ways = [_pair(stack) for _ in range(3)]
                students.append(students_lane)
                judges += [lane, *(one for one, _ in ways)]
                twins = [other for _, other in ways]
            with self._lock:
                self._read_ahead(task)
                self._student.hand_over(options, *students)
                if twins:
                    self._student.hand_over(options, *twins)
                self._judge.hand_over({"folder": self._folder}, *judges)
            for one in {*students, *judges, *twins} - {control}:
                one.close()
            return await_done(Channel(result), control, task)

    def _read_ahead(self, task: Task) -> None:
        """Have the teacher's cells read and compiled once, before the judges are forked that all need them."""
        for _, role, source in task.teachers:
            if source not in self._read:
                self._read.add(source)
                self._judge.read_ahead(source, runs=role != "student")

    def _start(
        self,
        ready: dict[Side, list[str]],
        modules: Sequence[str],
        limits: Mapping[str, str],
        tried: socket.socket | None,
    ) -> tuple[Warm, Warm]:
        folder = Path(self._folder)
        student, students = self._sockets()
        judge, judges = self._sockets()
        words = {side: folder / f"{side}.log" for side in ("student", "judge")}
        inherited = [one.fileno() for one in (students, judges, tried) if one]
        environment = {**os.environ, **limits}
        ending: list[subprocess.Popen[bytes]] = []
        self._stack.callback(_end, ending)
        with words["student"].open("a+b") as log, words["judge"].open("ab") as other, ExitStack() as stack:
            for end in (students, judges, tried):
                if end:
                    stack.callback(end.close)
            held = None
            if self._confined:
                kept = {name: os.environ[name] for name in _AT_THE_START if name in os.environ}
                environment = {**sandbox.environment(folder), **kept, **limits}
                held = self._hold(log)
                ending.append(held.process)
                stack.callback(held.let_go)
                inherited += held.descriptors
            options = Options(
                tuple(modules),
                students.fileno(),
                judges.fileno(),
                ready,
                held.descriptors if held else (),
                tried.fileno() if tried else None,
                str(words["student"]),
            )
            ending.append(
                subprocess.Popen(
                    [sys.executable, "-P", "-m", "underhood_grading.runner.template", json.dumps(asdict(options))],
                    executable=held.executable if held else None,
                    pass_fds=inherited,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=other,
                    env=environment,
                    cwd=folder,
                    start_new_session=True,  # Ctrl-C is the caller's to handle
                )
            )
        found = Warm("student", student, words["student"]), Warm("judge", judge, words["judge"])
        self._stack.callback(_wait_until_gone, ending, found[0])
        if self._confined:
            found[1].take_environment({**os.environ, **limits})
        return found

    def _hold(self, log: IO[bytes]) -> sandbox.Held:
        try:
            return sandbox.Held(log, environment={**os.environ, SECRET: self._secret})
        except (OSError, ValueError) as error:
            message = f"the students' process did not start or ended: {error}"
            raise RunnerError(message) from error

    def _sockets(self) -> tuple[socket.socket, socket.socket]:
        own, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._stack.callback(own.close)
        return own, theirs


def _folder() -> tempfile.TemporaryDirectory[str]:
    """Make a temporary folder, and remove those of earlier processes that were killed."""
    prefix = "underhood-grading-"
    for left in Path(tempfile.gettempdir()).glob(f"{prefix}*-*"):
        pid = left.name.removeprefix(prefix).partition("-")[0]
        if pid.isdecimal() and not psutil.pid_exists(int(pid)) and left.stat().st_uid == os.getuid():
            shutil.rmtree(left, ignore_errors=True)
    return tempfile.TemporaryDirectory(prefix=f"{prefix}{os.getpid()}-")


def _pair(stack: ExitStack) -> tuple[socket.socket, socket.socket]:
    one, other = socket.socketpair()
    stack.callback(one.close)
    stack.callback(other.close)
    return one, other


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    for process in processes:
        process.wait()


def _wait_until_gone(processes: Sequence[subprocess.Popen[bytes]], students: Warm) -> None:
    """End the sandbox, the first of the processes, before the others: one of them takes away what ended in it."""
    if len(processes) > 1:
        _end(processes[:1])
        end = time.monotonic() + _MOMENT
        while students.is_alive() and time.monotonic() < end:
            time.sleep(0.001)
