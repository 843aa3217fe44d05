"""Races: two threads at one location, at least one of them storing, and nothing that orders them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from underhood_kernels.trace.accesses import Accesses, distinct, expand, ranks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from underhood_kernels.trace.run import Ints


@dataclass(frozen=True)
class Races:
    """How many scalars are raced over, and two accesses that race: rows of the log."""

    count: int
    example: tuple[int, int] | None


def races(
    found: Accesses, chosen: NDArray[np.bool_], stores: NDArray[np.bool_], barriers: Ints, *, shared: bool
) -> Races:
    """Return the races among the chosen accesses of one variable, none of them atomic.

    Threads of a work group are ordered by the barriers of the variable's address space only, as WGSL has it: a
    workgroupBarrier doesn't order storage. Work groups are not ordered at all; `shared` says that the variable is one
    for all of them, not one for each.
    """
    rows = np.flatnonzero(chosen)
    if not len(rows) or not stores[rows].any():
        return Races(0, None)
    place, size = found.place[rows], found.size[rows]
    unit = 4 if not ((place | size) % 4).any() else 2
    row, nth = expand(-(-size // unit))
    scalar = place[row] // unit + nth
    row = rows[row]
    group, local, store = found.group[row], found.local[row], stores[row]
    between = _clashes((group, barriers[row], scalar), local, store)
    locations = [np.column_stack([group[between], scalar[between]])]
    racing = between
    if shared:
        across = _clashes((scalar,), group, store)
        locations = [np.column_stack([scalar[hit]]) for hit in (between, across)]
        racing = between | across
    if not racing.any():
        return Races(0, None)
    count = len(distinct(*np.concatenate(locations).T))
    return Races(count, _example(row[racing], scalar[racing], store[racing], found))


def _clashes(keys: tuple[Ints, ...], who: Ints, store: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which accesses share all `keys` with another one of somebody else, where any of them stores."""
    rank, count = ranks(*keys)
    stored = np.zeros(count, bool)
    stored[rank[store]] = True
    least, most = np.full(count, np.iinfo(np.int64).max), np.full(count, -1)
    np.minimum.at(least, rank, who)
    np.maximum.at(most, rank, who)
    clash: NDArray[np.bool_] = (stored & (least != most))[rank]
    return clash


def _example(row: Ints, scalar: Ints, store: NDArray[np.bool_], found: Accesses) -> tuple[int, int]:
    first = int(np.flatnonzero(store)[0])
    group, local = found.group[row], found.local[row]
    other = (scalar == scalar[first]) & ((group != group[first]) | (local != local[first]))
    return int(row[first]), int(row[np.flatnonzero(other)[0]])
