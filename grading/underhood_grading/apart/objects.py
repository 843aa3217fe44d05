"""What is no value, on the judge's side: stand-ins for the notebook's objects, and the test's own that are lent."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

from . import encoding, wire
from .classes import Classes
from .errors import BadMessageError
from .lending import Lending
from .standins import Asked, Standin, StandinType

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Objects", "stays"]


def stays(kind: type) -> bool:
    """Say whether objects of a class are never taken for plain ones."""
    return encoding.stays(kind) or issubclass(type(kind), StandinType)


class Objects:
    """The stand-ins made so far, and the objects lent."""

    def __init__(self, peer: Asked) -> None:
        self.classes = Classes(peer)
        self.lending = Lending()
        self._standins: weakref.WeakValueDictionary[int, Any] = weakref.WeakValueDictionary()

    def part(self, value: Any, encode: Callable[[Any], Any]) -> list[Any]:
        """Return the part for a value that is not plain."""
        kind = type(value)
        if issubclass(type(kind), StandinType) and (not issubclass(kind, Exception) or "_underhood_id" in vars(value)):
            return [wire.HANDLE, value._underhood_id]  # noqa: SLF001  # ours
        if issubclass(kind, StandinType):
            return [wire.CLASS, value._underhood_number]  # noqa: SLF001
        return self.lending.part(value, encode)

    def made(self, part: list[Any], decode: Callable[[Any], Any]) -> Any:
        """Return what stands here for an object of the notebook's."""
        match part:
            case [wire.HANDLE, int(number), kind, *error]:
                cls = decode(kind)
                if not isinstance(cls, StandinType):
                    raise BadMessageError("an object without a class")
                return self._standin(number, cls) if not error else self._error(number, cls, error, decode)
            case [wire.CLASS, int(number), *description]:
                return self.classes.made(number, description, decode)
            case [wire.LENT, int(number)]:
                return self.lending.lent(number)
        raise BadMessageError("a part of no known kind")

    def _standin(self, number: int, cls: Any) -> Any:
        found = self._standins.get(number)
        if found is None:
            if not issubclass(cls, Standin):
                raise BadMessageError("an exception without arguments")
            found = object.__new__(cls)
            found._underhood_id = number  # ours
            found._underhood_count = 1
            self._standins[number] = found
        else:
            found._underhood_count += 1
        return found

    @staticmethod
    def _error(number: int, cls: Any, parts: list[Any], decode: Callable[[Any], Any]) -> BaseException:
        text, args = (decode(part) for part in parts)
        if not issubclass(cls, Exception) or type(text) is not str or type(args) is not tuple:
            raise BadMessageError("a malformed exception")
        error: BaseException = cls.__new__(cls)  # its constructor is the notebook's
        error.args = args
        vars(error).update(_underhood_id=number, _underhood_text=text, _underhood_remote=True)
        return error
