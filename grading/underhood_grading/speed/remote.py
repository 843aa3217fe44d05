"""A call in another process, timed from here: the clock is where what is timed can't reach it."""

from __future__ import annotations

import copy
import socket
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_grading.apart.standins import is_standin
from underhood_grading.sandbox.pausing import pause, resume

from . import side
from .memory import Memory, for_arguments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from underhood_grading.apart.peer import Peer

__all__ = ["RefusedError", "Remote", "Timed"]

_MOST_ITEMS = 1000
_PATIENCE = 5.0  # seconds that the other process may take to fetch a call's memory


class RefusedError(Exception):
    """A result that is none, or that can't be compared: what is wrong with it."""


@dataclass(frozen=True)
class Timed:
    """A call: its result, the arguments afterwards, seconds by our clock; `usage` is the other side's word (`side`)."""

    result: Any
    args: list[Any]
    seconds: float
    usage: tuple[int, ...]

    @property
    def disturbed(self) -> bool:
        """Whether another process has taken the processor from this call for more than a tenth of it."""
        wall, cpu, switches, _ = self.usage
        return switches > 0 and wall - cpu > 0.1 * wall


class Remote:
    """One process whose functions are timed.

    `peer` talks with it, `lane` takes memory to it, and `control` leads to its keeper. `stolen` are the seconds of CPU
    time that it has used outside its turns.
    """

    def __init__(self, peer: Peer, lane: socket.socket, control: socket.socket) -> None:
        self.peer = peer
        self.stolen = 0.0
        self._lane = lane
        self._control = control
        self._used: int | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Have the process stand still, but for its turns."""
        self.stolen = 0.0
        self._used = pause(self._control)
        try:
            yield
        finally:
            resume(self._control)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Let the process run."""
        used = resume(self._control)
        if used is not None and self._used is not None:
            self.stolen += max(0, used - self._used) * 1e-9
        try:
            yield
        finally:
            self._used = pause(self._control)

    def call(self, function: Any, args: Sequence[Any], room: int, *, watch: bool = False) -> Timed:
        """Call a function of the process with copies of these arguments; the result comes whole, or not at all.

        `room` are the bytes that large arrays of the result may take; `watch` is `side.call`'s. Raises
        what the function raises, and RefusedError.
        """
        left, slots, given = for_arguments(args)
        left = copy.deepcopy(left)
        taken = Memory(room) if room >= side.LEAST and given is not None else None
        descriptors = [one.descriptor for one in (given, taken) if one is not None]
        try:
            start = time.perf_counter()
            if descriptors:
                self._send(descriptors)
            asked = (function, left, slots, 0 if taken is None else room)
            answer = self.peer.ask("call", side.call, asked, {"watch": watch})
            sealed = taken is None or taken.seal()
            seconds = time.perf_counter() - start
            if not sealed:
                raise RefusedError("kept hold of its result, which it could still have changed")
            result, usage = _checked(answer, taken)
            if given is not None:
                for position, dtype, shape, offset in slots:
                    left[position] = given.read(shape, dtype, offset)
            return Timed(result, left, seconds, usage)
        finally:
            for one in (given, taken):
                if one is not None:
                    one.close()

    def _send(self, descriptors: list[int]) -> None:
        self._lane.settimeout(_PATIENCE)
        with suppress(BrokenPipeError, ConnectionError):  # its process has ended: the question will say so
            try:
                socket.send_fds(self._lane, [b"m"], descriptors)
            except TimeoutError:
                raise RefusedError("did not take its arguments") from None


def _checked(answer: Any, memory: Memory | None) -> tuple[Any, tuple[int, ...]]:
    """Return result and usage of an answer that anyone may have sent."""
    match answer:
        case (str(kind), list(parts), (int(wall), int(cpu), int(switches), int(software))) if len(parts) < _MOST_ITEMS:
            items = [_item(part, memory) for part in parts]
        case _:
            raise RefusedError("returned something that can't be timed")
    result: Any = {"tuple": tuple, "list": list}.get(kind, lambda found: found[0] if len(found) == 1 else None)(items)
    return result, (wall, cpu, switches, software)


def _item(part: Any, memory: Memory | None) -> Any:
    match part:
        case ("value", value):
            if not _is_plain(value):
                raise RefusedError("returned an object that stays in its process; return arrays or numbers")
            return value
        case ("array", np.dtype() as dtype, tuple(shape), int(offset)) if (
            memory is not None
            and dtype.kind in side.PLAIN
            and len(shape) <= 32
            and all(type(one) is int and 0 <= one <= memory.size for one in shape)
            and 0 <= offset <= memory.size
        ):
            size = dtype.itemsize
            for one in shape:
                size *= one
            if size <= memory.size - offset:
                found = memory.read(shape, dtype, offset)
                if dtype.kind != "b" or not found.size or found.view(np.uint8).max() <= 1:
                    return found
    raise RefusedError("returned something that can't be timed")


def _is_plain(value: Any, depth: int = 0) -> bool:
    if is_standin(value) or depth > 20:
        return False
    if isinstance(value, dict):
        return all(_is_plain(one, depth + 1) for item in value.items() for one in item)
    if isinstance(value, list | tuple | set | frozenset):
        return all(_is_plain(one, depth + 1) for one in value)
    return not callable(value)
