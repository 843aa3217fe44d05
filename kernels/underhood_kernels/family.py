"""A family: one problem with its oracle, its example inputs, its costs and its variants."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from underhood_kernels.variant import Variant

    Array = NDArray[Any]


PIECE = 1 << 18  # elements that are compared at a time


@dataclass(frozen=True)
class Dimension:
    """A size of the problem that a reader may vary, such as a filter's length."""

    title: str
    default: int
    minimum: int
    maximum: int
    choices: tuple[int, ...]  # stops of a slider; any value between minimum and maximum is accepted


@dataclass(frozen=True)
class Comparison:
    """A result held against the oracle; true if every element lies within the tolerance."""

    ok: bool
    max_error: float  # largest absolute difference; NaN if the shapes differ or NaN stands where a number belongs
    message: str  # what differs first and where, or that nothing does

    def __bool__(self) -> bool:
        return self.ok


@dataclass(frozen=True, kw_only=True)
class Family:
    """One problem: everything that shows, times or grades a kernel reads it from here."""

    name: str
    title: str
    summary: str
    dimensions: Mapping[str, Dimension]
    example: Callable[..., tuple[Array, ...]] = field(repr=False)  # (size, seed=0, ...) -> inputs
    reference: Callable[..., Array] = field(repr=False)  # (*inputs) -> the oracle's result
    flops: Callable[..., int] = field(repr=False)  # (*inputs) -> floating-point operations
    bytes: Callable[..., int] = field(repr=False)  # (*inputs) -> the least bytes moved: inputs once, result once
    tolerance: Callable[..., Array] = field(repr=False)  # (*inputs) -> largest allowed error of each element
    variants: Mapping[str, Variant] = field(repr=False)

    def compare(self, result: Array, *inputs: Array) -> Comparison:
        """Hold `result` against the oracle for `inputs`, element by element.

        The tolerance is scaled to the problem: long sums may err more than short ones, whatever the size of the
        numbers. A NaN where the oracle has a number is an error, and so is a wrong shape or dtype.
        """
        return self.judge(*inputs)(result)

    def judge(self, *inputs: Array) -> Callable[[Array], Comparison]:
        """Return a function that holds results for `inputs` against the oracle, which is asked only once."""
        expected = self.reference(*inputs)
        tolerance = np.asarray(self.tolerance(*inputs))
        return lambda result: _compare(np.asarray(result), expected, tolerance)


def _compare(result: Array, expected: Array, tolerance: Array) -> Comparison:
    if result.shape != expected.shape:
        return Comparison(False, float("nan"), f"shape {result.shape}, expected {expected.shape}")
    if result.dtype != expected.dtype:
        return Comparison(False, float("nan"), f"dtype {result.dtype}, expected {expected.dtype}")
    if not expected.size:
        return Comparison(True, 0.0, "both are empty")
    wrong, first, max_error = 0, -1, 0.0
    got, right = result.reshape(-1), expected.reshape(-1)
    allowed = np.broadcast_to(tolerance, expected.shape).reshape(-1) if tolerance.ndim else tolerance
    for start in range(0, expected.size, PIECE):  # in pieces that fit a cache: float64 doubles a large result
        piece = slice(start, start + PIECE)
        bound = allowed[piece] if allowed.ndim else allowed
        outside, error = _differences(got[piece], right[piece], bound)
        if outside.any() and first < 0:
            first = start + int(np.argmax(outside))
        wrong += int(outside.sum())
        max_error = float(np.maximum(max_error, error))  # NaN stays
    if not wrong:
        return Comparison(True, max_error, f"all {expected.size} elements agree")
    at = tuple(int(i) for i in np.unravel_index(first, expected.shape))
    where = ", ".join(map(str, at))
    message = (
        f"{wrong} of {expected.size} elements differ, the first at [{where}]: "
        f"got {result[at]:.7g}, expected {expected[at]:.7g}"
    )
    return Comparison(False, max_error, message)


def _differences(result: Array, expected: Array, tolerance: Array) -> tuple[NDArray[np.bool_], float]:
    """Return which elements lie outside the tolerance, and the largest difference."""
    with np.errstate(invalid="ignore"):
        error = np.abs(_exact(result) - _exact(expected))
    same = (result == expected) | (np.isnan(result) & np.isnan(expected))  # covers infinities and NaN
    near = np.isfinite(expected) & (error <= tolerance)  # no tolerance makes a number of an infinity
    return ~(same | near), float(np.max(np.where(same, 0.0, error)))


def _exact(array: Array) -> Array:
    """Return `array` in a type in which differences of its elements don't overflow."""
    return array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)
