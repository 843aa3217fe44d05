"""nbgrader's step that runs a notebook, with a limit for the whole of it."""

from __future__ import annotations

import math
import time
from pathlib import Path
from subprocess import DEVNULL
from typing import TYPE_CHECKING, Any

from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from underhood_course.handin import HandinError, read_handin

from .policy import PolicyError, read_course_policy

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["TimedExecute"]


class TimedExecute(Execute):  # type: ignore[misc]  # nbgrader ships no types
    """Run a notebook within the seconds that the hand-in's `handin.toml` gives to all of it.

    Stock nbgrader limits single cells, so that a notebook may take its number of cells times that
    limit, and gives up on a submission whose kernel dies. Here the cells that could not be run any
    more carry an error that says so; what was run before keeps its points. A hand-in without
    `handin.toml` has nbgrader's own limit per cell.
    """

    _allowed: float | None = None
    _deadline: float = math.inf
    _stopped: bool = False

    def start_new_kernel(self, **options: Any) -> None:
        """Start the kernel apart from the teacher's terminal; cells' output comes through its channels."""
        super().start_new_kernel(stdout=DEVNULL, stderr=DEVNULL, **options)

    def preprocess(self, nb: NotebookNode, resources: Any, km: Any = None) -> tuple[NotebookNode, Any]:
        """Run the notebook's cells, in order."""
        self._allowed = self._seconds(resources)
        self._deadline = math.inf
        self._stopped = False
        nb, resources = super().preprocess(nb, resources, km)
        return nb, resources

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
        """Run one cell, or say in it why it was not run."""
        if cell.cell_type != "code" or not cell.source.strip():
            return cell, resources
        if self._stopped:
            _fail(cell, "CellNotRunError", "an earlier cell used up the time or ended the kernel")
            return cell, resources
        if self._allowed is not None:
            # The clock starts with the first cell: a slow start of the kernel is not the student's.
            if math.isinf(self._deadline):
                self._deadline = time.monotonic() + self._allowed
            self.timeout = max(1, math.ceil(self._deadline - time.monotonic()))
        try:
            cell, resources = super().preprocess_cell(cell, resources, index)
        except DeadKernelError:
            _fail(cell, "KernelDiedError", "the kernel died while it ran this cell")
            self._stopped = True
        if time.monotonic() >= self._deadline:
            self._stopped = True
        return cell, resources

    def _seconds(self, resources: Any) -> float | None:
        # nbconvert hands a step nothing but its exporter, whose parent is nbgrader's converter.
        course = self.parent.parent.coursedir
        name = resources["nbgrader"]["assignment"]
        folder = Path(course.format_path(course.source_directory, ".", name))
        if not (folder / "handin.toml").is_file():
            return None
        try:
            return read_handin(folder, read_course_policy(Path(course.root))).limits.seconds
        except (HandinError, PolicyError) as error:
            self.log.warning("%s; each cell may take %s s", error, self.timeout)
            return None


def _fail(cell: NotebookNode, name: str, message: str) -> None:
    error = new_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])
    cell.outputs = [*cell.get("outputs", []), error]
