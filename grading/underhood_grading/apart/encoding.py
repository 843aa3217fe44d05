"""Plain values to their shape in a message."""

from __future__ import annotations

import collections
import datetime
import decimal
import fractions
import math
import sys
import zoneinfo
from array import array
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from . import arrays, wire
from .channel import Buffer
from .errors import UnsendableError
from .wire import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Encoder"]

_NATIVE = frozenset({type(None), bool, float})
_SINGLETONS = {Ellipsis: "...", NotImplemented: "NotImplemented"}


def _refuse(value: object) -> NoReturn:
    raise UnsendableError(f"a {type(value).__name__} can't be sent")


class Encoder:
    """Turns values into message parts; one for each message.

    >>> Encoder().encode((1, [2.5, "a"]))
    [2, 1, [0, 2.5, 'a']]

    `mutables` are the lists, dicts, sets, arrays … of the conversation so far, which go as references, and which get
    those met here appended. `other` makes the part for what is not plain. Raises UnsendableError for what is too deep
    or too much.
    """

    def __init__(
        self,
        mutables: list[Any] | None = None,
        other: Callable[[Any], list[Any]] = _refuse,
        limits: Limits = Limits(),  # noqa: B008  # frozen
    ) -> None:
        self.mutables = [] if mutables is None else mutables
        self._index = {id(value): index for index, value in enumerate(self.mutables)}
        self._other = other
        self._limits = limits
        self._items = 0

    def encode(self, value: Any, depth: int = 0) -> Any:
        """Return the part for a value."""
        kind = type(value)
        if kind in _NATIVE:
            return value
        if kind is int:
            return value if -wire.INT_BOUND <= value < wire.INT_BOUND else self._int(value)
        if kind is str:
            return value if len(value) < self._limits.text else self._text(value)
        method = _METHODS.get(kind)
        if method is not None:
            return method(self, value, depth)
        return self._subclass(value, depth)

    def content(self, value: Any) -> Any:
        """Return the part for what a mutable of the conversation holds now, in place of a reference to it."""
        base = next((base for base in type(value).__mro__ if base in _CONTENTS), None)
        if base is not None:
            return _CONTENTS[base](self, value, 0)
        return arrays.encode(value) or _refuse(value)

    def _subclass(self, value: Any, depth: int) -> Any:
        """Flatten an instance of a subclass of a plain type by that type's own methods; pass on anything else."""
        kind = type(value)
        if (part := arrays.encode(value)) is not None:
            if not self._mutable(value, arrays.is_mutable(value)):
                part = [wire.REF, self._index[id(value)]]
            return part
        if isinstance(value, type) or issubclass(kind, BaseException):
            return self._other(value)
        if issubclass(kind, tuple) and getattr(kind, "_fields", None):
            names = [str(name) for name in kind._fields]  # type: ignore[attr-defined]
            return [wire.NAMEDTUPLE, kind.__name__, names, *self._all(tuple.__iter__(value), len(names), depth)]
        for base in _FLATTENED:
            if issubclass(kind, base):
                return _METHODS[base](self, value, depth) if base in _METHODS else self.encode(_SCALARS[base](value))
        return self._other(value)

    def _count(self, items: int, depth: int) -> None:
        self._items += items
        if self._items > self._limits.items:
            raise UnsendableError(f"a value of more than {self._limits.items:,} items is too large to be sent")
        if depth > self._limits.depth:
            raise UnsendableError(f"a value nested deeper than {self._limits.depth} levels can't be sent")

    def _mutable(self, value: Any, tracked: bool = True) -> bool:
        """Number a mutable; say whether it is a new one."""
        if not tracked:
            return True
        if id(value) in self._index:
            return False
        self._index[id(value)] = len(self.mutables)
        self.mutables.append(value)
        return True

    def _all(self, values: Iterable[Any], count: int, depth: int) -> list[Any]:
        self._count(count, depth)
        depth += 1
        encode = self.encode
        return [encode(value, depth) for value in values]

    def _items_of(self, tag: int, value: Any, depth: int) -> list[Any]:
        """Return the part for a list or tuple, as one buffer where it holds many numbers of a kind."""
        if len(value) >= 64:
            kinds = set(map(type, value))
            if len(kinds) == 1 and (kind := kinds.pop()) in (float, int):
                self._count(len(value), depth)
                try:
                    return [
                        wire.NUMBERS,
                        tag,
                        "d" if kind is float else "q",
                        self._bytes(array("qd"[kind is float], value)),
                    ]
                except OverflowError:  # ints of more than 64 bits
                    self._items -= len(value)
        return [tag, *self._all(value, len(value), depth)]

    def _bytes(self, data: Any) -> Any:
        view = memoryview(data).cast("B")
        return bytes(view) if len(view) < arrays.INLINE else Buffer(view)

    def _list_content(self, value: Any, depth: int) -> list[Any]:
        return self._items_of(wire.LIST, list.copy(value), depth)

    def _tuple(self, value: Any, depth: int) -> list[Any]:
        return self._items_of(wire.TUPLE, tuple(tuple.__iter__(value)), depth)

    def _dict_content(
        self, value: Any, depth: int, tag: int = wire.DICT, kind: type[dict[Any, Any]] = dict
    ) -> list[Any]:
        flat = [part for item in kind.items(value) for part in item]
        return [tag, *self._all(flat, len(flat), depth)]

    def _counter_content(self, value: Any, depth: int) -> list[Any]:
        return self._dict_content(value, depth, wire.COUNTER)

    def _ordered_content(self, value: Any, depth: int) -> list[Any]:
        return self._dict_content(value, depth, wire.ORDERED, collections.OrderedDict)

    def _set_content(self, value: Any, depth: int) -> list[Any]:
        return [wire.SET, *self._all(set.__iter__(value), set.__len__(value), depth)]

    def _frozenset(self, value: Any, depth: int) -> list[Any]:
        return [wire.FROZENSET, *self._all(frozenset.__iter__(value), frozenset.__len__(value), depth)]

    def _bytearray_content(self, value: Any, depth: int) -> list[Any]:
        return [wire.BYTEARRAY, self._bytes(bytes(memoryview(value)))]

    def _deque_content(self, value: Any, depth: int) -> list[Any]:
        items = list(collections.deque.__iter__(value))
        return [wire.DEQUE, value.maxlen, *self._all(items, len(items), depth)]

    def _int(self, value: int) -> list[Any]:
        size = (value.bit_length() + 8) // 8
        if size > self._limits.int_bytes:
            raise UnsendableError(f"an int of {size:,} bytes is too large to be sent")
        return [wire.INT, value.to_bytes(size, "little", signed=True)]

    def _text(self, value: str) -> list[Any]:
        return [wire.TEXT, Buffer(value.encode("utf-8", "surrogatepass"))]

    def _bytestring(self, value: bytes, depth: int) -> Any:
        value = bytes(memoryview(value))
        return value if len(value) < self._limits.text else [wire.BYTES, Buffer(value)]

    def _complex(self, value: complex, depth: int) -> list[Any]:
        return [wire.COMPLEX, value.real, value.imag]

    def _range(self, value: range, depth: int) -> list[Any]:
        # Of a longer one its reader could make a list that fills the memory.
        if (value.stop - value.start) // value.step > self._limits.items:
            return self._other(value)
        return [wire.RANGE, *map(self.encode, (value.start, value.stop, value.step))]

    def _slice(self, value: slice, depth: int) -> list[Any]:
        return [wire.SLICE, *self._all((value.start, value.stop, value.step), 3, depth)]

    def _singleton(self, value: Any, depth: int) -> list[Any]:
        return [wire.SINGLETON, _SINGLETONS[value]]

    def _fraction(self, value: fractions.Fraction, depth: int) -> list[Any]:
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > 3 * self._limits.digits:
            raise UnsendableError("a Fraction of so many digits is too large to be sent")
        return [wire.FRACTION, self.encode(value.numerator), self.encode(value.denominator)]

    def _decimal(self, value: decimal.Decimal, depth: int) -> list[Any]:
        if len(text := decimal.Decimal.__str__(value)) > self._limits.digits:
            raise UnsendableError("a Decimal of so many digits is too large to be sent")
        return [wire.DECIMAL, text]

    def _datetime(self, value: datetime.datetime, depth: int) -> list[Any]:
        fields = (value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond)
        return [wire.DATETIME, *fields, value.fold, self._zone(value.tzinfo)]

    def _time(self, value: datetime.time, depth: int) -> list[Any]:
        return [
            wire.TIME,
            value.hour,
            value.minute,
            value.second,
            value.microsecond,
            value.fold,
            self._zone(value.tzinfo),
        ]

    def _date(self, value: datetime.date, depth: int) -> list[Any]:
        return [wire.DATE, value.year, value.month, value.day]

    def _timedelta(self, value: datetime.timedelta, depth: int) -> list[Any]:
        return [wire.TIMEDELTA, value.days, value.seconds, value.microseconds]

    def _timezone(self, value: datetime.timezone, depth: int) -> list[Any]:
        return [wire.TIMEZONE, self.encode(value.utcoffset(None)), value.tzname(None)]

    def _zone(self, value: datetime.tzinfo | None) -> Any:
        if value is None or type(value) is datetime.timezone:
            return self.encode(value)
        if isinstance(value, zoneinfo.ZoneInfo) and value.key:
            return [wire.ZONE, value.key]
        raise UnsendableError(f"a time in a {type(value).__name__} can't be sent")


_CONTENTS: dict[type, Any] = {
    list: Encoder._list_content,
    collections.Counter: Encoder._counter_content,
    collections.OrderedDict: Encoder._ordered_content,
    dict: Encoder._dict_content,
    set: Encoder._set_content,
    bytearray: Encoder._bytearray_content,
    collections.deque: Encoder._deque_content,
}


def _tracked(content: Any) -> Any:
    def encode(self: Encoder, value: Any, depth: int) -> Any:
        if not self._mutable(value):
            return [wire.REF, self._index[id(value)]]
        return content(self, value, depth)

    return encode


_METHODS: dict[type, Any] = {
    **{kind: _tracked(content) for kind, content in _CONTENTS.items()},
    collections.defaultdict: _tracked(Encoder._dict_content),
    tuple: Encoder._tuple,
    frozenset: Encoder._frozenset,
    bytes: Encoder._bytestring,
    complex: Encoder._complex,
    range: Encoder._range,
    slice: Encoder._slice,
    type(Ellipsis): Encoder._singleton,
    type(NotImplemented): Encoder._singleton,
    fractions.Fraction: Encoder._fraction,
    decimal.Decimal: Encoder._decimal,
    datetime.datetime: Encoder._datetime,
    datetime.date: Encoder._date,
    datetime.time: Encoder._time,
    datetime.timedelta: Encoder._timedelta,
    datetime.timezone: Encoder._timezone,
}

_SCALARS: dict[type, Any] = {int: int.__int__, float: float.__float__, str: str.__str__}

# In this order, the narrower type before the wider one.
_FLATTENED = (
    *(int, float, complex, str, bytes, bytearray, list, tuple, collections.Counter, collections.OrderedDict, dict, set),
    *(frozenset, collections.deque, datetime.datetime, datetime.date, datetime.time, datetime.timedelta),
    *(fractions.Fraction, decimal.Decimal),
)
