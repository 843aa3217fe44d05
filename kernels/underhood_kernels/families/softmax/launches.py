"""How the four WGSL variants are launched: a work group per row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.gpu.buffers import empty
from underhood_kernels.launch import Launch, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Matrix = NDArray[np.float32]

MOST_VECTORS = 32  # of a thread: 128 numbers in registers, of which a thread has 255 at most


def three_passes(x: Matrix, *, work_group: int) -> Launch:
    """Launch `work_group` threads per row."""
    shape = np.array(x.shape, np.uint32)

    def buffers() -> Mapping[str, Any]:
        return {"x": x, "shape": shape, "result": empty(x.shape)}

    return Launch(buffers, grid(len(x) if x.size else 0), {"work_group_size": work_group})


online = three_passes  # the same threads; what differs is how often they read


def registers(x: Matrix, *, work_group: int, per_thread: int) -> Launch:  # noqa: ARG001 - the template's
    """Launch `work_group` threads per row; rows are filled up to whole vectors of four with −∞, whose weight is 0."""
    if per_thread > MOST_VECTORS:
        raise ValueError(f"per_thread must be {MOST_VECTORS} or less to fit in registers, not {per_thread}")
    rows, columns = x.shape
    vectors = -(-columns // 4)
    spare = 4 * vectors - columns

    def buffers() -> Mapping[str, Any]:
        filled = np.pad(x, ((0, 0), (0, spare)), constant_values=-np.inf) if spare else x
        shape = np.array([rows, vectors], np.uint32)
        return {"x": filled, "shape": shape, "result": empty((rows, 4 * vectors))}

    def finish(result: Matrix) -> Matrix:
        return np.ascontiguousarray(result[:, :columns])

    return Launch(buffers, grid(rows if columns else 0), {}, finish if spare else None)


subgroups = registers  # the same threads; what differs is how they share
