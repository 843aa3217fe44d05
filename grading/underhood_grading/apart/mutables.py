"""What can be changed in place, kind by kind: what it holds, whether that has changed, how to change it alike."""

from __future__ import annotations

import collections
import operator
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .errors import BadMessageError
from .shared import restore, state

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["change", "held", "same"]

_CHUNK = 1 << 17


class _Kind(NamedTuple):
    # `held` returns what one holds in a shape that `same` compares it with, without asking the objects in it; `fits`
    # says whether a new one can give its content to it by `put`.

    held: Callable[[Any], Any]
    same: Callable[[Any, Any], bool]
    fits: Callable[[Any, Any], bool]
    put: Callable[[Any, Any], object]


def _kind(value: Any) -> _Kind:
    return next((kind for base, kind in _KINDS.items() if isinstance(value, base)), _tensor_or_instance(value))


def _tensor_or_instance(value: Any) -> _Kind:
    torch = sys.modules.get("torch")
    return _TENSOR if torch is not None and isinstance(value, torch.Tensor) else _INSTANCE


def _identical(values: Any, before: list[Any]) -> bool:
    return len(values) == len(before) and all(map(operator.is_, values, before))


def _flat(value: Any) -> list[Any]:
    return [one for item in value.items() for one in item]


def _fill(value: dict[Any, Any], new: dict[Any, Any]) -> None:
    value.clear()
    for item in new.items():  # not `update`, with which a Counter counts
        value.__setitem__(*item)


def _refill(value: Any, new: Any) -> None:
    value.clear()
    (value.update if isinstance(value, set) else value.extend)(new)


def _assign(value: Any, new: Any) -> None:
    value[:] = new


def _attributes(value: Any) -> list[Any]:
    return _flat(state(value) or {})


def _same_array(value: Any, before: Any) -> bool:
    # One that has become another shape can't be changed alike.
    return not _same_shape(value, before) or _same_bytes(value, before)


def _same_shape(value: Any, other: Any) -> bool:
    return bool(value.shape == other.shape and value.dtype == other.dtype)


def _same_bytes(value: Any, before: Any) -> bool:
    # Bytes, because a NaN is unequal to itself; in chunks, because comparing makes an array of the answers.
    if not value.size:
        return True
    left, right = (np.ascontiguousarray(one).reshape(-1).view(np.uint8) for one in (value, before))
    whole = len(left) // 8 * 8
    words, others = left[:whole].view(np.uint64), right[:whole].view(np.uint64)
    return np.array_equal(left[whole:], right[whole:]) and all(
        np.array_equal(words[at : at + _CHUNK], others[at : at + _CHUNK]) for at in range(0, len(words), _CHUNK)
    )


def _copy(value: Any) -> Any:
    return value.copy(order="K") if value.flags.writeable else value


def _overwrite(value: Any, new: Any) -> None:
    if value.flags.writeable:
        np.copyto(value, new)


def _same_tensor(value: Any, before: Any) -> bool:
    if not _same_shape(value, before) or not value.numel():
        return True
    torch: Any = sys.modules["torch"]
    left, right = (one.detach().resolve_conj().resolve_neg().cpu().contiguous() for one in (value, before))
    return _same_bytes(left.reshape(-1).view(torch.uint8).numpy(), right.reshape(-1).view(torch.uint8).numpy())


def _of_type(*kinds: type) -> Callable[[Any, Any], bool]:
    return lambda value, new: any(isinstance(value, kind) and type(new) is kind for kind in kinds)


_TENSOR = _Kind(
    lambda value: value.detach().clone(),
    _same_tensor,
    lambda value, new: type(new).__name__ == "Tensor" and _same_shape(value, new),
    lambda value, new: value.detach().copy_(new.detach()),
)
_INSTANCE = _Kind(
    _attributes,
    lambda value, before: _identical(_attributes(value), before),
    lambda value, new: type(new) is type(value) and state(value) is not None,
    lambda value, new: restore(value, state(new) or {}),
)
_KINDS = {
    np.ndarray: _Kind(
        _copy,
        _same_array,
        lambda value, new: isinstance(new, np.ndarray) and _same_shape(value, new),
        _overwrite,
    ),
    list: _Kind(list, _identical, _of_type(list), _assign),
    dict: _Kind(
        _flat,
        lambda value, before: _identical(_flat(value), before),
        lambda _, new: isinstance(new, dict),
        _fill,
    ),
    set: _Kind(
        list,
        lambda value, before: len(value) == len(before) and {*map(id, value)} == {*map(id, before)},
        _of_type(set),
        _refill,
    ),
    bytearray: _Kind(bytes, operator.eq, _of_type(bytearray), _assign),
    collections.deque: _Kind(list, _identical, _of_type(collections.deque), _refill),
}


def held(value: Any) -> Any:
    """Return what a mutable holds."""
    return _kind(value).held(value)


def same(value: Any, before: Any) -> bool:
    """Say whether a mutable still holds what `held` has returned."""
    return _kind(value).same(value, before)


def change(value: Any, new: Any) -> None:
    """Give a mutable the content of a new one; raises BadMessageError if that is of another kind."""
    kind = _kind(value)
    if not kind.fits(value, new):
        raise BadMessageError("a changed argument of another type")
    kind.put(value, new)
