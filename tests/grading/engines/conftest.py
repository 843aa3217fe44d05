"""A hand-in of two functions, and submissions of it, without a course directory around them."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from underhood_grading.engines import Material, Submission
from underhood_grading.gradebook import Release, ReleasedCell, ReleasedNotebook
from underhood_grading.sandbox import Limits

RIGHT = "def double(x):\n    return 2 * x"
HALF = "def double(x):\n    return 2 * abs(x)"
WRONG = "def double(x):\n    raise ValueError(x)"
TEST = "assert double(2) == 4"
PARTIAL = "(double(1) == 2) + 2 * (double(-3) == -6)"


def _cell(name: str, source: str, points: float | None = None) -> ReleasedCell:
    graded = points is not None
    return ReleasedCell(name, "code", source, None, graded, graded, not graded, False, points, source)


@pytest.fixture(scope="session")
def material() -> Material:
    cells = (_cell("double", "def double(x): ..."), _cell("test", TEST, 2), _cell("partial", PARTIAL, 3))
    release = Release("doubling", {"doubling": ReleasedNotebook("doubling", cells)}, "digest")
    return Material(release, Limits(seconds=20, memory_mb=600, processes=20, disk_mb=64, file_mb=32))


def submission(student: str, answer: str) -> Submission:
    def mark(name: str, points: float | None = None) -> dict[str, Any]:
        graded = points is not None
        found = {"grade_id": name, "grade": graded, "locked": graded, "solution": not graded, "schema_version": 3}
        return {"nbgrader": {**found, "task": False} | ({"points": points} if graded else {})}

    cells = [
        new_code_cell(answer, metadata=mark("double")),
        new_code_cell(TEST, metadata=mark("test", 2)),
        new_code_cell(PARTIAL, metadata=mark("partial", 3)),
    ]
    return Submission(student, {"doubling": json.dumps(new_notebook(cells=cells)).encode()})


@pytest.fixture(scope="session")
def submit() -> Any:
    """Make a submission of a student's answer."""
    return submission


@pytest.fixture
def klass() -> list[Any]:
    """Twelve students' submissions as engines take them; each takes a while."""
    answers = [f"import time\ntime.sleep(0.2)\n{answer}" for answer in (RIGHT, HALF, WRONG)]
    return [partial(submission, f"student-{n:02}", answers[n % 3]) for n in range(12)]
