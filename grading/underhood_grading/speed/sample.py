"""The times of a race's rounds, and what they say together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .venue import Round

__all__ = ["Sample"]

# What disturbs a call makes it longer, never shorter; and where arguments differ in size from round to round, each
# column's decile belongs to much the same sizes.
_QUANTILE = 0.1
_RESAMPLES = 200
_REFERENCE, _FOUND, _IDLE, _LEAST = range(4)


class Sample:
    """Rounds so far; all in seconds.

    >>> sample = Sample()
    >>> sample.add(found, least=0.0)
    >>> sample.reference / sample.found
    0.48

    Times are lowest deciles, and that of the calls without work is taken off them. Of the rounds in which
    another process took the processor from the reference, none counts, as long as most are undisturbed: that is what
    the reference's process says, which is nobody's to change.
    """

    def __init__(self) -> None:
        self._rows: list[tuple[float, float, float, float]] = []
        self._disturbed: list[bool] = []

    def add(self, found: Round, least: float) -> None:
        """Add a round; `least` is what it takes at least."""
        self._rows.append((found.expected.seconds, found.found.seconds, found.idle, least))
        self._disturbed.append(found.expected.disturbed)

    @property
    def rounds(self) -> int:
        """How many rounds count."""
        return len(self._counting())

    @property
    def reference(self) -> float:
        """The reference's time."""
        return self._decile(_REFERENCE) - self.idle

    @property
    def found(self) -> float:
        """The student's time."""
        return self._decile(_FOUND) - self.idle

    @property
    def idle(self) -> float:
        """The time of a call without work."""
        return self._decile(_IDLE)

    @property
    def least(self) -> float:
        """The time below which nothing is possible."""
        return self._decile(_LEAST)

    def errors(self) -> tuple[float, float, float]:
        """Return the standard errors of the reference's time, the student's, and the relative one of their ratio.

        By the bootstrap (Efron: Bootstrap methods, Annals of Statistics 7(1), 1979). The ratio's is at most 1.
        """
        rows = np.array(self._counting())
        picked = rows[np.random.default_rng(1).integers(len(rows), size=(_RESAMPLES, len(rows)))]
        deciles = np.quantile(picked[:, :, : _IDLE + 1], _QUANTILE, axis=1)
        reference = deciles[:, _REFERENCE] - deciles[:, _IDLE]
        found = deciles[:, _FOUND] - deciles[:, _IDLE]
        # How many times faster than the reference somebody is makes no difference, and takes long to find out.
        least = max(float(np.median(reference)), 1e-9)
        own = max(float(np.median(found)), least)
        spread = math.hypot(_deviation(reference) / least, _deviation(found) / own)
        return _deviation(reference), _deviation(found), min(1.0, spread)

    def _counting(self) -> list[tuple[float, float, float, float]]:
        calm = [row for row, disturbed in zip(self._rows, self._disturbed, strict=True) if not disturbed]
        return calm if 2 * len(calm) > len(self._rows) else self._rows

    def _decile(self, column: int) -> float:
        return float(np.quantile(np.array([row[column] for row in self._counting()]), _QUANTILE))


def _deviation(times: NDArray[Any]) -> float:
    low, high = np.quantile(times, [0.16, 0.84])  # a standard deviation to each side, without what is far out
    return float(high - low) / 2
