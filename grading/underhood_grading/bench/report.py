"""The comparison as a table for the terminal."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from underhood_kernels.machines import machine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .comparing import Comparison, Memory

__all__ = ["lines", "memory_lines", "versions"]

_HEADINGS = ("hand-in", "", "students", "total", "first score", "a further one", "caller's memory")
_PACKAGES = ("nbgrader", "nbclient", "nbconvert", "ipython", "ipykernel", "sqlalchemy")


def versions() -> dict[str, str]:
    """Return the versions of what grades beside Underhood."""
    return {name: version(name) for name in _PACKAGES}


def lines(found: Sequence[Comparison]) -> Iterator[str]:
    """Yield a line for each command and hand-in, and what is to be said about them."""
    yield str(machine())
    yield ", ".join(f"{name} {number}" for name, number in versions().items())
    yield ""
    rows = [_HEADINGS, *(row for one in found for row in _rows(one))]
    widths = [max(len(row[n]) for row in rows) for n in range(len(_HEADINGS))]
    for row in rows:
        aligned = (c.ljust(w) if n < 2 else c.rjust(w) for n, (c, w) in enumerate(zip(row, widths, strict=True)))
        yield "  ".join(aligned).rstrip()
    for one in found:
        yield ""
        yield from _remarks(one)


def memory_lines(found: Memory) -> Iterator[str]:
    """Yield the caller's memory over many submissions."""
    shares = ", ".join(f"{megabytes:.0f} MB at {share}" for share, megabytes in found.megabytes.items())
    yield f"{found.students} submissions of NumPy alone in {found.seconds:.0f} s; the caller's memory: {shares}"


def _rows(one: Comparison) -> Iterator[tuple[str, ...]]:
    for name, run, students in (
        ("nbgrader autograde", one.stock, one.stock_students),
        ("underhood teach grade", one.ours, one.students),
    ):
        yield (
            one.handin if run is one.stock else "",
            name,
            str(students),
            f"{run.seconds:.1f} s",
            f"{run.first:.1f} s",
            f"{run.pace * 1000:.0f} ms",
            f"{run.peak_mb:.0f} MB",
        )


def _remarks(one: Comparison) -> Iterator[str]:
    scaled = ""
    if one.stock_students < one.students:
        scaled = f", of which stock graded {one.stock_students} and the rest is its pace: {one.stock.pace:.2f} s each"
    total = one.stock.seconds_of(one.students)
    yield (
        f"{one.handin}: {one.factor:.1f} times faster for {one.students} submissions "
        f"({total:.0f} s against {one.ours.seconds:.1f} s{scaled}), {one.pace_factor:.1f} times for each further one"
    )
    yield f"{one.handin}: ours took {', '.join(f'{seconds:.1f}' for seconds in one.ours_seconds)} s, once before stock"
    same = "all the same" if not one.different else f"{len(one.different)} differ"
    yield f"{one.handin}: {one.cells} scores compared, {same}"
    yield from (f"  {sentence}" for sentence in one.different)
    # What compiles takes now more, now less than alone, by more than all else.
    overhead = f"{one.overhead * 1000:.0f} ms" if one.overhead > 0 else "less than its own code varies by"
    yield (
        f"{one.handin}: {overhead} a submission (median) besides the student's own code; "
        f"load {', '.join(f'{load:.1f}' for load in one.load)}"
    )
