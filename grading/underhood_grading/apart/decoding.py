"""Values from a message that anyone may have sent: every part checked, all of it bounded."""

from __future__ import annotations

import collections
import datetime
import decimal
import fractions
import functools
import re
import zoneinfo
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from . import arrays, wire
from .errors import BadMessageError, ChannelError
from .wire import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Decoder"]

_NATIVE = frozenset({type(None), bool, int, float, str, bytes})
_SINGLETONS = {"...": Ellipsis, "NotImplemented": NotImplemented}
_ZONE = re.compile(r"[A-Za-z0-9_+-]{1,40}(/[A-Za-z0-9_+-]{1,40}){0,2}")


def _refuse(part: list[Any], decode: Callable[[Any], Any]) -> NoReturn:
    raise BadMessageError("a reference to an object where there is none")


class Decoder:
    """Turns message parts into values; one for each message.

    >>> Decoder().decode([2, 1, [0, 2.5, "a"]])
    (1, [2.5, 'a'])

    `mutables` and `other` mirror the Encoder's. Raises BadMessageError, whatever came.
    """

    def __init__(
        self,
        mutables: list[Any] | None = None,
        other: Callable[[list[Any], Callable[[Any], Any]], Any] = _refuse,
        limits: Limits = Limits(),  # noqa: B008  # frozen
    ) -> None:
        self.mutables = [] if mutables is None else mutables
        self._other = other
        self._limits = limits
        self._items = 0
        self._anonymous = False

    def decode(self, part: Any) -> Any:
        """Return the value of a part."""
        try:
            return self._value(part, 0)
        except ChannelError:
            raise
        except Exception as error:  # whatever a constructor says of arguments that it can't take
            raise BadMessageError(f"a malformed value: {type(error).__name__}: {error}"[:200]) from error

    def content(self, part: Any) -> Any:
        """Return what a mutable of the conversation now holds, without counting it as another one."""
        self._anonymous = True
        try:
            return self.decode(part)
        finally:
            self._anonymous = False

    def _value(self, part: Any, depth: int) -> Any:
        if type(part) in _NATIVE:
            return part
        if type(part) is not list or not part or type(part[0]) is not int:
            raise BadMessageError("a part of no known kind")
        self._items += len(part)
        if self._items > self._limits.items * 2 or depth > self._limits.depth + 2:
            raise BadMessageError("a value that is too large or too deep")
        method = _METHODS.get(part[0])
        return method(self, part, depth) if method is not None else self._other(part, self._nested(depth))

    def _nested(self, depth: int) -> Callable[[Any], Any]:
        return lambda part: self._value(part, depth + 1)

    def _all(self, parts: Sequence[Any], depth: int) -> list[Any]:
        depth += 1
        value = self._value
        return [part if type(part) in _NATIVE else value(part, depth) for part in parts]

    def _keep(self, value: Any) -> Any:
        if self._anonymous:
            self._anonymous = False
        else:
            self.mutables.append(value)
        return value

    def _list(self, part: list[Any], depth: int) -> list[Any]:
        made: list[Any] = self._keep([])
        made += self._all(part[1:], depth)
        return made

    def _numbers(self, part: list[Any], depth: int) -> Any:
        _, tag, kind, data = part
        if tag not in (wire.LIST, wire.TUPLE) or kind not in ("d", "q"):
            raise BadMessageError("malformed numbers")
        self._items += len(data) // 8
        numbers = np.frombuffer(_bytes(data), "<f8" if kind == "d" else "<i8").tolist()
        return self._keep(numbers) if tag == wire.LIST else tuple(numbers)

    def _tuple(self, part: list[Any], depth: int) -> tuple[Any, ...]:
        return tuple(self._all(part[1:], depth))

    def _namedtuple(self, part: list[Any], depth: int) -> Any:
        _, name, fields, *values = part
        if type(name) is not str or type(fields) is not list or len(fields) > 100 or len(fields) != len(values):
            raise BadMessageError("a malformed namedtuple")
        return _namedtuple_type(name, tuple(map(_text, fields)))(*self._all(values, depth))

    def _dict(self, part: list[Any], depth: int) -> Any:
        kind = {wire.DICT: dict, wire.COUNTER: collections.Counter, wire.ORDERED: collections.OrderedDict}[part[0]]
        made: dict[Any, Any] = self._keep(kind())
        items = self._all(part[1:], depth)
        if len(items) % 2:
            raise BadMessageError("a dict with a key and no value")
        # Counter's own update would count; OrderedDict's order is not dict's.
        update = dict.update if kind is collections.Counter else kind.update
        update(made, zip(_hashable(items[::2]), items[1::2], strict=True))
        return made

    def _set(self, part: list[Any], depth: int) -> set[Any]:
        made: set[Any] = self._keep(set())
        made.update(_hashable(self._all(part[1:], depth)))
        return made

    def _frozenset(self, part: list[Any], depth: int) -> frozenset[Any]:
        return frozenset(_hashable(self._all(part[1:], depth)))

    def _deque(self, part: list[Any], depth: int) -> Any:
        most = part[1]
        if most is not None and (type(most) is not int or most < 0):
            raise BadMessageError("a malformed deque")
        made: Any = self._keep(collections.deque(maxlen=most))
        made.extend(self._all(part[2:], depth))
        return made

    def _bytes(self, part: list[Any], depth: int) -> bytes:
        return bytes(memoryview(_bytes(part[1])))

    def _bytearray(self, part: list[Any], depth: int) -> bytearray:
        made: bytearray = self._keep(bytearray(memoryview(_bytes(part[1]))))
        return made

    def _text(self, part: list[Any], depth: int) -> str:
        return str(memoryview(_bytes(part[1])), "utf-8", "surrogatepass")

    def _int(self, part: list[Any], depth: int) -> int:
        data = part[1]
        if type(data) is not bytes or len(data) > self._limits.int_bytes:
            raise BadMessageError("a malformed int")
        return int.from_bytes(data, "little", signed=True)

    def _complex(self, part: list[Any], depth: int) -> complex:
        return complex(_float(part[1]), _float(part[2]))

    def _range(self, part: list[Any], depth: int) -> range:
        start, stop, step = self._ints(part[1:], depth)
        made = range(start, stop, step)
        if (stop - start) // step > self._limits.items:
            raise BadMessageError("a range that is too long")
        return made

    def _slice(self, part: list[Any], depth: int) -> slice:
        _, start, stop, step = part
        return slice(*self._all((start, stop, step), depth))

    def _singleton(self, part: list[Any], depth: int) -> Any:
        return _SINGLETONS[part[1]]

    def _ints(self, parts: Sequence[Any], depth: int) -> list[int]:
        values = self._all(parts, depth)
        if any(type(value) is not int for value in values):
            raise BadMessageError("no int where one belongs")
        return values

    def _fraction(self, part: list[Any], depth: int) -> fractions.Fraction:
        over, under = self._ints(part[1:], depth)
        if max(over.bit_length(), under.bit_length()) > 3 * self._limits.digits:
            raise BadMessageError("a Fraction of too many digits")
        return fractions.Fraction(over, under)

    def _decimal(self, part: list[Any], depth: int) -> decimal.Decimal:
        if len(text := _text(part[1])) > self._limits.digits:
            raise BadMessageError("a Decimal of too many digits")
        return decimal.Decimal(text)

    def _datetime(self, part: list[Any], depth: int) -> datetime.datetime:
        *fields, fold, zone = part[1:]
        return datetime.datetime(*self._ints(fields, depth), fold=fold, tzinfo=self._zone(zone, depth))  # type: ignore[arg-type, misc]

    def _time(self, part: list[Any], depth: int) -> datetime.time:
        *fields, fold, zone = part[1:]
        return datetime.time(*self._ints(fields, depth), fold=fold, tzinfo=self._zone(zone, depth))  # type: ignore[arg-type, misc]

    def _date(self, part: list[Any], depth: int) -> datetime.date:
        return datetime.date(*self._ints(part[1:], depth))

    def _timedelta(self, part: list[Any], depth: int) -> datetime.timedelta:
        return datetime.timedelta(*self._ints(part[1:], depth))

    def _timezone(self, part: list[Any], depth: int) -> datetime.timezone:
        offset = self._value(part[1], depth + 1)
        name = _text(part[2])
        plain = datetime.timezone(offset)
        return plain if plain.tzname(None) == name else datetime.timezone(offset, name)

    def _zone(self, part: Any, depth: int) -> datetime.tzinfo | None:
        if type(part) is list and part and part[0] == wire.ZONE:
            if not _ZONE.fullmatch(name := _text(part[1])):
                raise BadMessageError("no time zone")
            return zoneinfo.ZoneInfo(name)
        zone = self._value(part, depth + 1)
        if zone is not None and type(zone) is not datetime.timezone:
            raise BadMessageError("no time zone")
        return zone

    def _array(self, part: list[Any], depth: int) -> Any:
        _, dtype, shape, turned, writeable, data = part
        return self._keep(arrays.decode_array(dtype, shape, turned, writeable, _bytes(data), self._limits.items))

    def _tensor(self, part: list[Any], depth: int) -> Any:
        _, name, shape, grad, data = part
        return self._keep(arrays.decode_tensor(name, shape, grad, _bytes(data), self._limits.items))

    def _scalar(self, part: list[Any], depth: int) -> Any:
        _, dtype, data = part
        return arrays.decode_scalar(dtype, data)

    def _dtype(self, part: list[Any], depth: int) -> Any:
        return arrays.decode_dtype(part[1])

    def _torch_dtype(self, part: list[Any], depth: int) -> Any:
        return arrays.decode_torch_dtype(part[1])

    def _ref(self, part: list[Any], depth: int) -> Any:
        index = part[1]
        if type(index) is not int or not 0 <= index < len(self.mutables):
            raise BadMessageError("a reference to nothing")
        return self.mutables[index]

    def _type(self, part: list[Any], depth: int) -> type:
        return wire.TYPES[_text(part[1])]


@functools.lru_cache(256)
def _namedtuple_type(name: str, fields: tuple[str, ...]) -> Any:
    # It checks that all are identifiers before it makes any code of them.
    return collections.namedtuple(name, fields)  # type: ignore[misc]  # noqa: PYI024


def _text(part: Any) -> str:
    if type(part) is not str:
        raise BadMessageError("no text where it belongs")
    return part


def _float(part: Any) -> float:
    if type(part) is not float:
        raise BadMessageError("no float where it belongs")
    return part


def _bytes(part: Any) -> Any:
    """Return bytes, inline or as the array that a buffer arrives as."""
    if type(part) is not bytes and type(part) is not np.ndarray:
        raise BadMessageError("no bytes where they belong")
    return part


def _hashable(keys: list[Any]) -> list[Any]:
    # Python's dicts take quadratic time over keys of one hash, and ints of one hash are easily made.
    if len(keys) > 1000 and len(set(map(hash, keys))) < len(keys) // 8:
        raise BadMessageError("keys made to collide")
    return keys


_METHODS: dict[int, Any] = {
    wire.LIST: Decoder._list,
    wire.NUMBERS: Decoder._numbers,
    wire.TUPLE: Decoder._tuple,
    wire.DICT: Decoder._dict,
    wire.COUNTER: Decoder._dict,
    wire.ORDERED: Decoder._dict,
    wire.SET: Decoder._set,
    wire.FROZENSET: Decoder._frozenset,
    wire.DEQUE: Decoder._deque,
    wire.NAMEDTUPLE: Decoder._namedtuple,
    wire.BYTES: Decoder._bytes,
    wire.BYTEARRAY: Decoder._bytearray,
    wire.TEXT: Decoder._text,
    wire.INT: Decoder._int,
    wire.COMPLEX: Decoder._complex,
    wire.RANGE: Decoder._range,
    wire.SLICE: Decoder._slice,
    wire.SINGLETON: Decoder._singleton,
    wire.FRACTION: Decoder._fraction,
    wire.DECIMAL: Decoder._decimal,
    wire.DATETIME: Decoder._datetime,
    wire.DATE: Decoder._date,
    wire.TIME: Decoder._time,
    wire.TIMEDELTA: Decoder._timedelta,
    wire.TIMEZONE: Decoder._timezone,
    wire.ARRAY: Decoder._array,
    wire.SCALAR: Decoder._scalar,
    wire.TENSOR: Decoder._tensor,
    wire.DTYPE: Decoder._dtype,
    wire.TORCH_DTYPE: Decoder._torch_dtype,
    wire.REF: Decoder._ref,
    wire.TYPE: Decoder._type,
}
