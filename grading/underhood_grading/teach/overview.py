"""`underhood teach status`: where each student's submission of each hand-in stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from underhood_grading import submission
from underhood_grading.inbox import refusal
from underhood_grading.records import read_record

from .results import Results

if TYPE_CHECKING:
    from collections.abc import Iterable

    from underhood_course.handin import Handin

    from underhood_grading.inbox import Arrival
    from underhood_grading.policy import PartScore
    from underhood_grading.records import Record

    from .course import Course
    from .results import Counted

__all__ = ["HandinStatus", "State", "SubmissionStatus", "remarks", "status", "table"]

State = Literal["submitted", "collected", "graded", "failed", "feedback-released"]


class SubmissionStatus(TypedDict):
    """One student's latest submission; `score` and its pieces are None unless it is graded.

    `score` is `required + bonus - penalty`, out of `max_score`. Where the best attempt counts, these
    and `parts` and `late` are that attempt's, whatever became of the latest one; `flags` then has
    "earlier-attempt". `seconds` is how long grading the latest one took.
    """

    student: str
    state: State
    score: float | None
    max_score: float
    parts: list[PartScore]
    late: bool
    problems: list[str]
    flags: list[str]
    seconds: float | None
    required: float | None
    invited: float | None
    bonus: float | None
    penalty: float | None


class HandinStatus(TypedDict):
    """One hand-in with everybody's submissions, in the students' order."""

    handin: str
    submissions: list[SubmissionStatus]


def status(course: Course, handin: str | None = None) -> list[HandinStatus]:
    """Say where submissions stand, of one hand-in or of all that have a source.

    >>> status(course, "convolution")[0]["submissions"][0]["state"]
    'graded'

    States, of a student's latest submission: "submitted" lies in the exchange and is not collected;
    "collected" is not graded yet; "graded"; "failed" could not be graded, `problems` says why;
    "feedback-released" is graded and the exchange has feedback with just these scores.

    Raises TeachError if there is no such hand-in or the gradebook can't be read.
    """
    names = course.handins() if handin is None else [handin]
    statuses: list[HandinStatus] = []
    for name in names:
        known = course.handin(name)
        with Results.of(course, known) as results:
            statuses.append({"handin": name, "submissions": _submissions(course, known, results)})
    return statuses


def table(statuses: Iterable[HandinStatus]) -> str:
    """Set statuses as a table for people, one line per submission and one per problem."""
    lines: list[str] = []
    for one in statuses:
        lines.append(one["handin"])
        if not one["submissions"]:
            lines.append("  no submissions")
        width = max((len(row["student"]) for row in one["submissions"]), default=0)
        for row in one["submissions"]:
            score = "–" if row["score"] is None else f"{row['score']:g}"
            parts = "  ".join(_part(part) for part in row["parts"])
            points = f"{score:>5} of {row['max_score']:g}"
            more = remarks(row) + ([f"[{', '.join(row['flags'])}]"] if row["flags"] else [])
            line = "  ".join([f"{row['student']:<{width}}  {row['state']:<17}  {points}", parts, *more])
            lines.append(f"  {line}".rstrip())
            lines += [f"  {'':<{width}}    {problem}" for problem in row["problems"]]
    return "\n".join(lines)


def remarks(row: SubmissionStatus) -> list[str]:
    """Say how a score differs from the sum of its required parts, for people."""
    found = [f"bonus +{row['bonus']:g}"] if row["bonus"] else []
    found += ["late"] if row["late"] else []
    return found + ([f"penalty -{row['penalty']:g}"] if row["penalty"] else [])


def _part(part: PartScore) -> str:
    score = "–" if part["score"] is None else f"{part['score']:g}"
    text = f"{part['name']} {score}/{part['max_score']:g}"
    return text if part["kind"] == "required" else f"({text})"


def _submissions(course: Course, handin: Handin, results: Results) -> list[SubmissionStatus]:
    waiting = course.arrivals(handin.name)
    collected = set(course.collected(handin.name))
    graded = course.graded(handin.name)
    rows: list[SubmissionStatus] = []
    for student in sorted(collected | set(waiting)):
        arrival = waiting.get(student)
        stamp = course.time_of(handin.name, student) if student in collected else None
        if arrival is not None and (student not in collected or (stamp is not None and stamp < arrival.time)):
            counted = results.counted(student, graded=False, time=arrival.time)
            rows.append(_waiting(course, arrival, counted, again=student in collected))
        elif student in graded:
            rows.append(_graded(course, handin, student, results))
        else:
            rows.append(_ungraded(course, handin, student, results.counted(student, graded=False, time=stamp)))
    return rows


def _row(
    student: str, state: State, counted: Counted, problems: list[str], record: Record | None = None
) -> SubmissionStatus:
    score = counted.score
    return {
        "student": student,
        "state": state,
        "score": score["score"],
        "max_score": score["max_score"],
        "parts": score["parts"],
        "late": score["late"],
        "problems": problems,
        "flags": [*(() if record is None else record.flags), *counted.flags],
        "seconds": None if record is None else record.seconds,
        "required": score["required"],
        "invited": score["invited"],
        "bonus": score["bonus"],
        "penalty": score["penalty"],
    }


def _waiting(course: Course, arrival: Arrival, counted: Counted, *, again: bool) -> SubmissionStatus:
    problems = ["handed in again; the earlier submission was collected"] if again else []
    if why := refusal(arrival.folder, course.api.coursedir.max_dir_size):
        problems.append(f"can't be collected: {why}")
    return _row(arrival.student, "submitted", counted, problems)


def _graded(course: Course, handin: Handin, student: str, results: Results) -> SubmissionStatus:
    counted = results.counted(student)
    state: State = "feedback-released" if results.is_released(student, counted.score) else "graded"
    record = read_record(course.root, handin.name, student)
    # Where plain nbgrader has graded since, the record is of something else than what is graded now.
    if record is not None and record.state == "graded" and results.is_recorded(student):
        return _row(student, state, counted, list(record.problems), record)
    return _row(student, state, counted, results.problems(student))


def _ungraded(course: Course, handin: Handin, student: str, counted: Counted) -> SubmissionStatus:
    record = read_record(course.root, handin.name, student)
    code = submission.digest(course.folder("submitted", handin.name, student))
    if record is not None and record.state == "failed" and record.submission == code:
        return _row(student, "failed", counted, list(record.problems), record)
    return _row(student, "collected", counted, [])
