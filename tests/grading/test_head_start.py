"""What is started before nbgrader is imported."""

from __future__ import annotations

import os
import subprocess
import sys

import nbformat
import pytest
from underhood_grading import head_start, teach
from underhood_grading.head_start import HeadStart, _widely_used
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


DICT = "import numba\n@numba.njit\ndef count(x):\n    seen = {}\n    return seen"


def submit(root, number, *sources):
    folder = root / "submitted" / f"s{number:03}" / "sums"
    folder.mkdir(parents=True)
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "sums.ipynb")
    return folder / "sums.ipynb"


@pytest.mark.parametrize(("users", "others", "ready"), [(8, 0, True), (7, 0, False), (20, 60, True), (3, 60, False)])
def test_what_many_students_use_is_made_ready(tmp_path, users, others, ready) -> None:
    for number in range(users + others):
        submit(tmp_path, number * 11 % (users + others), DICT if number < users else "seen = {}", "def f(): ...")
    assert _widely_used(tmp_path, "sums", ["sums.ipynb"]) == ({"numba", "numba.dict"} if ready else set())


def test_of_a_large_class_only_some_are_looked_at(tmp_path, monkeypatch) -> None:
    for number in range(200):
        submit(tmp_path, number, DICT)
    looked = []
    cells = head_start._cells
    monkeypatch.setattr(head_start, "_cells", lambda file: looked.append(file) or cells(file))
    assert "numba.dict" in _widely_used(tmp_path, "sums", ["sums.ipynb"])
    assert 24 <= len(looked) < 48


def test_what_is_no_notebook_is_not_looked_at(tmp_path) -> None:
    for number in range(12):
        file = submit(tmp_path, number, DICT)
        if number == 0:
            file.unlink()
            os.mkfifo(file)  # reading it would take forever
        if number == 1:
            file.write_bytes(b" " * (1 << 20) + file.read_bytes())
        if number == 2:
            file.write_text("[" * 100_000)
        if number == 3:
            file.write_bytes(b"\xff")
    assert _widely_used(tmp_path, "sums", ["sums.ipynb"]) == {"numba", "numba.dict"}


@pytest.mark.parametrize("content", [None, "{not json", "[]", '{"cells": [{"cell_type": "code"}]}'])
def test_what_cannot_be_read_starts_nothing(tmp_path, content) -> None:
    if content is not None:
        (tmp_path / "source" / "sums").mkdir(parents=True)
        (tmp_path / "source" / "sums" / "sums.ipynb").write_text(content)
    with HeadStart(tmp_path, "sums") as early:
        assert early.runner is None


def test_it_imports_neither_nbgrader_nor_numpy() -> None:
    code = (
        "import sys, underhood_grading.head_start; sys.exit(bool({'nbgrader', 'numpy', 'IPython'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
