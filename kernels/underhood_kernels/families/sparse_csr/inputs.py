"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.inputs import vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Indices = NDArray[np.int32]
    Vector = NDArray[np.float32]

NAME = "sparse_csr"


def check_inputs(starts: Any, columns: Any, values: Any, x: Any) -> tuple[Indices, Indices, Vector, Vector]:
    """Return the matrix's three arrays and the vector, contiguous; raise `ValueError` for what is no matrix in CSR."""
    starts, columns = _indices("starts", starts), _indices("columns", columns)
    values, x = vector(NAME, "values", values), vector(NAME, "x", x)
    if len(columns) != len(values):
        raise ValueError(f"{NAME}: there are {len(columns)} columns, but {len(values)} values")
    if not len(starts) or starts[0] != 0 or starts[-1] != len(values):
        raise ValueError(f"{NAME}: starts must go from 0 to {len(values)}, the number of values")
    if (starts[1:] < starts[:-1]).any():
        row = int(np.argmax(starts[1:] < starts[:-1]))
        raise ValueError(f"{NAME}: row {row} ends before it starts: {starts[row]} to {starts[row + 1]}")
    first, last = columns.min(initial=len(x)), columns.max(initial=-1)
    if len(columns) and not 0 <= first <= last < len(x):
        raise ValueError(f"{NAME}: columns must be from 0 to {len(x) - 1}, the last place of x, not {first} to {last}")
    return starts, columns, values, x


def _indices(name: str, value: Any) -> Indices:
    array = np.asarray(value)
    if array.dtype != np.int32 or array.ndim != 1:
        raise ValueError(f"{NAME}: {name} must be an int32 vector, not {array.dtype} of shape {array.shape}")
    return np.ascontiguousarray(array)
