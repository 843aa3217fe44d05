"""Whether every page runs from its first cell to its last, in a fresh kernel and folder."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from underhood_course.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from underhood_course.catalog import Catalog
    from underhood_course.page import Page

SECONDS_PER_CELL = 180  # a first use of torch and numba on a slow machine, with room to spare
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def check_running(catalog: Catalog, report: Callable[[str], None] = lambda _line: None) -> Iterator[Problem]:
    """Run every page that is no hand-in, and yield where one stops; `report` is told which page is being run."""
    for page in catalog.pages():
        if page.handin is None:
            report(f"running {page.id}")
            yield from _run(page, page.source.relative_to(catalog.folder).as_posix())


def _run(page: Page, name: str) -> Iterator[Problem]:
    import nbformat  # noqa: PLC0415 - the catalog is read without it
    from nbclient import NotebookClient  # noqa: PLC0415
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="underhood-check-") as folder:
        copy = Path(shutil.copy(page.source, folder))
        notebook = nbformat.read(copy, as_version=4)
        client = NotebookClient(
            notebook, timeout=SECONDS_PER_CELL, kernel_name="python3", resources={"metadata": {"path": folder}}
        )
        running = 0

        def note(cell_index: int, **_: object) -> None:
            nonlocal running
            running = cell_index + 1

        client.on_cell_start = note
        try:
            client.execute(stderr=subprocess.DEVNULL)  # the kernel's own log, not what cells write
        except CellExecutionError as error:
            last = ANSI.sub("", error.evalue or str(error)).strip().splitlines()
            yield Problem(name, f"stops with {error.ename}: {last[0] if last else ''}", cell=running)
        except CellTimeoutError:
            yield Problem(name, f"runs longer than {SECONDS_PER_CELL} s", cell=running)
        except DeadKernelError:
            yield Problem(name, "the kernel died", cell=running)
