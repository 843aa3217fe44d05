"""Symmetric quantisation to int8, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGEST = 127  # −128 is left out: a number and its negative are then equally exact


def quantise(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return a finite matrix in int8 with a scale a row: `scales[:, None] * quantised` is off by half a scale at most.

    >>> quantise(np.array([[0.5, -1.0], [0, 0]], np.float32))
    (array([[  64, -127],
           [   0,    0]], dtype=int8), array([0.00787402, 1.        ], dtype=float32))
    """
    largest = np.max(np.abs(matrix), axis=1, initial=0)
    scales = np.where(largest > 0, largest / LARGEST, 1).astype(np.float32)
    whole = np.clip(np.rint(matrix / scales[:, None]), -LARGEST, LARGEST)
    return whole.astype(np.int8), scales
