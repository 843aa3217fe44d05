"""What students are told of a released hand-in: when it is due for everybody, and for each what differs."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from nbgrader.api import MissingEntry

from underhood_grading import notices, policy

from .errors import TeachError

if TYPE_CHECKING:
    from datetime import datetime

    from nbgrader.api import Gradebook
    from underhood_course.handin import Handin

    from .course import Course

__all__ = ["due_for_all", "tell"]


def tell(course: Course) -> None:
    r"""Bring what the exchange says of due times up to date, for everybody and for each student.

    >>> (course.root / "students.toml").write_text("[ada.handins.convolution]\nextension_hours = 48")
    >>> tell(course)

    Students see no extension but their own. Faults in the course's files are others' to report; an exchange that
    can't be written, or is no folder, is told nothing.
    """
    if not course.outbound.is_dir():
        return
    try:
        students = course.students()
        with course.gradebook() as gradebook:
            for name in course.handins():
                if (course.outbound / name).is_dir():
                    _tell_one(course, gradebook, students, name)
        notices.changed(course.outbound)
    except (OSError, TeachError) as error:
        course.notes.lines.append(f"[WARNING] students were not told of due times: {error}")


def due_for_all(gradebook: Gradebook, handin: Handin) -> datetime | None:
    """Return when a hand-in is due for who has no extension: by its own rules, or else by the gradebook."""
    if handin.policy.due is not None:
        return handin.policy.due
    try:
        due: datetime | None = gradebook.find_assignment(handin.name).duedate
    except MissingEntry:
        return None
    return None if due is None else due.replace(tzinfo=UTC)


def _tell_one(course: Course, gradebook: Gradebook, students: policy.Students, name: str) -> None:
    try:
        handin = course.handin(name)
    except TeachError:
        return
    due = due_for_all(gradebook, handin)
    notices.tell_all(course.outbound / handin.name, handin, due)
    place = course.outbound.parent
    for student, keys in notices.introductions(place).items():
        own = policy.deadline(
            handin.policy,
            students[student].extensions.get(handin.name),
            gradebook_due=None if due is None else due.astimezone(UTC).replace(tzinfo=None),
            gradebook_extension=_gradebook_extension(gradebook, handin.name, student),
        )
        if own is not None:
            own -= timedelta(minutes=handin.policy.grace_minutes)
        personal = notices.Personal(None if own is None else own.isoformat(), students[student].specializations)
        for key in keys:
            notices.write_personal(place, key, handin.name, personal)


def _gradebook_extension(gradebook: Gradebook, handin: str, student: str) -> timedelta | None:
    try:
        more: timedelta | None = gradebook.find_submission(handin, student).extension
    except MissingEntry:
        return None
    return more
