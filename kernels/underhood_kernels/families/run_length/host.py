"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Runs = NDArray[np.uint32]

BLOCK = 65_536  # bytes that stay in a core's cache


def numpy_run_length(data: Bytes) -> Runs:
    """Find the places where neighbours differ, and take the distances between them."""
    ends = np.flatnonzero(data[1:] != data[:-1])
    ends = np.append(ends, len(data) - 1) if len(data) else ends
    result = np.empty((len(ends), 2), np.uint32)
    result[:, 0] = data[ends]
    result[:, 1] = np.diff(ends, prepend=-1)
    return result


def numba_run_length(data: Bytes) -> Runs:
    """Count the runs that end in each block, then write them; compiled by numba, blocks run on all cores."""
    blocks, last = -(-len(data) // BLOCK), len(data) - 1
    counts, starts = np.empty(blocks + 1, np.int64), np.empty(blocks + 1, np.int64)
    for b in prange(blocks):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        part, following = data[b * BLOCK : min((b + 1) * BLOCK, last)], data[b * BLOCK + 1 :]
        ends = np.uint32(0)
        for i in range(len(part)):  # a slice's index can't be negative, so the loop becomes vector instructions
            ends += np.uint32(part[i] != following[i])
        counts[b] = ends + (b == blocks - 1)
        start = min((b + 1) * BLOCK, last + 1)  # of the run that goes on after the block
        while start > b * BLOCK and start <= last and data[start - 1] == data[start]:
            start -= 1
        starts[b] = start if start > b * BLOCK else -1  # -1: the whole block goes on
    total, start = 0, 0
    for b in range(blocks):
        counts[b], total = total, total + counts[b]
        starts[b], start = start, starts[b] if starts[b] >= 0 else start
    result = np.empty((total, 2), np.uint32)
    for b in prange(blocks):  # type: ignore[name-defined]  # noqa: F821 - as above
        part, following = data[b * BLOCK : min((b + 1) * BLOCK, last)], data[b * BLOCK + 1 :]
        places = np.empty(BLOCK, np.int32)
        found = np.uint64(0)
        for i in range(len(part)):  # every place is written down, and kept if a run ends there: there is no branch
            places[found] = i
            found += np.uint64(part[i] != following[i])
        at, start = counts[b], starts[b] - b * BLOCK
        for k in range(found):
            result[at, 0] = part[places[k]]
            result[at, 1] = places[k] + 1 - start
            at, start = at + 1, places[k] + 1
        if b == blocks - 1:
            result[at, 0] = data[last]
            result[at, 1] = last + 1 - b * BLOCK - start
    return result


def torch_run_length(data: Any) -> Any:
    """Let torch find what is unique among neighbours."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    values, lengths = torch.unique_consecutive(data, return_counts=True)
    return torch.stack([values.to(torch.int32), lengths.to(torch.int32)], dim=1).view(torch.uint32)
