"""Functions compiled beforehand, for what first functions of students have in common.

The first compilation of all loads most of numba, and what a function uses of Python and NumPy (an array of zeros, a
dict with integers as keys) is compiled with the first function that does. That is more than half of the time of a
first function, and is not done again in a fork.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FIRST"]


def _grid(values: Any) -> Any:
    height, width = values.shape
    out = np.zeros((height, width), np.float32)
    for i in range(height):
        total = 0.0
        for j in range(width):
            total += values[i, j]
        out[i, 0] = total / 9
    return out


def _like(values: Any) -> Any:
    out = np.empty_like(values)
    for i in range(len(values)):
        out[i] = values[i]
    return out


def _extremes(values: Any) -> Any:
    largest = 0.0
    for i in range(min(values.shape[0], 5)):
        largest = max(largest, abs(values[i]))
    return largest


def _line(values: Any) -> Any:
    out, counts = np.zeros(values.size), np.zeros(values.shape[0], np.int64)
    for i in range(len(values)):
        out[i] = values[i]
        counts[i] += 1
    return out, counts


def _dict(values: Any) -> Any:
    counts = {}  # type: ignore[var-annotated]  # numba finds the types
    for value in values:
        key = int(value)
        if key in counts:
            counts[key] += 1
        else:
            counts[key] = 1
    return counts


FIRST: dict[str, Callable[[], object]] = {
    "numba": lambda: numba.njit(_grid)(np.ones((3, 3), np.float32)),
    "numba.like": lambda: numba.njit(_like)(np.ones(2, np.float32)),
    "numba.extremes": lambda: numba.njit(_extremes)(np.ones(2)),
    "numba.line": lambda: numba.njit(_line)(np.ones(2)),
    "numba.dict": lambda: numba.njit(_dict)(np.ones(2)),
}
"""By what `warming.used` calls it, what is to be called once."""
