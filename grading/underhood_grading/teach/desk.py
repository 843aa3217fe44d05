"""All that a teacher's view shows of a course directory, in one document."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from underhood_course import read_catalog
from underhood_course.handin import HANDIN_FILE
from underhood_course.run import Run

from underhood_grading.notices import read_notice

from .errors import TeachError
from .overview import status
from .platforms import people

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from underhood_course import Catalog
    from underhood_course.handin import Handin

    from underhood_grading.policy import Extension, Students

    from .course import Course
    from .platforms import Person

__all__ = ["desk"]

T = TypeVar("T")


def desk(course: Course, *, now: datetime | None = None) -> dict[str, Any]:
    """Return the `courseDirectory` of teaching.schema.json.

    >>> desk(course)["handins"][0]["submissions"][0]["state"]
    'graded'

    A file that is faulty or can't be read is a sentence where it matters, and the rest is there.
    """
    catalog = read_catalog()
    problems: list[str] = []
    run = _tried(course.run, Run(), problems)
    known: list[Person] = _tried(lambda: people(course), [], problems)
    students: Students | None = _tried(course.students, None, problems)
    if not course.exchange.is_dir():
        problems.append(f"there is no exchange at {course.exchange}; nothing can be handed in until the folder is back")
    time = now or datetime.now(UTC)
    day = run.today(catalog.schedule, time)
    return {
        "root": str(course.root),
        "exchange": str(course.exchange),
        "problems": problems,
        "run": {
            "name": run.name,
            "start": None if run.start is None else run.start.isoformat(),
            "timezone": run.timezone,
            "weekdays": list(run.weekdays),
            "free": [one.isoformat() for one in run.free],
            "project_start": None if run.project_start is None else run.project_start.isoformat(),
        },
        "calendar": _calendar(run, catalog, time),
        "day": day,
        "pages": _pages(run, catalog),
        "levels": [
            {"level": one["level"], "title": one["title"], "chosen": one["level"] in run.levels}
            for one in catalog.levels
        ],
        "handins": [_handin(course, name, known, students, problems) for name in course.handins()],
        "students": [_person(one) for one in known],
    }


def _tried(get: Callable[[], T], otherwise: T, problems: list[str]) -> T:
    try:
        return get()
    except TeachError as error:
        if str(error) not in problems:
            problems.append(str(error))
        return otherwise


def _calendar(run: Run, catalog: Catalog, now: datetime) -> list[dict[str, Any]]:
    today = run.date_of(now).isoformat()
    return [{**one, "today": one["date"] == today} for one in run.calendar(catalog.schedule)]


def _pages(run: Run, catalog: Catalog) -> list[dict[str, Any]]:
    return [
        {
            "id": page.id,
            "title": page.title,
            "module": module.title,
            "level": page.level,
            "chosen": page.id not in run.leave_out,
        }
        for module in catalog.modules
        for page in module.pages
    ]


def _person(person: Person) -> dict[str, str]:
    name = " ".join(one for one in (person.first_name, person.last_name) if one)
    return {"id": person.id, "name": name}


def _handin(
    course: Course, name: str, known: Sequence[Person], students: Students | None, said: Sequence[str]
) -> dict[str, Any]:
    released = (course.outbound / name).is_dir()
    found: dict[str, Any] = {
        "name": name,
        "title": name,
        "problem": None,
        "released": released,
        # A release of an earlier version does not say; then there may be some.
        "races": released and (read_notice(course.outbound / name) or {}).get("races", True),
        "due": None,
        "own_due": False,
        "parts": [],
        "submissions": [],
    }
    try:
        handin = course.handin(name)
        found |= _facts(course, handin)
        found["submissions"] = _submissions(course, handin, known, students)
    except TeachError as error:
        # What holds for the whole course directory is said once, above.
        found["problem"] = None if str(error) in said else str(error)
    return found


def _facts(course: Course, handin: Handin) -> dict[str, Any]:
    due = handin.policy.due
    can_choose = (course.folder("source", handin.name) / HANDIN_FILE).is_file()
    scheduled = course.run().due(read_catalog().schedule, handin.name)
    return {
        "title": handin.title,
        "due": None if due is None else due.isoformat(),
        "own_due": due is not None and due != scheduled,
        "parts": [
            {
                "name": part.name,
                "title": part.title,
                "points": part.points,
                "kind": part.kind,
                "specializations": dict(part.specializations),
            }
            for part in handin.parts
        ]
        if can_choose
        else [],
    }


def _submissions(
    course: Course, handin: Handin, known: Sequence[Person], students: Students | None
) -> list[dict[str, Any]]:
    waiting = course.arrivals(handin.name)
    rows: list[dict[str, Any]] = []
    for row in status(course, handin.name)[0]["submissions"]:
        student = row["student"]
        arrived = None if (arrival := waiting.get(student)) is None else arrival.time
        times = [one for one in (arrived, course.time_of(handin.name, student)) if one is not None]
        rows.append(
            {
                **{name: row[name] for name in ("student", "state", "score", "max_score", "late", "problems", "flags")},
                "handed_in": max(times).replace(tzinfo=UTC).isoformat() if times else None,
                "extension": _extension(students, student, handin.name),
            }
        )
    there = {row["student"] for row in rows}
    rows += [_missing(one.id, handin, students) for one in known if one.id not in there]
    return sorted(rows, key=lambda row: row["student"])


def _missing(student: str, handin: Handin, students: Students | None) -> dict[str, Any]:
    chosen = () if students is None else students[student].specializations
    return {
        "student": student,
        "state": "missing",
        "score": None,
        "max_score": handin.points(chosen),
        "late": False,
        "handed_in": None,
        "problems": [],
        "flags": [],
        "extension": _extension(students, student, handin.name),
    }


def _extension(students: Students | None, student: str, handin: str) -> Mapping[str, Any] | None:
    found: Extension | None = None if students is None else students[student].extensions.get(handin)
    if found is None:
        return None
    return {
        "hours": None if found.more is None else found.more.total_seconds() / 3600,
        "due": None if found.due is None else found.due.isoformat(),
    }
