"""How long folding a notebook of 300 cells takes, in JupyterLab's own page.

    python -m tests.bench_extension.folding

opens one by itself; `measure(page, folder)` does it in a window that is open already.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.browser.conftest import CHROMIUM_ARGUMENTS, Student, command

if TYPE_CHECKING:
    from playwright.sync_api import Page

CELLS = 300
FILE = "bench-folding.ipynb"
PAGE = "m1/introduction-to-gpus"  # any page of the installed course: a notebook with its id is that page
PROSE = "Threads that belong to one *work group* share memory; see [the specification](https://w3.org), $n = 32$. "
CODE = "x = np.arange(1024)\nfor row in x:\n    print(row)\n"
TAGS = (None, "level-3", None, "for-deep-learning", "level-4", "additional-reading")

# A choice is applied while the model tells of it; what the browser then lays out and paints is waited for, too.
CHANGE = """async level => {
    const radio = document.querySelector(`#underhood-course input[type=radio][value="${level}"]`);
    const begin = performance.now();
    radio.click();
    await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - begin;
}"""
FOLDED = "() => performance.getEntriesByName('underhood:fold').map(({ duration, detail }) => [detail.cells, duration])"


def notebook() -> dict[str, Any]:
    """Return a page of 300 cells: a section every five, of each kind that a choice may hide."""
    cells: list[dict[str, Any]] = []
    for number in range(CELLS):
        section = number // 5
        tag = TAGS[section % len(TAGS)]
        heading = number % 5 == 0
        kind = "markdown" if heading or number % 2 else "code"
        text = f"## Section {section}\n\n{PROSE * 10}" if heading else PROSE * 10 if kind == "markdown" else CODE * 4
        cell = {"id": f"cell-{number}", "cell_type": kind, "metadata": {}, "source": text}
        if heading and tag:
            cell["metadata"] = {"tags": [tag]}
        if kind == "code":
            cell |= {"outputs": [], "execution_count": None}
        cells.append(cell)
    underhood = {"id": PAGE, "title": "Introduction to GPUs", "kind": "page", "level": 2}
    return {"cells": cells, "metadata": {"underhood": underhood}, "nbformat": 4, "nbformat_minor": 5}


def measure(page: Page, folder: Path, times: int = 20) -> dict[str, list[float]]:
    """Open the notebook in JupyterLab's window, change the level, and return milliseconds.

    `first` holds the first folding, which reads every cell; `again` each change of the level after it; `painted` the
    same changes from the click on the level to the end of the next frame.
    """
    (folder / FILE).write_text(json.dumps(notebook()), "utf-8")
    page.locator("#underhood-course").get_by_role("radio", name="2").check(force=True)
    command(page, "docmanager:open", path=FILE)
    page.locator(".uh-fold-toggle").first.wait_for()
    everything = "!window.jupyterapp.shell.currentWidget.content.widgets.some(cell => cell.isPlaceholder())"
    page.wait_for_function(everything, timeout=120_000)
    first = [duration for cells, duration in page.evaluate(FOLDED) if cells == CELLS][:1]
    page.evaluate("() => performance.clearMeasures('underhood:fold')")
    painted = []
    for time in range(times):
        painted.append(page.evaluate(CHANGE, 3 - time % 2))
        page.wait_for_timeout(100)
    again = [duration for cells, duration in page.evaluate(FOLDED) if cells == CELLS]
    return {"first": first, "again": again, "painted": painted}


def main() -> None:
    """Measure in a JupyterLab of its own, and print a line for each number."""
    from playwright.sync_api import sync_playwright
    from underhood_lab.system_packages import chromium

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as home:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        student = Student("ada", Path(home), browser, None).start()
        try:
            found = measure(student.window(), student.folder)
        finally:
            student.stop()
            browser.close()
    for name, values in found.items():
        ordered = sorted(values)
        high = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
        print(f"{name:8} median {statistics.median(ordered):6.1f} ms   p95 {high:6.1f} ms   n {len(ordered)}")


if __name__ == "__main__":
    sys.exit(main())
