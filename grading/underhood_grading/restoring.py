"""nbgrader's step that puts the released cells back before anything is run, made thorough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbgrader.preprocessors import OverwriteCells

from underhood_grading.gradebook.marks import remove_runner_tags, restore_mark
from underhood_grading.gradebook.release import read_notebook

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from underhood_grading.gradebook.release import ReleasedNotebook

__all__ = ["RestoreCells"]


class RestoreCells(OverwriteCells):  # type: ignore[misc]  # nbgrader ships no types
    """Restore what nbgrader's cells are (test, solution, locked), not only what they say.

    Stock nbgrader believes the submission's own word on that: a test cell whose `grade` was set to
    false is not graded, and one tagged `skip-execution` is not run and gets full points.
    """

    _release: ReleasedNotebook | None = None

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Restore one notebook's cells."""
        self._release = None
        return super().preprocess(nb, resources)  # type: ignore[no-any-return]  # as above

    def preprocess_cell(self, cell: NotebookNode, resources: Any, cell_index: int) -> tuple[NotebookNode, Any]:
        """Restore one cell."""
        if self._release is None:
            self._release = read_notebook(self.gradebook.find_notebook(self.notebook_id, self.assignment_id))
        remove_runner_tags(cell)
        mark = cell.metadata.get("nbgrader")
        name = mark.get("grade_id") if isinstance(mark, dict) else None
        if isinstance(name, str) and (released := self._release.cell(name)) is not None:
            restore_mark(mark, released)
        return super().preprocess_cell(cell, resources, cell_index)  # type: ignore[no-any-return]  # as above
