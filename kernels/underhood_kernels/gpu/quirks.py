"""What drivers do that WebGPU doesn't allow, found out by trying."""

from __future__ import annotations

from functools import cache

import numpy as np

from underhood_kernels.gpu.buffers import empty
from underhood_kernels.gpu.devices import device
from underhood_kernels.gpu.errors import LimitError
from underhood_kernels.gpu.program import run

MOST_ROUNDS = 65_535  # of all loops of a thread together, on Mesa's software adapter; after them, its loops just end

COUNT = """
@group(0) @binding(0) var<uniform> rounds: u32;
@group(0) @binding(1) var<storage, read_write> result: array<u32>;
@compute @workgroup_size(1)
fn main() {
    var sum = 0u;
    for (var i = 0u; i < rounds; i++) { sum += (sum & 1u) | 1u; }
    result[0] = sum;
}"""


@cache
def loops_end_early() -> bool:
    """Return whether this adapter ends a thread's loops after 65,535 rounds, and so computes wrongly.

    Mesa's software adapter does (22.3): a guard of its own against loops that never end.
    """
    if not device().adapter.software:
        return False
    counted = run(COUNT, {"rounds": np.uint32(MOST_ROUNDS + 100), "result": empty(1, np.uint32)}, work_groups=1)
    return int(counted.buffers["result"][0]) != MOST_ROUNDS + 100


def check_rounds(shader: str, rounds: int) -> None:
    """Raise `LimitError` if a thread of `shader` goes round its loops more often than this adapter can."""
    if rounds > MOST_ROUNDS and loops_end_early():
        raise LimitError(
            f"{shader}: a thread goes round its loops {rounds:,} times, but {device().adapter} ends them after "
            f"{MOST_ROUNDS:,} rounds, and would compute wrongly: use a smaller problem, or another variant"
        )
