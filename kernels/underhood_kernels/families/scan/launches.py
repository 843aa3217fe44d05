"""How the two WGSL variants are launched: the blocks' totals are a smaller problem of the same kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.gpu.buffers import empty
from underhood_kernels.gpu.passes import Pass
from underhood_kernels.launch import Launches, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Vector = NDArray[np.float32]


def work_group(values: Vector, *, work_group: int) -> Launches:
    """Launch scans of blocks, of their totals, and so on; then add the totals back, the smallest scan first."""
    _check(work_group)
    constants = {"work_group_size": work_group}
    buffers: dict[str, Any] = {"values": values, "result": empty(len(values))}
    scans: list[Pass] = []
    adds: list[Pass] = []
    source, target, left = "values", "result", len(values)
    while True:
        number, blocks = len(scans), -(-left // work_group)
        totals, scanned = f"totals{number}", f"scanned{number}"
        buffers[totals] = empty(blocks)
        named = {"values": source, "result": target, "totals": totals}
        scans.append(Pass(grid(blocks), "scan", constants, named))
        if blocks <= 1:
            return Launches(lambda: buffers, [*scans, *reversed(adds)])
        buffers[scanned] = empty(blocks)
        adds.append(Pass(grid(blocks), "add", constants, {"result": target, "totals": scanned}))
        source, target, left = totals, scanned, blocks


def reduce_then_scan(values: Vector, *, work_group: int, per_thread: int) -> Launches:
    """Launch sums of blocks, a scan of those, and a scan of every block."""
    block = work_group * per_thread
    _check(block)
    constants = {"work_group_size": work_group, "per_thread": per_thread}
    buffers: dict[str, Any] = {"values": values, "result": empty(len(values)), "nothing": empty(1)}
    passes = _reduce_then_scan("values", "result", len(values), block=block, constants=constants, buffers=buffers)
    return Launches(lambda: buffers, passes)


def _reduce_then_scan(
    source: str, target: str, left: int, *, block: int, constants: Mapping[str, int], buffers: dict[str, Any]
) -> list[Pass]:
    """Return the passes that scan the buffer `source` into `target`, and add those they need to `buffers`."""
    blocks = -(-left // block)
    scan = {"values": source, "result": target, "totals": "nothing"}  # one block has nothing before it
    if blocks <= 1:
        return [Pass(grid(blocks), "scan", constants, scan)]
    totals, scanned = f"totals of {source}", f"scanned totals of {source}"
    buffers[totals], buffers[scanned] = empty(blocks), empty(blocks)
    return [
        Pass(grid(blocks), "reduce", constants, {"values": source, "totals": totals}),
        *_reduce_then_scan(totals, scanned, blocks, block=block, constants=constants, buffers=buffers),
        Pass(grid(blocks), "scan", constants, {**scan, "totals": scanned}),
    ]


def _check(block: int) -> None:
    if block < 2:
        raise ValueError("blocks of one value leave as many totals as there are values: use 2 threads or more")
