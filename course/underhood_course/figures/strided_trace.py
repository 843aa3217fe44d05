"""The trace that the course asks about at its start and at its end.

`python -m underhood_course.figures.strided_trace` traces the kernel below on this machine's adapter and writes the
figure of page `m1/memory-and-gpus`. The accesses depend on the kernel alone, so every adapter gives the same picture.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np
from underhood_kernels import gpu
from underhood_kernels.trace import trace
from underhood_kernels.trace.accesses import accesses

from underhood_course.atomic import write_atomically
from underhood_course.content import course_folder

if TYPE_CHECKING:
    from underhood_kernels.trace import Report

FILE = "m1-memory-and-gpus/figures/strided-trace.svg"
STRIDE = 8
THREADS = 32
SHOWN = 8  # threads with a line each; the others go on in the same way
KERNEL = f"""
@group(0) @binding(0) var<storage, read> A: array<f32>;
@group(0) @binding(1) var<storage, read_write> B: array<f32>;

@compute @workgroup_size({THREADS})
fn main(@builtin(global_invocation_id) id: vec3u) {{
    B[id.x] = 2.0 * A[{STRIDE}u * id.x];
}}
"""

WIDTH, LEFT, TOP, ROW = 800, 200, 118, 20
GAP = 64
CELL = (WIDTH - LEFT - 24) / (STRIDE * SHOWN)
INK, QUIET, LINE, PAPER = "#22262b", "#4d545c", "#cfcac0", "#fbfaf7"
COLOURS = {"A": "#1f5fa8", "B": "#a8501f"}


def record() -> Report:
    """Run the kernel once and return its trace."""
    buffers = {"A": np.zeros(STRIDE * THREADS, np.float32), "B": gpu.empty(THREADS)}
    return trace(KERNEL, buffers, work_groups=1)


def elements(report: Report) -> dict[str, list[int]]:
    """Return which element of each buffer thread 0, 1, 2 … accesses."""
    sites = report.traces.traced.sites
    found = accesses(report.traces, THREADS)
    result: dict[str, list[int]] = {}
    for site, place in sorted(enumerate(sites), key=lambda one: one[1].variable):
        of_site = found.site == site
        order = np.argsort(found.local[of_site])
        result[place.variable] = [int(one) // 4 for one in found.place[of_site][order]]
    return result


def draw(report: Report) -> str:
    """Return the figure: for each buffer a strip of memory, and which thread touches which element."""
    reached = elements(report)
    height = TOP + 2 * (ROW * SHOWN + GAP) - 32
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
            'role="img" aria-labelledby="title desc" font-family="system-ui, sans-serif">'
        ),
        '  <title id="title">A trace: which thread touches which element of two buffers</title>',
        f'  <desc id="desc">{escape(describe(report))}</desc>',
        f'  <rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="8" fill="{PAPER}" stroke="{LINE}"/>',
        _text(24, 34, "One step of a kernel: what its threads touch", size=17, weight=600),
        _text(24, 56, KERNEL.strip().splitlines()[-2].strip(), family="monospace"),
        _text(24, 78, f"the first {SHOWN} of {THREADS} threads; memory from left to right, 4 bytes an element", QUIET),
    ]
    top = TOP
    for name, places in reached.items():
        parts += _strip(name, places[:SHOWN], report.buffers[name].loads > 0, top)
        top += ROW * SHOWN + GAP
    return "\n".join([*parts, "</svg>\n"])


def describe(report: Report) -> str:
    """Return the picture in words, for who can't see it."""
    sentences = [
        f"Thread t {'reads' if report.buffers[name].loads else 'writes'} element "
        f"{places[1] if places[1] != 1 else ''}{' times ' if places[1] != 1 else ''}t of {name}, for t from 0 to "
        f"{len(places) - 1}."
        for name, places in elements(report).items()
    ]
    return f"{' '.join(sentences)} Lines mark every 32 bytes, which are {32 // 4} elements."


def _strip(name: str, places: list[int], loaded: bool, top: int) -> list[str]:
    bottom = top + ROW * SHOWN
    verb = "reads" if loaded else "writes"
    parts = [_text(24, top - 10, f"{name}: each thread {verb} one element", weight=600)]
    for sector in range(SHOWN + 1):
        x = LEFT + sector * 8 * CELL
        parts.append(f'  <line x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{bottom}" stroke="{LINE}"/>')
        if sector < SHOWN:
            parts.append(_text(x + 3, bottom + 15, f"byte {32 * sector}", QUIET, size=11))
    for thread, element in enumerate(places):
        y = top + ROW * thread
        parts.append(_text(24, y + 15, f"thread {thread}: {name}[{element}]", family="monospace"))
        parts.append(
            f'  <rect x="{LEFT + element * CELL:.1f}" y="{y + 3}" width="{CELL:.1f}" height="{ROW - 6}" '
            f'fill="{COLOURS[name]}"/>'
        )
    return parts


def _text(  # noqa: PLR0917 - drawing
    x: float,
    y: float,
    text: str,
    fill: str = INK,
    size: int = 13,
    weight: int = 400,
    family: str = "inherit",
) -> str:
    return (
        f'  <text x="{x:.1f}" y="{y}" font-size="{size}" font-weight="{weight}" font-family="{family}" fill="{fill}">'
        f"{escape(text)}</text>"
    )


if __name__ == "__main__":
    write_atomically(course_folder() / FILE, draw(record()).encode())
