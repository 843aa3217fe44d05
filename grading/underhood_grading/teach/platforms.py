"""Scores in the columns that Canvas and Moodle import: one line per student, one column per hand-in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .overview import remarks
from .tables import csv_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .course import Course
    from .overview import HandinStatus, SubmissionStatus
    from .tables import Cell

__all__ = ["Person", "canvas", "moodle", "people"]


@dataclass(frozen=True)
class Person:
    """A student as the gradebook knows them; what it does not know is empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    number: str = ""


def people(course: Course) -> list[Person]:
    """Return the gradebook's students, in order of their ids."""
    with course.gradebook() as gradebook:
        found = [
            Person(one.id, one.first_name or "", one.last_name or "", one.email or "", one.lms_user_id or "")
            for one in gradebook.students
        ]
    return sorted(found, key=lambda one: one.id)


def canvas(statuses: Sequence[HandinStatus], known: Sequence[Person]) -> str:
    """Set scores as Canvas's gradebook imports them.

    Canvas finds a student by `ID`, else by `SIS Login ID`, which is nbgrader's student id, and an
    assignment by its name; its dialogue asks where there is none of that name. An empty cell leaves
    what is there. See "How do I import grades in the Gradebook?" in Canvas's instructor guide.
    """
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(one["handin"] for one in statuses)]
    rows: list[list[Cell]] = [["    Points Possible", "", "", "", "", *(_most(one) for one in statuses)]]
    for person, scores in _by_student(statuses, known):
        name = ", ".join(one for one in (person.last_name, person.first_name) if one) or person.id
        rows.append([name, person.number, "", person.id, "", *(_scaled(one, row) for one, row in scores)])
    return csv_text(header, rows)


def moodle(statuses: Sequence[HandinStatus], known: Sequence[Person]) -> str:
    """Set scores as Moodle's grade import reads them: for each hand-in its points and a line of feedback.

    In Moodle's import, map `Email address`, `ID number` or `Username` to the user, and each column
    to a grade item or to "Feedback for …". See "Grade import" in Moodle's documentation.
    """
    header = ["First name", "Last name", "ID number", "Email address", "Username"]
    for one in statuses:
        header += [one["handin"], f"{one['handin']} feedback"]
    rows: list[list[Cell]] = []
    for person, scores in _by_student(statuses, known):
        cells: list[Cell] = [person.first_name, person.last_name, person.number, person.email, person.id]
        for one, row in scores:
            cells += [_scaled(one, row), _feedback(row)]
        rows.append(cells)
    return csv_text(header, rows)


def _by_student(
    statuses: Sequence[HandinStatus], known: Sequence[Person]
) -> list[tuple[Person, list[tuple[HandinStatus, SubmissionStatus | None]]]]:
    """Return each student with their row of each hand-in, also those who never handed in."""
    rows: list[Mapping[str, SubmissionStatus]] = [
        {row["student"]: row for row in one["submissions"]} for one in statuses
    ]
    persons = {one.id: one for one in known}
    for one in rows:
        persons |= {name: Person(name) for name in one if name not in persons}
    return [
        (persons[name], [(one, row.get(name)) for one, row in zip(statuses, rows, strict=True)])
        for name in sorted(persons)
    ]


def _most(one: HandinStatus) -> float | None:
    return max((row["max_score"] for row in one["submissions"]), default=None)


def _scaled(one: HandinStatus, row: SubmissionStatus | None) -> float | None:
    """Return a score out of the column's points: a platform has one maximum for all students.

    What is required, and so its points, may differ by specialization.
    """
    if row is None or row["score"] is None:
        return None
    most = _most(one)
    if not most or not row["max_score"] or row["max_score"] == most:
        return row["score"]
    return round(row["score"] / row["max_score"] * most, 4)


def _feedback(row: SubmissionStatus | None) -> str:
    if row is None or row["score"] is None:
        return ""
    parts = [f"{part['name']} {part['score'] or 0:g} of {part['max_score']:g}" for part in row["parts"]]
    return "; ".join([*parts, *remarks(row)])
