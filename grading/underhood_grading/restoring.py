"""nbgrader's step that puts the released cells back before anything is run, made thorough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbgrader.api import MissingEntry
from nbgrader.preprocessors import OverwriteCells

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["RestoreCells"]

# Tags by which the runner leaves a cell out or lets it fail; neither is the student's to set.
_RUNNER_TAGS = {"skip-execution", "raises-exception"}


class RestoreCells(OverwriteCells):  # type: ignore[misc]  # nbgrader ships no types
    """Restore what nbgrader's cells are (test, solution, locked), not only what they say.

    Stock nbgrader believes the submission's own word on that: a test cell whose `grade` was set to
    false is not graded, and one tagged `skip-execution` is not run and gets full points.
    """

    def preprocess_cell(self, cell: NotebookNode, resources: Any, cell_index: int) -> tuple[NotebookNode, Any]:
        """Restore one cell."""
        tags = cell.metadata.get("tags")
        if isinstance(tags, list):
            cell.metadata["tags"] = [tag for tag in tags if tag not in _RUNNER_TAGS]
        mark = cell.metadata.get("nbgrader")
        name = mark.get("grade_id") if isinstance(mark, dict) else None
        if isinstance(name, str):
            self._restore_mark(mark, name)
        return super().preprocess_cell(cell, resources, cell_index)  # type: ignore[no-any-return]  # as above

    def _restore_mark(self, mark: dict[str, Any], name: str) -> None:
        try:
            source = self.gradebook.find_source_cell(name, self.notebook_id, self.assignment_id)
        except MissingEntry:
            return
        notebook = source.notebook
        graded = {cell.name: cell for cell in notebook.grade_cells + notebook.task_cells}
        mark["task"] = name in {cell.name for cell in notebook.task_cells}
        mark["grade"] = name in {cell.name for cell in notebook.grade_cells}
        mark["solution"] = name in {cell.name for cell in notebook.solution_cells}
        mark["locked"] = source.locked
        mark["schema_version"] = 3
        if name in graded:
            mark["points"] = graded[name].max_score
