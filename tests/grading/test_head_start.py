"""What is started before nbgrader is imported."""

from __future__ import annotations

import subprocess
import sys

import pytest
from underhood_grading import teach
from underhood_grading.head_start import HeadStart
from underhood_grading.sandbox import probe

pytestmark = pytest.mark.skipif(not probe().available, reason=probe().reason)


def test_its_processes_are_those_that_grade(classroom) -> None:
    course = classroom.course
    ada = classroom.student("ada")
    ada.solve()
    ada.write(double="import math\n" + "def double(x):\n    return 2 * x")
    source = course.folder("source", "sums") / "sums.ipynb"
    source.write_text(
        source.read_text().replace("# Sums", "# Sums").replace("def double(x)", "import math\\ndef double(x)")
    )
    ada.hand_in()
    teach.collect(course, "sums")
    with HeadStart(course.root, "sums") as early:
        assert early.runner.modules == {"math"}
        assert early.probed().available
        assert teach.grade(course, "sums", early=early).count("graded") == 1
    assert not early.runner.is_alive()
    assert classroom.rows()["ada"]["score"] == 5


def test_the_judges_process_is_made_ready_for_the_tests_alone(classroom, monkeypatch) -> None:
    source = classroom.course.folder("source", "sums") / "sums.ipynb"
    source.write_text(source.read_text().replace("def double(x)", "import numba\\n@numba.njit\\ndef double(x)"))
    asked = {}
    monkeypatch.setattr("underhood_grading.head_start.Runner", lambda names, **options: asked.update(options))
    HeadStart(classroom.course.root, "sums")
    assert asked["ready"] == {"student": {"numba"}, "judge": set()}


def test_processes_that_lack_a_module_are_closed_and_others_started(classroom) -> None:
    course = classroom.course
    ada = classroom.student("ada")
    ada.solve()
    ada.hand_in()
    teach.collect(course, "sums")
    with HeadStart(course.root, "sums") as early:
        assert early.runner is None, "it imports nothing"
        assert teach.grade(course, "sums", early=early).count("graded") == 1


@pytest.mark.parametrize("content", [None, "{not json", "[]", '{"cells": [{"cell_type": "code"}]}'])
def test_what_cannot_be_read_starts_nothing(tmp_path, content) -> None:
    if content is not None:
        (tmp_path / "source" / "sums").mkdir(parents=True)
        (tmp_path / "source" / "sums" / "sums.ipynb").write_text(content)
    with HeadStart(tmp_path, "sums") as early:
        assert early.runner is None


def test_it_imports_nothing_of_nbgrader() -> None:
    code = "import sys, underhood_grading.head_start; sys.exit('nbgrader' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
