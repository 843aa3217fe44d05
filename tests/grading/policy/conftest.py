"""A classroom whose submissions are graded by writing into the real gradebook: no notebook is run."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from underhood_grading import submission, teach
from underhood_grading.records import Attempt, Record, moment, write_record
from underhood_grading.teach.attempts import keep_grades_by_hand

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Marked:
    """A released course directory, and students whose points a test gives."""

    course: teach.Course

    def configure(self, *, course: str = "", students: str = "", handin: str = "") -> None:
        """Write the directory's policy, what differs for students, and the hand-in's policy."""
        (self.course.root / "underhood.toml").write_text(course)
        (self.course.root / "students.toml").write_text(students)
        file = self.course.folder("source", "sums") / "handin.toml"
        file.write_text(file.read_text().replace("[limits]", f"[policy]\n{handin}\n[limits]", 1))

    def hand_in(self, student: str, time: str, text: str = "") -> str:
        """Put a submission into the course directory, collected, and return its digest."""
        folder = self.course.folder("submitted", "sums", student)
        if folder.exists():
            shutil.rmtree(folder)
        shutil.copytree(self.course.folder("release", "sums"), folder)
        (folder / "timestamp.txt").write_text(f"{time} UTC")
        (folder / "notes.txt").write_text(text)
        return submission.digest(folder)

    def grade(self, student: str, time: str, *, tests: str = "tests", flags: tuple = (), **points: float) -> None:
        """Hand in and grade, with points by cell (`_` for `-`), as the grade step does around the run."""
        code = self.hand_in(student, time)
        with self.course.writer() as writer:
            keep_grades_by_hand(self.course.root, writer, "sums", student)
        with self.course.gradebook() as gradebook:
            gradebook.update_or_create_student(student)
            entry = gradebook.update_or_create_submission("sums", student, timestamp=datetime.fromisoformat(time))
            for notebook in entry.notebooks:
                for one in notebook.grades:
                    one.auto_score = points.get(one.name.replace("-", "_"), 0.0)
                    one.needs_manual_grade = False
            gradebook.db.commit()
        target = self.course.folder("autograded", "sums", student)
        shutil.copytree(self.course.folder("submitted", "sums", student), target, dirs_exist_ok=True)
        with self.course.writer() as writer:
            when, counted = writer.points("sums", student)
        attempt = Attempt(code, tests, moment(when), counted)
        record = Record("graded", code, tests, seconds=0.5, flags=flags, attempts=(attempt,))
        write_record(self.course.root, "sums", student, record)

    def fail(self, student: str, time: str, problem: str) -> None:
        """Hand in what can't be graded."""
        code = self.hand_in(student, time, "broken")
        shutil.rmtree(self.course.folder("autograded", "sums", student), ignore_errors=True)
        write_record(self.course.root, "sums", student, Record("failed", code, "tests", (problem,), 0.1))

    def give(self, student: str, cell: str, points: float) -> None:
        """Give points by hand, as in formgrader."""
        with self.course.gradebook() as gradebook:
            gradebook.find_grade(cell, "sums", "sums", student).manual_score = points
            gradebook.db.commit()

    def row(self, student: str) -> Any:
        """Return a student's status row."""
        rows = teach.status(self.course, "sums")[0]["submissions"]
        return next(row for row in rows if row["student"] == student)


@pytest.fixture
def marked(released_course: Path, tmp_path: Path) -> Marked:
    root = tmp_path / "course"
    shutil.copytree(released_course, root)
    return Marked(teach.Course.open(root))
