"""What the problem accepts, and the way from a whole matrix to what is stored of it and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Places = NDArray[np.uint32]

NAME = "sparse_2_4"
GROUP = 4  # neighbours, two of which are stored
STEP = 32  # columns of A that a word of places is for


def check_inputs(values: Any, places: Any, right: Any) -> tuple[Matrix, Places, Matrix]:
    """Return the three arrays, contiguous; raise `ValueError` for what is no 2:4 matrix and one to multiply it with."""
    values, right = _matrix("values", values, np.float32), _matrix("right", right, np.float32)
    places = _matrix("places", places, np.uint32)
    terms = right.shape[0]
    if terms % GROUP:
        raise ValueError(f"{NAME}: right must have a multiple of {GROUP} rows, not {terms}")
    rows = values.shape[0]
    for name, array, columns in (("values", values, terms // 2), ("places", places, -(-terms // STEP))):
        if array.shape != (rows, columns):
            raise ValueError(f"{NAME}: {name} must be of shape {(rows, columns)}, not {array.shape}")
    pairs = unpacked(places, terms)
    if (pairs[:, 0::2] >= pairs[:, 1::2]).any():
        row, group = (int(i) for i in np.argwhere(pairs[:, 0::2] >= pairs[:, 1::2])[0])
        raise ValueError(f"{NAME}: places in row {row}, group {group}: the first must come before the second")
    return values, places, right


def _matrix(name: str, value: Any, dtype: Any) -> NDArray[Any]:
    array = np.asarray(value)
    if array.dtype != dtype or array.ndim != 2:
        raise ValueError(
            f"{NAME}: {name} must be a matrix of {np.dtype(dtype)}, not {array.dtype} of shape {array.shape}"
        )
    return np.ascontiguousarray(array)


def unpacked(places: Places, terms: int) -> NDArray[np.uint32]:
    """Return the places, 0 to 3, one for each value."""
    shifted = places[:, :, None] >> np.arange(0, STEP, 2, dtype=np.uint32) & np.uint32(3)
    return shifted.reshape(len(places), STEP // 2 * places.shape[1])[:, : terms // 2]


def expanded(values: Matrix, places: Places) -> Matrix:
    """Return the whole matrix A, with its zeros."""
    rows, terms = values.shape[0], 2 * values.shape[1]
    whole = np.zeros((rows, terms // GROUP, GROUP), np.float32)
    pairs = unpacked(places, terms).reshape(rows, terms // GROUP, 2)
    np.put_along_axis(whole, pairs.astype(np.intp), values.reshape(pairs.shape), axis=2)
    return whole.reshape(rows, terms)


def packed(whole: Matrix) -> tuple[Matrix, Places]:
    """Return values and places of a matrix, of which the two largest magnitudes of each group of four stay."""
    rows, terms = whole.shape
    groups = whole.reshape(rows, terms // GROUP, GROUP)
    pairs = np.sort(np.argsort(-np.abs(groups), axis=2, kind="stable")[:, :, :2], axis=2)
    values = np.take_along_axis(groups, pairs, axis=2).reshape(rows, terms // 2)
    nibbles = np.zeros((rows, -(-terms // STEP) * (STEP // GROUP)), np.uint32)
    nibbles[:, : terms // GROUP] = pairs[:, :, 0] | pairs[:, :, 1] << 2
    shifts = np.arange(0, STEP, GROUP, dtype=np.uint32)
    return values, np.bitwise_or.reduce(nibbles.reshape(rows, -(-terms // STEP), STEP // GROUP) << shifts, axis=2)
