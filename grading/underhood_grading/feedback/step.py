"""nbgrader's steps around feedback and release, made so that nothing hidden gets out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, GetGrades

from underhood_grading.records import read_record

from .guarding import guard
from .hints import HINTS, hints_of, shown_hints
from .regions import Marks
from .speeds import told_speeds

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from underhood_grading.records import Attempt

__all__ = ["ClearHiddenTestsAndHints", "GuardedGrades"]


class GuardedGrades(GetGrades):  # type: ignore[misc]  # nbgrader ships no types
    """nbgrader's step that writes grades into the feedback, without hidden tests and with hints.

    Stock nbgrader shows a hidden test's source, the traceback that quotes it and whatever the
    student's code printed while it ran.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Prepare one notebook for its student."""
        course = self.parent.parent.coursedir
        names = resources["nbgrader"]
        handin, student = names["assignment"], names["student"]
        _remove_students_pages(course, handin, student)
        record = read_record(Path(course.root), handin, student)
        attempts: tuple[Attempt, ...] = () if record is None else record.attempts
        private = [Path(course.root), Path.home()]
        messages = dict(attempts[-1].messages) if attempts else {}
        if record is not None:
            for cell, told in told_speeds(record).items():
                messages[cell] = "\n".join(one for one in (messages.get(cell), told) if one)
        guard(nb, marks=self._marks(), private=private, messages=messages)
        nb, resources = super().preprocess(nb, resources)
        source = Path(course.format_path(course.source_directory, ".", handin)) / f"{names['notebook']}.ipynb"
        _add_hints(nb, hints_of(source), len(attempts))
        return nb, resources

    def _marks(self) -> Marks:
        tests, scheme = ClearHiddenTests(parent=self.parent), ClearMarkScheme(parent=self.parent)
        return Marks(
            (
                (tests.begin_test_delimeter, tests.end_test_delimeter),
                (scheme.begin_mark_scheme_delimeter, scheme.end_mark_scheme_delimeter),
            )
        )


class ClearHiddenTestsAndHints(ClearHiddenTests):  # type: ignore[misc]  # nbgrader ships no types
    """nbgrader's step that takes hidden tests out of the release; the hints go with them."""

    def preprocess_cell(self, cell: NotebookNode, resources: Any, cell_index: int) -> tuple[NotebookNode, Any]:
        """Prepare one cell for the release."""
        section, key = HINTS
        own = cell.metadata.get(section)
        if isinstance(own, dict):
            own.pop(key, None)
            if not own:
                del cell.metadata[section]
        return super().preprocess_cell(cell, resources, cell_index)  # type: ignore[no-any-return]  # as above


def _remove_students_pages(course: Any, handin: str, student: str) -> None:
    """Take away what nbgrader copied of a submission that would pass for a feedback page, and be released as one."""
    graded, made = (
        Path(course.format_path(folder, student, handin))
        for folder in (course.autograded_directory, course.feedback_directory)
    )
    notebooks = {file.stem for file in graded.glob("*.ipynb")}
    for page in made.glob("*.html"):
        if page.stem not in notebooks:
            page.unlink()


def _add_hints(notebook: NotebookNode, hints: dict[str, list[str]], attempts: int) -> None:
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        mark = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code" or not mark.get("grade") or mark.get("score", 0) >= mark.get("points", 0):
            continue
        if text := shown_hints(hints.get(mark.get("grade_id", ""), []), attempts):
            cells.append(new_markdown_cell(text))
    notebook.cells = cells
