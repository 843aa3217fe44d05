"""How the WGSL variants are launched: by threads, work groups or subgroups per row."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.shared_memory import check_shared_memory
from underhood_kernels.gpu.buffers import empty
from underhood_kernels.launch import Launch, grid

Array = NDArray[Any]

PER_LOAD = {np.dtype(np.float32): 4, np.dtype(np.float16): 8, np.dtype(np.int8): 16}  # numbers in 16 bytes
NUMBER = 4  # bytes of a sum


def naive(*inputs: Array, work_group: int) -> Launch:
    """Launch one thread per row."""
    launch = _launch(inputs, work_group, {"work_group_size": work_group})
    return replace(launch, rounds=inputs[0].shape[1] // PER_LOAD[inputs[0].dtype] + 1)


def group(*inputs: Array, work_group: int) -> Launch:
    """Launch one work group per row."""
    return _launch(inputs, 1, {"work_group_size": work_group})


def rows(*inputs: Array, work_group: int, rows: int, loads: int) -> Launch:  # noqa: ARG001 - the template's
    """Launch one work group per `rows` rows; raise `LimitError` where their sums are more than its shared memory."""
    check_shared_memory("rows.wgsl", NUMBER * rows * work_group, "use fewer rows or fewer threads")
    return _launch(inputs, rows, {})


def subgroups(*inputs: Array, work_group: int, rows: int, loads: int, turns: int) -> Launch:  # noqa: ARG001 - as above
    """Launch one work group per `turns` times `rows` rows, which its subgroups share."""
    return _launch(inputs, turns * rows, {})


def halves(*inputs: Array, work_group: int, rows: int, loads: int) -> Launch:  # noqa: ARG001 - as above
    """Launch one work group per `rows` rows, with four numbers of float16 a load."""
    check_shared_memory("halves.wgsl", NUMBER * rows * work_group, "use fewer rows or fewer threads")
    return _launch(inputs, rows, {}, per_load=4)


def _launch(inputs: tuple[Array, ...], share: int, constants: dict[str, int], *, per_load: int = 0) -> Launch:
    """Launch one work group per `share` rows, on rows that are padded with zeros to whole loads.

    A load has as many numbers as 16 bytes hold, and the shader sees words; or it has `per_load`, and the shader knows
    their type. There is one load at least, because a binding holds one. Where the rows are whole, nothing is copied.
    """
    matrix, *scales, vector = inputs
    height, width = matrix.shape
    numbers = per_load or PER_LOAD[matrix.dtype]
    wide = max(1, -(-width // numbers)) * numbers

    def padded(array: Array, *missing: int) -> Array:
        filled = np.pad(array, [(0, count) for count in missing]) if any(missing) else array
        return filled if per_load or array.dtype == np.float32 else filled.view(np.uint32)

    def buffers() -> dict[str, Any]:
        return {
            "matrix": padded(matrix, max(0, 1 - height), wide - width),
            "vector": _planes(padded(vector, wide - width)) if scales else padded(vector, wide - width),
            "shape": np.array([height, wide // numbers], np.uint32),
            "result": empty(height),
            **({"scales": scales[0]} if scales else {}),
        }

    return Launch(buffers, grid(-(-height // share)), constants)


def _planes(vector: Array) -> Array:
    """Return the sixteen elements for each load of int8 in four planes, by fours, which threads read side by side."""
    return np.ascontiguousarray(vector.reshape(-1, 4, 4).swapaxes(0, 1))
