"""`underhood teach grade`: run each submission and store its grades, one after the other."""

from __future__ import annotations

import hashlib
import shutil
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from nbgrader.api import MissingEntry
from nbgrader.converters import Autograde

from underhood_grading import submission
from underhood_grading.records import Record, read_record, write_record

from .attempts import attempt_of, keep_grades_by_hand
from .driving import StepError, drive
from .errors import TeachError
from .progress import ticking
from .results import Results

if TYPE_CHECKING:
    from collections.abc import Sequence

    from underhood_course.handin import Handin

    from .course import Course
    from .progress import Progress

__all__ = ["Graded", "Row", "grade"]


@dataclass(frozen=True)
class Row:
    """How one student's submission fared; `problems` are sentences for the teacher."""

    student: str
    state: Literal["graded", "failed", "unchanged"]
    problems: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class Graded:
    """One row per collected submission, in the students' order."""

    handin: str
    rows: tuple[Row, ...]

    def count(self, state: str) -> int:
        """Return how many rows have a state."""
        return sum(row.state == state for row in self.rows)


def grade(
    course: Course,
    handin: str,
    *,
    students: Sequence[str] | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Graded:
    """Grade what was collected and is new or changed, or whose tests were changed.

    >>> grade(course, "convolution").count("graded")
    28

    A submission that can't be graded becomes a row that says why, and its earlier points are taken
    back; it never stops the others. `force` grades everything again. Grades and comments that
    somebody gave in formgrader stay.

    Raises TeachError if nothing was collected, the hand-in was never released, a student named has
    no submission, or the gradebook can't be written.
    """
    known = course.handin(handin)
    chosen = _chosen(course, handin, students)
    if not course.is_generated(handin):
        message = f'"{handin}" was not released from this directory; run `underhood teach release {handin}` first'
        raise TeachError(message)
    tests = _tests(course, handin)
    with course.gradebook() as gradebook:
        notebooks = [f"{one.name}.ipynb" for one in gradebook.find_assignment(handin).notebooks]
    done = course.graded(handin)
    rows = []
    for student in ticking(chosen, f"grading {handin}", progress):
        code = submission.digest(course.folder("submitted", handin, student))
        last = read_record(course.root, handin, student)
        # What plain nbgrader graded has no record of ours; its own time stamps decide then.
        same = student in done and (
            last is None or (last.state, last.submission, last.tests) == ("graded", code, tests)
        )
        if same and not force:
            rows.append(Row(student, "unchanged"))
            continue
        keep_grades_by_hand(course, handin, student)
        row = _grade_one(course, known, student, notebooks)
        rows.append(row)
        if row.state != "unchanged":
            record = Record(row.state, code, tests, row.problems, row.seconds)
            if row.state == "graded":
                attempt = attempt_of(course, handin, student, submission=code, tests=tests)
                record = replace(record, attempts=(attempt,))
            write_record(course.root, handin, student, record)
    return Graded(handin, tuple(rows))


def _chosen(course: Course, handin: str, students: Sequence[str] | None) -> list[str]:
    collected = course.collected(handin)
    if not collected:
        message = (
            f'nothing to grade: no submission of "{handin}" was collected; run `underhood teach collect {handin}` first'
        )
        raise TeachError(message)
    if students is None:
        return collected
    if unknown := sorted(set(students) - set(collected)):
        listed = ", ".join(collected)
        raise TeachError(f'no submission of "{handin}" by {", ".join(unknown)}; there is one by: {listed}')
    return [one for one in collected if one in set(students)]


def _tests(course: Course, handin: str) -> str:
    """Return a hash of what the gradebook holds of the hand-in's tests and points."""
    found = hashlib.sha256()
    with course.gradebook() as gradebook:
        for notebook in gradebook.find_assignment(handin).notebooks:
            for cell in sorted(notebook.source_cells, key=lambda one: str(one.name)):
                found.update(f"{notebook.name}\0{cell.name}\0{cell.checksum}\0{cell.source}\0".encode())
    return found.hexdigest()


def _grade_one(course: Course, known: Handin, student: str, notebooks: Sequence[str]) -> Row:
    """Grade one submission; whatever is wrong with it ends up in its row."""
    handin = known.name
    start = time.monotonic()
    findings = submission.inspect(course.folder("submitted", handin, student), notebooks)
    if findings.fatal:
        _take_back(course, handin, student)
        return Row(student, "failed", findings.fatal)
    with course.selecting(handin, student):
        try:
            step = course.step(Autograde)
            step.force = True
            step.create_student = True
            drive(step.start, course.notes)
        except StepError as error:
            _take_back(course, handin, student)
            return Row(student, "failed", (_plain(error),), time.monotonic() - start)
    with Results.of(course, known) as results:
        problems = tuple(results.problems(student))
    return Row(student, "graded", problems, time.monotonic() - start)


def _take_back(course: Course, handin: str, student: str) -> None:
    """Leave no points of an earlier submission under one that can't be graded.

    Points that a person gave stay, and formgrader asks that person to look again.
    """
    shutil.rmtree(course.folder("autograded", handin, student), ignore_errors=True)
    stamp = course.time_of(handin, student)
    values = {} if stamp is None else {"timestamp": stamp}
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student(student)
        gradebook.update_or_create_submission(handin, student, **values)
        try:
            notebooks = gradebook.find_submission(handin, student).notebooks
        except MissingEntry:
            notebooks = []
        for notebook in notebooks:
            for one in notebook.grades:
                one.auto_score = None
                one.needs_manual_grade = True
        gradebook.db.commit()


_PLAIN = (
    ("SchemaTooOldError", "a cell has nbgrader marks of an old version; fetch the hand-in again"),
    ("old version", "a cell has nbgrader marks of an old version; fetch the hand-in again"),
    ("newer version", "a cell has nbgrader marks of a newer version than this nbgrader's"),
    ("Duplicate grade id", "a test or solution cell is there twice"),
    ("Inconsistent checksums", "the marks of a locked cell were changed; fetch the hand-in again"),
    ("NoSuchKernel", "its kernel is not installed on this machine"),
    ("Kernel died before replying", "its kernel did not start"),
    ("Kernel didn't respond", "its kernel did not start in time"),
    ("NotJSONError", "the notebook is not valid JSON"),
)


def _plain(error: StepError) -> str:
    text = f"{error.reason}\n{error.log}"
    for sign, words in _PLAIN:
        if sign in text:
            return words
    return f"nbgrader could not grade it: {error.reason[:200]}"
