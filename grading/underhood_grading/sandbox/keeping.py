"""The keeper: beside each student's process, watching what it uses and what the grader says."""

from __future__ import annotations

import importlib
import os
import select
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from underhood_grading.sandbox.ending import Ended, Ending
from underhood_grading.sandbox.meter import Meter
from underhood_grading.sandbox.pausing import stop_or_go
from underhood_grading.sandbox.syscalls import allowed

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterable

    from underhood_grading.sandbox.limits import Limits

__all__ = ["keep", "prepare"]

_LOOK_EVERY = 0.05  # seconds
_SHARE_OF_TIME = 10  # looking costs about a tenth of the time at most,
_LOOK_AT_LEAST_EVERY = 0.25  # unless a student's code makes it expensive


class Kept(Protocol):
    """A student's process as the keeper's loop sees it."""

    report: int  # lines: ready, failed <why>, ended <wait status>

    @property
    def handle(self) -> int | None: ...  # readable once the process has ended, where the system has such a thing

    def interrupt(self) -> None: ...
    def kill(self) -> None: ...
    def has_ended(self) -> bool: ...
    def wait(self) -> int: ...
    def processes(self) -> list[str]: ...
    def memory(self, processes: list[str], exact_above: int) -> int: ...


def prepare() -> None:
    """Make and import beforehand what `keep` needs, so that each fork of a template finds it."""
    with suppress(ImportError, RuntimeError, OSError):  # where something is missing, keep says so
        importlib.import_module("underhood_grading.sandbox.confined")
        allowed()


def keep(
    control: socket.socket,
    limits: Limits,
    run: Callable[[], None],
    *,
    inherited: Iterable[int] = (),
    confined: bool = True,
) -> Ending:
    """Run a student's code in a place of its own until it ends or has to be ended; in a fork of the template.

    >>> if os.fork() == 0:
    ...     keep(control, Limits(seconds=60), run, inherited=[channel.fileno()])
    ...     os._exit(0)

    `run` is called in the student's process, which has the descriptors in `inherited` and no others. `control` is the
    grader's: on it b"i" interrupts as Ctrl-C does, b"s" stops and b"c" continues (`pausing`), b"k" or its end kills;
    `Ending.line()` is sent on it once everything is gone, and returned. With `confined=False` nothing is kept apart,
    only watched and ended.

    The process that calls this must have one thread only, and end after it: it has left its namespaces.
    """
    try:
        kept = _start(limits, run, inherited, confined=confined)
    except (OSError, RuntimeError, ValueError) as error:
        ending = Ending("setup", 1, 0, f"the sandbox could not be made: {error}")
    else:
        ending = _Watch(kept, control, limits).until_ended()
    with suppress(OSError):  # the grader may be gone
        control.sendall(ending.line())
    return ending


def _start(limits: Limits, run: Callable[[], None], inherited: Iterable[int], *, confined: bool) -> Kept:
    if confined:
        from underhood_grading.sandbox.confined import Confined  # noqa: PLC0415 - Linux only

        return Confined(limits, run, inherited)
    from underhood_grading.sandbox.unconfined import Unconfined  # noqa: PLC0415

    return Unconfined(limits, run, inherited)


class _Watch:
    """One student's process from start to end."""

    def __init__(self, kept: Kept, control: socket.socket, limits: Limits) -> None:
        self._kept, self._control, self._limits = kept, control, limits
        self._deadline = time.monotonic() + limits.seconds
        self._next_look = 0.0
        self._meter = Meter(limits)
        self._report = b""
        self._reason: tuple[Ended, str] | None = None

    def until_ended(self) -> Ending:
        """Watch until nothing is left."""
        poller = select.poll()
        for descriptor in (self._control.fileno(), self._kept.report, self._kept.handle):
            if descriptor is not None:
                poller.register(descriptor, select.POLLIN)
        while True:
            soon = min(self._next_look, self._deadline) - time.monotonic()
            ready = {descriptor for descriptor, _ in poller.poll(max(0.0, soon) * 1000)}
            if self._kept.report in ready and not self._read_report():
                poller.unregister(self._kept.report)
            if self._kept.has_ended():
                break
            if self._control.fileno() in ready:
                self._obey()
            self._look()
            if self._reason is not None:
                break
        self._kept.kill()
        status = self._kept.wait()
        while self._read_report():
            pass
        os.close(self._kept.report)
        if self._kept.handle is not None:
            os.close(self._kept.handle)
        return self._ending(status)

    def _read_report(self) -> bool:
        read = os.read(self._kept.report, 4096)
        self._report += read
        return bool(read)

    def _obey(self) -> None:
        try:
            wishes = self._control.recv(64)
        except OSError:
            wishes = b""
        if not wishes or b"k" in wishes:
            self._reason = ("killed", "ended by the grader")
        elif b"i" in wishes:
            self._kept.interrupt()
        elif wishes in (b"s", b"c"):
            with suppress(OSError):  # the grader may be gone
                self._control.sendall(stop_or_go(wishes, self._kept.processes))

    def _look(self) -> None:
        now = time.monotonic()
        if self._reason is None and now >= self._deadline:
            self._reason = ("time", f"stopped after {self._limits.seconds:g} s")
        if self._reason is not None or now < self._next_look:
            return
        cost = 0.0
        if b"ready\n" in self._report:
            self._reason = self._meter.look(self._kept)
            cost = time.monotonic() - now
        self._next_look = now + min(max(_LOOK_EVERY, _SHARE_OF_TIME * cost), cost + _LOOK_AT_LEAST_EVERY)

    def _ending(self, status: int) -> Ending:
        peak = self._meter.peak >> 20
        if self._reason is not None:
            return Ending(self._reason[0], 9, peak, self._reason[1])
        lines = self._report.decode(errors="replace").splitlines()
        if "ready" not in lines:
            why = next((line.removeprefix("failed ") for line in lines if line.startswith("failed ")), "it ended early")
            return Ending("setup", 1, peak, f"the sandbox could not be made: {why}")
        word, _, told = lines[-1].partition(" ")
        return Ending.of_status(int(told) if word == "ended" else status, peak)
