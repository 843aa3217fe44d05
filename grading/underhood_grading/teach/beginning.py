"""A course directory from nothing: the hand-ins, the exchange, the students and the run's dates in one step."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from underhood_course import read_catalog
from underhood_course.toml_table import Table

from underhood_grading.policy import PolicyError
from underhood_grading.policy.rules import read_course_table

from .course import Course
from .errors import TeachError
from .planning import change_run, publish
from .roster import enrol, read_roster
from .setting_up import init

__all__ = ["begin", "proposed"]

if TYPE_CHECKING:
    from pathlib import Path

    from .setting_up import SetUp

_SEASONS = ("Winter", "Spring", "Summer", "Autumn")


def begin(
    folder: Path,
    *,
    name: str | None = None,
    start: date | None = None,
    timezone: str | None = None,
    exchange: Path | None = None,
    students: str = "",
) -> SetUp:
    """Make a course directory for a run of the installed course, ready to release.

    >>> begin(Path("autumn"), name="Autumn 2026", start=date(2026, 10, 26), students="ada").added
    ('convolution',)

    Raises TeachError as `init`, `read_roster` and `change_run` do; what is wrong with the students or the dates is
    said before anything is made.
    """
    people = read_roster(students)
    fields: dict[str, Any] = {"name": name or None, "start": start, "timezone": timezone or None}
    given = {key: value for key, value in fields.items() if value is not None}
    _check(given)
    catalog = read_catalog()
    made = init(folder, [page.source.parent for page in catalog.handins()], exchange, course_id=catalog.course_id)
    course = Course.open(made.root)
    enrol(course, people)
    if given:
        change_run(course, given)
    publish(course)
    return made


def proposed(workspace: Path, today: date) -> dict[str, str]:
    """Return the `proposal` of teaching.schema.json: what a form for a new course directory begins with.

    >>> proposed(Path("/home/ada/underhood"), date(2026, 9, 2))["folder"]
    '/home/ada/underhood/teaching/autumn-2026'
    """
    start = today + timedelta(days=-today.weekday() % 7)
    name = f"{_SEASONS[start.month % 12 // 3]} {start.year}"
    # formgrader wants it below the server's own folder.
    folder = workspace / "teaching" / name.lower().replace(" ", "-")
    return {"folder": str(folder), "name": name, "start": start.isoformat()}


def _check(fields: dict[str, Any]) -> None:
    policy = {key: fields[key] for key in ("timezone",) if key in fields}
    run = {key: value for key, value in fields.items() if key not in policy}
    try:
        read_course_table(Table({"policy": policy, "run": run}))
    except PolicyError as error:
        raise TeachError(str(error).removeprefix("underhood.toml ")) from error
