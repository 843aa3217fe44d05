"""What the gradebook, the notebooks that were run and the exchange say of submissions."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from nbgrader.api import MissingEntry
from nbgrader.utils import notebook_hash

from underhood_grading import scoring
from underhood_grading.feedback_page import read_score
from underhood_grading.scores import Score, score_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from nbgrader.api import Gradebook
    from underhood_course.handin import Handin

    from .course import Course

__all__ = ["Results"]


class Results:
    """One hand-in's results, read through one gradebook that stays open meanwhile.

    >>> with Results.of(course, course.handin("convolution")) as results:
    ...     score, late = results.score("ada")
    """

    def __init__(self, course: Course, handin: Handin, gradebook: Gradebook) -> None:
        self._course = course
        self._handin = handin
        self._gradebook = gradebook
        try:
            assignment = gradebook.find_assignment(handin.name)
        except MissingEntry:
            assignment = None
        self._due: datetime | None = assignment.duedate if assignment else None
        self._tests = {
            str(notebook.name): [str(cell.name) for cell in notebook.grade_cells]
            for notebook in (assignment.notebooks if assignment else ())
        }

    @classmethod
    @contextmanager
    def of(cls, course: Course, handin: Handin) -> Iterator[Results]:
        """Open a hand-in's results. Raises TeachError if the gradebook can't be used."""
        with course.gradebook() as gradebook:
            yield cls(course, handin, gradebook)

    def score(self, student: str) -> tuple[Score, bool]:
        """Return the gradebook's score of a graded submission, and whether it came late."""
        entry = self._gradebook.find_submission(self._handin.name, student)
        points: dict[str, float] = {}
        for notebook in entry.notebooks:
            for one in notebook.grades:
                points[one.name] = points.get(one.name, 0.0) + one.score
        penalty = float(entry.late_submission_penalty or 0.0)
        late = entry.timestamp is not None and self.is_late(student, entry.timestamp)
        return score_of(self._handin, points, penalty=penalty), late

    def problems(self, student: str) -> list[str]:
        """Say what went wrong in a submission that was graded, from the notebooks that were run."""
        folder = self._course.folder("autograded", self._handin.name, student)
        found: list[str] = []
        for name, cells in sorted(self._tests.items()):
            try:
                notebook = json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8"))
            except FileNotFoundError:
                found.append(f"notebook {name}.ipynb is missing; its parts score 0")
            except (OSError, ValueError) as error:
                found.append(f"the graded notebook {name}.ipynb can't be read: {error}; grade it again")
            else:
                found += scoring.problems(notebook, cells)
        return found

    def is_released(self, student: str, score: Score) -> bool:
        """Say whether the exchange's feedback has these scores: grading again makes it out of date."""
        folder = self._course.folder("autograded", self._handin.name, student)
        try:
            secret = (folder / "submission_secret.txt").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return False
        return all(self._is_current(notebook, secret, score) for notebook in sorted(folder.glob("*.ipynb")))

    def is_late(self, student: str, time: datetime) -> bool:
        """Say whether a submission of that time is late, with the student's extension."""
        if self._due is None:
            return False
        try:
            extension = self._gradebook.find_submission(self._handin.name, student).extension
        except MissingEntry:
            extension = None
        return time > (self._due if extension is None else self._due + extension)

    def _is_current(self, notebook: Path, secret: str, score: Score) -> bool:
        name = notebook_hash(secret=secret, notebook_id=notebook.stem)
        page = self._course.exchange / self._course.course_id / "feedback" / f"{name}.html"
        said = read_score(page)
        if said is None:
            return False
        if said["parts"]:
            return (said["score"], said["parts"]) == (score["score"], score["parts"])
        # Plain nbgrader's page has no parts to compare; it is current if it came after the grades.
        return page.stat().st_mtime >= notebook.stat().st_mtime
