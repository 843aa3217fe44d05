"""nbgrader's step that puts the released cells back before anything is run, made thorough."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import OverwriteCells

from .gradebook import Release, restore

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["RestoreCells", "release_of"]


class RestoreCells(OverwriteCells):  # type: ignore[misc]  # nbgrader ships no types
    """Restore a notebook as `underhood teach grade` does: what cells are, deleted ones, and copies.

    Stock nbgrader believes the submission's own word on what its cells are: a test cell whose
    `grade` was set to false is not graded, and one tagged `skip-execution` is not run and gets full
    points.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Restore one notebook. Raises TeachError, and NotebookError for what is no notebook."""
        about = resources["nbgrader"]
        # nbconvert hands a step nothing but its exporter, whose parent is nbgrader's converter.
        release = release_of(self.parent.parent.coursedir, about["assignment"], about["db_url"])
        restored = restore(nb, release, about["notebook"])
        for problem in restored.problems:
            self.log.warning(problem)
        return restored.notebook, resources


def release_of(course: Any, handin: str, db_url: str) -> Release:
    """Read a hand-in's release in nbgrader's `CourseDirectory`. Raises TeachError if there is none."""
    folders = (
        Path(course.format_path(step, ".", handin)) for step in (course.source_directory, course.release_directory)
    )
    with Gradebook(db_url, course.course_id) as gradebook:
        return Release.read(gradebook, handin, *folders)
