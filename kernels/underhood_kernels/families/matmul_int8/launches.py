"""How the WGSL variants are launched: bytes in words of four, and matrices filled up with zeros to whole tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.shared_memory import check_shared_memory
from underhood_kernels.gpu.buffers import empty
from underhood_kernels.launch import Launch, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Matrix = NDArray[np.int8]

WORD = 4  # bytes
VECTOR = 16  # bytes of a vec4<u32>
THREADS = 16  # of a work group of `tiled`, along either side
COLUMNS = 128  # of a tile of `tiled`: 16 threads with two words each
MOST_ROWS = 16  # of a thread of `tiled`: 16 × 8 sums are 128 registers of the 255 that the largest have


def unpacked(left: Matrix, right: Matrix, *, tile: int) -> Launch:
    """Launch a thread per sum, in work groups of `tile` × `tile`."""
    return _launch(left, right, (tile, tile), (1, WORD, WORD), {"tile_width": tile})


def packed(left: Matrix, right: Matrix, *, tile: int) -> Launch:
    """Launch a thread per four sums side by side, in work groups of `tile` × `tile`."""
    return _launch(left, right, (tile, WORD * tile), (1, WORD, WORD), {"tile_width": tile})


def tiled(left: Matrix, right: Matrix, *, rows: int, depth: int) -> Launch:
    """Launch 256 threads per tile of 16·`rows` × 128 sums, which take 16·`depth` terms at a time."""
    if depth % 2 or rows > MOST_ROWS or (rows * depth) % THREADS:
        raise ValueError(
            f"256 threads load a step's vectors in whole rounds: depth must be even, rows × depth a multiple of 16 and "
            f"rows {MOST_ROWS} or less, not {rows} × {depth}"
        )
    tile = THREADS * rows, COLUMNS
    needed = VECTOR * (depth + 1) * sum(tile)  # a spare vector a row
    check_shared_memory("tiled.wgsl", needed, "use fewer rows or less depth")
    return _launch(left, right, tile, (*tile, VECTOR * depth), {})


def _launch(
    left: Matrix,
    right: Matrix,
    tile: tuple[int, int],
    filled: tuple[int, int, int],
    constants: Mapping[str, int],
) -> Launch:
    """Launch a work group per tile of sums; rows, columns and terms are filled up to multiples of `filled`."""
    (rows, terms), columns = left.shape, right.shape[1]
    # A sum of nothing is one of zeros.
    m, n, k = (-(-size // to) * to for size, to in zip((rows, columns, max(1, terms)), filled, strict=True))

    def buffers() -> Mapping[str, Any]:
        return {
            "left": _words(left, m, k),
            "right": _words(right, k, n),
            "shape": np.array([m, n, k], np.uint32),
            "result": empty((m, n), np.int32),
        }

    def finish(result: NDArray[np.int32]) -> NDArray[np.int32]:
        return np.ascontiguousarray(result[:rows, :columns])

    groups = -(-m // tile[0]) * -(-n // tile[1])
    return Launch(buffers, grid(groups), constants, finish)


def _words(matrix: Matrix, rows: int, columns: int) -> NDArray[np.uint32]:
    """Return the matrix filled up to `rows` × `columns`, four bytes of a row in each word."""
    if matrix.shape != (rows, columns):
        matrix = np.pad(matrix, ((0, rows - matrix.shape[0]), (0, columns - matrix.shape[1])))
    return matrix.reshape(-1).view(np.uint32)
