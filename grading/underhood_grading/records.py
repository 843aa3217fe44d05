"""What the grade step remembers of a submission beside nbgrader's gradebook.

nbgrader has no place for "could not be graded, because"; a small JSON file per submission below
`.underhood/grading/` of the course directory keeps it, and what was graded, so that only what
changed is graded again. Losing these files costs nothing but a second grading.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from underhood_course.atomic import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Record", "read_record", "write_record"]


@dataclass(frozen=True)
class Record:
    """How grading a submission ended; `submission` and `tests` are digests of what it went by."""

    state: Literal["graded", "failed"]
    submission: str
    tests: str
    problems: tuple[str, ...] = ()
    seconds: float = 0.0


def _file(root: Path, handin: str, student: str) -> Path:
    return root / ".underhood" / "grading" / handin / f"{student}.json"


def read_record(root: Path, handin: str, student: str) -> Record | None:
    """Return a submission's record, or None where there is none that can be read."""
    try:
        values = json.loads(_file(root, handin, student).read_text(encoding="utf-8"))
        return Record(**{**values, "problems": tuple(values["problems"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write_record(root: Path, handin: str, student: str, record: Record) -> None:
    """Keep a submission's record. Raises OSError."""
    file = _file(root, handin, student)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_atomically(file, json.dumps(asdict(record)).encode())
