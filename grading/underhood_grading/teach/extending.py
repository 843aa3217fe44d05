"""More time for one student: their entry in the course directory's `students.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tomlkit
from underhood_course.toml_table import FieldError

from underhood_grading.policy import PolicyError
from underhood_grading.policy.students import STUDENTS_FILE, students_of

from .errors import TeachError
from .telling import tell
from .toml_files import change_toml, set_fields

if TYPE_CHECKING:
    from datetime import datetime

    from underhood_grading.policy import Extension

    from .course import Course

__all__ = ["extend"]


def extend(
    course: Course, handin: str, student: str, *, hours: float | None = None, due: datetime | None = None
) -> Extension | None:
    """Give a student more time for a hand-in, by hours after everybody's due time or by a due time of their own.

    >>> extend(course, "convolution", "ada", hours=48).more
    datetime.timedelta(days=2)

    Without either, what they had is taken back. Once they have looked at their hand-ins, they learn of it through the
    exchange. Raises TeachError for a hand-in that is not there and for what
    `students.toml` refuses; the file is then as it was.
    """
    course.handin(handin)
    if not student.strip():
        raise TeachError("whose time is extended? give the student's id")
    fields = {"extension_hours": hours or None, "due": due}

    def change(document: Any) -> None:
        if hours or due:
            person = document.setdefault(student, tomlkit.table())
            set_fields(person.setdefault("handins", tomlkit.table()).setdefault(handin, tomlkit.table()), fields)
            return
        handins = document.get(student, {}).get("handins", {})
        handins.pop(handin, None)
        if not handins:
            document.get(student, {}).pop("handins", None)
        if student in document and not document[student]:
            del document[student]

    try:
        change_toml(course.root / STUDENTS_FILE, change, lambda table: students_of(table, course.policy().timezone))
    except (PolicyError, FieldError) as error:
        raise TeachError(f"{course.root}: {error}") from error
    tell(course)
    return course.students()[student].extensions.get(handin)
