"""How the four WGSL variants are launched: a work group per row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.layer_norm.inputs import EPSILON
from underhood_kernels.gpu.buffers import empty
from underhood_kernels.launch import Launch, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Array = NDArray[np.float32]

MOST_VECTORS = 32  # of a thread: 128 numbers in registers, of which a thread has 255 at most


def three_passes(x: Array, gain: Array, bias: Array, *, work_group: int) -> Launch:
    """Launch `work_group` threads per row."""
    shape = np.array(x.shape, np.uint32)

    def buffers() -> Mapping[str, Any]:
        result = empty(x.shape)
        return {"x": x, "gain": gain, "bias": bias, "shape": shape, "epsilon": EPSILON, "result": result}

    return Launch(buffers, grid(len(x) if x.size else 0), {"work_group_size": work_group})


online = three_passes  # the same threads; what differs is how often they read


def registers(
    x: Array,
    gain: Array,
    bias: Array,
    *,
    work_group: int,  # noqa: ARG001 - the template takes it
    per_thread: int,
) -> Launch:
    """Launch `work_group` threads per row; rows are filled up to whole vectors of four, which the kernel knows of."""
    if per_thread > MOST_VECTORS:
        raise ValueError(f"per_thread must be {MOST_VECTORS} or less to fit in registers, not {per_thread}")
    rows, columns = x.shape
    spare = -columns % 4

    def buffers() -> Mapping[str, Any]:
        return {
            "x": np.pad(x, ((0, 0), (0, spare))) if spare else x,
            "gain": np.pad(gain, (0, spare)) if spare else gain,
            "bias": np.pad(bias, (0, spare)) if spare else bias,
            "shape": np.array([rows, columns], np.uint32),
            "epsilon": EPSILON,
            "result": empty((rows, columns + spare)),
        }

    def finish(result: Array) -> Array:
        return np.ascontiguousarray(result[:, :columns])

    return Launch(buffers, grid(rows if columns else 0), {}, finish if spare else None)


subgroups = registers  # the same threads; what differs is how they share
