"""How the three WGSL variants are launched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.gpu.buffers import empty
from underhood_kernels.gpu.passes import Pass
from underhood_kernels.launch import Launch, Launches, grid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Array = NDArray[np.float32]

MOST_VECTORS = 32  # of a thread: 128 numbers in registers, of which a thread has 255 at most


def unfused(x: Array, scale: Array, *, work_group: int, per_thread: int) -> Launches:
    """Launch a thread per vector of four to scale, as many to mask, and `work_group` threads per row for softmax."""
    _check(per_thread)
    rows, columns = x.shape
    vectors = -(-columns // 4)
    given = _buffers(x, scale)

    def buffers() -> Mapping[str, Any]:
        return {**given(), "scaled": empty((rows, 4 * vectors)), "masked": empty((rows, 4 * vectors))}

    each = grid(-(-rows * vectors // work_group))
    passes = [
        Pass(each, "multiply", buffers={"result": "scaled"}),
        Pass(each, "mask", buffers={"x": "scaled", "result": "masked"}),
        Pass(grid(rows if columns else 0), "normalise", buffers={"x": "masked"}),
    ]
    return Launches(buffers, passes, _finish(columns))


def fused(x: Array, scale: Array, *, work_group: int, per_thread: int) -> Launch:  # noqa: ARG001 - the template takes it
    """Launch `work_group` threads per row."""
    _check(per_thread)
    rows, columns = x.shape
    return Launch(_buffers(x, scale), grid(rows if columns else 0), {}, _finish(columns))


subgroups = fused  # the same threads; what differs is how they share


def _check(per_thread: int) -> None:
    if per_thread > MOST_VECTORS:
        raise ValueError(f"per_thread must be {MOST_VECTORS} or less to fit in registers, not {per_thread}")


def _buffers(x: Array, scale: Array) -> Callable[[], Mapping[str, Any]]:
    """Return the buffers, rows filled up to whole vectors of four, which the kernels mask."""
    rows, columns = x.shape
    spare = -columns % 4

    def buffers() -> Mapping[str, Any]:
        filled = np.pad(x, ((0, 0), (0, spare))) if spare else x
        shape = np.array([rows, columns], np.uint32)
        return {"x": filled, "shape": shape, "scale": scale, "result": empty((rows, columns + spare))}

    return buffers


def _finish(columns: int) -> Callable[[Array], Array] | None:
    return (lambda result: np.ascontiguousarray(result[:, :columns])) if columns % 4 else None
