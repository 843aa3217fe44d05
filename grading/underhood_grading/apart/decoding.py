"""Values from a message that anyone may have sent: every part checked, all of it bounded."""

from __future__ import annotations

import collections
import enum
import functools
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

import numpy as np

from . import arrays, scalars, wire
from .errors import BadMessageError, ChannelError
from .shared import Shared, restore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .wire import Limits

__all__ = ["Decoder"]

_NATIVE = frozenset({type(None), bool, int, float, str, bytes})
_MANY = 1000  # keys from which collisions cost time
_MOST_FIELDS = 100
_DICTS: dict[int, Any] = {
    wire.DICT: dict,
    wire.COUNTER: collections.Counter,
    wire.ORDERED: collections.OrderedDict,
}


def _refuse(part: list[Any], decode: Callable[[Any], Any]) -> NoReturn:  # noqa: ARG001  # as others
    raise BadMessageError("an object where only values may come")


class Decoder:
    """Turns message parts into values; one for each message.

    >>> Decoder().decode([2, 1, [0, 2.5, "a"]])
    (1, [2.5, 'a'])

    `mutables` and `other` mirror the Encoder's; `other` gets a part of a tag unknown here and a function that decodes
    the parts in it. Raises BadMessageError, whatever came.
    """

    def __init__(
        self,
        mutables: list[Any] | None = None,
        other: Callable[[list[Any], Callable[[Any], Any]], Any] = _refuse,
        shared: Shared | None = None,
        limits: Limits = wire.LIMITS,
    ) -> None:
        self.mutables = [] if mutables is None else mutables
        self._other = other
        self._shared = shared or Shared()
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
        """Return what a mutable of the conversation now holds, without giving it another number."""
        self._anonymous = True
        try:
            return self.decode(part)
        finally:
            self._anonymous = False

    def _value(self, part: Any, depth: int) -> Any:
        if type(part) in _NATIVE:
            return part
        if type(part) is not list or not part or type(tag := part[0]) is not int:
            raise BadMessageError("a part of no known kind")
        self._items += len(part)
        if self._items > 2 * self._limits.items or depth > self._limits.depth + 2:
            raise BadMessageError("a value that is too large or too deep")
        if (container := self._CONTAINERS.get(tag)) is not None:
            return container(self, part, depth)
        if (scalar := scalars.DECODERS.get(tag)) is not None:
            return scalar(part[1:], self._limits)
        return self._other(part, lambda inner: self._value(inner, depth + 1))

    def _all(self, parts: Iterable[Any], depth: int) -> list[Any]:
        depth += 1
        value = self._value
        return [part if type(part) in _NATIVE else value(part, depth) for part in parts]

    def _keep(self, value: Any) -> Any:
        """Give a mutable a number, before what it holds is decoded."""
        if self._anonymous:
            self._anonymous = False
        else:
            self.mutables.append(value)
        return value

    def _list(self, part: list[Any], depth: int) -> list[Any]:
        made: list[Any] = self._keep([])
        made += self._all(part[1:], depth)
        return made

    def _numbers(self, part: list[Any], depth: int) -> Any:  # noqa: ARG002  # as the others
        _, tag, code, data = part
        if tag not in (wire.LIST, wire.TUPLE) or code not in ("d", "q"):
            raise BadMessageError("malformed numbers")
        self._items += len(data) // 8
        if self._items > 2 * self._limits.items:
            raise BadMessageError("a value that is too large")
        numbers = np.frombuffer(scalars.as_bytes(data), "<f8" if code == "d" else "<i8").tolist()
        return self._keep(numbers) if tag == wire.LIST else tuple(numbers)

    def _tuple(self, part: list[Any], depth: int) -> tuple[Any, ...]:
        return tuple(self._all(part[1:], depth))

    def _namedtuple(self, part: list[Any], depth: int) -> Any:
        _, name, fields, *values = part
        if type(fields) is not list or len(fields) != len(values) or len(fields) > _MOST_FIELDS:
            raise BadMessageError("a malformed namedtuple")
        kind = _namedtuple_type(scalars.as_text(name), tuple(map(scalars.as_text, fields)))
        return kind(*self._all(values, depth))

    def _dict(self, part: list[Any], depth: int) -> Any:
        kind = _DICTS[part[0]]
        made: dict[Any, Any] = self._keep(kind())
        items = self._all(part[1:], depth)
        # Counter's own update would count; OrderedDict's order is not dict's.
        update = dict.update if part[0] == wire.COUNTER else kind.update
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

    def _bytearray(self, part: list[Any], depth: int) -> Any:  # noqa: ARG002
        return self._keep(bytearray(memoryview(scalars.as_bytes(part[1]))))

    def _slice(self, part: list[Any], depth: int) -> slice:
        start, stop, step = self._all(part[1:], depth)
        return slice(start, stop, step)

    def _shared_value(self, part: list[Any], depth: int) -> Any:  # noqa: ARG002
        if (name := scalars.as_text(part[1])) not in self._shared.values:
            raise BadMessageError("a name that is not shared")
        return self._shared.values[name]

    def _instance(self, part: list[Any], depth: int) -> Any:
        kind = self._shared.cls(part[1])
        if issubclass(kind, enum.Enum | type):
            raise BadMessageError("an instance of a class that has no such ones")
        made = self._keep(kind.__new__(kind) if issubclass(kind, BaseException) else object.__new__(kind))
        attributes = self._all(part[2:], depth)
        restore(made, dict(zip(attributes[::2], attributes[1::2], strict=True)))
        return made

    def _member(self, part: list[Any], depth: int) -> Any:  # noqa: ARG002
        kind = self._shared.cls(part[1])
        if not issubclass(kind, enum.Enum):
            raise BadMessageError("a member of no Enum")
        return kind[scalars.as_text(part[2])]

    def _array(self, part: list[Any], depth: int) -> Any:  # noqa: ARG002
        return self._keep(arrays.decode_array(part, self._limits.items))

    def _tensor(self, part: list[Any], depth: int) -> Any:  # noqa: ARG002
        return self._keep(arrays.decode_tensor(part, self._limits.items))

    def _scalar(self, part: list[Any], depth: int) -> Any:  # noqa: ARG002
        return arrays.decode_scalar(part)

    def _dtype(self, part: list[Any], depth: int) -> Any:  # noqa: ARG002
        return arrays.decode_dtype(part[1])

    def _torch_dtype(self, part: list[Any], depth: int) -> Any:  # noqa: ARG002
        return arrays.decode_torch_dtype(part[1])

    def _ref(self, part: list[Any], depth: int) -> Any:  # noqa: ARG002
        number = part[1]
        if type(number) is not int or not 0 <= number < len(self.mutables):
            raise BadMessageError("a reference to nothing")
        return self.mutables[number]

    def _type(self, part: list[Any], depth: int) -> type:  # noqa: ARG002
        return wire.TYPES[scalars.as_text(part[1])]

    _CONTAINERS: ClassVar[dict[int, Callable[[Decoder, list[Any], int], Any]]] = {
        wire.LIST: _list,
        wire.NUMBERS: _numbers,
        wire.TUPLE: _tuple,
        wire.NAMEDTUPLE: _namedtuple,
        wire.DICT: _dict,
        wire.COUNTER: _dict,
        wire.ORDERED: _dict,
        wire.SET: _set,
        wire.FROZENSET: _frozenset,
        wire.DEQUE: _deque,
        wire.BYTEARRAY: _bytearray,
        wire.SLICE: _slice,
        wire.SHARED: _shared_value,
        wire.INSTANCE: _instance,
        wire.MEMBER: _member,
        wire.ARRAY: _array,
        wire.TENSOR: _tensor,
        wire.SCALAR: _scalar,
        wire.DTYPE: _dtype,
        wire.TORCH_DTYPE: _torch_dtype,
        wire.REF: _ref,
        wire.TYPE: _type,
    }


@functools.lru_cache(256)
def _namedtuple_type(name: str, fields: tuple[str, ...]) -> Any:
    # It checks that all are identifiers before it makes any code of them.
    return collections.namedtuple(name, fields)  # noqa: PYI024


def _hashable(keys: list[Any]) -> list[Any]:
    # Python's dicts take quadratic time over keys of one hash, and ints of one hash are easily made.
    if len(keys) > _MANY and len(set(map(hash, keys))) < len(keys) // 8:
        raise BadMessageError("keys made to collide")
    return keys
