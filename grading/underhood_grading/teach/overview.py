"""`underhood teach status`: where each student's submission of each hand-in stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from underhood_grading import submission
from underhood_grading.inbox import refusal
from underhood_grading.records import read_record
from underhood_grading.scores import PartScore, Score, score_of

from .results import Results

if TYPE_CHECKING:
    from collections.abc import Iterable

    from underhood_course.handin import Handin

    from underhood_grading.inbox import Arrival

    from .course import Course

__all__ = ["HandinStatus", "State", "SubmissionStatus", "status", "table"]

State = Literal["submitted", "collected", "graded", "failed", "feedback-released"]


class SubmissionStatus(TypedDict):
    """One student's latest submission; `score` is None unless it is graded."""

    student: str
    state: State
    score: float | None
    max_score: float
    parts: list[PartScore]
    late: bool
    problems: list[str]


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
            late = "  late" if row["late"] else ""
            points = f"{score:>5} of {row['max_score']:g}"
            lines.append(f"  {row['student']:<{width}}  {row['state']:<17}  {points}  {parts}{late}".rstrip())
            lines += [f"  {'':<{width}}    {problem}" for problem in row["problems"]]
    return "\n".join(lines)


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
            row = _waiting(course, handin, arrival, again=student in collected)
            row["late"] = results.is_late(student, arrival.time)
        elif student in graded:
            row = _graded(student, results)
        else:
            row = _ungraded(course, handin, student)
            row["late"] = stamp is not None and results.is_late(student, stamp)
        rows.append(row)
    return rows


def _row(student: str, state: State, score: Score, problems: list[str]) -> SubmissionStatus:
    return {
        "student": student,
        "state": state,
        "score": score["score"],
        "max_score": score["max_score"],
        "parts": score["parts"],
        "late": False,
        "problems": problems,
    }


def _waiting(course: Course, handin: Handin, arrival: Arrival, *, again: bool) -> SubmissionStatus:
    problems = ["handed in again; the earlier submission was collected"] if again else []
    if why := refusal(arrival.folder, course.api.coursedir.max_dir_size):
        problems.append(f"can't be collected: {why}")
    return _row(arrival.student, "submitted", score_of(handin, None), problems)


def _graded(student: str, results: Results) -> SubmissionStatus:
    score, late = results.score(student)
    state: State = "feedback-released" if results.is_released(student, score) else "graded"
    row = _row(student, state, score, results.problems(student))
    row["late"] = late
    return row


def _ungraded(course: Course, handin: Handin, student: str) -> SubmissionStatus:
    record = read_record(course.root, handin.name, student)
    code = submission.digest(course.folder("submitted", handin.name, student))
    if record is not None and record.state == "failed" and record.submission == code:
        return _row(student, "failed", score_of(handin, None), list(record.problems))
    return _row(student, "collected", score_of(handin, None), [])
