"""How the WGSL variants are launched: rows in groups that fit a binding, passes between buffers that take turns."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.fft import plan
from underhood_kernels.families.fft.inputs import chirp, chirp_filter, power_of_two
from underhood_kernels.families.fft.steps import SplitLaunches
from underhood_kernels.gpu.buffers import empty
from underhood_kernels.gpu.devices import device
from underhood_kernels.gpu.passes import Pass
from underhood_kernels.launch import grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from underhood_kernels.families.fft.plan import Plan

Rows = NDArray[np.complex64]
POINT = 8  # bytes


def radix2(rows: Rows, *, work_group: int) -> SplitLaunches:
    """Launch one pass a stage."""
    return _launch(rows, plan.radix2_plan(work_group), work_group=work_group)


def radix4(rows: Rows, *, work_group: int) -> SplitLaunches:
    """Launch one pass for two stages."""
    return _launch(rows, plan.radix4_plan(work_group), work_group=work_group)


def shared(rows: Rows, *, work_group: int) -> SplitLaunches:
    """Launch passes of work groups with two points a thread."""
    return _launch(rows, plan.shared_plan(work_group), work_group=work_group)


def registers(rows: Rows, *, tile: int, radix: int, per_thread: int, rows_at_once: int) -> SplitLaunches:
    """Launch passes of work groups with `tile` points, columns of at most `radix`, for some rows after the others."""
    passes = plan.registers_plan(tile, radix, per_thread)
    return _launch(rows, passes, work_group=128, least=per_thread, rows_at_once=rows_at_once)


def _launch(
    rows: Rows, passes: Plan, *, work_group: int, least: int = 2, rows_at_once: int | None = None
) -> SplitLaunches:
    """Launch a transform by `passes`, which take `least` points or more."""
    batch, points = rows.shape
    made = Buffers(work_group)
    results = []
    groups = row_groups(batch, power_of_two(points), rows_at_once) if rows.size else [(0, 0)]
    for number, (start, stop) in enumerate(groups):
        source, result = f"rows {number}", f"result {number}"
        part = rows[start:stop].reshape(-1).view(np.float32)
        made.arrays[source] = part if part.size else np.zeros(2, np.float32)
        made.arrays[result] = empty(max(2, part.size))
        made.transform(source, result, (stop - start, points if part.size else 1), passes, least)
        results.append(result)
    return SplitLaunches(lambda: made.arrays, made.passes, results=tuple(results), shape=rows.shape)


def row_groups(batch: int, points: int, rows_at_once: int | None = None) -> Sequence[tuple[int, int]]:
    """Return the rows in groups, nearly equal, each of which fits one binding: [(start, stop), …]."""
    most = max(1, device().limits["max-storage-buffer-binding-size"] // (POINT * points))
    groups = -(-batch // min(most, rows_at_once or most))
    edges = [batch * group // groups for group in range(groups + 1)]
    return list(pairwise(edges))


class Buffers:
    """The buffers and passes of transforms, as they come together."""

    def __init__(self, work_group: int) -> None:
        self.arrays: dict[str, Any] = {}
        self.passes: list[Pass] = []
        self.named: dict[str, str] = {}  # buffers behind variables that only `load` and `store` know, in every pass
        self._work_group = work_group  # of the passes with a thread for each point

    def transform(self, source: str, result: str, shape: tuple[int, int], plan: Plan, least: int) -> None:
        """Transform `shape`, rows of points, from one buffer to another."""
        rows, points = shape
        length = power_of_two(points)
        log = max(0, length.bit_length() - 1)
        if points < least and length == points:
            self.simple("definition", source, result, (log, 0), points * rows)
        elif length == points:
            if len(plan(log, rows)) > 1:
                self.work("work", length * rows)
            self.power_of_two((source, "work", result), log, rows, plan)
        else:
            self._bluestein(source, result, points, rows, plan)

    def work(self, name: str, points: int) -> None:
        """Make the buffer `name` hold `points` points at least, for one group of rows after the other."""
        held = self.arrays.get(name, empty(2))
        self.arrays[name] = empty(max(held.shape[0], 2 * points))

    def _bluestein(self, source: str, result: str, points: int, rows: int, plan: Plan) -> None:
        length = power_of_two(points)
        log = length.bit_length() - 1
        for name in ("work", "other work"):
            self.work(name, length * rows)
        self.arrays["chirp"] = chirp(points).astype(np.complex64).view(np.float32)
        self.arrays["filter"] = chirp_filter(points).astype(np.complex64).view(np.float32)
        self.simple("pad", source, "work", (points, length), length * rows)
        self.simple("scale", "chirp", "work", (points, length), length * rows)
        there = self._turns("work", "other work", log, rows, plan)
        self.simple("scale", "filter", there, (length, length), length * rows)
        back = self._turns(there, "work" if there == "other work" else "other work", log, rows, plan)
        self.simple("cut", back, result, (points, length), points * rows)
        self.simple("scale", "chirp", result, (points, points), points * rows)

    def _turns(self, held: str, free: str, log: int, rows: int, plan: Plan) -> str:
        """Transform between two buffers that take turns, and return the one that holds the result."""
        odd = len(plan(log, rows)) % 2
        target = free if odd else held
        self.power_of_two((held, held if odd else free, target), log, rows, plan)
        return target

    def power_of_two(self, names: tuple[str, str, str], log: int, rows: int, plan: Plan, **constants: int) -> None:
        """Append the passes from the first buffer to the last, by turns into the second and the last."""
        here, work, result = names
        passes = plan(log, rows)
        before = 0
        for left, radix in zip(range(len(passes) - 1, -1, -1), passes, strict=True):
            there = work if left % 2 else result
            columns = rows << (log - radix.log)
            uniform = self._stage(log, radix.log, before, columns)
            named = {**self.named, "source": here, "stage": uniform, "result": there}
            self.passes.append(
                Pass(grid(-(-columns // radix.columns)), radix.entry, constants | radix.constants, named)
            )
            here = there
            before += radix.log

    def simple(self, entry: str, source: str, result: str, numbers: tuple[int, int], threads: int) -> None:
        """Append a pass with one thread for each of `threads` points, such as those of any_size.wgsl."""
        constants = {"work_group_size": self._work_group}
        named = {**self.named, "source": source, "stage": self._stage(*numbers, 0, threads), "result": result}
        self.passes.append(Pass(grid(-(-threads // self._work_group)), entry, constants, named))

    def _stage(self, *numbers: int) -> str:
        name = "stage " + " ".join(map(str, numbers))
        self.arrays[name] = np.array(numbers, np.uint32)
        return name
