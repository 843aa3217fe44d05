"""Klein's summation on the host: NumPy, numba and torch. No sum in them may be reordered: see `in_order`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.summation.host import BLOCK, LANES, ROWS
from underhood_kernels.host import in_order

Vector = NDArray[np.float32]


def _exactly(a: Any, b: Any) -> tuple[Any, Any]:
    """Return the rounded sum and what it has lost, which together are a + b: Knuth's addition of six operations."""
    total = a + b
    added = total - a
    return total, (a - (total - added)) + (b - added)


def numpy_sum_klein(values: Vector) -> Vector:
    """Keep two levels of sums for each of n / 64 columns, then merge one half of them with the other, and so on."""
    columns = max(1, -(-len(values) // ROWS))
    rows = np.pad(values, (0, ROWS * columns - len(values))).reshape(ROWS, columns)
    total, lost, again = np.zeros((3, columns), np.float32)
    with np.errstate(invalid="ignore"):  # ∞ − ∞
        for row in rows:
            total, first = _exactly(total, row)
            lost, second = _exactly(lost, first)
            again = again + second
        while len(total) > 1:
            half = (len(total) + 1) // 2
            low, high = slice(0, len(total) - half), slice(half, None)
            total[low], first = _exactly(total[low], total[high])
            lost[low], second = _exactly(lost[low], lost[high])
            lost[low], third = _exactly(lost[low], first)
            again[low] += again[high] + (second + third)
            total, lost, again = total[:half], lost[:half], again[:half]
        total, lost = _exactly(total, lost)
        return np.asarray(total + (lost + again))


@in_order
def numba_sum_klein(values: Vector) -> Vector:
    """Keep two levels of sums side by side; compiled by numba, blocks of values run on all cores."""
    blocks = -(-len(values) // BLOCK)
    sums = np.empty((blocks + 1, 3), np.float32)  # of each block, and of all: the total, what is lost, what that loses
    sums[blocks, 0], sums[blocks, 1], sums[blocks, 2] = 0, 0, 0
    for b in prange(blocks):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        part = values[b * BLOCK : (b + 1) * BLOCK]
        total, lost, again = np.empty(LANES, np.float32), np.empty(LANES, np.float32), np.empty(LANES, np.float32)
        for j in range(LANES):
            total[j], lost[j], again[j] = 0, 0, 0
        for start in range(0, len(part), LANES):
            row = part[start : start + LANES]
            for j in range(len(row)):
                t = total[j] + row[j]
                added = t - total[j]
                first = (total[j] - (t - added)) + (row[j] - added)
                total[j] = t
                t = lost[j] + first
                added = t - lost[j]
                again[j] += (lost[j] - (t - added)) + (first - added)
                lost[j] = t
        whole, rest, crumbs = np.float32(0), np.float32(0), np.float32(0)  # the same three
        for j in range(LANES):
            t = whole + total[j]
            added = t - whole
            first = (whole - (t - added)) + (total[j] - added)
            whole = t
            crumbs += again[j]
            for more in (lost[j], first):
                t = rest + more
                added = t - rest
                crumbs += (rest - (t - added)) + (more - added)
                rest = t
        sums[b, 0], sums[b, 1], sums[b, 2] = whole, rest, crumbs
    whole, rest, crumbs = np.float32(0), np.float32(0), np.float32(0)
    for b in range(blocks):
        t = whole + sums[b, 0]
        added = t - whole
        first = (whole - (t - added)) + (sums[b, 0] - added)
        whole = t
        crumbs += sums[b, 2]
        for more in (sums[b, 1], first):
            t = rest + more
            added = t - rest
            crumbs += (rest - (t - added)) + (more - added)
            rest = t
    t = whole + rest
    added = t - whole
    return np.array([t + (((whole - (t - added)) + (rest - added)) + crumbs)], np.float32)


def torch_sum_klein(values: Any) -> Any:
    """Keep two levels of sums for each of n / 64 columns, then merge one half of them with the other, and so on."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    columns = max(1, -(-len(values) // ROWS))
    rows = torch.nn.functional.pad(values, (0, ROWS * columns - len(values))).reshape(ROWS, columns)
    total, lost, again = values.new_zeros((3, columns))
    for row in rows:
        total, first = _exactly(total, row)
        lost, second = _exactly(lost, first)
        again = again + second
    while len(total) > 1:
        half = (len(total) + 1) // 2
        low, high = slice(0, len(total) - half), slice(half, None)
        total[low], first = _exactly(total[low], total[high])
        lost[low], second = _exactly(lost[low], lost[high])
        lost[low], third = _exactly(lost[low], first)
        again[low] += again[high] + (second + third)
        total, lost, again = total[:half], lost[:half], again[:half]
    total, lost = _exactly(total, lost)
    return total + (lost + again)
