"""Values to their parts in a message."""

from __future__ import annotations

import collections
import datetime as dt
import decimal
import enum
import fractions
from array import array
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from . import arrays, scalars, wire
from .channel import Buffer
from .errors import UnsendableError
from .shared import Shared, state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .wire import Limits

__all__ = ["PLAIN", "Encoder", "stays"]

_NATIVE = frozenset({type(None), bool, float})
_MANY = 64  # numbers from which they travel as one run of bytes
# In this order, the narrower type before the wider one.
PLAIN: tuple[type, ...] = (
    *(int, float, complex, str, bytes, bytearray, list, tuple),
    *(collections.Counter, collections.OrderedDict, dict, set, frozenset, collections.deque),
    *(dt.datetime, dt.date, dt.time, dt.timedelta, fractions.Fraction, decimal.Decimal),
)
_EXACT: dict[type, Callable[[Any], Any]] = {int: int.__int__, float: float.__float__, str: str.__str__}


def _refuse(value: object, encode: Callable[[Any], Any]) -> NoReturn:  # noqa: ARG001  # as others
    raise UnsendableError(f"a {type(value).__name__} can't be sent")


def stays(kind: type) -> bool:
    """Say whether objects of a class are never taken for the plain ones that it may be derived from."""
    return issubclass(kind, type | BaseException)


class Encoder:
    """Turns values into message parts; one for each message.

    >>> Encoder().encode((1, [2.5, "a"]))
    [2, 1, [0, 2.5, 'a']]

    `mutables` are the lists, dicts, sets, arrays … of the conversation so far, which go as references; those met here
    are appended. `shared` are the classes that both sides have. `other` makes the part for what is not plain, with a
    function for the values in it. An instance of a class derived from a plain type goes as an instance of that type, by
    the type's own methods, unless the class `stays`. Raises UnsendableError for what is too deep or too much.
    """

    def __init__(
        self,
        mutables: list[Any] | None = None,
        other: Callable[[Any, Callable[[Any], Any]], list[Any]] = _refuse,
        shared: Shared | None = None,
        stays: Callable[[type], bool] = stays,
        limits: Limits = wire.LIMITS,
    ) -> None:
        self.mutables = [] if mutables is None else mutables
        self._shared = shared or Shared()
        self._index = {id(value): index for index, value in enumerate(self.mutables)}
        self._other = other
        self._stays = stays
        self._limits = limits
        self._items = 0

    def encode(self, value: Any, depth: int = 0) -> Any:
        """Return the part for a value."""
        kind = type(value)
        if kind in _NATIVE:
            return value
        if kind is int:
            return value if -wire.INT_BOUND <= value < wire.INT_BOUND else scalars.encode_int(value, self._limits)
        if kind is str:
            return value if len(value) < self._limits.text else scalars.encode_text(value)
        if kind in self._CONTAINERS:
            return self._container(kind, value, depth)
        if (scalar := scalars.ENCODERS.get(kind)) is not None:
            part = scalar(value, self._limits)
            return part if part is not None else self._foreign(value, depth)
        return self._subclass(kind, value, depth)

    def attempt(self, value: Any) -> list[Any]:
        """Return the part for a value, in a list; no part, as if nothing had been met, if it can't be sent."""
        count, items = len(self.mutables), self._items
        try:
            return [self.encode(value, 1)]
        except UnsendableError:
            for one in self.mutables[count:]:
                del self._index[id(one)]
            del self.mutables[count:]
            self._items = items
            return []

    def content(self, value: Any) -> Any:
        """Return the part for what a mutable of the conversation holds now, in place of a reference to it."""
        if (part := arrays.encode(value)) is not None:
            return part
        if (name := self._shared.class_name(type(value))) is not None:
            return self._instance(name, state(value) or {}, 0)
        base = next(base for base in PLAIN if isinstance(value, base))
        return self._CONTAINERS[base](self, value, 0)

    def _foreign(self, value: Any, depth: int) -> Any:
        return self._other(value, lambda inner: self.encode(inner, depth + 1))

    def _instance(self, name: str, attributes: dict[str, Any], depth: int) -> list[Any]:
        return [wire.INSTANCE, name, *self._pairs(wire.DICT, attributes.items(), depth)[1:]]

    def _container(self, kind: type, value: Any, depth: int) -> Any:
        if kind in self._MUTABLE and (number := self._number(value)) is not None:
            return [wire.REF, number]
        return self._CONTAINERS[kind](self, value, depth)

    def _subclass(self, kind: type, value: Any, depth: int) -> Any:
        if (part := self._of_shared(kind, value, depth)) is not None:
            return part
        if (part := arrays.encode(value)) is not None:
            number = self._number(value) if arrays.is_mutable(value) else None
            return part if number is None else [wire.REF, number]
        if not self._stays(kind):
            if issubclass(kind, tuple) and (names := [*map(str, getattr(kind, "_fields", ()))]):
                return [wire.NAMEDTUPLE, kind.__name__, names, *self._all(tuple.__iter__(value), len(names), depth)]
            base = next((base for base in PLAIN if issubclass(kind, base)), None)
            if base in self._CONTAINERS:
                return self._container(base, value, depth)
            if base is not None:
                return (
                    self.encode(_EXACT[base](value)) if base in _EXACT else scalars.ENCODERS[base](value, self._limits)
                )
        return self._foreign(value, depth)

    def _of_shared(self, kind: type, value: Any, depth: int) -> list[Any] | None:
        """Return the part for what a locked cell has bound, or for an instance of its classes."""
        if (name := self._shared.name(value)) is not None:
            return [wire.SHARED, name]
        if (name := self._shared.class_name(kind)) is None:
            return None
        if isinstance(value, enum.Enum):
            return [wire.MEMBER, name, value.name]
        if (attributes := state(value)) is None:
            return None
        number = self._number(value)
        return self._instance(name, attributes, depth) if number is None else [wire.REF, number]

    def _number(self, value: Any) -> int | None:
        """Return the number of a mutable that has one; give it one if it has none."""
        number = self._index.get(id(value))
        if number is None:
            self._index[id(value)] = len(self.mutables)
            self.mutables.append(value)
        return number

    def _all(self, values: Iterable[Any], count: int, depth: int) -> list[Any]:
        self._items += count
        if self._items > self._limits.items:
            raise UnsendableError(f"a value of more than {self._limits.items:,} items is too large to be sent")
        if depth > self._limits.depth:
            raise UnsendableError(f"a value nested deeper than {self._limits.depth} levels can't be sent")
        depth += 1
        encode = self.encode
        return [encode(value, depth) for value in values]

    def _sequence(self, tag: int, value: list[Any] | tuple[Any, ...], depth: int) -> list[Any]:
        """Return the part for a list or tuple, as one run of bytes where it holds many numbers of a kind."""
        if len(value) >= _MANY and len(kinds := set(map(type, value))) == 1:
            code = {float: "d", int: "q"}.get(kinds.pop())
            if code and len(value) <= self._limits.items - self._items:
                try:
                    numbers = array(code, value).tobytes()
                except OverflowError:  # ints of more than 64 bits
                    return [tag, *self._all(value, len(value), depth)]
                self._items += len(value)
                return [wire.NUMBERS, tag, code, numbers if len(numbers) < arrays.INLINE else Buffer(numbers)]
        return [tag, *self._all(value, len(value), depth)]

    def _list(self, value: list[Any], depth: int) -> list[Any]:
        return self._sequence(wire.LIST, list.copy(value), depth)

    def _tuple(self, value: tuple[Any, ...], depth: int) -> list[Any]:
        return self._sequence(wire.TUPLE, tuple(tuple.__iter__(value)), depth)

    def _dict(self, value: dict[Any, Any], depth: int) -> list[Any]:
        return self._pairs(wire.DICT, dict.items(value), depth)

    def _counter(self, value: dict[Any, Any], depth: int) -> list[Any]:
        return self._pairs(wire.COUNTER, dict.items(value), depth)

    def _ordered(self, value: Any, depth: int) -> list[Any]:
        return self._pairs(wire.ORDERED, collections.OrderedDict.items(value), depth)

    def _pairs(self, tag: int, items: Iterable[tuple[Any, Any]], depth: int) -> list[Any]:
        flat = [one for item in items for one in item]
        return [tag, *self._all(flat, len(flat), depth)]

    def _set(self, value: set[Any], depth: int) -> list[Any]:
        return [wire.SET, *self._all(set.__iter__(value), set.__len__(value), depth)]

    def _frozenset(self, value: frozenset[Any], depth: int) -> list[Any]:
        return [wire.FROZENSET, *self._all(frozenset.__iter__(value), frozenset.__len__(value), depth)]

    def _deque(self, value: collections.deque[Any], depth: int) -> list[Any]:
        items = list(collections.deque.__iter__(value))
        return [wire.DEQUE, value.maxlen, *self._all(items, len(items), depth)]

    def _bytearray(self, value: bytearray, depth: int) -> list[Any]:  # noqa: ARG002  # as the others
        data = bytes(memoryview(value))
        return [wire.BYTEARRAY, data if len(data) < arrays.INLINE else Buffer(data)]

    def _slice(self, value: slice, depth: int) -> list[Any]:
        return [wire.SLICE, *self._all((value.start, value.stop, value.step), 3, depth)]

    _CONTAINERS: ClassVar[dict[type, Callable[[Encoder, Any, int], Any]]] = {
        list: _list,
        tuple: _tuple,
        dict: _dict,
        collections.defaultdict: _dict,
        collections.Counter: _counter,
        collections.OrderedDict: _ordered,
        set: _set,
        frozenset: _frozenset,
        collections.deque: _deque,
        bytearray: _bytearray,
        slice: _slice,
    }
    _MUTABLE = frozenset(_CONTAINERS) - {tuple, frozenset, slice}
