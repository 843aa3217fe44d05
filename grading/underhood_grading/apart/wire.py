"""How values look in a message: a list whose first item says what it is; the rest is msgpack's own."""

from __future__ import annotations

import builtins
import collections
import datetime as dt
import decimal
import fractions
import types
from dataclasses import dataclass

import numpy as np

__all__ = ["LIMITS", "TYPES", "TYPE_NAMES", "Limits"]

# Tags.
LIST, NUMBERS, TUPLE, DICT, SET, FROZENSET, DEQUE, COUNTER, ORDERED, NAMEDTUPLE = range(10)
BYTES, BYTEARRAY, TEXT, INT, COMPLEX, RANGE, SLICE, SINGLETON, FRACTION, DECIMAL = range(10, 20)
DATETIME, DATE, TIME, TIMEDELTA, TIMEZONE = range(20, 25)
ARRAY, SCALAR, TENSOR, DTYPE, TORCH_DTYPE = range(30, 35)
REF = 40  # a mutable that the same conversation has named before
TYPE = 41  # a type of TYPES
HANDLE = 42  # an object that stays with the student
CLASS = 43  # a class that stays with the student
NAME = 44  # something importable, by module and qualified name; from the judge only
SHARED = 45  # a name of a locked cell, which both sides have run
INSTANCE = 46  # an instance of a class of a locked cell, by its attributes
MEMBER = 48  # a member of an Enum of a locked cell
LENT = 47  # an object of the judge's, for the student to call or ask
FAILURE = 49  # an exception of the test's, by class, message and arguments

INT_BOUND = 1 << 63


@dataclass(frozen=True)
class Limits:
    """What one value may hold, all it contains counted together."""

    depth: int = 150
    items: int = 4_000_000
    int_bytes: int = 1 << 20
    digits: int = 10_000  # of a Fraction's parts and of a Decimal, whose arithmetic takes long
    text: int = 1 << 16  # bytes from which text and bytes travel beside the message


LIMITS = Limits()


def _types() -> dict[str, type]:
    found: list[type] = [
        *(one for one in vars(builtins).values() if isinstance(one, type) and issubclass(one, Exception)),
        *(bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset),
        *(object, type, range, slice),
        *(types.NoneType, types.EllipsisType, types.NotImplementedType, types.FunctionType, types.GeneratorType),
        *(types.BuiltinFunctionType, types.MethodType, types.ModuleType, types.CoroutineType, types.SimpleNamespace),
        *(collections.deque, collections.Counter, collections.OrderedDict, collections.defaultdict),
        *(fractions.Fraction, decimal.Decimal, dt.datetime, dt.date, dt.time, dt.timedelta),
        *(dt.timezone, np.ndarray, np.generic, np.dtype, np.number, np.integer, np.floating),
        *(np.signedinteger, np.unsignedinteger, np.inexact, np.complexfloating, np.character, np.flexible),
        *(one for one in np.sctypeDict.values() if one is not np.object_),
    ]
    return {f"{one.__module__}.{one.__qualname__}": one for one in found}


TYPES = _types()
"""The types that both sides have and that a notebook's process may name."""

TYPE_NAMES = {one: name for name, one in TYPES.items()}
