"""Numbers with a bound on their rounding error, which arithmetic carries along.

This is running error analysis (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.3): an operation
on float32 numbers passes their errors on, and adds its own, at most u times what the exact result may have become.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from underhood_kernels.rounding import TINY, UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Bounded:
    """Exact values, and how far a float32 computation of them may be off."""

    value: NDArray[np.float64]
    error: NDArray[np.float64]

    @property
    def largest(self) -> NDArray[np.float64]:
        """The largest magnitudes that the computed values may have."""
        return np.abs(self.value) + self.error

    def __add__(self, other: Bounded) -> Bounded:
        return self._sum(self.value + other.value, other)

    def __sub__(self, other: Bounded) -> Bounded:
        return self._sum(self.value - other.value, other)

    def __mul__(self, other: Bounded) -> Bounded:
        error = np.abs(self.value) * other.error + np.abs(other.value) * self.error + self.error * other.error
        return Bounded(self.value * other.value, error + UNIT * self.largest * other.largest + TINY)

    def _sum(self, value: NDArray[np.float64], other: Bounded) -> Bounded:
        error = self.error + other.error
        return Bounded(value, error + UNIT * (np.abs(value) + error))


def total(terms: Sequence[Bounded]) -> Bounded:
    """Return the sum of `terms`, whatever the order of summation (section 4.2)."""
    unit = len(terms) * UNIT
    own = unit / (1 - unit) * sum((term.largest for term in terms), start=np.zeros(()))
    return Bounded(
        np.asarray(sum((term.value for term in terms), start=np.zeros(()))),
        own + sum((term.error for term in terms), start=np.zeros(())),
    )
