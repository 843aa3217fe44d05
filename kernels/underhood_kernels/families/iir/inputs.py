"""What the problem accepts, shared by the oracle and the variants, and what a section does to its state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]


def check_inputs(signal: Any, sections: Any) -> tuple[Matrix, Matrix]:
    """Return both as contiguous float32 matrices; raise `ValueError` for anything else and for an unstable section."""
    checked = []
    for name, value in (("signal", signal), ("sections", sections)):
        array = np.asarray(value)
        if array.dtype != np.float32 or array.ndim != 2:
            raise ValueError(f"iir: {name} must be a float32 matrix, not {array.dtype} of shape {array.shape}")
        checked.append(np.ascontiguousarray(array))
    rows = checked[1]
    if rows.shape[1] != 5 or not len(rows):
        raise ValueError(f"iir: sections must be rows of b0, b1, b2, a1, a2, one at least, not of shape {rows.shape}")
    if not np.isfinite(rows).all():
        raise ValueError("iir: sections must be finite numbers")
    for number, (a1, a2) in enumerate(rows[:, 3:].astype(np.float64)):
        if abs(a2) >= 1 or abs(a1) >= 1 + a2:
            raise ValueError(
                f"iir: section {number} is unstable: a1 = {a1:.7g}, a2 = {a2:.7g}; its poles lie inside the unit "
                f"circle if |a2| < 1 and |a1| < 1 + a2"
            )
    return checked[0], checked[1]


def transition(section: NDArray[Any]) -> NDArray[np.float64]:
    """Return A of the state's step, s → A·s + B·x: the state are the two sums that later outputs wait for."""
    a1, a2 = (float(a) for a in section[3:])
    return np.array([[-a1, 1.0], [-a2, 0.0]])


def entry(section: NDArray[Any]) -> NDArray[np.float64]:
    """Return B of the state's step."""
    b0, b1, b2, a1, a2 = (float(number) for number in section)
    return np.array([b1 - a1 * b0, b2 - a2 * b0])


def impulse_response(section: NDArray[Any], length: int) -> NDArray[np.float64]:
    """Return the first `length` outputs after a one and zeros."""
    return np.concatenate([[float(section[0])], observed(section, max(1, length) - 1) @ entry(section)])[:length]


def observed(section: NDArray[Any], length: int) -> NDArray[np.float64]:
    """Return what a state gives in the next `length` outputs without inputs: the first rows of Aⁱ."""
    rows = np.zeros((length, 2))
    row = np.array([1.0, 0.0])
    matrix = transition(section)
    for i in range(length):
        rows[i] = row
        row = row @ matrix
        if not np.abs(row).max() > 1e-300:  # what is left has died away
            break
    return rows
