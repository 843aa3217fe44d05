"""How the WGSL variants are launched: in several passes, as the blocks' totals are a smaller problem, or in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.shared_memory import check_shared_memory
from underhood_kernels.gpu.buffers import empty
from underhood_kernels.gpu.passes import Pass
from underhood_kernels.launch import Launches, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Vector = NDArray[np.float32]

WIDTH = 4  # values of a vec4
MOST_REGISTERS = 32  # vectors of a thread: 128 registers of the 255 that the largest have


def work_group(values: Vector, *, work_group: int) -> Launches:
    """Launch scans of blocks, of their totals, and so on; then add the totals back, the smallest scan first."""
    if work_group < 2:
        raise ValueError("blocks of one value leave as many totals as there are values: use 2 threads or more")
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
    """Launch sums of blocks, a scan of those, and a scan of every block of `per_thread` vectors a thread."""
    _check_tile("reduce_then_scan", work_group, per_thread)
    block = WIDTH * work_group * per_thread
    constants = {"work_group_size": work_group, "per_thread": per_thread}
    buffers: dict[str, Any] = {"values": values, "result": empty(len(values)), "nothing": empty(1)}
    passes = _reduce_then_scan("values", "result", len(values), block=block, constants=constants, buffers=buffers)
    return Launches(lambda: buffers, passes)


def look_back(values: Vector, *, work_group: int, per_thread: int) -> Launches:
    """Launch a work group per block, once no block has published anything."""
    _check_tile("look_back", work_group, per_thread)
    return _look_back(values, work_group, per_thread, {"work_group_size": work_group, "per_thread": per_thread})


def look_back_subgroups(values: Vector, *, work_group: int, per_thread: int, in_shared: int) -> Launches:
    """Launch a work group per block, with `per_thread` vectors in each thread's registers and more in shared memory."""
    needed = 4 * work_group * (WIDTH * in_shared + 1) + 8
    check_shared_memory("look_back_subgroups.wgsl", needed, "use fewer threads or keep fewer vectors in_shared")
    if per_thread > MOST_REGISTERS:
        raise ValueError(
            f"a thread holds its vectors in registers: per_thread must be {MOST_REGISTERS} or less, not {per_thread}"
        )
    return _look_back(values, work_group, per_thread + in_shared, {"work_group_size": work_group})


def _look_back(values: Vector, work_group: int, per_thread: int, constants: Mapping[str, int]) -> Launches:
    blocks = max(1, -(-len(values) // (WIDTH * work_group * per_thread)))
    words = 1 + 2 * blocks
    buffers = {"values": values, "result": empty(len(values)), "status": empty(words, np.uint32)}
    clear = Pass(grid(-(-words // work_group)), "clear", constants)
    return Launches(lambda: buffers, [clear, Pass(grid(blocks), "scan", constants)])


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


def _check_tile(step: str, work_group: int, per_thread: int) -> None:
    spare = work_group * per_thread // 8 + 1  # see `slot` in block.wgsl
    needed = 4 * WIDTH * (work_group * per_thread + spare) + 4 * work_group + 16
    check_shared_memory(f"{step}.wgsl", needed, "use fewer threads or fewer vectors per thread")
