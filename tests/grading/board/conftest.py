"""Submissions that were graded, as they lie in the course directory, without anything having been run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from underhood_grading.gradebook import Release
from underhood_grading.records import Attempt, Record, moment, write_record


@dataclass
class Graded:
    """A classroom whose gradebook, records and submitted files are written as grading leaves them."""

    course: Any
    submissions: int = 0

    def tests(self) -> str:
        with self.course.gradebook() as gradebook:
            folders = (self.course.folder(step, "sums") for step in ("source", "release"))
            return Release.read(gradebook, "sums", *folders).digest

    def submission(self, student: str, share: float, **options: Any) -> None:
        """Add one, and after it the next of the same student; a race of `test-sum` has this share."""
        race = {"cell": "test-sum", "name": "test-sum", "share": share, "tier": 2, "tiers": 5}
        self.races(student, [race], **options)

    def races(
        self,
        student: str,
        races: list[dict[str, Any]],
        *,
        nickname: str | None = "",
        points: float = 3.0,
        tests: str | None = None,
    ) -> None:
        self.submissions += 1
        number = self.submissions
        time = datetime.fromisoformat(f"2026-11-20 12:{number:02}:00")
        folder = self.course.folder("submitted", "sums", student)
        folder.mkdir(parents=True, exist_ok=True)
        if nickname is not None:
            name = nickname or f"{student.capitalize()} of the board"
            (folder / "board.toml").write_text(f'nickname = "{name}"')
        elif (folder / "board.toml").exists():
            (folder / "board.toml").unlink()
        code = f"{student}-{number}"
        tests = tests or self.tests()
        cells = {"test-double": 2.0, "test-sum": points, "test-shader": 0.0}
        attempt = Attempt(code, tests, moment(time), cells, races=tuple(races))
        write_record(self.course.root, "sums", student, Record("graded", code, tests, attempts=(attempt,)))
        with self.course.gradebook() as gradebook:
            gradebook.update_or_create_student(student)
            entry = gradebook.update_or_create_submission("sums", student, timestamp=time)
            for grade in entry.notebooks[0].grades:
                grade.auto_score = cells[grade.name]
            gradebook.db.commit()


@pytest.fixture
def graded(classroom) -> Graded:
    return Graded(classroom.course)
