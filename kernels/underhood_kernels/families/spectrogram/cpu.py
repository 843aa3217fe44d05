"""What numba compiles: 64 frames at a time, two in each SIMD lane, from the window to the power in the cache."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.families.fft.cpu import LANES, compiled, stages

if TYPE_CHECKING:
    from collections.abc import Callable


def cut(signal: Any, window: Any, hop: int, first: int, count: int, order: Any, tile: Any) -> None:  # noqa: PLR0917 - as numba calls it
    """Put frames 2c and 2c + 1 into lane c as one complex row each, in the order that stages in place want."""
    tile[:] = 0
    for f in range(count):
        c = f // 2 + f % 2 * LANES
        frame = signal[(first + f) * hop : (first + f) * hop + len(window)]
        for j in range(len(window)):
            tile[order[j], c] = window[j] * frame[j]


def multiply(tile: Any, rows: Any, factors: Any) -> None:
    """Multiply row rows[j] by the j-th factor."""
    for j in range(len(factors)):
        p, u, v = rows[j], factors[j, 0], factors[j, 1]
        for c in range(LANES):
            x, y = tile[p, c], tile[p, c + LANES]
            tile[p, c], tile[p, c + LANES] = x * u - y * v, x * v + y * u


def powers(tile: Any, rows: Any, first: int, count: int, result: Any) -> None:
    """Take the two frames of each lane apart, where the results k and n − k meet, and square."""
    n = len(rows)
    for f in range(count):
        c, sign = f // 2, np.float32(1 - 2 * (f % 2))
        for k in range(result.shape[1]):
            p, q = rows[k], rows[(n - k) % n]
            x = tile[p, c] + sign * tile[q, c]
            y = tile[p, c + LANES] - sign * tile[q, c + LANES]
            result[first + f, k] = (x * x + y * y) / 4


def all_frames(  # noqa: PLR0917 - as numba calls it
    signal: Any, window: Any, hop: int, order: Any, roots: Any, chirp: Any, filtering: Any, rows: Any, result: Any
) -> None:
    """Fill the result, whose rows are frames; a chirp of no points is for windows of a power of two."""
    frames, length = len(result), len(order)
    log = 0
    while 1 << log < length:
        log += 1
    for block in prange(-(-frames // (2 * LANES))):  # type: ignore[name-defined]  # noqa: F821 - bound when it is compiled
        first = block * 2 * LANES
        count = min(2 * LANES, frames - first)
        tile = np.empty((length, 2 * LANES), np.float32)
        cut(signal, window, hop, first, count, order, tile)
        multiply(tile, order, chirp)
        stages(tile, log, roots)
        if len(chirp):
            there = np.empty((length, 2 * LANES), np.float32)
            for k in range(length):
                for c in range(2 * LANES):
                    there[order[k], c] = tile[k, c]
            multiply(there, order, filtering)
            stages(there, log, roots)
            multiply(there, rows, chirp)
            tile = there
        powers(tile, rows, first, count, result)


@cache
def compiled_frames() -> Callable[..., None]:
    """Return `all_frames`, compiled with what it calls."""
    return compiled(all_frames, (cut, multiply, powers, stages))
