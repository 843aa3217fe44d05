"""What the gradebook, the notebooks that were run and the exchange say of submissions."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from nbgrader.api import MissingEntry
from nbgrader.utils import notebook_hash

from underhood_grading import policy, scoring
from underhood_grading.feedback_page import read_score
from underhood_grading.gradebook import Submitted, submitted
from underhood_grading.records import moment, read_record, recorded_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from nbgrader.api import Gradebook
    from underhood_course.handin import Handin

    from underhood_grading.policy import Lateness, Score
    from underhood_grading.records import Attempt

    from .course import Course

__all__ = ["Counted", "Results"]


@dataclass(frozen=True)
class Counted:
    """The score that counts for a student, and what a reader must know of it (words for programs)."""

    score: Score
    flags: tuple[str, ...] = ()


class Results:
    """One hand-in's results, read through one gradebook that stays open meanwhile.

    >>> with Results.of(course, course.handin("convolution")) as results:
    ...     results.counted("ada").score["score"]
    5.0
    """

    def __init__(self, course: Course, handin: Handin, gradebook: Gradebook) -> None:
        self._course = course
        self._handin = handin
        self._gradebook = gradebook
        self._students = course.students()
        self._all: dict[str, Submitted] | None = None
        try:
            assignment = gradebook.find_assignment(handin.name)
        except MissingEntry:
            assignment = None
        self._due: datetime | None = assignment.duedate if assignment else None
        self._tests = {
            str(notebook.name): [str(cell.name) for cell in notebook.grade_cells]
            for notebook in (assignment.notebooks if assignment else ())
        }
        self._most = {
            str(cell.name): float(cell.max_score)
            for notebook in (assignment.notebooks if assignment else ())
            for cell in [*notebook.grade_cells, *notebook.task_cells]
        }

    @classmethod
    @contextmanager
    def of(cls, course: Course, handin: Handin) -> Iterator[Results]:
        """Open a hand-in's results. Raises TeachError if the gradebook or `students.toml` can't be used."""
        with course.gradebook() as gradebook:
            yield cls(course, handin, gradebook)

    def counted(self, student: str, *, graded: bool = True, time: datetime | None = None) -> Counted:
        """Return the score that counts, with the hand-in's policy and what differs for the student.

        Where the best attempt counts, that may be an earlier one ("earlier-attempt"), also one that
        was graded by tests that were changed since ("earlier-tests"). `graded` says whether the
        latest submission is; if not, `time` is when that was handed in.
        """
        scores, flags = [], []
        record = read_record(self._course.root, self._handin.name, student)
        entry = self._entries().get(student) if graded else None
        if entry is not None:
            time = entry.time
        if self._handin.policy.attempts == "best" and record is not None:
            for one in record.attempts:
                current = one.submission == record.submission if time is None else one.time == moment(time)
                if not (graded and current):
                    scores.append(self._earlier(student, one, same_tests=one.tests == record.tests))
                    flags.append(("earlier-attempt",) + (() if one.tests == record.tests else ("earlier-tests",)))
        if entry is not None:
            scores.append(self._score(student, entry.points, time, entry.penalty))
            flags.append(())
        if not scores:
            return Counted(self._score(student, None, time))
        place = policy.best(scores)
        return Counted(scores[place], flags[place])

    def _earlier(self, student: str, attempt: Attempt, *, same_tests: bool) -> Score:
        points = dict(attempt.points)
        if not same_tests:
            points = {cell: min(one, self._most.get(cell, 0.0)) for cell, one in points.items()}
        time = None if attempt.time is None else datetime.fromisoformat(attempt.time)
        return self._score(student, points, time)

    def _score(
        self, student: str, points: Mapping[str, float] | None, time: datetime | None, deducted: float = 0.0
    ) -> Score:
        return policy.score(
            self._handin,
            points,
            specializations=self._students[student].specializations,
            lateness=self.lateness(student, time),
            deducted=deducted,
        )

    def lateness(self, student: str, time: datetime | None) -> Lateness:
        """Say how late a submission of that time (naive, UTC) is, with the student's extensions."""
        entry = self._entry(student)
        last = policy.deadline(
            self._handin.policy,
            self._students[student].extensions.get(self._handin.name),
            gradebook_due=self._due,
            gradebook_extension=entry.extension if entry else None,
        )
        return policy.lateness(time, last)

    def _entries(self) -> dict[str, Submitted]:
        """Return all students' submissions, read once."""
        if self._all is None:
            self._all = submitted(self._gradebook, self._handin.name)
        return self._all

    def _entry(self, student: str) -> Submitted | None:
        """Return one student's submission, without reading the others' for it."""
        if self._all is not None:
            return self._all.get(student)
        return submitted(self._gradebook, self._handin.name, student).get(student)

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

    def is_recorded(self, student: str) -> bool:
        """Say whether the record of a submission is about what lies in `autograded`: it is written after that."""
        folder = self._course.folder("autograded", self._handin.name, student)
        try:
            written = recorded_at(self._course.root, self._handin.name, student)
            return all(file.stat().st_mtime <= written for file in folder.glob("*.ipynb"))
        except OSError:
            return False

    def is_released(self, student: str, score: Score) -> bool:
        """Say whether the exchange's feedback has these scores: grading again makes it out of date."""
        folder = self._course.folder("autograded", self._handin.name, student)
        try:
            secret = (folder / "submission_secret.txt").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return False
        return all(self._is_current(notebook, secret, score) for notebook in sorted(folder.glob("*.ipynb")))

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
