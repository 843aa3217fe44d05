"""The judge's objects that a test passes to the notebook's functions: what these may do with them."""

from __future__ import annotations

import io
import sys
import types
from typing import TYPE_CHECKING, Any

from . import wire
from .borrowing import OPERATORS
from .errors import BadMessageError, UnsendableError
from .failures import described
from .operations import OPERATIONS

__all__ = ["Lending"]

_MOST_FAILURES = 100
_STREAMS = (io.StringIO, io.BytesIO)
_STREAM_METHODS = frozenset(
    ("write", "writelines", "read", "readline", "readlines", "getvalue", "seek", "tell", "flush", "closed")
)

if TYPE_CHECKING:
    from collections.abc import Callable


class Lending:
    """The objects lent so far, by number; they are kept as long as the notebook may ask for them.

    Of functions only the call is lent, of iterators the next step. Of an instance of a class that the test itself has
    defined, its operators and the attributes that begin with no underscore; of a text stream, reading and writing.
    Nothing else can be lent: from a generator's `gi_frame` or a module it is not far to all that the judge has.
    """

    def __init__(self) -> None:
        self._objects: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._kinds: list[str] = []
        self._failures: list[BaseException] = []

    def part(self, value: Any, encode: Callable[[Any], Any]) -> list[Any]:
        """Return the part for an object that is not plain; raises UnsendableError for what can't be lent."""
        if isinstance(value, type) and (name := wire.TYPE_NAMES.get(value)) is not None:
            return [wire.TYPE, name]
        if isinstance(value, types.ModuleType):
            return [wire.NAME, value.__name__, ""]
        if (place := _place(value)) is not None:
            return [wire.NAME, *place]
        if isinstance(value, BaseException):
            return [wire.FAILURE, *described(value), encode(tuple(value.args))]
        if (kind := _kind(value)) is None:
            raise UnsendableError(f"a {type(value).__name__} of a test can't be passed to the notebook")
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self._objects)
            self._objects.append(value)
            self._kinds.append(kind)
        return [wire.LENT, number, kind, str(getattr(value, "__name__", type(value).__name__))]

    def lent(self, number: int) -> Any:
        """Return what was lent under a number."""
        if not 0 <= number < len(self._objects):
            raise BadMessageError("an object that was never lent")
        return self._objects[number]

    def perform(self, op: str, values: tuple[Any, ...]) -> Any:
        """Do what the notebook's code asks of a lent object; raises TypeError for what it may not ask."""
        kinds = [self._kinds[self._numbers[id(one)]] if id(one) in self._numbers else "" for one in values[:2]]
        match (op, kinds, values):
            case ("call", ["call" | "object", _], (target, tuple(args), dict(kwargs))) if callable(target):
                return target(*args, **kwargs)
            case ("next", ["iterator" | "object"], (target,)):
                return next(target)
            case ("getattr", ["object", _], (target, str(name))) if _public(target, name):
                return getattr(target, name)
            case ("setattr", ["object", _], (target, str(name), value)) if _own(type(target)) and _public(target, name):
                return setattr(target, name, value)
            case ("exit", ["object", _], (target, None)):
                return OPERATIONS["exit"](target, None)
        if op in OPERATORS and "object" in kinds:
            return OPERATIONS[op](*values)
        raise TypeError("that can't be done with an object of the test's")

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


def _own(kind: type) -> bool:
    """Say whether a class is one that a cell has defined."""
    return kind.__module__ == "__main__" and bool(kind.__flags__ & 1 << 9)  # Py_TPFLAGS_HEAPTYPE


def _kind(value: Any) -> str | None:
    if type(value) in _STREAMS or _own(type(value)):
        return "object"
    if isinstance(value, type) or callable(value):
        return "call"
    return "iterator" if hasattr(type(value), "__next__") else None


def _public(target: Any, name: str) -> bool:
    if name.startswith("_"):
        return False
    return name in _STREAM_METHODS if type(target) in _STREAMS else True


def _place(value: Any) -> tuple[str, str] | None:
    """Return module and qualified name under which the other process can import a function or a class."""
    module = getattr(value, "__module__", None)
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    if not isinstance(module, str) or not isinstance(name, str) or module == "__main__":
        return None
    found: Any = sys.modules.get(module)
    for step in name.split("."):
        found = getattr(found, step, None)
    return (module, name) if found is value else None
