"""Who is in the class: a list of students, as a spreadsheet or a learning platform gives it."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from .errors import TeachError
from .platforms import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .course import Course

__all__ = ["enrol", "read_roster"]

_COLUMNS = {
    "id": "id",
    "student": "id",
    "student_id": "id",
    "username": "id",
    "login": "id",
    "first_name": "first_name",
    "first name": "first_name",
    "last_name": "last_name",
    "last name": "last_name",
    "surname": "last_name",
    "email": "email",
    "email address": "email",
    "lms_user_id": "number",
    "id number": "number",
}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]*")  # what is safe as nbgrader's folder and in the exchange
_MOST = 20_000


def read_roster(text: str) -> list[Person]:
    r"""Read students out of CSV, with commas, semicolons or tabs: the columns of `nbgrader db student import`.

    >>> read_roster("id,first_name,last_name\nada,Ada,Lovelace")[0].last_name
    'Lovelace'
    >>> [one.id for one in read_roster("ada\ngrace")]
    ['ada', 'grace']

    Without a header the first column is the id. Raises TeachError, which names the line.
    """
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    if not lines:
        return []
    if len(lines) > _MOST:
        raise TeachError(f"the list has {len(lines)} lines; at most {_MOST} students are taken at once")
    delimiter = max(",;\t", key=lines[0].count)
    rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter))
    names = [_COLUMNS.get(one.strip().lower()) for one in rows[0]]
    if "id" in names:
        del rows[0]
    else:
        names = ["id", "first_name", "last_name", "email"]
    found: dict[str, Person] = {}
    for number, row in enumerate(rows, start=len(lines) - len(rows) + 1):
        values = {name: value.strip() for name, value in zip(names, row, strict=False) if name}
        name = values.get("id", "")
        if not _ID.fullmatch(name):
            raise TeachError(f'line {number} of the list: "{name}" is no student id; use letters, digits and . _ @ -')
        if name in found:
            raise TeachError(f'line {number} of the list: "{name}" is there twice')
        found[name] = Person(**values)
    return list(found.values())


def enrol(course: Course, people: Sequence[Person]) -> int:
    r"""Put students into nbgrader's gradebook, or bring what it knows of them up to date; return how many.

    >>> enrol(course, read_roster("id,first_name\nada,Ada\ngrace,Grace"))
    2

    Raises TeachError if the gradebook can't be used.
    """
    with course.gradebook() as gradebook:
        for one in people:
            known = {
                "first_name": one.first_name,
                "last_name": one.last_name,
                "email": one.email,
                "lms_user_id": one.number,
            }
            gradebook.update_or_create_student(one.id, **{name: value for name, value in known.items() if value})
    return len(people)
