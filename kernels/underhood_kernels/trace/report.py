"""What a trace found, as numbers, as a table and as a picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from underhood_kernels.trace.figure import draw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from underhood_kernels.trace.run import Traces


@dataclass(frozen=True)
class Counts:
    """Accesses of one buffer, or of one place in the source; an access is one thread's, of one value of any type."""

    loads: int
    stores: int
    atomics: int  # counted apart: neither among loads nor stores
    bytes: int  # that the accesses within bounds ask for
    sectors: int  # 32-byte sectors touched, summed over warp instructions; 0 for work-group memory
    ideal_sectors: int  # as many as would hold the distinct bytes that each warp instruction asks for
    bank_conflicts: int  # times that work-group memory is asked again; 0 for storage
    out_of_bounds: int  # accesses; they are among loads, stores and atomics, but move no bytes

    @property
    def coalescing(self) -> float | None:
        """Share of the sectors' bytes that is put to use if access is as dense as can be: 1 is perfect."""
        return self.ideal_sectors / self.sectors if self.sectors else None


@dataclass(frozen=True)
class BufferCounts(Counts):
    """All accesses of a storage or work-group variable."""

    name: str
    space: str  # "storage" or "workgroup"
    reuse: float  # how often each loaded byte is loaded; of a buffer never loaded, stored; else 0
    races: int  # scalars over which threads race


@dataclass(frozen=True)
class LineCounts(Counts):
    """The accesses of one place in the source, over all calls that lead to it."""

    line: int
    column: int
    buffer: str
    source: str  # the line's text


@dataclass(frozen=True)
class Fault:
    """A race or an access out of bounds, told by one example."""

    kind: str  # "race" or "out of bounds"
    buffer: str
    line: int
    count: int
    message: str

    def __str__(self) -> str:
        return self.message


COLUMNS = (
    "buffer", "memory", "loads", "stores", "atomics", "bytes", "sectors", "ideal", "coalescing", "re-use",
    "bank conflicts", "out of bounds", "races",
)  # fmt: skip


@dataclass(frozen=True)
class Report:
    """What `trace` counted. `print(report)` shows a table, `report.figure()` a picture."""

    buffers: Mapping[str, BufferCounts]  # storage and work-group variables by name
    lines: tuple[LineCounts, ...]  # the same accesses by their places in the source
    faults: tuple[Fault, ...]
    threads: int
    instructions: int  # of warps, at memory
    warp: int
    outputs: Mapping[str, NDArray[Any]]  # what the traced run wrote
    same_results: bool  # whether the untraced run wrote the same, bit for bit
    traces: Traces = field(repr=False, compare=False)

    @property
    def bank_conflicts(self) -> int:
        """Times that work-group memory is asked again because words of one warp instruction share a bank."""
        return sum(b.bank_conflicts for b in self.buffers.values())

    @property
    def atomics(self) -> int:
        """Atomic operations."""
        return sum(b.atomics for b in self.buffers.values())

    @property
    def out_of_bounds(self) -> int:
        """Accesses outside their buffer, array, matrix or vector."""
        return sum(b.out_of_bounds for b in self.buffers.values())

    @property
    def races(self) -> int:
        """Scalars that one thread stores while another accesses them, with no barrier in between; atomics excepted."""
        return sum(b.races for b in self.buffers.values())

    @property
    def coalescing(self) -> float | None:
        """Ideal sectors over sectors, of all storage together; None if there was no access."""
        total = sum(b.sectors for b in self.buffers.values())
        return sum(b.ideal_sectors for b in self.buffers.values()) / total if total else None

    def figure(self, buffer: str | None = None, most: int = 20_000) -> Any:
        """Return a plotly figure: thread × step × address, a colour for each buffer, a symbol for each kind of access.

        `buffer` picks one variable; above `most` accesses the first threads are shown.
        """
        if buffer is not None and buffer not in self.buffers:
            raise ValueError(f"no buffer {buffer!r}: there is {', '.join(self.buffers)}")
        return draw(self.traces, buffer, most)

    def markdown(self) -> str:
        """Return the table of buffers in Markdown."""
        rows = [COLUMNS, ("-",) * len(COLUMNS), *self._rows()]
        return "\n".join("| " + " | ".join(row) + " |" for row in rows)

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (
                b.name,
                "storage" if b.space == "storage" else "work group",
                *(f"{n:,}" for n in (b.loads, b.stores, b.atomics, b.bytes)),
                *((f"{b.sectors:,}", f"{b.ideal_sectors:,}") if b.space == "storage" else ("–", "–")),
                "–" if b.coalescing is None else f"{b.coalescing:.0%}",
                f"{b.reuse:.1f}",
                f"{b.bank_conflicts:,}" if b.space == "workgroup" else "–",
                *(f"{n:,}" for n in (b.out_of_bounds, b.races)),
            )
            for b in self.buffers.values()
        ]

    def _notes(self) -> list[str]:
        notes = [f"{self.threads:,} threads, {self.instructions:,} memory instructions of {self.warp}-thread warps"]
        if not self.same_results:
            notes.append(
                "the traced run wrote other bits than the untraced one: the order of threads or of rounding decides"
            )
        return [*notes, *(str(fault) for fault in self.faults)]

    def __str__(self) -> str:
        rows = [COLUMNS, *self._rows()]
        widths = [max(len(row[n]) for row in rows) for n in range(len(COLUMNS))]
        lines = [
            "  ".join(c.ljust(w) if n < 2 else c.rjust(w) for n, (c, w) in enumerate(zip(row, widths, strict=True)))
            for row in rows
        ]
        return "\n".join([*lines, *self._notes()])

    def _repr_html_(self) -> str:
        """Return the table for a notebook."""
        head = "".join(f"<th>{c}</th>" for c in COLUMNS)
        body = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in self._rows())
        notes = "".join(f"<li>{escape(note)}</li>" for note in self._notes())
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><ul>{notes}</ul>"
