"""nbgrader's gradebook: what was released, submissions put back in shape by it, grades written to it."""

from __future__ import annotations

from .files import files_beside, files_over
from .lock import grading_lock
from .release import Release, ReleasedCell, ReleasedNotebook
from .restoring import Restored, restore
from .result import GradedNotebook, GradedSubmission
from .submitted import Submitted, submitted
from .tidying import NotebookError
from .writing import Writer

__all__ = [
    "GradedNotebook",
    "GradedSubmission",
    "NotebookError",
    "Release",
    "ReleasedCell",
    "ReleasedNotebook",
    "Restored",
    "Submitted",
    "Writer",
    "files_beside",
    "files_over",
    "grading_lock",
    "restore",
    "submitted",
]
