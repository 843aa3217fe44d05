"""`students.toml` of a course directory: what differs for one student."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from underhood_course.handin import HANDIN_FILE
from underhood_course.policy import read_moment
from underhood_course.toml_table import FieldError

from .errors import PolicyError
from .rules import read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from underhood_course.toml_table import Table

__all__ = ["STUDENTS_FILE", "Extension", "Student", "Students", "named_specializations", "read_students", "students_of"]

STUDENTS_FILE = "students.toml"
_SPECIALIZATION = re.compile(r"[a-z][a-z-]*")


@dataclass(frozen=True)
class Extension:
    """More time for one hand-in: so much after everybody's due time, or a due time of one's own."""

    more: timedelta | None = None
    due: datetime | None = None


@dataclass(frozen=True)
class Student:
    """What the course directory says of one student; without `on_board` the class's board does not show them."""

    specializations: tuple[str, ...] = ()
    extensions: Mapping[str, Extension] = field(default_factory=dict)
    on_board: bool = True


class Students(dict[str, Student]):
    """Students by their nbgrader id; who is not in the file has no specialization and no extension."""

    def __missing__(self, name: str) -> Student:
        return Student()


def read_students(
    root: Path,
    timezone: str | None = None,
    *,
    handins: Collection[str] | None = None,
    specializations: Collection[str] | None = None,
) -> Students:
    """Read who has which specializations and who has more time.

    A student is a table: `[ada]` with `specializations = ["computer-graphics"]`, and
    `[ada.handins.convolution]` with `extension_hours = 48` or `due = 2026-11-27T12:00:00`. Whom the
    class's board is not to show, whatever they ask for, has `board = "hidden"`.

    >>> read_students(root, "Europe/Berlin")["ada"].specializations
    ('computer-graphics',)

    Local times are the course's `timezone`. Names that are not among `handins` and `specializations`
    are refused where these are given: a misspelt one would silently do nothing. Raises PolicyError.
    """
    return students_of(read_table(root / STUDENTS_FILE), timezone, handins=handins, specializations=specializations)


def students_of(
    table: Table,
    timezone: str | None = None,
    *,
    handins: Collection[str] | None = None,
    specializations: Collection[str] | None = None,
) -> Students:
    """Read the table of `students.toml`. Raises PolicyError."""
    try:
        return Students(
            {name: _student(table.table(name), timezone, handins, specializations) for name in table.left()}
        )
    except FieldError as error:
        raise PolicyError(f"{STUDENTS_FILE} {error}") from None


def named_specializations(handins: Iterable[Path]) -> set[str]:
    """Return the specializations that hand-ins' parts name; a faulty `handin.toml` is somebody else's to report."""
    found: set[str] = set()
    for folder in handins:
        try:
            parts = read_table(folder / HANDIN_FILE).tables("parts")
            kinds = [part.table("specializations") for part in parts]
        except (FieldError, PolicyError):
            continue
        found.update(name for one in kinds if one is not None for name in one.left())
    return found


def _student(
    table: Table | None, timezone: str | None, handins: Collection[str] | None, known: Collection[str] | None
) -> Student:
    if table is None:
        return Student()
    chosen = tuple(table.strings("specializations")) if "specializations" in table.left() else ()
    for one in chosen:
        if not _SPECIALIZATION.fullmatch(one) or (known is not None and one not in known):
            table.fail("specializations", _unknown(one, "specialization", known))
    extensions: dict[str, Extension] = {}
    if (inner := table.table("handins")) is not None:
        for name in inner.left():
            if handins is not None and name not in handins:
                inner.fail(name, _unknown(name, "hand-in", handins))
            if (extension := inner.table(name)) is not None:
                extensions[name] = _extension(extension, timezone)
    if left := [name for name in table.left() if table.is_table(name)]:
        # `[j.doe]` is TOML's way to say table doe in table j.
        table.fail(left[0], 'is no field; a student\'s id with a dot stands in quotes: ["j.doe"]')
    on_board = table.choice("board", ("shown", "hidden"), "shown") == "shown"
    table.done()
    return Student(chosen, extensions, on_board)


def _extension(table: Table, timezone: str | None) -> Extension:
    hours = table.number("extension_hours", 0.0, least=0, most=24 * 366)
    due = read_moment(table, "due", timezone)
    table.done()
    return Extension(timedelta(hours=hours) if hours else None, due)


def _unknown(name: str, what: str, known: Collection[str] | None) -> str:
    close = difflib.get_close_matches(name, known or (), n=1)
    listed = ", ".join(sorted(known or ())) or "none"
    return f'"{name}" is no {what}; ' + (f'did you mean "{close[0]}"?' if close else f"there is: {listed}")
