"""How the WGSL variants are launched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.histogram.inputs import BINS
from underhood_kernels.families.shared_memory import check_shared_memory
from underhood_kernels.gpu.buffers import empty
from underhood_kernels.gpu.passes import Pass
from underhood_kernels.launch import Launches, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Bytes = NDArray[np.uint8]

WORD = 4  # bytes
WIDTH = 4  # words of a vec4
MOST_WORDS = 63  # of a thread with counters of a byte: 252 equal values don't overflow one, 256 do


def global_atomics(data: Bytes, *, work_group: int) -> Launches:
    """Launch one thread per word of four bytes."""
    return _launch(data, work_group, {"work_group_size": work_group})


racy = global_atomics  # the same threads; what differs is how they add


def shared_bins(data: Bytes, *, work_group: int, per_thread: int) -> Launches:
    """Launch one thread per `per_thread` words."""
    return _launch(data, work_group * per_thread, {"work_group_size": work_group, "per_thread": per_thread})


def private_bins(data: Bytes, *, work_group: int, per_thread: int) -> Launches:
    """Launch one thread per `per_thread` words, of which there may be 63, with 256 bytes of shared memory each."""
    if per_thread > MOST_WORDS:
        raise ValueError(f"private bins count to 255: per_thread must be {MOST_WORDS} or less, not {per_thread}")
    check_shared_memory("private_bins.wgsl", BINS * work_group, "use fewer threads")
    return shared_bins(data, work_group=work_group, per_thread=per_thread)


def replicated_bins(data: Bytes, *, work_group: int, per_thread: int, copies: int) -> Launches:
    """Launch one thread per `per_thread` vectors of four words, with `copies` of the bins in shared memory."""
    check_shared_memory("replicated_bins.wgsl", WORD * BINS * copies, "use fewer copies")
    constants = {"work_group_size": work_group, "per_thread": per_thread, "copies": copies}
    return _launch(data, work_group * per_thread, constants, words=WIDTH)


def _launch(data: Bytes, loads: int, constants: Mapping[str, int], *, words: int = 1) -> Launches:
    """Launch one work group per `loads` loads of `words` words, once the counts are zero."""
    load = WORD * words  # bytes

    def buffers() -> dict[str, Any]:
        padded = np.pad(data, (0, -len(data) % load)) if len(data) % load else data
        return {"data": padded.view(np.uint32), "count": np.uint32(len(data)), "result": empty(BINS, np.uint32)}

    count = Pass(grid(-(-len(data) // (load * loads))), constants=constants)
    return Launches(buffers, [Pass((1, 1, 1), "clear", constants), count])
