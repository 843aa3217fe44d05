"""How the WGSL variants are launched: floats in as their bits, bytes out in words of four."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.quantise.inputs import BLOCK, blocks_of
from underhood_kernels.gpu.buffers import empty
from underhood_kernels.launch import Launch, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Vector = NDArray[np.float32]

WORD = 4  # bytes
MOST_REGISTERS = 32  # vectors of a thread: 128 registers of the 255 that the largest have


def serial(values: Vector, *, work_group: int) -> Launch:
    """Launch one thread per four blocks, whose exponents make one word."""
    return _launch(values, WORD * work_group, {"work_group_size": work_group})


def shared(values: Vector, *, work_group: int) -> Launch:
    """Launch eight threads per block, each with a vector of four."""
    _check_multiple(work_group, 32, "eight threads to a block and four blocks' exponents to a word")
    return _launch(values, work_group // 8, {"work_group_size": work_group})


def subgroups(values: Vector, *, work_group: int, per_thread: int) -> Launch:
    """Launch four threads per `per_thread` blocks, each with two vectors of four of every block."""
    _check_multiple(work_group, 16, "four threads to a block and four blocks' exponents to a word")
    if 2 * per_thread > MOST_REGISTERS:
        raise ValueError(
            f"a thread holds its part of its blocks in registers: per_thread must be {MOST_REGISTERS // 2} or less, "
            f"not {per_thread}"
        )
    return _launch(values, work_group // 4 * per_thread, {"work_group_size": work_group})


def _check_multiple(work_group: int, of: int, why: str) -> None:
    if work_group % of:
        raise ValueError(f"{why}: work_group must be a multiple of {of}, not {work_group}")


def _launch(values: Vector, per_group: int, constants: Mapping[str, int]) -> Launch:
    """Launch one work group per so many blocks."""
    blocks = blocks_of(values)
    words = BLOCK // WORD * blocks + -(-blocks // WORD)

    def buffers() -> Mapping[str, Any]:
        return {"values": values.view(np.uint32), "blocks": np.uint32(blocks), "result": empty(words, np.uint32)}

    def finish(result: NDArray[np.uint32]) -> NDArray[np.int8]:
        return result.view(np.int8)[: (BLOCK + 1) * blocks].copy()  # without the last word's spare bytes

    return Launch(buffers, grid(-(-blocks // per_group)), constants, finish)
