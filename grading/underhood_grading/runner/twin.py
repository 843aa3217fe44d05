"""A second process like the student's, with the teacher's cells alone: the reference of a race runs in it."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from underhood_grading.apart import Channel, StudentError
from underhood_grading.apart.peer import Peer
from underhood_grading.apart.standins import is_standin
from underhood_grading.speed.errors import RaceError
from underhood_grading.speed.remote import Remote
from underhood_grading.speed.venue import Apart

from .outputs import checked
from .roles import definitions, names_of

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    from underhood_grading.speed import Outcome

    from .task import Cell

__all__ = ["Twin"]

_GRACE = 2.0  # seconds that an interrupted process has to answer
_PUT = "_underhood_put"
_SETTER = f"def {_PUT}(name, value):\n    globals()[name] = value"


class Twin:
    """The second process; no cell is run in it before the first race.

    >>> twin.note(cell)
    >>> with apart(twin.venue(peer, control, shell.names, students, note)):
    ...     shell.run(cell.source)

    `channel` and `lane` lead to it, `control` to its keeper, and `students_lane` to the student's process. In `folder`
    is a file by which the races of all submissions take turns.
    """

    def __init__(
        self,
        channel: Channel,
        control: socket.socket,
        lane: socket.socket,
        *,
        students_lane: socket.socket,
        files: Mapping[str, bytes],
        folder: Path,
    ) -> None:
        self._peer = Peer(channel)
        self._remote = Remote(self._peer, lane, control)
        self._control = control
        self._students_lane = students_lane
        self._files: Mapping[str, bytes] = files
        self._turns = folder / "turns"
        self._waiting: list[Cell] = []
        self._bound: set[str] = set()  # by what tests did, which is not done here
        self._used: set[str] = set()

    def note(self, cell: Cell) -> None:
        """Remember a trusted cell that is about to be run."""
        self._waiting.append(cell)

    def venue(
        self,
        peer: Peer,
        control: socket.socket,
        names: Mapping[str, Any],
        students: Collection[str],
        note: Callable[[str, Outcome], None],
    ) -> Apart:
        """Return where the races of a trusted cell are held; `students` are those of its `names` that are theirs.

        `note` is told their names and outcomes.
        """
        self._peer.deadline = peer.deadline
        student = Remote(peer, self._students_lane, control)

        def start() -> Remote:
            self._catch_up({name: value for name, value in names.items() if name not in students})
            return self._remote

        return Apart(student, start, lambda reference: self._find(reference, names), self._exclusive, note)

    def settle(self) -> None:
        """Have it stop what it does, after a test that was over its time."""
        with suppress(OSError):
            self._control.send(b"i")
        self._peer.settle(_GRACE)

    def close(self) -> None:
        """End it."""
        with suppress(OSError):
            self._control.send(b"k")

    def _catch_up(self, names: Mapping[str, Any]) -> None:
        """Run the locked cells that were run since, and of tests what they define; bring their other values along."""
        try:
            if self._files:
                self._peer.request("files", files=dict(self._files))
                self._files = {}
            for cell in self._waiting:
                if cell.role == "locked":
                    self._run(cell.source)
            tests = [(cell, definitions(cell.source)) for cell in self._waiting if cell.role == "test"]
            for cell, defined in tests:
                self._bound |= names_of(cell.source).bound - names_of(defined).bound
                self._used |= names_of(defined).used
            self._put({name: names[name] for name in sorted(self._bound & self._used & names.keys())})
            for _, defined in tests:
                if defined and (fault := self._run(defined)):
                    raise RaceError(f"the reference can't be prepared: {fault}")
            self._waiting.clear()
        except StudentError as error:
            raise RaceError(f"the reference can't be prepared: {error}") from error

    def _run(self, source: str) -> str:
        """Run a cell; return what it raised."""
        outputs = checked(self._peer.request("run-cell", source=source).get("outputs"))
        errors = [one for one in outputs if one["output_type"] == "error"]
        return f"{errors[0]['ename']}: {errors[0]['evalue']}" if errors else ""

    def _put(self, values: Mapping[str, Any]) -> None:
        if not values:
            return
        self._run(_SETTER)
        put = self._peer.fetch([_PUT])[_PUT]
        for name, value in values.items():
            if not is_standin(value):
                with suppress(TypeError):  # what can't travel, the reference will miss, and say so
                    put(name, value)

    def _find(self, reference: Any, names: Mapping[str, Any]) -> Any:
        """Return the twin's own of a function."""
        for name, value in names.items():
            if value is reference and not name.startswith("_"):
                found = self._peer.fetch([name])
                if name in found:
                    return found[name]
        if getattr(reference, "__module__", "__main__") == "__main__":
            raise RaceError("the reference must be a function with a name, at the top of a locked or test cell")
        return reference

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        """Let no other race take its turn meanwhile."""
        file = os.open(self._turns, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)
