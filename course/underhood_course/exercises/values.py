"""Values in few words, and where two of them first differ."""

from __future__ import annotations

import reprlib
from typing import Any, Literal, TypedDict

import numpy as np

LONGEST = 300  # characters of a value that are shown

_short = reprlib.Repr()
_short.maxlist = _short.maxtuple = 12
_short.maxdict = _short.maxset = 8
_short.maxstring = _short.maxother = 120


class Difference(TypedDict):
    """The `difference` of check.schema.json."""

    kind: Literal["type", "shape", "value"]
    index: str | None
    expected: str
    came: str
    differing: int | None
    size: int | None
    max_error: str | None


def represent(value: Any) -> str:
    """Return a value in at most `LONGEST` characters; an array with its dtype and shape.

    >>> represent(np.arange(4, dtype=np.float32))
    'float32 array of shape (4,): [0. 1. 2. 3.]'
    """
    try:
        if isinstance(value, np.ndarray):
            numbers = np.array2string(value, threshold=24, edgeitems=4, max_line_width=100, precision=6)
            text = f"{value.dtype} array of shape {value.shape}: {numbers}"
        elif isinstance(value, np.generic):
            text = f"{value.dtype} {value!s}"
        elif isinstance(value, tuple | list) and any(isinstance(one, np.ndarray | np.generic) for one in value[:12]):
            inside = ", ".join(map(represent, value[:12]))
            text = f"({inside})" if isinstance(value, tuple) else f"[{inside}]"
        else:
            text = _short.repr(value)
    except Exception as error:  # noqa: BLE001 - a student's own __repr__ may raise anything
        text = f"<{type(value).__name__} that can't be shown: {type(error).__name__}>"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def difference(expected: Any, came: Any, tolerance: float = 0.0) -> Difference | None:
    """Return how `came` differs from `expected`, or None if it doesn't.

    Numbers and arrays of numbers are compared by value: a NumPy integer is as good as Python's own. NaN equals NaN.
    """
    if isinstance(expected, dict | str | bytes | None | set) or isinstance(came, dict | str | bytes | None | set):
        return _plain(expected, came)
    try:
        wanted, given = np.asarray(expected), np.asarray(came)
    except ValueError:  # lists of unequal lengths
        return _plain(expected, came)
    if wanted.dtype.kind not in "biufc" or given.dtype.kind not in "biufc":
        return _plain(expected, came)
    if wanted.shape != given.shape:
        return _of("shape", expected=_shape(expected, wanted), came=_shape(came, given))
    return _numbers(wanted, given, tolerance)


def _plain(expected: Any, came: Any) -> Difference | None:
    try:
        same = type(expected) is type(came) and bool(expected == came)
    except Exception:  # noqa: BLE001 - a student's own __eq__ may raise anything
        same = False
    if same:
        return None
    if type(expected) is not type(came):
        return _of("type", expected=type(expected).__name__, came=type(came).__name__)
    return _of("value", expected=represent(expected), came=represent(came))


def _numbers(wanted: np.ndarray[Any, Any], given: np.ndarray[Any, Any], tolerance: float) -> Difference | None:
    # In a wide type: the difference of two unsigned numbers would wrap around.
    wide: type[np.generic] = np.complex128 if "c" in wanted.dtype.kind + given.dtype.kind else np.float64
    if wanted.dtype.kind in "biu" and given.dtype.kind in "biu":
        differs = wanted != given
    else:
        a, b = wanted.astype(wide), given.astype(wide)
        with np.errstate(invalid="ignore"):
            close = np.abs(b - a) <= tolerance * np.maximum(1.0, np.abs(a))
        differs = ~(close | (a == b) | (np.isnan(a) & np.isnan(b)))
    if not differs.any():
        return None
    place = tuple(int(one) for one in np.argwhere(differs)[0])
    with np.errstate(invalid="ignore", over="ignore"):
        errors = np.abs(given.astype(wide) - wanted.astype(wide))
    largest = float(np.nanmax(errors)) if not np.isnan(errors).all() else float("nan")
    return {
        "kind": "value",
        "index": str(list(place)) if place else None,
        "expected": f"{wanted[place]}",
        "came": f"{given[place]}",
        "differing": int(differs.sum()),
        "size": int(differs.size),
        "max_error": f"{largest:.3g}",
    }


def _shape(value: Any, array: np.ndarray[Any, Any]) -> str:
    if isinstance(value, np.ndarray):
        return str(array.shape)
    if array.shape == ():
        return "one number"
    return f"{type(value).__name__} of {len(value)}" if array.ndim == 1 else f"{type(value).__name__} {array.shape}"


def _of(kind: Literal["type", "shape", "value"], *, expected: str, came: str) -> Difference:
    return {
        "kind": kind,
        "index": None,
        "expected": expected,
        "came": came,
        "differing": None,
        "size": None,
        "max_error": None,
    }
