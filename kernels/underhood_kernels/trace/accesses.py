"""The log as warp instructions: which accesses a warp makes together, and what each of them costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from underhood_kernels.trace.run import Ints, Traces

SECTOR = 32  # bytes, the least that a GPU's memory hands over
BANKS = 32  # of work-group memory, one word each
WORD = 4
WAVE = BANKS * WORD  # bytes that work-group memory hands over at once
WIDEST = 16  # bytes that a thread loads or stores at once


@dataclass(frozen=True)
class Accesses:
    """The log's accesses with what follows from them; a row for each access, in each thread's order."""

    site: Ints
    group: Ints
    local: Ints  # the thread's number in its work group
    instruction: Ints  # which warp instruction it belongs to
    place: Ints
    size: Ints
    inside: NDArray[np.bool_]  # within bounds
    instruction_site: Ints  # a row for each warp instruction


def accesses(traces: Traces, warp: int) -> Accesses:
    """Return the accesses of a traced run, with `warp` threads to a warp.

    The threads of a warp that reach the same access by the same calls, in the same iterations of the loops around it,
    make one instruction: this is what a GPU does whose threads come together again after every branch.
    """
    log, sites = traces.log, traces.traced.sites
    x, y, z = traces.traced.work_group_size
    threads = x * y * z
    group, local = np.divmod(log.thread, threads)
    warps = -(-threads // warp)
    instruction, count = ranks(log.site, group * warps + local // warp, *log.loops.T)
    instruction_site = np.zeros(count, np.int64)
    instruction_site[instruction] = log.site
    sizes = np.array([site.size for site in sites], np.int64)
    return Accesses(
        site=log.site,
        group=group,
        local=local,
        instruction=instruction,
        place=log.place,
        size=sizes[log.site],
        inside=log.level == 0,
        instruction_site=instruction_site,
    )


def sectors(found: Accesses, chosen: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Return for each instruction how many sectors the chosen accesses touch, and how many would hold their bytes."""
    count = len(found.instruction_site)
    instruction, place, size = found.instruction[chosen], found.place[chosen], found.size[chosen]
    first, last = place // SECTOR, (place + size - 1) // SECTOR
    row, nth = expand(last - first + 1)
    touched = distinct(instruction[row], first[row] + nth)
    each = distinct(instruction, place, size)
    used = np.bincount(each[:, 0], each[:, 2], count).astype(np.int64)
    return np.bincount(touched[:, 0], minlength=count), -(-used // SECTOR)


def bank_conflicts(found: Accesses, chosen: NDArray[np.bool_], warp: int) -> Ints:
    """Return for each instruction how often work-group memory has to be asked again, because words share a bank.

    32 banks of 4-byte words; the same word is handed to all who want it. Wider accesses go by parts of a warp that
    want 128 bytes: half a warp at 8 bytes a thread, a quarter at 16.
    """
    conflicts = np.zeros(len(found.instruction_site), np.int64)
    sizes = found.size[chosen]
    for size in np.unique(sizes):
        rows = np.flatnonzero(chosen)[sizes == size]
        for offset, width in _pieces(int(size)):
            row, nth = expand(np.full(len(rows), -(-width // WORD)))
            wave = found.local[rows] % warp // max(1, WAVE // max(width, WORD))
            word = (found.place[rows] + offset)[row] // WORD + nth
            words = distinct(found.instruction[rows][row], wave[row], word)
            banks, times = np.unique(
                np.column_stack([words[:, 0], words[:, 1], words[:, 2] % BANKS]), axis=0, return_counts=True
            )
            waves, count = ranks(banks[:, 0], banks[:, 1])
            worst = np.zeros(count, np.int64)
            np.maximum.at(worst, waves, times)
            owner = np.zeros(count, np.int64)
            owner[waves] = banks[:, 0]
            np.add.at(conflicts, owner, worst - 1)
    return conflicts


def _pieces(size: int) -> list[tuple[int, int]]:
    """Return offset and width of what a thread loads at once of a value of `size` bytes."""
    pieces, offset = [], 0
    while offset < size:
        width = next((w for w in (WIDEST, 8, WORD) if size - offset >= w), size - offset)
        pieces.append((offset, width))
        offset += width
    return pieces


def expand(counts: Ints) -> tuple[Ints, Ints]:
    """Return for each of `counts` repetitions the row that it repeats, and its number from 0."""
    row = np.repeat(np.arange(len(counts)), counts)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    return row, nth


def distinct(*columns: Ints) -> Ints:
    """Return the distinct rows of `columns`, sorted."""
    order = np.lexsort(columns[::-1])
    rows: Ints = np.column_stack([column[order] for column in columns])
    keep = np.ones(len(rows), bool)
    keep[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    return rows[keep]


def ranks(*columns: Ints) -> tuple[Ints, int]:
    """Return each row's number among the distinct rows in sorted order, and how many those are."""
    if not len(columns[0]):
        return np.zeros(0, np.int64), 0
    order = np.lexsort(columns[::-1])
    new = np.zeros(len(order), bool)
    for column in columns:
        new[1:] |= column[order][1:] != column[order][:-1]
    rank = np.empty(len(order), np.int64)
    rank[order] = np.cumsum(new)
    return rank, int(new.sum()) + 1
