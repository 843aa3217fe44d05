"""How the WGSL variants are launched: count what starts in each block, scan the counts, write what ends in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.gpu.buffers import empty
from underhood_kernels.gpu.passes import Pass
from underhood_kernels.launch import Launches, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Bytes = NDArray[np.uint8]
Runs = NDArray[np.uint32]

VECTOR = 16  # bytes of a vec4<u32>, which a thread of `vectors` takes
PAIR = 2  # numbers of a count and of a run


def bytewise(data: Bytes, *, work_group: int) -> Launches:
    """Launch one thread per byte."""
    return _launch(data, work_group, {"work_group_size": work_group})


def vectors(data: Bytes, *, work_group: int) -> Launches:
    """Launch one thread per sixteen bytes."""
    return _launch(data, VECTOR * work_group, {"work_group_size": work_group})


def _launch(data: Bytes, block: int, constants: Mapping[str, int]) -> Launches:
    """Launch a work group per block, twice, and between them the scans of the blocks' counts."""
    work_group = constants["work_group_size"]
    if work_group < PAIR:
        raise ValueError("blocks of one count leave as many totals as there are counts: use 2 threads or more")
    blocks = max(1, -(-len(data) // block))
    buffers: dict[str, Any] = {"size": np.uint32(len(data)), "result": empty((len(data) + 1, PAIR), np.uint32)}
    buffers["counts0"] = empty(PAIR * blocks, np.uint32)
    passes = [Pass(grid(blocks), "count", constants, {"counts": "counts0"})]
    adds: list[Pass] = []
    left = blocks
    while True:  # the counts' scan, that of its totals, and so on
        left, number = -(-left // work_group), len(adds)
        named = {"counts": f"counts{number}", "totals": f"counts{number + 1}"}
        buffers[named["totals"]] = empty(PAIR * left, np.uint32)
        passes.append(Pass(grid(left), "scan", constants, named))
        if left <= 1:
            break
        adds.append(Pass(grid(left), "add", constants, named))
    passes += [*reversed(adds), Pass(grid(blocks), "write", constants, {"counts": "counts0"})]

    def uploaded() -> Mapping[str, Any]:
        padded = np.pad(data, (0, -len(data) % VECTOR)) if len(data) % VECTOR else data
        return {**buffers, "data": padded.view(np.uint32)}

    return Launches(uploaded, passes, _runs)


def _runs(result: Runs) -> Runs:
    """Return the runs that were written; the first line says how many."""
    return result[1 : 1 + int(result[0, 0])].copy()
