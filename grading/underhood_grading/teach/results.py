"""What the gradebook, the notebooks that were run and the exchange say of one submission."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from nbgrader.api import MissingEntry
from nbgrader.utils import notebook_hash

from underhood_grading import scoring
from underhood_grading.feedback_page import read_score
from underhood_grading.scores import Score, score_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from underhood_grading.handin import Handin

    from .course import Course

__all__ = ["graded_problems", "graded_score", "is_late_at", "is_released"]


def graded_score(course: Course, handin: Handin, student: str) -> tuple[Score, bool]:
    """Return the gradebook's score of a graded submission, and whether it came late."""
    with course.gradebook() as gradebook:
        entry = gradebook.find_submission(handin.name, student)
        points: dict[str, float] = {}
        for notebook in entry.notebooks:
            for one in notebook.grades:
                points[one.name] = points.get(one.name, 0.0) + one.score
        # An extension without a due date makes nbgrader's own property fail.
        late = entry.assignment.duedate is not None and entry.total_seconds_late > 0
        penalty = float(entry.late_submission_penalty or 0.0)
    return score_of(handin, points, penalty=penalty), late


def graded_problems(course: Course, handin: str, student: str) -> list[str]:
    """Say what went wrong in a submission that was graded, from the notebooks that were run."""
    with course.gradebook() as gradebook:
        tests = {
            notebook.name: [cell.name for cell in notebook.grade_cells]
            for notebook in gradebook.find_assignment(handin).notebooks
        }
    folder = course.folder("autograded", handin, student)
    found: list[str] = []
    for name, cells in sorted(tests.items()):
        try:
            notebook = json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8"))
        except FileNotFoundError:
            found.append(f"notebook {name}.ipynb is missing; its parts score 0")
        except (OSError, ValueError) as error:
            found.append(f"autograded/{student}/{handin}/{name}.ipynb can't be read: {error}; grade again")
        else:
            found += scoring.problems(notebook, cells)
    return found


def is_released(course: Course, handin: Handin, student: str, score: Score) -> bool:
    """Say whether the exchange's feedback has these scores: grading again makes it out of date."""
    folder = course.folder("autograded", handin.name, student)
    try:
        secret = (folder / "submission_secret.txt").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    for notebook in sorted(folder.glob("*.ipynb")):
        page = _page(course, secret, notebook)
        if not page.is_file():
            return False
        said = read_score(page)
        if said is None:
            return False
        if said["parts"]:
            if (said["score"], said["parts"]) != (score["score"], score["parts"]):
                return False
        elif page.stat().st_mtime < notebook.stat().st_mtime:
            return False
    return True


def _page(course: Course, secret: str, notebook: Path) -> Path:
    name = notebook_hash(secret=secret, notebook_id=notebook.stem)
    return course.exchange / course.course_id / "feedback" / f"{name}.html"


def is_late_at(course: Course, handin: str, student: str, time: datetime) -> bool:
    """Say whether a submission of that time is late, with the student's extension."""
    with course.gradebook() as gradebook:
        try:
            due = gradebook.find_assignment(handin).duedate
            extension = gradebook.find_submission(handin, student).extension if due else None
        except MissingEntry:
            extension = None
            known = {one.name: one.duedate for one in gradebook.assignments}
            due = known.get(handin)
    return due is not None and time > (due if extension is None else due + extension)
