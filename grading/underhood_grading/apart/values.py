"""Plain values to message parts and back, without anything that stays where it is."""

from __future__ import annotations

from typing import Any

from .decoding import Decoder
from .encoding import Encoder

__all__ = ["decode", "encode"]


def encode(value: Any) -> Any:
    """Return a plain value as a part of a message.

    >>> encode((1, [2.5, "a"]))
    [2, 1, [0, 2.5, 'a']]

    Plain are None, bool, int, float, complex, str, bytes, bytearray, list, tuple, namedtuples, dict, set, frozenset,
    deque, Counter, OrderedDict, range, slice, Ellipsis, Fraction, Decimal, the datetime family, NumPy's arrays and
    scalars without objects in them, dtypes, and torch's tensors. Instances of their subclasses go as what they are
    derived from. Raises UnsendableError for anything else, and for what is too large or too deep.
    """
    return Encoder().encode(value)


def decode(part: Any) -> Any:
    """Return the value of a part that anyone may have sent; raises BadMessageError.

    >>> decode([2, 1, [0, 2.5, "a"]])
    (1, [2.5, 'a'])
    """
    return Decoder().decode(part)
