"""The passes that numba compiles: Stockham's order outside, 32 columns side by side in SIMD lanes inside."""

from __future__ import annotations

from functools import cache
from types import FunctionType
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

LANES = 32
MOST = 12  # log₂ of the points of a column: 4096 of them in 32 lanes are a MiB
CHUNKS = 64  # of a pass, for the cores to share


def roots(log: int) -> NDArray[np.float32]:
    """Return exp(−2πi · k/n) for k < n = 2^log as rows of two numbers."""
    n = 1 << log
    pairs: NDArray[np.float32] = np.exp(-2j * np.pi / n * np.arange(n)).astype(np.complex64).view(np.float32)
    return pairs.reshape(n, 2)


def order(log: int) -> NDArray[np.int64]:
    """Return where row r of a column is put, so that stages in place leave the results in their own order."""
    place = np.zeros(1, np.int64)
    for radix in [2] * (log % 2) + [4] * (log // 2):
        place = (place[:, None] + np.arange(radix) * len(place)).reshape(-1)
    return place


def read(source: Any, tile: Any, left: int, count: int, log: int, apart: int, order: Any) -> None:  # noqa: PLR0917 - as numba calls it
    """Copy columns of the source into the tile, a lane each, their rows in the order that stages in place want."""
    radix = len(order)
    if apart >= LANES:
        blocks = source.reshape(-1, radix, apart // LANES, 2 * LANES)
        row, block = left // apart, left % apart // LANES
        for r in range(radix):
            p = order[r]
            for c in range(LANES):
                tile[p, c] = blocks[row, r, block, 2 * c]
                tile[p, c + LANES] = blocks[row, r, block, 2 * c + 1]
    else:
        for c in range(count):
            first = ((left + c) // apart << log) + (left + c) % apart
            for r in range(radix):
                tile[order[r], c] = source[2 * (first + r * apart)]
                tile[order[r], c + LANES] = source[2 * (first + r * apart) + 1]


def turn(tile: Any, left: int, before: int, order: Any, steps: Any, now: Any) -> None:  # noqa: PLR0917 - as numba calls it
    """Turn row r of each column by r steps; one after the other in float64, they don't drift."""
    for c in range(LANES):
        now[0, c], now[1, c] = 1, 0
        now[2, c], now[3, c] = steps[(left + c) % before, 0], steps[(left + c) % before, 1]
    for r in range(len(order)):
        p = order[r]
        for c in range(LANES):
            x, y, u, v = tile[p, c], tile[p, c + LANES], now[0, c], now[1, c]
            tile[p, c] = x * np.float32(u) - y * np.float32(v)
            tile[p, c + LANES] = x * np.float32(v) + y * np.float32(u)
            now[0, c] = u * now[2, c] - v * now[3, c]
            now[1, c] = u * now[3, c] + v * now[2, c]


def stages(tile: Any, log: int, roots: Any) -> None:
    """Transform the columns in place: a stage of radix 2 if their number is odd, then stages of radix 4."""
    radix, ready = 1 << log, 1
    if log % 2:
        for p in range(0, radix, 2):
            for c in range(2 * LANES):
                a, b = tile[p, c], tile[p + 1, c]
                tile[p, c], tile[p + 1, c] = a + b, a - b
        ready = 2
    while ready < radix:
        for start in range(0, radix, 4 * ready):
            for done in range(ready):
                k = done * (radix // (4 * ready))
                u1, v1, u2, v2 = roots[k, 0], roots[k, 1], roots[2 * k, 0], roots[2 * k, 1]
                u3, v3 = roots[3 * k, 0], roots[3 * k, 1]
                p = start + done
                q, r, s = p + ready, p + 2 * ready, p + 3 * ready
                for c in range(LANES):
                    y = c + LANES
                    ax, ay = tile[p, c], tile[p, y]
                    bx, by = tile[q, c] * u1 - tile[q, y] * v1, tile[q, c] * v1 + tile[q, y] * u1
                    dx, dy = tile[r, c] * u2 - tile[r, y] * v2, tile[r, c] * v2 + tile[r, y] * u2
                    ex, ey = tile[s, c] * u3 - tile[s, y] * v3, tile[s, c] * v3 + tile[s, y] * u3
                    tile[p, c], tile[p, y] = (ax + dx) + (bx + ex), (ay + dy) + (by + ey)
                    tile[q, c], tile[q, y] = (ax - dx) + (by - ey), (ay - dy) - (bx - ex)
                    tile[r, c], tile[r, y] = (ax + dx) - (bx + ex), (ay + dy) - (by + ey)
                    tile[s, c], tile[s, y] = (ax - dx) - (by - ey), (ay - dy) + (bx - ex)
        ready *= 4


def write(tile: Any, target: Any, left: int, count: int, log: int, apart: int, before: int, radix: int) -> None:  # noqa: PLR0917 - as numba calls it
    """Copy the columns to where Stockham's order has them."""
    if before >= LANES:
        blocks = target.reshape(-1, radix, before // LANES, 2 * LANES)
        row, block = left // before, left % before // LANES
        for r in range(radix):
            for c in range(LANES):
                blocks[row, r, block, 2 * c] = tile[r, c]
                blocks[row, r, block, 2 * c + 1] = tile[r, c + LANES]
    else:
        for c in range(count):
            j = (left + c) % apart
            first = ((left + c) // apart << log) + (j - j % before) * radix + j % before
            for r in range(radix):
                target[2 * (first + r * before)] = tile[r, c]
                target[2 * (first + r * before) + 1] = tile[r, c + LANES]


def one_pass(  # noqa: PLR0917 - as numba calls it
    source: Any, target: Any, rows: int, log: int, size: int, done: int, order: Any, roots: Any, steps: Any
) -> None:
    """Run a pass: transform all columns of `size` stages after `done` stages, 32 at a time on all cores."""
    apart, before = 1 << (log - size), 1 << done
    columns = rows * apart
    blocks = -(-columns // LANES)
    chunks = min(blocks, CHUNKS)
    for chunk in prange(chunks):  # type: ignore[name-defined]  # noqa: F821 - bound when it is compiled
        tile, now = np.empty((1 << size, 2 * LANES), np.float32), np.empty((4, LANES))
        for block in range(chunk * blocks // chunks, (chunk + 1) * blocks // chunks):
            left = block * LANES
            count = min(LANES, columns - left)
            read(source, tile, left, count, log, apart, order)
            if done:
                turn(tile, left, before, order, steps, now)
            stages(tile, size, roots)
            write(tile, target, left, count, log, apart, before, 1 << size)


def compiled(function: Callable[..., None], called: Sequence[Callable[..., Any]]) -> Callable[..., None]:
    """Return a function compiled with those that it calls, its loops over `prange` in parallel."""
    import numba  # noqa: PLC0415 - heavy, and needed only here

    options: dict[str, Any] = {"fastmath": {"reassoc", "contract"}}
    names = {callee.__name__: numba.njit(**options)(callee) for callee in called}
    bound = FunctionType(function.__code__, {**function.__globals__, **names, "prange": numba.prange})
    made: Callable[..., None] = numba.njit(parallel=True, **options)(bound)
    return made


@cache
def compiled_pass() -> Callable[..., None]:
    """Return `one_pass`, compiled with what it calls."""
    return compiled(one_pass, (read, turn, stages, write))
