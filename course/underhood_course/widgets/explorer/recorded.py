"""What other machines took for the same problem, to stand beside the reader's own times."""

from __future__ import annotations

from functools import cache
from html import escape

from underhood_kernels.bench import recordings


@cache
def recorded(family: str) -> tuple[str, ...]:
    """Return a line of HTML for each size of `family` that comes recorded with the kernels; none if there is none."""
    found: dict[str, str] = {}
    for run in recordings().values():
        card = run.machine["adapter"].split(" (")[0]
        for table in run.tables:
            measured = [row for row in table["variants"] if "kernel" in row]
            if table["family"] != family or not measured:
                continue
            sizes = ", ".join(f"{name} {value:,}" for name, value in table["sizes"].items())
            times = ", ".join(f"{row['variant']} {row['kernel']['median'] * 1e3:.3g} ms" for row in measured)
            # The first recording of a size counts; a second one was timed in another way.
            found.setdefault(f"{card} {sizes}", f"recorded on {card} ({sizes}): {times}, kernels only")
    return tuple(escape(line) for line in found.values())
