"""The variants that run on the host: NumPy, numba and torch. No sum in them may be reordered: see `in_order`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.host import in_order

Vector = NDArray[np.float32]

ROWS = 64  # values that each sum of a whole array takes in
BLOCK = 32_768  # values that stay in a core's cache
LANES = 256  # sums side by side: several vectors of them, as each addition waits for the one before


def numpy_sum_naive(values: Vector) -> Vector:
    """Keep one running total in float32, and all that it ever was."""
    return np.cumsum(values)[-1:].copy() if len(values) else np.zeros(1, np.float32)


@in_order
def numba_sum_naive(values: Vector) -> Vector:
    """Keep running totals side by side; compiled by numba, blocks of values run on all cores."""
    blocks = -(-len(values) // BLOCK)
    totals = np.empty(blocks, np.float32)
    for b in prange(blocks):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        part = values[b * BLOCK : (b + 1) * BLOCK]
        total = np.empty(LANES, np.float32)
        for j in range(LANES):
            total[j] = 0
        for start in range(0, len(part), LANES):
            row = part[start : start + LANES]
            for j in range(len(row)):
                total[j] += row[j]
        whole = np.float32(0)
        for j in range(LANES):
            whole += total[j]
        totals[b] = whole
    whole = np.float32(0)
    for b in range(blocks):
        whole += totals[b]
    return np.array([whole], np.float32)


def torch_sum_naive(values: Any) -> Any:
    """Take the last of torch's running totals."""
    return values.cumsum(0)[-1:].clone() if len(values) else values.new_zeros(1)


def numpy_sum_kahan(values: Vector) -> Vector:
    """Keep a compensated sum for each of n / 64 columns, then merge one half of them with the other, and so on."""
    columns = max(1, -(-len(values) // ROWS))
    rows = np.pad(values, (0, ROWS * columns - len(values))).reshape(ROWS, columns)
    total, lost = np.zeros((2, columns), np.float32)
    with np.errstate(invalid="ignore"):  # ∞ − ∞
        for row in rows:
            y = row - lost
            t = total + y
            lost = (t - total) - y
            total = t
        while len(total) > 1:
            half = (len(total) + 1) // 2
            a, b = total[: len(total) - half], total[half:]
            t = a + b
            added = t - a
            lost[: len(a)] = (lost[: len(a)] + lost[half:]) - ((a - (t - added)) + (b - added))
            total[: len(a)] = t
            total, lost = total[:half], lost[:half]
        return np.asarray(total - lost)


@in_order
def numba_sum_kahan(values: Vector) -> Vector:
    """Keep compensated sums side by side; compiled by numba, blocks of values run on all cores."""
    blocks = -(-len(values) // BLOCK)
    totals, losts = np.empty(blocks + 1, np.float32), np.empty(blocks + 1, np.float32)
    totals[blocks], losts[blocks] = 0, 0
    for b in prange(blocks):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        part = values[b * BLOCK : (b + 1) * BLOCK]
        total, lost = np.empty(LANES, np.float32), np.empty(LANES, np.float32)
        for j in range(LANES):
            total[j], lost[j] = 0, 0
        for start in range(0, len(part), LANES):
            row = part[start : start + LANES]
            for j in range(len(row)):
                y = row[j] - lost[j]
                t = total[j] + y
                lost[j] = (t - total[j]) - y
                total[j] = t
        for j in range(1, LANES):
            t = total[0] + total[j]
            added = t - total[0]
            lost[0] = (lost[0] + lost[j]) - ((total[0] - (t - added)) + (total[j] - added))
            total[0] = t
        totals[b], losts[b] = total[0], lost[0]
    for b in range(blocks):
        t = totals[blocks] + totals[b]
        added = t - totals[blocks]
        losts[blocks] = (losts[blocks] + losts[b]) - ((totals[blocks] - (t - added)) + (totals[b] - added))
        totals[blocks] = t
    return totals[blocks:] - losts[blocks:]


def torch_sum_kahan(values: Any) -> Any:
    """Keep a compensated sum for each of n / 64 columns, then merge one half of them with the other, and so on."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    columns = max(1, -(-len(values) // ROWS))
    rows = torch.nn.functional.pad(values, (0, ROWS * columns - len(values))).reshape(ROWS, columns)
    total, lost = values.new_zeros(columns), values.new_zeros(columns)
    for row in rows:
        y = row - lost
        t = total + y
        lost = (t - total) - y
        total = t
    while len(total) > 1:
        half = (len(total) + 1) // 2
        a, b = total[: len(total) - half], total[half:]
        t = a + b
        added = t - a
        lost[: len(a)] = (lost[: len(a)] + lost[half:]) - ((a - (t - added)) + (b - added))
        total[: len(a)] = t
        total, lost = total[:half], lost[:half]
    return total - lost


def numpy_sum_pairwise(values: Vector) -> Vector:
    """Add with NumPy, which adds pairwise down to leaves of 128 values."""
    return np.asarray(np.sum(values, keepdims=True))


@in_order
def numba_sum_pairwise(values: Vector) -> Vector:
    """Add one half of a block to the other, and so on; compiled by numba, blocks of values run on all cores."""
    block = 4096
    blocks = -(-len(values) // block)
    totals = np.empty(max(1, blocks), np.float32)
    totals[0] = 0
    for b in prange(blocks):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        part = values[b * block : (b + 1) * block]
        live = (len(part) + 1) // 2
        tree = np.empty(live, np.float32)
        low, high = part[:live], part[live:]
        for i in range(len(high)):
            tree[i] = low[i] + high[i]
        if len(low) > len(high):
            tree[live - 1] = low[live - 1]
        while live > 1:
            half = (live + 1) // 2
            low, high = tree[:half], tree[half:live]
            for i in range(len(high)):
                low[i] += high[i]
            live = half
        totals[b] = tree[0]
    live = len(totals)
    while live > 1:
        half = (live + 1) // 2
        for i in range(live - half):
            totals[i] += totals[half + i]
        live = half
    return totals[:1].copy()


def torch_sum_pairwise(values: Any) -> Any:
    """Add one half to the other until one value is left."""
    if not len(values):
        return values.new_zeros(1)
    total = values.clone() if len(values) == 1 else values
    while len(total) > 1:
        half = (len(total) + 1) // 2
        low, high = total[:half], total[half:]
        total = low.clone()
        total[: len(high)] += high
    return total
