"""How the three WGSL variants are launched."""

from __future__ import annotations

from math import e, log2, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.gpu.buffers import empty
from underhood_kernels.gpu.devices import device
from underhood_kernels.gpu.errors import LimitError
from underhood_kernels.gpu.passes import Pass
from underhood_kernels.launch import Launch, Launches, grid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Heads = NDArray[np.float32]

VECTOR = 4  # numbers
SLICE = 16  # vectors of a row that the blocked kernel holds at a time


def materialised(q: Heads, k: Heads, v: Heads, *, tile: int) -> Launches:
    """Launch a thread per score, a work group per query for the softmax, and a thread per element of the result."""
    heads, queries, width = q.shape
    keys = k.shape[1]
    constants = {"tile": tile, "row_threads": tile * tile}

    def buffers() -> Mapping[str, Any]:
        return {
            "q": q,
            "k": k,
            "v": v,
            "shape": np.array([heads, queries, keys, width], np.uint32),
            "scale": np.float32(1 / sqrt(width)),
            "scores": empty((heads, queries, keys)),
            "result": empty(q.shape),
        }

    blocks = -(-queries // tile)
    return Launches(
        buffers,
        [
            Pass((-(-keys // tile), blocks, heads), "score", constants),
            Pass(grid(heads * queries), "weigh", constants),
            Pass((-(-width // tile), blocks, heads), "add_up", constants),
        ],
    )


def online(q: Heads, k: Heads, v: Heads, *, tile: int) -> Launch:
    """Launch `tile` × `tile` threads per `tile` queries and 4 `tile` columns of the result."""
    heads, queries, width = q.shape
    slabs = -(-width // (VECTOR * tile))
    needed = 4 * (3 * VECTOR + 1) * tile * tile
    _check_memory("online.wgsl", needed, f"blocks of {tile} × {tile}")
    groups = grid(heads * slabs * -(-queries // tile))
    rounds = -(-k.shape[1] // tile) * (-(-width // tile) * (1 + tile) + 2 * tile + 1)
    return Launch(_buffers(q, k, v, 1 / sqrt(width)), groups, {"tile": tile}, _finish(width), rounds)


def blocked(q: Heads, k: Heads, v: Heads, *, queries: int, keys: int, rows: int, across: int, chunk: int) -> Launch:
    """Launch queries / rows × across threads per block of `queries` and 64 columns of the result."""
    _check_blocks(queries, keys, rows, across, chunk)
    tile = max(keys * SLICE, chunk * SLICE + queries * chunk // VECTOR, queries * across // VECTOR)
    needed = 4 * VECTOR * (queries * SLICE + tile)
    _check_memory("blocked.wgsl", needed, f"blocks of {queries} queries and {keys} keys")
    width = q.shape[2]
    slices = -(-width // (VECTOR * SLICE))
    groups = grid(q.shape[0] * slices * -(-q.shape[1] // queries))
    return Launch(_buffers(q, k, v, log2(e) / sqrt(width)), groups, {}, _finish(width))


def _buffers(q: Heads, k: Heads, v: Heads, scale: float) -> Callable[[], Mapping[str, Any]]:
    """Return the buffers of kernels that take rows as whole vectors: filled up with zeros, which add nothing."""
    heads, queries, width = q.shape
    spare = -width % VECTOR

    def buffers() -> Mapping[str, Any]:
        filled = (np.pad(array, ((0, 0), (0, 0), (0, spare))) if spare else array for array in (q, k, v))
        shape = np.array([heads, queries, k.shape[1], (width + spare) // VECTOR], np.uint32)
        result = empty((heads, queries, width + spare))
        return dict(zip("qkv", filled, strict=True)) | {"shape": shape, "scale": np.float32(scale), "result": result}

    return buffers


def _finish(width: int) -> Callable[[Heads], Heads] | None:
    return (lambda result: np.ascontiguousarray(result[:, :, :width])) if width % VECTOR else None


def _check_blocks(queries: int, keys: int, rows: int, across: int, chunk: int) -> None:
    """Raise `ValueError` for blocks that the template has no code for."""
    if rows % VECTOR:
        raise ValueError(f"rows must be a multiple of 4, not {rows}")
    if across not in {8, 16}:
        raise ValueError(f"across must be 8 or 16, not {across}")
    if queries % (8 * rows):
        raise ValueError(f"queries must be a multiple of 8 × rows, {8 * rows}, not {queries}")
    if keys % max(32, VECTOR * across):
        raise ValueError(f"keys must be a multiple of {max(32, VECTOR * across)}, not {keys}")
    if chunk < VECTOR or chunk & (chunk - 1) or keys % chunk:
        raise ValueError(f"chunk must be a power of two from 4 that divides keys, {keys}, not {chunk}")


def _check_memory(name: str, needed: int, what: str) -> None:
    limit = "max-compute-workgroup-storage-size"
    most = device().limits[limit]
    if needed > most:  # the driver doesn't check sizes that come from an override
        raise LimitError(
            f"{name}: {what} need {needed:,} bytes of shared memory, but this adapter's {limit} is {most:,}: "
            f"use smaller blocks"
        )
