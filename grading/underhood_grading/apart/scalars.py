"""Plain values that hold no others, and can't be changed: their parts, and what is refused in a part."""

from __future__ import annotations

import datetime as dt
import decimal
import fractions
import re
import zoneinfo
from typing import TYPE_CHECKING, Any

import numpy as np

from . import wire
from .channel import Buffer
from .errors import BadMessageError, UnsendableError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .wire import Limits

__all__ = ["DECODERS", "ENCODERS", "as_bytes", "as_text", "encode_int", "encode_text"]

_SINGLETONS = {"...": Ellipsis, "NotImplemented": NotImplemented}
_NAMES: dict[Any, str] = {one: name for name, one in _SINGLETONS.items()}
_ZONE = re.compile(r"[A-Za-z0-9_+-]{1,40}(/[A-Za-z0-9_+-]{1,40}){0,2}")
_BITS = 10 / 3  # of a decimal digit


def encode_int(value: int, limits: Limits) -> list[Any]:
    """Return the part for an int of more than 64 bits."""
    size = (value.bit_length() + 8) // 8
    if size > limits.int_bytes:
        raise UnsendableError(f"an int of {size:,} bytes is too large to be sent")
    return [wire.INT, value.to_bytes(size, "little", signed=True)]


def _int(parts: Sequence[Any], limits: Limits) -> int:
    (data,) = parts
    if type(data) is not bytes or len(data) > limits.int_bytes:
        raise BadMessageError("a malformed int")
    return int.from_bytes(data, "little", signed=True)


def _part_of(value: int, limits: Limits) -> Any:
    return value if -wire.INT_BOUND <= value < wire.INT_BOUND else encode_int(value, limits)


def _ints(parts: Sequence[Any], limits: Limits) -> list[int]:
    """Return ints, whose parts are themselves or of the tag INT."""
    found = [_int(part[1:], limits) if type(part) is list and part[:1] == [wire.INT] else part for part in parts]
    if any(type(one) is not int for one in found):
        raise BadMessageError("no int where one belongs")
    return found


def as_text(part: Any) -> str:
    """Return text as it stands in a part."""
    if type(part) is not str:
        raise BadMessageError("no text where it belongs")
    return part


def as_bytes(part: Any) -> Any:
    """Return bytes as they stand in a part: inline, or as the array that a buffer arrives as."""
    if type(part) is not bytes and type(part) is not np.ndarray:
        raise BadMessageError("no bytes where they belong")
    return part


def encode_text(value: str) -> list[Any]:
    """Return the part for a long text."""
    return [wire.TEXT, Buffer(value.encode("utf-8", "surrogatepass"))]


def _text(parts: Sequence[Any], limits: Limits) -> str:  # noqa: ARG001  # as the others
    return str(memoryview(as_bytes(parts[0])), "utf-8", "surrogatepass")


def _encode_bytes(value: bytes, limits: Limits) -> Any:
    value = bytes(memoryview(value))
    return value if len(value) < limits.text else [wire.BYTES, Buffer(value)]


def _bytes(parts: Sequence[Any], limits: Limits) -> bytes:  # noqa: ARG001
    return bytes(memoryview(as_bytes(parts[0])))


def _encode_complex(value: complex, limits: Limits) -> list[Any]:  # noqa: ARG001
    return [wire.COMPLEX, value.real, value.imag]


def _complex(parts: Sequence[Any], limits: Limits) -> complex:  # noqa: ARG001
    real, imag = parts
    if type(real) is not float or type(imag) is not float:
        raise BadMessageError("a malformed complex number")
    return complex(real, imag)


def _encode_range(value: range, limits: Limits) -> list[Any] | None:
    # Of a longer one its reader could make a list that fills the memory; it stays where it is.
    if (value.stop - value.start) // value.step > limits.items:
        return None
    return [wire.RANGE, *(_part_of(one, limits) for one in (value.start, value.stop, value.step))]


def _range(parts: Sequence[Any], limits: Limits) -> range:
    start, stop, step = _ints(parts, limits)
    if (stop - start) // step > limits.items:
        raise BadMessageError("a range that is too long")
    return range(start, stop, step)


def _encode_singleton(value: Any, limits: Limits) -> list[Any]:  # noqa: ARG001
    return [wire.SINGLETON, _NAMES[value]]


def _singleton(parts: Sequence[Any], limits: Limits) -> Any:  # noqa: ARG001
    return _SINGLETONS[parts[0]]


def _encode_fraction(value: fractions.Fraction, limits: Limits) -> list[Any]:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > _BITS * limits.digits:
        raise UnsendableError("a Fraction of so many digits is too large to be sent")
    return [wire.FRACTION, _part_of(value.numerator, limits), _part_of(value.denominator, limits)]


def _fraction(parts: Sequence[Any], limits: Limits) -> fractions.Fraction:
    over, under = _ints(parts, limits)
    if max(over.bit_length(), under.bit_length()) > _BITS * limits.digits:
        raise BadMessageError("a Fraction of too many digits")
    return fractions.Fraction(over, under)


def _encode_decimal(value: decimal.Decimal, limits: Limits) -> list[Any]:
    if len(text := decimal.Decimal.__str__(value)) > limits.digits:
        raise UnsendableError("a Decimal of so many digits is too large to be sent")
    return [wire.DECIMAL, text]


def _decimal(parts: Sequence[Any], limits: Limits) -> decimal.Decimal:
    if len(text := as_text(parts[0])) > limits.digits:
        raise BadMessageError("a Decimal of too many digits")
    return decimal.Decimal(text)


def _encode_zone(zone: dt.tzinfo | None) -> Any:
    if zone is None:
        return None
    if type(zone) is dt.timezone:
        offset = zone.utcoffset(None)
        return [offset.days, offset.seconds, offset.microseconds, zone.tzname(None)]
    if isinstance(zone, zoneinfo.ZoneInfo) and zone.key:
        return zone.key
    raise UnsendableError(f"a time in a {type(zone).__name__} can't be sent")


def _zone(part: Any) -> dt.tzinfo | None:
    if part is None:
        return None
    if type(part) is str and _ZONE.fullmatch(part):
        return zoneinfo.ZoneInfo(part)
    *fields, name = part
    offset = dt.timedelta(*fields)
    plain = dt.timezone(offset)
    return plain if plain.tzname(None) == name else dt.timezone(offset, as_text(name))


def _encode_datetime(value: dt.datetime, limits: Limits) -> list[Any]:  # noqa: ARG001
    fields = (value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond)
    return [wire.DATETIME, *fields, value.fold, _encode_zone(value.tzinfo)]


def _datetime(parts: Sequence[Any], limits: Limits) -> dt.datetime:
    year, month, day, hour, minute, second, micro, fold = _ints(parts[:-1], limits)
    return dt.datetime(year, month, day, hour, minute, second, micro, _zone(parts[-1]), fold=fold)


def _encode_time(value: dt.time, limits: Limits) -> list[Any]:  # noqa: ARG001
    fields = (value.hour, value.minute, value.second, value.microsecond, value.fold)
    return [wire.TIME, *fields, _encode_zone(value.tzinfo)]


def _time(parts: Sequence[Any], limits: Limits) -> dt.time:
    hour, minute, second, micro, fold = _ints(parts[:-1], limits)
    return dt.time(hour, minute, second, micro, _zone(parts[-1]), fold=fold)


def _encode_date(value: dt.date, limits: Limits) -> list[Any]:  # noqa: ARG001
    return [wire.DATE, value.year, value.month, value.day]


def _date(parts: Sequence[Any], limits: Limits) -> dt.date:
    return dt.date(*_ints(parts, limits))


def _encode_timedelta(value: dt.timedelta, limits: Limits) -> list[Any]:  # noqa: ARG001
    return [wire.TIMEDELTA, value.days, value.seconds, value.microseconds]


def _timedelta(parts: Sequence[Any], limits: Limits) -> dt.timedelta:
    return dt.timedelta(*_ints(parts, limits))


def _encode_timezone(value: dt.timezone, limits: Limits) -> list[Any]:  # noqa: ARG001
    return [wire.TIMEZONE, _encode_zone(value)]


def _timezone(parts: Sequence[Any], limits: Limits) -> Any:  # noqa: ARG001
    return _zone(parts[0])


ENCODERS: dict[type, Callable[[Any, Limits], Any]] = {
    bytes: _encode_bytes,
    complex: _encode_complex,
    range: _encode_range,
    type(Ellipsis): _encode_singleton,
    type(NotImplemented): _encode_singleton,
    fractions.Fraction: _encode_fraction,
    decimal.Decimal: _encode_decimal,
    dt.datetime: _encode_datetime,
    dt.date: _encode_date,
    dt.time: _encode_time,
    dt.timedelta: _encode_timedelta,
    dt.timezone: _encode_timezone,
}
"""By exact type; None is returned for what is plain and yet has to stay."""

DECODERS: dict[int, Callable[[Sequence[Any], Limits], Any]] = {
    wire.BYTES: _bytes,
    wire.TEXT: _text,
    wire.INT: _int,
    wire.COMPLEX: _complex,
    wire.RANGE: _range,
    wire.SINGLETON: _singleton,
    wire.FRACTION: _fraction,
    wire.DECIMAL: _decimal,
    wire.DATETIME: _datetime,
    wire.DATE: _date,
    wire.TIME: _time,
    wire.TIMEDELTA: _timedelta,
    wire.TIMEZONE: _timezone,
}
