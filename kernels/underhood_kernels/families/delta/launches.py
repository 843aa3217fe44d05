"""How the WGSL variants are launched: blocks, and what comes before them as a smaller problem of the same kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.gpu.buffers import empty
from underhood_kernels.gpu.passes import Pass
from underhood_kernels.launch import Launches, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Codes = NDArray[np.uint32]

WIDTH = 4  # codes of a vec4
MOST_REGISTERS = 32  # vectors of a thread: 128 registers of the 255 that the largest have


def work_group(codes: Codes, *, work_group: int) -> Launches:
    """Launch scans of blocks, of their totals, and so on; then add the totals back, the smallest scan first."""
    if work_group < 2:
        raise ValueError("blocks of one value leave as many totals as there are values: use 2 threads or more")
    buffers: dict[str, Any] = {"codes": codes, "result": empty(len(codes), np.uint32)}
    scans: list[Pass] = []
    adds: list[Pass] = []
    source, target, left = "codes", "result", len(codes)
    while True:
        number, blocks = len(scans), -(-left // work_group)
        totals, scanned = f"totals{number}", f"scanned{number}"
        buffers[totals] = empty(blocks, np.uint32)
        constants = {"work_group_size": work_group, "coded": int(number == 0)}
        scans.append(Pass(grid(blocks), "scan", constants, {"codes": source, "result": target, "totals": totals}))
        if blocks <= 1:
            return Launches(lambda: buffers, [*scans, *reversed(adds)], _values)
        buffers[scanned] = empty(blocks, np.uint32)
        adds.append(Pass(grid(blocks), "add", constants, {"result": target, "totals": scanned}))
        source, target, left = totals, scanned, blocks


def subgroups(codes: Codes, *, work_group: int, per_thread: int) -> Launches:
    """Launch sums of blocks, a scan of those, and a scan of every block of `per_thread` vectors a thread."""
    if per_thread > MOST_REGISTERS:
        raise ValueError(
            f"a thread holds its vectors in registers: per_thread must be {MOST_REGISTERS} or less, not {per_thread}"
        )
    buffers: dict[str, Any] = {"codes": codes, "result": empty(len(codes), np.uint32), "nothing": empty(1, np.uint32)}
    constants = {"work_group_size": work_group, "coded": 1}
    block = WIDTH * work_group * per_thread
    return Launches(lambda: buffers, _sum_then_scan("codes", "result", len(codes), block, constants, buffers), _values)


def _sum_then_scan(  # noqa: PLR0917 - a recursion's whole state
    source: str, target: str, left: int, block: int, constants: Mapping[str, int], buffers: dict[str, Any]
) -> list[Pass]:
    """Return the passes that scan the buffer `source` into `target`, and add those they need to `buffers`."""
    blocks = -(-left // block)
    named = {"codes": source, "result": target, "totals": "nothing"}  # one block has nothing before it
    if blocks <= 1:
        return [Pass(grid(blocks), "scan", constants, named)]
    totals, scanned = f"totals of {source}", f"scanned totals of {source}"
    buffers[totals], buffers[scanned] = empty(blocks, np.uint32), empty(blocks, np.uint32)
    return [
        Pass(grid(blocks), "add_up", constants, {"codes": source, "totals": totals}),
        *_sum_then_scan(totals, scanned, blocks, block, {**constants, "coded": 0}, buffers),
        Pass(grid(blocks), "scan", constants, {**named, "totals": scanned}),
    ]


def _values(result: Codes) -> NDArray[np.int32]:
    return result.view(np.int32)
