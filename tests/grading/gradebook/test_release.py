"""What is read of a release."""

from __future__ import annotations

import sqlite3

import pytest
from underhood_grading.gradebook import Release
from underhood_grading.teach import Course, TeachError


def read(course, *folders) -> Release:
    with course.gradebook() as gradebook:
        return Release.read(gradebook, "sums", *folders)


def test_cells_are_in_the_notebook_s_order_with_their_kinds_and_points(release) -> None:
    notebook = release.notebooks["sums"]
    kinds = {cell.name: (cell.locked, cell.grade, cell.solution) for cell in notebook.cells}
    assert kinds == {
        "text": (True, False, False),
        "double": (False, False, True),
        "test-double": (True, True, False),
        "sum": (False, False, True),
        "test-sum": (True, True, False),
        "shader": (False, False, True),
        "test-shader": (True, True, False),
    }
    assert {cell.name: cell.points for cell in notebook.graded} == {
        "test-double": 2.0,
        "test-sum": 3.0,
        "test-shader": 4.0,
    }
    assert notebook.kernelspec["name"] == "python3"


def test_the_hidden_tests_are_in_the_source_and_not_in_what_students_see(release) -> None:
    test = release.notebooks["sums"].cell("test-double")
    assert "double(-3)" in test.source
    assert "double(-3)" not in test.visible
    assert "return 2 * x" in release.notebooks["sums"].teacher.cells[1].source


def test_the_gradebook_alone_is_enough(released, release) -> None:
    alone = read(released).notebooks["sums"]
    assert {cell.name for cell in alone.cells} == {cell.name for cell in release.notebooks["sums"].cells}
    assert all(cell.visible is None and not cell.metadata for cell in alone.cells)
    assert alone.teacher is None


def test_the_digest_changes_with_a_hidden_test(classroom) -> None:
    before = read(classroom.course).digest
    assert read(classroom.course).digest == before
    with sqlite3.connect(classroom.course.root / "gradebook.db") as database:
        database.execute("update source_cell set source = replace(source, '-3', '-4') where name = 'test-double'")
    assert read(classroom.course).digest != before


def test_not_released(made_course) -> None:
    with pytest.raises(TeachError, match="was not released from this directory; run `underhood teach release sums`"):
        read(Course.open(made_course))
