"""How the WGSL variants are launched."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.shared_memory import check_shared_memory
from underhood_kernels.gpu.buffers import Empty, empty
from underhood_kernels.launch import Launch, grid

Matrix = NDArray[np.float32]


def naive(matrix: Matrix, *, tile: int) -> Launch:
    """Launch a work group of `tile` × `tile` threads per tile of the matrix."""
    rows, columns = matrix.shape

    def buffers() -> dict[str, Matrix | NDArray[np.uint32] | Empty]:
        shape = np.array([rows, columns], np.uint32)
        return {"matrix": matrix, "shape": shape, "result": empty((columns, rows))}

    return Launch(buffers, grid(-(-rows // tile) * -(-columns // tile)), {"tile_width": tile})


tiled = padded = naive  # the same buffers and threads; what differs is which of them writes what


def rows(matrix: Matrix, *, tile: int, height: int) -> Launch:
    """Launch a work group of `tile` × `height` threads per tile of the matrix."""
    check_shared_memory("rows.wgsl", 4 * tile * (tile + 1), "use a narrower tile")
    square = naive(matrix, tile=tile)
    return replace(square, constants={"tile_width": tile, "tile_height": height})
