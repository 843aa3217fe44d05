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
        expected = self.reference(*inputs)
        result = np.asarray(result)
        if result.shape != expected.shape:
            return Comparison(False, float("nan"), f"shape {result.shape}, expected {expected.shape}")
        if result.dtype != expected.dtype:
            return Comparison(False, float("nan"), f"dtype {result.dtype}, expected {expected.dtype}")
        if not expected.size:
            return Comparison(True, 0.0, "both are empty")
        with np.errstate(invalid="ignore"):
            error = np.abs(result.astype(np.float64) - expected.astype(np.float64))
        same = (result == expected) | (np.isnan(result) & np.isnan(expected))  # covers infinities and NaN
        wrong = ~(same | (error <= self.tolerance(*inputs)))
        max_error = float(np.max(np.where(same, 0.0, error)))
        if not wrong.any():
            return Comparison(True, max_error, f"all {expected.size} elements agree")
        first = tuple(int(i) for i in np.argwhere(wrong)[0])
        where = ", ".join(map(str, first))
        message = (
            f"{int(wrong.sum())} of {expected.size} elements differ, the first at [{where}]: "
            f"got {result[first]:.7g}, expected {expected[first]:.7g}"
        )
        return Comparison(False, max_error, message)
