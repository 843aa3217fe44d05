"""How the WGSL variants are launched: plain matrices for the first three, padded ones for those in vectors of four."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.gpu.buffers import empty
from underhood_kernels.gpu.devices import device
from underhood_kernels.gpu.errors import LimitError
from underhood_kernels.launch import Launch, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Matrix = NDArray[np.float32]

VECTOR = 4  # numbers
STEP = 8  # of the inner dimension, in vectorised.wgsl.jinja


def naive(left: Matrix, right: Matrix, *, tile: int) -> Launch:
    """Launch a work group of `tile` × `tile` threads per tile of the result."""
    return _plain(left, right, tile, {"tile_width": tile})


tiled = naive  # the same threads; what differs is where they read from


def register_blocked(left: Matrix, right: Matrix, *, side: int) -> Launch:
    """Launch a work group of `side` × `side` threads per block of the result, which is four times as wide and high."""
    return _plain(left, right, VECTOR * side, {"side": side})


def vectorised(left: Matrix, right: Matrix, *, tile: int) -> Launch:
    """Launch a work group per block of `tile` × `tile` elements of the result, with 8 × 8 elements a thread."""
    _multiple("vectorised", "tile", tile, 8)
    return _padded(left, right, STEP, tile, tile)


def tuned(
    left: Matrix,
    right: Matrix,
    *,
    block_rows: int,
    block_columns: int,
    thread_rows: int,
    thread_columns: int,
    step: int,
    band: int,  # noqa: ARG001 - the order of the blocks is the template's
) -> Launch:
    """Launch a work group per block of the result.

    Raises `ValueError` for sizes that don't divide each other, and `LimitError` where two pairs of tiles with `step`
    columns of `left` and rows of `right` are more than the adapter's shared memory.
    """
    _multiple("tuned", "thread_rows", thread_rows, VECTOR)
    _multiple("tuned", "thread_columns", thread_columns, VECTOR)
    _multiple("tuned", "block_rows", block_rows, 4 * thread_rows)  # 32 threads lie 4 down and 8 across
    _multiple("tuned", "block_columns", block_columns, 8 * thread_columns)
    threads = block_rows // thread_rows * (block_columns // thread_columns)
    quads, vectors = block_rows // VECTOR, block_columns // VECTOR
    if threads % step or threads % vectors or quads * step % threads or vectors * step % threads:
        raise ValueError(
            f"matmul tuned: {threads} threads can't share tiles of {block_rows} × {step} and {step} × {block_columns} "
            f"in vectors of four evenly: use a larger step, or sizes that are powers of two"
        )
    limit = "max-compute-workgroup-storage-size"
    needed, most = 2 * 16 * step * (quads + 1 + vectors), device().limits[limit]
    if needed > most:
        raise LimitError(
            f"tuned.wgsl: tiles of {block_rows} × {step} and {step} × {block_columns} twice need {needed:,} bytes, but "
            f"this adapter's {limit} is {most:,}: use a smaller step or smaller blocks"
        )
    return _padded(left, right, step, block_rows, block_columns)


def registers_only(left: Matrix, right: Matrix, *, thread_rows: int, thread_columns: int, side: int) -> Launch:
    """Launch `side` × `side` threads a work group, with `thread_rows` × `thread_columns` elements each."""
    _multiple("registers-only", "thread_columns", thread_columns, VECTOR)
    return _padded(left, right, VECTOR, thread_rows * side, thread_columns * side)


def _plain(left: Matrix, right: Matrix, block: int, constants: Mapping[str, int]) -> Launch:
    """Launch a work group per `block` × `block` elements of the result, on the matrices as they are."""
    (rows, inner), columns = left.shape, right.shape[1]

    def buffers() -> dict[str, Any]:
        shape = np.array([rows, inner, columns], np.uint32)
        return {"left": left, "right": right, "shape": shape, "result": empty((rows, columns))}

    return Launch(buffers, grid(-(-rows // block) * -(-columns // block)), constants)


def _padded(left: Matrix, right: Matrix, step: int, height: int, width: int) -> Launch:
    """Launch a work group per `height` × `width` elements of the result, on matrices padded with zeros.

    The inner dimension becomes a whole number of `step`, of which there is one at least, and the rows of `right` and of
    the result become whole vectors; where they are, nothing is copied.
    """
    (rows, inner), columns = left.shape, right.shape[1]
    more_inner, more_columns = max(step, -(-inner // step) * step) - inner, -columns % VECTOR
    wide = columns + more_columns

    def buffers() -> dict[str, Any]:
        shape = np.array([rows, inner + more_inner, wide // VECTOR], np.uint32)
        return {
            "left": np.pad(left, ((0, 0), (0, more_inner))) if more_inner else left,
            "right": np.pad(right, ((0, more_inner), (0, more_columns))) if more_inner or more_columns else right,
            "shape": shape,
            "result": empty((rows, wide)),
        }

    def cut(result: Matrix) -> Matrix:
        return np.ascontiguousarray(result[:, :columns])

    return Launch(buffers, grid(-(-rows // height) * -(-columns // width)), {}, cut)


def _multiple(step: str, name: str, value: int, of: int) -> None:
    if value % of:
        raise ValueError(f"matmul {step}: {name} must be a multiple of {of}, not {value}")
