"""A table for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from underhood_kernels.bench.rows import Row, Table
    from underhood_kernels.roofline import Ceilings, Point

HEADINGS = (
    "variant", "kernel ms", "p20–p80", "cold ms", "× NumPy", "× torch", "of the roof", "all ms", "device",
)  # fmt: skip
NOTES = (
    "kernel: median by the device's clock where it has one; cold: with cold caches; all: upload, kernel and download.",
    "of the roof: the least time that the measured ceilings allow, over the kernel's; above 100% a cache has helped.",
)
SOFTWARE = "Times of a software adapter say nothing about GPUs."


def title(table: Table) -> str:
    """Return the line above a table: the problem, its size, its work."""
    shapes = ", ".join(" × ".join(map(str, shape)) or "1" for shape in table.shapes)
    return f"{table.title} ({table.family}) of {shapes}: {table.flops:.3g} FLOP, {table.bytes:.3g} bytes at least"


def lines(table: Table, roofs: Sequence[Ceilings]) -> Iterator[str]:
    """Yield the table's lines, the variants in the order of their ladder."""
    yield title(table)
    cells = [HEADINGS, *(cells_of(row, table, roofs) for row in table.rows if row.measurement)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(HEADINGS))]
    for row in cells:
        aligned = (c.ljust(w) if n in {0, 8} else c.rjust(w) for n, (c, w) in enumerate(zip(row, widths, strict=True)))
        yield "  ".join(aligned).rstrip()
    yield from remarks(table)


def remarks(table: Table) -> Iterator[str]:
    """Yield what is to be said of single variants: wrong, wrong on purpose, can't run."""
    for row in table.rows:
        if row.reason:
            yield f"{row.variant} can't run here: {row.reason}"
        elif row.wrong and row.comparison is not None:
            seen = "but was right this time" if row.comparison else f"and is: {row.comparison.message}"
            yield f"{row.variant} is wrong on purpose ({row.wrong}), {seen}"
        elif not row.right and row.comparison is not None:
            yield f"{row.variant} is WRONG: {row.comparison.message}"


def cells_of(row: Row, table: Table, roofs: Sequence[Ceilings]) -> tuple[str, ...]:
    """Return a measured row's cells."""
    found = row.measurement
    assert found is not None  # noqa: S101 - the caller's promise
    kernel = found.kernel
    mark = "" if row.right and not row.wrong else " (wrong)"
    return (
        row.variant + mark,
        _ms(kernel.median),
        f"{_ms(kernel.p20)}–{_ms(kernel.p80)}",
        _ms(found.cold.median) if found.cold else "–",
        _times(table.seconds("numpy"), kernel.median),
        _times(table.seconds("torch"), kernel.median),
        share(next(p for p in table.points if p.variant == row.variant), roofs),
        _ms(found.total),
        found.device,
    )


def share(point: Point, roofs: Sequence[Ceilings]) -> str:
    """Return how much of its device's roof a kernel reaches."""
    roof = next((r for r in roofs if r.where == point.where), None)
    if roof is None or not (point.bytes or point.flops):
        return "–"
    return f"{roof.share(point.flops, point.bytes, point.seconds):.0%}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.4g}" if seconds >= 1e-6 else f"{seconds * 1e3:.1e}"


def _times(peer: float | None, seconds: float) -> str:
    return f"{peer / seconds:.2f}" if peer and seconds else "–"
