"""How the three WGSL variants are launched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.histogram.inputs import BINS
from underhood_kernels.gpu.buffers import empty
from underhood_kernels.gpu.devices import device
from underhood_kernels.gpu.errors import LimitError
from underhood_kernels.gpu.passes import Pass
from underhood_kernels.launch import Launches, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Bytes = NDArray[np.uint8]

WORD = 4  # bytes
MOST_WORDS = 63  # of a thread with counters of a byte: 252 equal values don't overflow one, 256 do


def global_atomics(data: Bytes, *, work_group: int) -> Launches:
    """Launch one thread per word of four bytes."""
    return _launch(data, work_group, {"work_group_size": work_group})


def shared_bins(data: Bytes, *, work_group: int, per_thread: int) -> Launches:
    """Launch one thread per `per_thread` words."""
    return _launch(data, work_group * per_thread, {"work_group_size": work_group, "per_thread": per_thread})


def private_bins(data: Bytes, *, work_group: int, per_thread: int) -> Launches:
    """Launch one thread per `per_thread` words, of which there may be 63, with 256 bytes of shared memory each."""
    if per_thread > MOST_WORDS:
        raise ValueError(f"private bins count to 255: per_thread must be {MOST_WORDS} or less, not {per_thread}")
    limit = "max-compute-workgroup-storage-size"
    needed, most = BINS * work_group, device().limits[limit]
    if needed > most:  # the driver doesn't check sizes that come from an override
        raise LimitError(
            f"private_bins.wgsl: {work_group} threads with {BINS} bytes of bins each need {needed:,} bytes, but this "
            f"adapter's {limit} is {most:,}: use {most // BINS} threads or fewer"
        )
    return shared_bins(data, work_group=work_group, per_thread=per_thread)


def _launch(data: Bytes, words: int, constants: Mapping[str, int]) -> Launches:
    """Launch one work group per `words` words, once the counts are zero."""

    def buffers() -> dict[str, Any]:
        padded = np.pad(data, (0, -len(data) % WORD)) if len(data) % WORD else data
        return {"data": padded.view(np.uint32), "count": np.uint32(len(data)), "result": empty(BINS, np.uint32)}

    count = Pass(grid(-(-len(data) // (WORD * words))), constants=constants)
    return Launches(buffers, [Pass((1, 1, 1), "clear", constants), count])
