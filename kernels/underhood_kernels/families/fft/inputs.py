"""What the problem accepts, shared by the oracle and the variants, and Bluestein's chirp for lengths that need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.complex64]


def check_inputs(rows: Any) -> tuple[Rows]:
    """Return the rows as a contiguous complex64 matrix; raise `ValueError` for anything else."""
    array = np.asarray(rows)
    if array.dtype != np.complex64 or array.ndim != 2:
        raise ValueError(f"fft: rows must be a complex64 matrix, not {array.dtype} of shape {array.shape}")
    return (np.ascontiguousarray(array),)


def power_of_two(points: int) -> int:
    """Return the length of the transforms that a transform of `points` is made of: the same, or Bluestein's m."""
    if points & (points - 1) == 0:
        return points
    return max(16, 1 << (2 * points - 2).bit_length())  # from 2n − 1, and what one thread may want to take


def chirp(points: int) -> NDArray[np.complex128]:
    """Return exp(−πi · j²/n) for j < n; the square is reduced in whole numbers, as an angle of j² would be inexact."""
    j = np.arange(points)
    turned: NDArray[np.complex128] = np.exp(-1j * np.pi / points * (j * j % (2 * points)))
    return turned


def chirp_filter(points: int) -> NDArray[np.complex128]:
    """Return what Bluestein multiplies by: the transform of conj(c[|j|]), j from −(n − 1) to n − 1, divided by m."""
    length = power_of_two(points)
    around = np.zeros(length, np.complex128)
    around[:points] = chirp(points).conj()
    around[length - points + 1 :] = around[1:points][::-1]
    spectrum: NDArray[np.complex128] = np.fft.fft(around) / length
    return spectrum
