"""What is no value, on the student's side: the notebook's objects by number, and the test's that are borrowed."""

from __future__ import annotations

import enum
import functools
import importlib
import types
from typing import TYPE_CHECKING, Any

from . import encoding, wire
from .borrowing import Borrowed, borrowed
from .dunders import DUNDERS
from .errors import BadMessageError
from .failures import arguments, class_of, described, known_class, rebuilt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .borrowing import Lender

__all__ = ["Handles", "stays"]

_FACES = {
    types.FunctionType: "function",
    types.GeneratorType: "generator",
    types.CoroutineType: "coroutine",
    types.MethodType: "method",
    types.BuiltinFunctionType: "builtin",
    types.ModuleType: "module",
}


@functools.cache
def stays(kind: type) -> bool:
    """Say whether objects of a class stay: those that are not plain, or can do more than the plain ones they are.

    >>> class Stack(list):
    ...     def push(self, item): ...
    >>> stays(Stack)
    True
    """
    plain = next((base for base in encoding.PLAIN if issubclass(kind, base)), None)
    if encoding.stays(kind) or plain is None:
        return True
    if issubclass(kind, enum.Enum) or kind in wire.TYPE_NAMES:
        return False
    known = {*dir(plain), *getattr(kind, "_fields", ())}
    return any(not name.startswith("_") and name not in known for name in dir(kind))


class Handles:
    """The objects that the judge has stand-ins for, and the classes that it knows."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender
        self._objects: dict[int, list[Any]] = {}  # by number: the object and how often it was sent
        self._numbers: dict[int, int] = {}
        self._next = 1
        self._classes: list[type] = []
        self._class_numbers: dict[int, int] = {}
        self._told: set[int] = set()
        self._lent: dict[int, Borrowed] = {}

    def object(self, number: Any) -> Any:
        """Return the object of a number; None if there is none."""
        return self._objects.get(number, [None])[0]

    def drop(self, numbers: Iterable[list[int]]) -> None:
        """Forget objects that the judge has no stand-ins for any more: number, and how often it was received."""
        for number, count in numbers:
            if (kept := self._objects.get(number)) is not None:
                kept[1] -= count
                if kept[1] <= 0:
                    del self._objects[number]
                    self._numbers.pop(id(kept[0]), None)

    def forget_told(self) -> None:
        """Describe every class anew: an answer was lost."""
        self._told.clear()

    @staticmethod
    def constructed(target: Any, value: Any) -> bool:
        """Say whether a call has made an instance of a class derived from a plain one, to be used as what it is."""
        kind = type(value)
        if kind is not target or kind in wire.TYPE_NAMES or issubclass(kind, enum.Enum) or hasattr(kind, "_fields"):
            return False
        return any(issubclass(kind, base) for base in encoding.PLAIN)

    def part(self, value: Any, encode: Callable[[Any], Any]) -> list[Any]:
        """Return the part for an object that is not plain."""
        if isinstance(value, Borrowed):
            return [wire.LENT, vars(value)["borrowed_number"]]
        if isinstance(value, type):
            return self._class(value, encode)
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = self._next
            self._next += 1
            self._objects[number] = [value, 0]
        self._objects[number][1] += 1
        part = [wire.HANDLE, number, self._described(type(value), encode)]
        if isinstance(value, Exception):
            part += [described(value)[1], encode(arguments(value))]
        return part

    def _class(self, kind: type, encode: Callable[[Any], Any]) -> list[Any]:
        name = wire.TYPE_NAMES.get(kind)
        return [wire.TYPE, name] if name else self._described(kind, encode)

    def _described(self, kind: type, encode: Callable[[Any], Any]) -> list[Any]:
        number = self._class_numbers.get(id(kind))
        if number is None:
            number = self._class_numbers[id(kind)] = len(self._classes)
            self._classes.append(kind)
        if number in self._told:
            return [wire.CLASS, number]
        self._told.add(number)
        bases = [encode(one) for one in kind.__bases__ if one not in wire.TYPE_NAMES]
        dunders = [name for name in DUNDERS if _has(kind, name)]
        error = class_of(kind) if issubclass(kind, Exception) else ""
        fields = [*map(str, getattr(kind, "_fields", ()))] if issubclass(kind, tuple) else []
        return [wire.CLASS, number, kind.__name__[:500], _FACES.get(kind, ""), bases, dunders, error, fields]

    def made(self, part: list[Any], decode: Callable[[Any], Any]) -> Any:
        """Return the object that a part of the judge's names."""
        match part:
            case [wire.HANDLE, number]:
                return self._objects[number][0]
            case [wire.CLASS, number]:
                return self._classes[number]
            case [wire.NAME, module, name]:
                return _imported(module, name)
            case [wire.FAILURE, name, text, args]:
                return rebuilt(known_class(name) or Exception, decode(args), text)
            case [wire.LENT, number, *_] if number in self._lent:
                return self._lent[number]
            case [wire.LENT, number, kind, name]:
                return self._lent.setdefault(number, borrowed(self._lender, number, kind, name))
        raise BadMessageError("a part of no known kind")


def _has(kind: type, name: str) -> bool:
    """Say whether instances of a class have a special method; its metaclass does not count."""
    return next((vars(base)[name] for base in kind.__mro__ if name in vars(base)), None) is not None


def _imported(module: str, name: str) -> Any:
    found: Any = importlib.import_module(module)
    for step in name.split(".") if name else ():
        found = getattr(found, step)
    return found
