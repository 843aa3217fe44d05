"""What the grade step remembers of a submission beside nbgrader's gradebook.

nbgrader has no place for "could not be graded, because", and none for the points of an earlier
submission; a small JSON file per student and hand-in below `.underhood/grading/` of the course
directory keeps these, and what was graded, so that only what changed is graded again. Losing these
files costs a second grading, and where the best attempt counts, the earlier attempts.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from underhood_course.atomic import write_atomically

from .raced import checked_races

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from .raced import Raced

__all__ = ["Attempt", "Record", "moment", "read_record", "recorded_at", "write_record"]


@dataclass(frozen=True)
class Attempt:
    """A submission that was graded: its points by cell, and what to tell the student of a test.

    `time` is when it was handed in, as `moment` writes it; None if that is not known. `messages` are
    sentences by test cell for the feedback page, so they must hold nothing of a hidden test. `races` are
    its shares of the references' speed, as far as they count.
    """

    submission: str
    tests: str
    time: str | None
    points: Mapping[str, float]
    messages: Mapping[str, str] = field(default_factory=dict)
    races: tuple[Raced, ...] = ()


@dataclass(frozen=True)
class Record:
    """How grading the latest submission ended; `submission` and `tests` are digests of what it went by.

    `flags` are words for programs, such as "tampering" and "no-sandbox". `attempts` are all that
    were graded, the earliest first; each submission is there once.
    """

    state: Literal["graded", "failed"]
    submission: str
    tests: str
    problems: tuple[str, ...] = ()
    seconds: float = 0.0
    flags: tuple[str, ...] = ()
    attempts: tuple[Attempt, ...] = ()


def moment(time: datetime | None) -> str | None:
    """Return the text by which a submission's time (naive, UTC) is kept."""
    return None if time is None else time.isoformat()


def _file(root: Path, handin: str, student: str) -> Path:
    return root / ".underhood" / "grading" / handin / f"{student}.json"


def read_record(root: Path, handin: str, student: str) -> Record | None:
    """Return a student's record, or None where there is none that can be read."""
    try:
        values = json.loads(_file(root, handin, student).read_text(encoding="utf-8"))
        lists = {name: tuple(values.get(name, ())) for name in ("problems", "flags")}
        attempts = tuple(_attempt(one) for one in values.get("attempts", ()))
        return Record(**{**values, **lists, "attempts": attempts})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def recorded_at(root: Path, handin: str, student: str) -> float:
    """Return when a student's record was written, as files' times count. Raises OSError."""
    return _file(root, handin, student).stat().st_mtime


def write_record(root: Path, handin: str, student: str, record: Record) -> None:
    """Keep a student's record. Raises OSError.

    Attempts that were recorded before stay; one of the same submission is replaced in its place.
    """
    before = read_record(root, handin, student)
    attempts = {one.submission: one for one in (() if before is None else before.attempts)}
    attempts.update({one.submission: one for one in record.attempts})
    record = replace(record, attempts=tuple(attempts.values()))
    file = _file(root, handin, student)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_atomically(file, json.dumps(asdict(record)).encode())


def _attempt(values: Any) -> Attempt:
    points = {str(cell): float(one) for cell, one in values["points"].items()}
    return Attempt(**{**values, "points": points, "races": tuple(checked_races(values.get("races", ())))})
