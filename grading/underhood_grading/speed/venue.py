"""Where a race is held: in two processes apart from this one, or, without a judge, in this one."""

from __future__ import annotations

import copy
import gc
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from underhood_grading.apart import StudentError
from underhood_grading.apart.standins import is_standin

from . import side
from .errors import RaceError
from .remote import RefusedError, Remote, Timed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .outcome import Outcome

__all__ = ["Apart", "Here", "Round", "Venue", "apart", "current", "forbidden"]

_LONG = 0.03  # seconds of a call to which warm caches make no difference
_ROOM = 1 << 16  # bytes for results that are larger than those before


@dataclass(frozen=True)
class Round:
    """The reference, a call that does no work, and the student's function, with the same arguments."""

    expected: Timed
    idle: float  # seconds
    found: Timed


class Venue(Protocol):
    """Holds the rounds of one race."""

    is_apart: bool

    def open(self, function: Any, reference: Any) -> Any:
        """Return a context in which rounds are held."""

    def round(self, args: Sequence[Any], *, student_first: bool, watch: bool = False) -> Round:
        """Call both with these arguments. Raises what the student's function raises, and RefusedError."""

    def run(self, function: Callable[..., Any], *args: Any) -> Any:
        """Have a function of an importable module run where no student's code is; it takes and returns plain values."""

    def stolen(self) -> float:
        """Return the seconds of CPU time that the student's processes used while they were to stand still."""

    def note(self, name: str, outcome: Outcome) -> None:
        """Tell whoever keeps what became of races."""


class Apart:
    """The student's function in the student's process, the reference in a process like it.

    `find` gives the twin's own of a function of this process; `exclusive` is a context in which no other race of this
    machine takes its turn; `note` is told each race's name and outcome.
    """

    is_apart = True

    def __init__(
        self,
        student: Remote,
        twin: Callable[[], Remote],
        find: Callable[[Any], Any],
        exclusive: Callable[[], Any],
        note: Callable[[str, Outcome], None],
    ) -> None:
        self._student = student
        self._start_twin = twin
        self._find = find
        self._exclusive = exclusive
        self._note = note
        self._room = 0
        self._before: Sequence[Any] | None = None

    @contextmanager
    def open(self, function: Any, reference: Any) -> Iterator[None]:
        """Have both processes stand still but for their turns."""
        if is_standin(reference):
            raise RaceError("the reference is a function that students define; define it in a locked or test cell")
        self._twin = self._start_twin()
        self._reference = self._find(reference)
        self._function = function
        with ExitStack() as stack:
            for one in (self._student, self._twin):
                stack.enter_context(one.held())
            stack.enter_context(_without_collection())
            yield

    def round(self, args: Sequence[Any], *, student_first: bool, watch: bool = False) -> Round:
        """Call both with these arguments, each while the other stands still."""
        found: Timed | None = None
        with self._exclusive():
            if student_first:
                found = self._students(args)
            try:
                with self._twin.turn():
                    self._warm_up(self._twin, self._reference)
                    expected = self._twin.call(self._reference, args, self._room, watch=watch)
                    self._room = max(self._room, side.places(expected.result, 1 << 40)[1] * 5 // 4 + _ROOM)
                    idle = self._twin.call(side.kept, args, self._room)
            except (StudentError, RefusedError) as error:
                raise RaceError(f"the reference can't be timed: {error}") from error
            if found is None:
                found = self._students(args)
        self._before = args if max(expected.seconds, found.seconds) < _LONG else None
        return Round(expected, idle.seconds, found)

    def _students(self, args: Sequence[Any]) -> Timed:
        with self._student.turn():
            self._warm_up(self._student, self._function)
            return self._student.call(self._function, args, self._room)

    def _warm_up(self, remote: Remote, function: Any) -> None:
        """Call it with what it knows already: the first call after a pause takes longer than those that follow."""
        if self._before is not None:
            remote.call(function, self._before, self._room)

    def run(self, function: Callable[..., Any], *args: Any) -> Any:
        """Have a function of an importable module run beside the reference."""
        try:
            return self._start_twin().peer.ask("call", function, args, {})
        except StudentError as error:
            raise RaceError(f"what was to run beside the reference did not end: {error}") from error

    def stolen(self) -> float:
        """Return the seconds of CPU time that the student's processes used while they were to stand still."""
        return self._student.stolen

    def note(self, name: str, outcome: Outcome) -> None:
        """Pass it on."""
        self._note(name, outcome)


class Here:
    """Both in this process: good for a first impression, no protection against anybody."""

    is_apart = False

    @contextmanager
    def open(self, function: Any, reference: Any) -> Iterator[None]:
        """Do nothing that needs to be undone."""
        self._function, self._reference = function, reference
        with _without_collection():
            yield

    def round(self, args: Sequence[Any], *, student_first: bool, watch: bool = False) -> Round:
        """Call one after the other, with copies of the arguments."""
        if student_first:
            found = _timed(self._function, args)
        expected = _timed(self._reference, args, watch=watch)
        if not student_first:
            found = _timed(self._function, args)
        return Round(expected, 0.0, found)

    def run(self, function: Callable[..., Any], *args: Any) -> Any:
        """Run it."""
        return function(*args)

    def stolen(self) -> float:
        """Return 0: nothing is stopped here."""
        return 0.0

    def note(self, name: str, outcome: Outcome) -> None:
        """Do nothing: what is timed here is an impression."""


def _timed(function: Callable[..., Any], args: Sequence[Any], *, watch: bool = False) -> Timed:
    software = watch and side.watched(function, copy.deepcopy(list(args)))[1]
    left = copy.deepcopy(list(args))
    start = time.perf_counter()
    result = function(*left)
    return Timed(result, left, time.perf_counter() - start, (0, 0, 0, int(software)))


@contextmanager
def _without_collection() -> Iterator[None]:
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


_current: Venue | None = Here()


def current() -> Venue:
    """Return where races are held in this process; raises RaceError where none may be."""
    if _current is None:
        raise RaceError("a race can't be judged inside the student's process, where its clock could be changed")
    return _current


@contextmanager
def apart(venue: Venue) -> Iterator[None]:
    """Have races held there meanwhile."""
    global _current  # noqa: PLW0603 - tests call `race` without knowing who judges
    before, _current = _current, venue
    try:
        yield
    finally:
        _current = before


@contextmanager
def forbidden() -> Iterator[None]:
    """Have none held meanwhile: in a student's process that is graded."""
    global _current  # noqa: PLW0603 - as above
    before, _current = _current, None
    try:
        yield
    finally:
        _current = before
