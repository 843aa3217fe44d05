"""A released hand-in, submissions of it, and what was written of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from nbgrader.api import Gradebook
from underhood_grading import teach
from underhood_grading.gradebook import GradedNotebook, GradedSubmission, Release, Writer, restore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCORES = {"test-double": 2.0, "test-sum": 1.5, "test-shader": 0.0}


@pytest.fixture(scope="session")
def released(released_course: Path) -> Any:
    """The course directory that several tests only read."""
    return teach.Course.open(released_course)


def read_release(course: Any) -> Release:
    with course.gradebook() as gradebook:
        return Release.read(gradebook, "sums", course.folder("source", "sums"), course.folder("release", "sums"))


@pytest.fixture(scope="session")
def release(released: Any) -> Release:
    return read_release(released)


@pytest.fixture
def fetched(released: Any) -> dict[str, Any]:
    """The notebook as students fetch it."""
    notebook: dict[str, Any] = json.loads((released.folder("release", "sums") / "sums.ipynb").read_text())
    return notebook


@dataclass
class Desk:
    """A course of one's own with a writer, and a look at what it wrote."""

    course: Any
    release: Release
    db_url: str
    writer: Writer
    raw: dict[str, Any]

    def result(self, student: str = "ada", time: datetime | None = datetime(2026, 1, 1), **changes: Any) -> Any:  # noqa: DTZ001
        """A graded submission; `changes` are of its scores, by cell with `_` for `-`."""
        scores = SCORES | {name.replace("_", "-"): score for name, score in changes.items()}
        notebook = restore(self.raw, self.release, "sums").notebook
        files = {"timestamp.txt": b"2026-01-01 00:00:00 UTC", "submission_secret.txt": b"x", "data/a.csv": b"1"}
        return GradedSubmission(student, "sums", time, (GradedNotebook("sums", notebook, scores),), files)

    def folder(self, student: str = "ada") -> Path:
        return self.course.folder("autograded", "sums", student)

    def gradebook(self) -> Gradebook:
        return Gradebook(self.db_url, self.course.course_id)

    def points(self, student: str = "ada") -> dict[str, tuple[float | None, bool]]:
        """Each grade's automatic score and whether a person has to look."""
        with self.gradebook() as gradebook:
            grades = gradebook.find_submission("sums", student).notebooks[0].grades
            return {one.name: (one.auto_score, one.needs_manual_grade) for one in grades}


@pytest.fixture
def desk(classroom: Any, fetched: dict[str, Any]) -> Iterator[Desk]:
    course = classroom.course
    url = course.api.coursedir.db_url
    with Writer(course.root, url, course.course_id) as writer:
        yield Desk(course, read_release(course), url, writer, fetched)
