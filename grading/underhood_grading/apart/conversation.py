"""Arguments that are changed in place: what each side of a call has to tell the other."""

from __future__ import annotations

import collections
import operator
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from .errors import BadMessageError

if TYPE_CHECKING:
    from .decoding import Decoder
    from .encoding import Encoder

__all__ = ["Conversation"]

_CHUNK = 1 << 17


class Conversation:
    """The mutables of the calls under way, by the numbers that both sides give them.

    Whoever runs code for the other side calls `remember` before and `changes` after it; whoever waits calls `apply`.
    """

    def __init__(self, largest: int = sys.maxsize) -> None:
        self.mutables: list[Any] = []
        self._before: list[Any] = []
        self._largest = largest  # bytes of an array that is still watched

    def remember(self, since: int = 0) -> None:
        """Note what the mutables from number `since` on hold."""
        del self._before[since:]
        self._before += [self._held(value) for value in self.mutables[len(self._before) :]]

    def _held(self, value: Any) -> Any:
        return _held(value) if getattr(value, "nbytes", 0) <= self._largest else None

    def changes(self, encoder: Encoder) -> list[list[Any]]:
        """Return number and content of each mutable that has been changed since it was noted, and note it anew."""
        count = len(self._before)
        changed = [index for index in range(count) if not _same(self.mutables[index], self._before[index])]
        found = [[index, encoder.content(self.mutables[index])] for index in changed]
        for index in changed:
            self._before[index] = self._held(self.mutables[index])
        return found

    def forget(self, since: int) -> None:
        """End the calls whose mutables are numbered from `since` on."""
        del self.mutables[since:]
        del self._before[since:]

    def apply(self, parts: Any, decoder: Decoder, *, count: int, really: bool = True) -> int:
        """Change the first `count` mutables here as the other side has changed them; return how many were.

        Not `really`: only check what came.
        """
        if type(parts) is not list or len(parts) > count:
            raise BadMessageError("malformed changes")
        for part in parts:
            if type(part) is not list or len(part) != 2 or type(part[0]) is not int or not 0 <= part[0] < count:
                raise BadMessageError("malformed changes")
            index, content = part
            new = decoder.content(content)
            if not really:
                continue
            _put(self.mutables[index], new)
            if index < len(self._before):
                self._before[index] = self._held(self.mutables[index])
        return len(parts)


def _is_tensor(value: object) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def _held(value: Any) -> Any:
    """Return what a mutable holds, in a shape that `_same` can compare without asking the objects in it."""
    if isinstance(value, np.ndarray):
        return value.copy(order="K") if value.flags.writeable else None
    if isinstance(value, dict):
        return [one for item in value.items() for one in item]
    if isinstance(value, bytearray):
        return bytes(value)
    if _is_tensor(value):
        return value.detach().clone()
    return list(value)


def _same(value: Any, before: Any) -> bool:
    if before is None:
        return True
    if isinstance(value, np.ndarray):
        return value.shape != before.shape or value.dtype != before.dtype or _same_bytes(value, before)
    if isinstance(value, dict):
        return len(value) * 2 == len(before) and all(
            map(operator.is_, (one for item in value.items() for one in item), before)
        )
    if isinstance(value, bytearray):
        return value == before
    if _is_tensor(value):
        return _same_tensor(value, before)
    if isinstance(value, set):
        return len(value) == len(before) and {id(one) for one in value} == {id(one) for one in before}
    return len(value) == len(before) and all(map(operator.is_, value, before))


def _same_tensor(value: Any, before: Any) -> bool:
    value = value.detach()
    if value.shape != before.shape or value.dtype != before.dtype or not value.numel():
        return True
    torch: Any = sys.modules["torch"]
    value, before = (one.resolve_conj().cpu().contiguous().reshape(-1).view(torch.uint8) for one in (value, before))
    return _same_bytes(value.numpy(), before.numpy())


def _same_bytes(value: Any, before: Any) -> bool:
    # Bytes, because a NaN is unequal to itself; in chunks, because comparing makes an array of the answers.
    if not value.flags.c_contiguous:
        value, before = np.ascontiguousarray(value), np.ascontiguousarray(before)
    left, right = (one.reshape(-1).view(np.uint8) if one.nbytes else np.empty(0, np.uint8) for one in (value, before))
    whole = len(left) // 8 * 8
    words, others = left[:whole].view(np.uint64), right[:whole].view(np.uint64)
    return np.array_equal(left[whole:], right[whole:]) and all(
        np.array_equal(words[at : at + _CHUNK], others[at : at + _CHUNK]) for at in range(0, len(words), _CHUNK)
    )


def _put(value: Any, new: Any) -> None:
    """Give a mutable a new content, of the type that it has."""
    if isinstance(value, np.ndarray):
        if not isinstance(new, np.ndarray) or (new.shape, new.dtype) != (value.shape, value.dtype):
            raise BadMessageError("a changed array of another shape or dtype")
        if value.flags.writeable:
            np.copyto(value, new)
    elif isinstance(value, list | bytearray) and type(new) is (list if isinstance(value, list) else bytearray):
        value[:] = new
    elif isinstance(value, dict) and isinstance(new, dict):
        value.clear()
        for key, item in new.items():  # not `update`, with which a Counter counts
            value[key] = item
    elif isinstance(value, set) and type(new) is set:
        value.clear()
        value |= new
    elif isinstance(value, collections.deque) and type(new) is collections.deque:
        value.clear()
        value.extend(new)
    elif _is_tensor(value) and _is_tensor(new) and (new.shape, new.dtype) == (value.shape, value.dtype):
        value.detach().copy_(new)
    else:
        raise BadMessageError("a changed argument of another type")
