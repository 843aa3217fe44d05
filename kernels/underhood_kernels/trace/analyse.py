"""From the log to the counts: per buffer, per line, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from underhood_kernels.trace.accesses import accesses, bank_conflicts, distinct, expand, sectors
from underhood_kernels.trace.races import Races, races
from underhood_kernels.trace.report import BufferCounts, Fault, LineCounts, Report

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from underhood_kernels.trace.probes import Site
    from underhood_kernels.trace.run import Ints, Traces

BARRIER = {"workgroup": "workgroupBarrier", "storage": "storageBarrier"}


def analyse(traces: Traces, source: str, threads: int, warp: int) -> Report:
    """Return the report of a traced run of `threads` threads."""
    return _Analysis(traces, source, warp).report(threads)


class _Analysis:
    def __init__(self, traces: Traces, source: str, warp: int) -> None:
        self.traces = traces
        self.sites = traces.traced.sites
        self.text = source.splitlines()
        self.warp = warp
        self.found = accesses(traces, warp)
        storage = self._of(lambda s: s.space == "storage") & self.found.inside
        workgroup = self._of(lambda s: s.space == "workgroup") & self.found.inside
        self.sectors, self.ideal = sectors(self.found, storage)
        self.conflicts = bank_conflicts(self.found, workgroup, warp)

    def _flags(self, wanted: Callable[[Site], bool]) -> NDArray[np.bool_]:
        return np.array([wanted(site) for site in self.sites], bool)

    def _of(self, wanted: Callable[[Site], bool]) -> NDArray[np.bool_]:
        """Return which accesses are of sites that are `wanted`."""
        return self._flags(wanted)[self.found.site] if self.sites else np.zeros(0, bool)

    def report(self, threads: int) -> Report:
        buffers = {}
        faults: list[Fault] = []
        for name, variable in self.traces.traced.variables.items():
            raced = self._races(name, shared=variable.space == "storage")
            buffers[name] = BufferCounts(
                **self._counts(lambda site, name=name: site.variable == name),  # type: ignore[misc]  # a default of a lambda
                name=name,
                space=variable.space,
                reuse=self._reuse(name),
                races=raced.count,
            )
            faults += self._race_fault(name, variable.space, raced)
        places = sorted({(site.place, site.variable) for site in self.sites})
        lines = tuple(
            LineCounts(
                **self._counts(lambda s, p=place, v=variable: (s.place, s.variable) == (p, v)),  # type: ignore[misc]  # a default of a lambda
                line=place.line,
                column=place.column,
                buffer=variable,
                source=self.text[place.line - 1].strip(),
            )
            for place, variable in places
        )
        faults += [fault for place, variable in places for fault in self._bounds_fault(place.line, place, variable)]
        outputs, untraced = self.traces.outputs, self.traces.untraced
        return Report(
            buffers=buffers,
            lines=lines,
            faults=tuple(faults),
            threads=threads,
            instructions=len(self.found.instruction_site),
            warp=self.warp,
            outputs=outputs,
            same_results=all(outputs[name].tobytes() == untraced[name].tobytes() for name in untraced),
            traces=self.traces,
        )

    def _counts(self, wanted: Callable[[Site], bool]) -> dict[str, int]:
        flags, chosen, inside = self._flags(wanted), self._of(wanted), self.found.inside
        instructions = flags[self.found.instruction_site] if self.sites else np.zeros(0, bool)
        by_kind = {
            kind: int((chosen & self._of(lambda s, kind=kind: s.kind == kind)).sum())  # type: ignore[misc]  # a default of a lambda
            for kind in ("load", "store", "atomic")
        }
        return {
            "loads": by_kind["load"],
            "stores": by_kind["store"],
            "atomics": by_kind["atomic"],
            "bytes": int(self.found.size[chosen & inside].sum()),
            "sectors": int(self.sectors[instructions].sum()),
            "ideal_sectors": int(self.ideal[instructions].sum()),
            "bank_conflicts": int(self.conflicts[instructions].sum()),
            "out_of_bounds": int((chosen & ~inside).sum()),
        }

    def _reuse(self, name: str) -> float:
        for kind in ("load", "store", "atomic"):
            chosen = self._of(lambda s, k=kind: s.variable == name and s.kind == k)  # type: ignore[misc]  # a default of a lambda
            chosen &= self.found.inside
            if chosen.any():
                place, size = self.found.place[chosen], self.found.size[chosen]
                owner = self._owner(name, chosen)
                each = distinct(owner, place, size)
                row, nth = expand(each[:, 2] // 2)  # no scalar is smaller than 2 bytes
                return int(size.sum()) / (2 * len(distinct(each[row, 0], each[row, 1] // 2 + nth)))
        return 0.0

    def _owner(self, name: str, chosen: NDArray[np.bool_]) -> Ints:
        """Return whose memory each access is in: every work group has its own work-group variables."""
        shared = self.traces.traced.variables[name].space == "storage"
        return np.zeros(int(chosen.sum()), np.int64) if shared else self.found.group[chosen]

    def _races(self, name: str, *, shared: bool) -> Races:
        chosen = self._of(lambda s: s.variable == name and s.kind != "atomic") & self.found.inside
        return races(self.found, chosen, self._of(lambda s: s.kind == "store"), self.traces.log.barriers, shared=shared)

    def _race_fault(self, name: str, space: str, raced: Races) -> list[Fault]:
        if raced.example is None:
            return []
        first, second = raced.example
        one, two = self.sites[self.found.site[first]], self.sites[self.found.site[second]]
        apart = self.found.group[first] != self.found.group[second]
        cure = "work groups are not ordered" if apart else f"no {BARRIER[space]} between"
        return [
            Fault(
                "race",
                name,
                one.place.line,
                raced.count,
                f"race over {raced.count:,} scalars of `{name}`, such as at byte "
                f"{max(self.found.place[[first, second]])}: "
                f"{self._who(first)} stores in line {one.place.line}, "
                f"{self._who(second)} {two.kind}s in line {two.place.line}, and {cure}",
            )
        ]

    def _bounds_fault(self, line: int, place: object, variable: str) -> list[Fault]:
        outside = self._of(lambda s: s.place == place and s.variable == variable) & ~self.found.inside
        if not outside.any():
            return []
        first = int(np.flatnonzero(outside)[0])
        index = int(np.int32(np.uint32(self.found.place[first])))
        kind = self.sites[self.found.site[first]].kind
        count = int(outside.sum())
        return [
            Fault(
                "out of bounds",
                variable,
                line,
                count,
                f"line {line}: {count:,} accesses out of bounds of `{variable}`, such as the {kind} at index {index} "
                f"by {self._who(first)}",
            )
        ]

    def _who(self, row: int) -> str:
        return f"thread {self.found.local[row]} of work group {self.found.group[row]}"
