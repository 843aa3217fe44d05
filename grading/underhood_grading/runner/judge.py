"""The judge's process: drives one notebook, and runs its tests where the student's code can't reach."""

from __future__ import annotations

import math
import signal
import sys
import time
from contextlib import contextmanager, nullcontext, suppress
from types import ModuleType
from typing import TYPE_CHECKING, Any

from underhood_grading.apart import StudentGoneError, StudentTimeError
from underhood_grading.apart.peer import Peer
from underhood_grading.raced import MOST_RACES, noted
from underhood_grading.speed.venue import apart

from .faults import NOT_RUN, fault
from .outputs import checked
from .roles import Ownership, names_of

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    from underhood_grading.apart import Channel
    from underhood_grading.raced import Raced
    from underhood_grading.speed import Outcome

    from .outputs import Output
    from .shell import Shell
    from .task import Cell, Task
    from .twin import Twin

__all__ = ["Judge"]

_GRACE = 2.0  # seconds that an interrupted process has to answer


class OutOfTimeError(BaseException):
    """Raised in a test that is over its time; no `except Exception` of a test's catches it."""


class Judge:
    """Runs one task.

    >>> Judge(shell, channel, control).run(task)
    {'outputs': [[], ...], 'races': [], 'seconds': 0.4}

    `channel` leads to the student's process, `control` to its keeper; `twin` is there for tests that hold races.
    """

    def __init__(self, shell: Shell, channel: Channel, control: socket.socket, twin: Twin | None = None) -> None:
        self._shell = shell
        self._twin = twin
        self._control = control
        self._peer = Peer(channel)
        self._used: set[str] = set()
        self._fetched: set[str] = set()
        self._deadline = math.inf
        self._stopped = False
        self._over = ""
        self._number = 0  # that the cell has in the notebook
        self._raced: list[Raced] = []

    def run(self, task: Task) -> dict[str, Any]:
        """Run the notebook's cells in order, each on the side or sides it belongs to."""
        self._own = Ownership.of(task.teachers)
        outputs: list[list[Output] | None] = []
        if task.files:
            with self._survived():
                self._ask(60, "files", files=dict(task.files))
        start = time.monotonic()
        self._deadline = start + task.limits.seconds
        for cell in task.cells:
            if not cell.source.strip():
                outputs.append(None)
            elif self._stopped or time.monotonic() >= self._deadline:
                outputs.append([fault("CellNotRunError", NOT_RUN)])
            else:
                left = self._deadline - time.monotonic()
                allowed = min(task.cell_seconds or math.inf, left)
                whose = "the notebook's" if allowed == left else "its"
                self._number += 1
                self._over = f"ran over {whose} {task.limits.seconds if allowed == left else allowed:g} s"
                outputs.append(self._cell(cell, allowed))
        with suppress(OSError):
            self._control.send(b"k")
        if self._twin:
            self._twin.close()
        return {"outputs": outputs, "races": self._raced, "seconds": time.monotonic() - start}

    def _cell(self, cell: Cell, seconds: float) -> list[Output]:
        found: list[Output] = []
        with self._survived() as faults:
            if cell.role == "test" and not cell.inside:
                self._test(cell, seconds, found)
            else:
                found += self._remote(cell.source, seconds, inside=cell.inside)
            if cell.role == "locked" and not self._stopped:
                # What a locked cell shows is the student's to see; where it fails here alone, that is worth knowing.
                here = self._here(cell, seconds)
                self._peer.share(names_of(cell.source).bound, self._shell.names)
                failed = any(one["output_type"] == "error" for one in found)
                found += [one for one in here if one["output_type"] == "error" and not failed]
        return found + faults

    @contextmanager
    def _survived(self) -> Iterator[list[Output]]:
        """Turn what asking the student's process can raise into a cell's fault: it may answer anything, or nothing."""
        faults: list[Output] = []
        try:
            yield faults
        except StudentTimeError:
            self._interrupt()
            faults.append(fault("CellTimeoutError", self._over))
        except StudentGoneError:
            self._stopped = True
            faults.append(fault("ProcessEndedError", "ended its process"))
        except Exception as error:  # noqa: BLE001  # what a hostile process has its answers raise
            faults.append(fault(type(error).__name__, str(error)))

    def _remote(self, source: str, seconds: float, *, inside: bool = False) -> list[Output]:
        """Run a cell in the student's process."""
        reply = self._ask(seconds, "run-cell", source=source, number=self._number, inside=inside)
        if reply is None:
            return [fault("CellTimeoutError", self._over)]
        return checked(reply.get("outputs"))

    def _test(self, cell: Cell, seconds: float, found: list[Output]) -> None:
        """Run a test; what the student's code printed meanwhile comes before what the test shows."""
        if cell.definitions:
            self._ask(seconds, "run-cell", source=cell.definitions, number=self._number)
        found += self._here(cell, seconds)
        if self._peer.printed and not self._stopped:
            reply = self._ask(_GRACE, "printed")
            found[:0] = [one for one in checked((reply or {}).get("outputs")) if one["output_type"] == "stream"]

    def _here(self, cell: Cell, seconds: float) -> list[Output]:
        """Run a trusted cell in this process, with what the student defined in its place."""
        deadline = time.monotonic() + seconds
        self._peer.deadline = deadline
        names = self._shell.names
        self._used |= names_of(cell.source).used
        trusted = {name: value for name, value in names.items() if name not in self._fetched}
        wanted = self._own.students(self._used, cell.name, trusted)
        imported = {name: _import(name, texts) for name, texts in self._own.imports(wanted, cell.name).items()}
        imported = {name: value for name, value in imported.items() if value is not None}
        wanted -= imported.keys()
        names |= imported
        # A class in a function's place would make objects that answer a test's operators as they like.
        self._peer.classes = wanted - self._own.functions
        values = {name: _own_module(value) for name, value in self._peer.fetch(sorted(wanted)).items()}
        for name in wanted:
            if name in values:
                names[name] = values[name]
                self._fetched.add(name)
            elif name in self._fetched:
                del names[name]
                self._fetched.discard(name)
        with _alarm(seconds + 0.5), self._races(cell):
            found = self._shell.run(cell.source, self._number)
        self._fetched -= {name for name in self._fetched if names.get(name) is not values.get(name)}
        if self._peer.gone:
            self._stopped = True
            return [*found, fault("ProcessEndedError", "ended its process")]
        if time.monotonic() >= deadline:
            self._interrupt()
            if self._twin:
                self._twin.settle()
            kept = [one for one in found if one["output_type"] != "error"]
            return [*kept, fault("CellTimeoutError", self._over)]
        return found

    def _races(self, cell: Cell) -> AbstractContextManager[None]:
        """Have the races of a trusted cell held in the student's process and its twin."""
        if self._twin is None:
            return nullcontext()
        self._twin.note(cell)

        def note(name: str, outcome: Outcome) -> None:
            if len(self._raced) < MOST_RACES:
                self._raced.append(noted(cell.name, name, outcome, self._raced))

        return apart(self._twin.venue(self._peer, self._control, self._shell.names, self._fetched, note))

    def _ask(self, seconds: float, op: str, **fields: Any) -> dict[str, Any] | None:
        """Ask the student's process and return its answer, None if it took too long."""
        self._peer.deadline = time.monotonic() + seconds
        try:
            return self._peer.request(op, **fields)
        except StudentTimeError:
            self._interrupt()
            return None

    def _interrupt(self) -> None:
        """Stop what the student's process is doing; if it does not stop, end it."""
        with suppress(OSError):
            self._control.send(b"i")
        if not self._peer.settle(_GRACE):
            self._stopped = True
            with suppress(OSError):
                self._control.send(b"k")


def _import(name: str, statements: Iterable[str]) -> Any:
    """Return what the teacher's import statements give for a name; None if that is not to be had here."""
    space: dict[str, Any] = {}
    for statement in statements:
        with suppress(Exception):  # a module of the student's own, say; the name is then the student's
            exec(statement, space)  # noqa: S102  # the teacher's own words
    return space.get(name)


def _own_module(value: Any) -> Any:
    """Return this process's module in the place of the student's of that name: what it does is not theirs to say.

    Only one that was imported here beforehand: which others are imported is not theirs to say either.
    """
    if getattr(type(value), "_underhood_face", None) is not ModuleType:
        return value
    with suppress(Exception):  # its name may be anything
        name = str(value.__name__)
        return value if name == "__main__" else sys.modules.get(name, value)
    return value


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise OutOfTimeError here after so many seconds."""

    def ring(number: int, frame: object) -> None:  # noqa: ARG001
        raise OutOfTimeError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except OutOfTimeError:  # between the cell's end and here
        pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
