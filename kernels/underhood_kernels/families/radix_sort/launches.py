"""How the WGSL variants are launched: a round for each digit, from buffer to buffer and back."""

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

Keys = NDArray[np.uint32]

KEY_BITS = 32
BYTE = 8  # bits
THREADS = 256  # a work group of the eight-bit steps has a thread for each digit
RUN = 16  # counts that a thread scans, see scan.wgsl
SHARE = 8  # blocks that a work group counts, see status.wgsl
MOST_KEYS = 1 << 30  # two of a published word's bits aren't its count's


def four_bits(keys: Keys, *, work_group: int, per_thread: int) -> Launches:
    """Launch eight rounds of three dispatches, with `per_thread` keys in a thread."""
    return _rounds("four_bits", keys, work_group, per_thread, bits=4)


def eight_bits(keys: Keys, *, per_thread: int) -> Launches:
    """Launch four rounds of three dispatches, with `per_thread` keys in each of 256 threads."""
    return _rounds("eight_bits", keys, THREADS, per_thread, bits=BYTE)


def one_sweep(keys: Keys, *, per_thread: int) -> Launches:
    """Launch a count of all digits, and four rounds of one dispatch, each once nothing is published."""
    _check_tile("one_sweep", THREADS, per_thread, radix=3 << BYTE)
    if len(keys) >= MOST_KEYS:
        raise ValueError(f"one_sweep publishes counts below {MOST_KEYS:,}; there are {len(keys):,} keys")
    rounds, radix = KEY_BITS // BYTE, 1 << BYTE
    blocks = _blocks(keys, THREADS * per_thread)
    words = 1 + blocks * radix
    buffers = _buffers(keys, rounds)
    buffers["totals"] = empty(rounds * radix, np.uint32)
    buffers["status"] = empty(words, np.uint32)
    passes = [
        Pass((rounds, 1, 1), "clear_totals"),
        Pass(grid(-(-blocks // SHARE)), "histogram"),
        Pass((rounds, 1, 1), "scan_totals"),
    ]
    for number in range(rounds):
        passes.append(Pass(grid(-(-words // THREADS)), "clear"))
        passes.append(Pass(grid(blocks), "sweep", buffers=_turn(number)))
    return Launches(lambda: buffers, passes)


def _rounds(step: str, keys: Keys, work_group: int, per_thread: int, *, bits: int) -> Launches:
    """Launch a count, a scan of the counts and a scatter for each digit of `bits` bits."""
    radix, rounds = 1 << bits, KEY_BITS // bits
    _check_tile(step, work_group, per_thread, radix=radix)
    constants = {"work_group_size": work_group}
    blocks = _blocks(keys, work_group * per_thread)
    buffers = _buffers(keys, rounds)
    scan = _scan("counts", radix * blocks, work_group, buffers)
    passes = []
    for number in range(rounds):
        turn = _turn(number)
        passes.append(Pass(grid(blocks), "histogram", constants, {name: turn[name] for name in ("keys", "number")}))
        passes += scan
        passes.append(Pass(grid(blocks), "scatter", constants, turn))
    return Launches(lambda: buffers, passes)


def _scan(counts: str, length: int, work_group: int, buffers: dict[str, Any]) -> list[Pass]:
    """Return the passes that scan the buffer `counts` in place, and add those they need to `buffers`."""
    buffers[counts] = empty(length, np.uint32)
    constants = {"work_group_size": work_group}
    parts = -(-length // (work_group * RUN))
    if parts == 1:
        buffers["nothing"] = np.zeros(1, np.uint32)  # lies before the only part
        return [Pass(grid(1), "scan_counts", constants, {"counts": counts, "totals": "nothing"})]
    named = {"counts": counts, "totals": f"totals of {counts}"}
    return [
        Pass(grid(parts), "reduce_counts", constants, named),
        *_scan(named["totals"], parts, work_group, buffers),
        Pass(grid(parts), "scan_counts", constants, named),
    ]


def _blocks(keys: Keys, block: int) -> int:
    return max(1, -(-len(keys) // block))


def _buffers(keys: Keys, rounds: int) -> dict[str, Any]:
    numbers = {f"number{number}": np.uint32(number) for number in range(rounds)}
    others = {name: empty(len(keys), np.uint32) for name in ("other", "result")}
    return {"keys": keys, **others, **numbers}


def _turn(number: int) -> Mapping[str, str]:
    """Return which buffers a round reads and writes: the last of an even number of rounds writes the result."""
    there, back = ("other", "result") if number % 2 == 0 else ("result", "other")
    return {"keys": back if number else "keys", "result": there, "number": f"number{number}"}


def _check_tile(step: str, work_group: int, per_thread: int, *, radix: int) -> None:
    words = work_group * per_thread + work_group * 33 // 4 + 1 + 2 * work_group + radix + 4
    check_shared_memory(f"{step}.wgsl", 4 * words, "use fewer keys per thread")
