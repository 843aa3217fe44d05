"""The judge's objects that a test passes to the notebook's functions: what these may do with them."""

from __future__ import annotations

import sys
import types
from typing import TYPE_CHECKING, Any

from . import wire
from .errors import BadMessageError, UnsendableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .peer import Peer

__all__ = ["Lending"]

_MOST_FAILURES = 100


class Lending:
    """The objects lent so far, by number; they are kept as long as the notebook may ask for them."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._objects: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._failures: list[BaseException] = []

    def part(self, value: Any) -> list[Any]:
        """Return the part for an object that is not plain; raises UnsendableError for what can't be lent."""
        if isinstance(value, type) and (name := wire.TYPE_NAMES.get(value)) is not None:
            return [wire.TYPE, name]
        for name, one in self._peer.shared.items():
            if one is value:
                return [wire.SHARED, name]
        if (place := _place(value)) is not None:
            return [wire.NAME, *place]
        if isinstance(value, types.ModuleType):
            return [wire.NAME, value.__name__, ""]
        if callable(value):
            return self._lend(value, "call")
        if hasattr(type(value), "__next__"):
            return self._lend(value, "iterator")
        raise UnsendableError(f"a {type(value).__name__} of a test can't be passed to the notebook")

    def _lend(self, value: Any, kind: str) -> list[Any]:
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self._objects)
            self._objects.append(value)
        return [wire.LENT, number, kind, str(getattr(value, "__name__", type(value).__name__))]

    def lent(self, number: int) -> Any:
        """Return what was lent under a number."""
        if not 0 <= number < len(self._objects):
            raise BadMessageError("an object that was never lent")
        return self._objects[number]

    def perform(self, op: str, values: tuple[Any, ...]) -> Any:
        """Do what the notebook's code asks: call what is callable, step what is an iterator, nothing else."""
        match (op, values):
            case ("call", (target, tuple(args), dict(kwargs))) if self._owns(target) and callable(target):
                return target(*args, **kwargs)
            case ("next", (target,)) if self._owns(target) and hasattr(type(target), "__next__"):
                return next(target)
        raise TypeError("an object of the test's can only be called")

    def _owns(self, value: Any) -> bool:
        return id(value) in self._numbers

    def keep(self, error: BaseException) -> int:
        """Keep an exception that a callback has raised: the notebook may let it through to the test."""
        if len(self._failures) >= _MOST_FAILURES:
            self._failures.clear()
        self._failures.append(error)
        return len(self._failures) - 1

    def failure(self, number: int) -> BaseException:
        """Return the exception that a callback has raised."""
        if not 0 <= number < len(self._failures):
            raise BadMessageError("a failure that never was")
        return self._failures[number]


def _place(value: Any) -> tuple[str, str] | None:
    """Return module and qualified name under which the other process can import a function or a class."""
    module = getattr(value, "__module__", None)
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    if not isinstance(module, str) or not isinstance(name, str) or module in ("__main__", "notebook"):
        return None
    found: Any = sys.modules.get(module)
    for step in _steps(name):
        found = getattr(found, step, None)
    return (module, name) if found is value else None


def _steps(name: str) -> Iterator[str]:
    yield from name.split(".")
