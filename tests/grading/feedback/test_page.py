"""The feedback page that nbgrader makes: no hidden test, hints step by step."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_output
from underhood_grading import teach
from underhood_grading.feedback import hints_of, shown_hints
from underhood_grading.feedback_page import read_score
from underhood_grading.records import Attempt, Record, write_record

HINTS = ["Think of *negative* numbers.", "Which operator doubles?", "`2 * x`"]


@pytest.fixture
def graded(released_course: Path, tmp_path: Path):
    """One submission that failed a hidden test, as it lies in the course directory once it was graded."""
    root = tmp_path / "course"
    shutil.copytree(released_course, root)
    course = teach.Course.open(root)
    source = course.folder("source", "sums") / "sums.ipynb"
    notebook = nbformat.read(source, 4)
    notebook.cells[2].metadata["underhood"] = {"hints": HINTS, "kept": 1}
    notebook.cells[4].metadata["underhood"] = {"hints": ["never seen: it passed"]}
    nbformat.write(notebook, source)
    teach.release(course, "sums")
    time = datetime.fromisoformat("2026-11-20 12:00:00")
    folder = course.folder("autograded", "sums", "ada")
    for target in (folder, course.folder("submitted", "sums", "ada")):
        shutil.copytree(course.folder("release", "sums"), target)
        (target / "timestamp.txt").write_text(f"{time} UTC")
    (folder / "submission_secret.txt").write_text("secret")
    # Grading has put the hidden lines back before it ran the tests.
    run = nbformat.read(source, 4)
    lines = run.cells[2].source.split("\n")
    trace = [f"File {root}/autograded/ada", f"----> 3 {lines[2]}", "AssertionError: -3 was given"]
    run.cells[2].outputs = [new_output("error", ename="AssertionError", evalue="-3 was given", traceback=trace)]
    run.cells[3].outputs = [new_output("stream", name="stdout", text="kept [-3]")]
    nbformat.write(run, folder / "sums.ipynb")
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("ada")
        entry = gradebook.update_or_create_submission("sums", "ada", timestamp=time)
        for grade in entry.notebooks[0].grades:
            grade.auto_score = {"test-sum": 3.0}.get(grade.name, 0.0)
            grade.needs_manual_grade = False
        gradebook.db.commit()
    return course


def page(course, attempts: int = 1) -> str:
    one = Attempt("code", "tests", None, {})
    record = Record("graded", "code", "tests", attempts=tuple(replace(one, submission=str(n)) for n in range(attempts)))
    write_record(course.root, "sums", "ada", record)
    assert teach.feedback(course, "sums").released == ("ada",)
    (file,) = course.folder("feedback", "sums", "ada").glob("*.html")
    assert read_score(file)["score"] == 3
    return file.read_text()


def test_the_page_has_no_hidden_test(graded) -> None:
    text = page(graded)
    assert "in a hidden test" in text
    for secret in ("-3", "HIDDEN TESTS", "-6", str(graded.root)):
        assert secret not in text.split("<body")[1], secret
    (released,) = (graded.exchange / "underhood" / "feedback").glob("*.html")
    assert released.read_text() == text


def test_a_students_own_page_is_no_feedback(graded) -> None:
    folder = graded.folder("autograded", "sums", "ada")
    for name in ("mine.html", "nbgrader_config.py", "plot.png"):
        (folder / name).write_text("<script>mine()</script>")
    page(graded)  # which finds one
    made = graded.folder("feedback", "sums", "ada")
    assert {file.name for file in made.iterdir()} >= {"sums.html", "plot.png"}
    assert not (made / "nbgrader_config.py").exists()
    assert len(list((graded.exchange / "underhood" / "feedback").glob("*.html"))) == 1


def test_hints_come_one_by_one(graded) -> None:
    first = page(graded)
    assert "Hint 1 of 3" in first
    assert "<em>negative</em>" in first
    assert "Which operator" not in first
    assert "never seen" not in first
    second = page(graded, attempts=2)
    assert "Hint 2 of 3" in second
    assert "<code>2 * x</code>" not in second
    third = page(graded, attempts=3)
    assert "<code>2 * x</code>" in third
    assert "One more" not in third


def test_the_release_has_no_hints(graded) -> None:
    released = nbformat.read(graded.folder("release", "sums") / "sums.ipynb", 4)
    assert released.cells[2].metadata["underhood"] == {"kept": 1}
    assert "underhood" not in released.cells[4].metadata


def test_hints_that_are_none() -> None:
    assert shown_hints([], 3) == ""
    assert hints_of(Path("nowhere.ipynb")) == {}


@pytest.mark.parametrize("value", ["text", [1, ""], {"a": 1}, None])
def test_hints_of_another_shape_are_none(graded, value) -> None:
    source = graded.folder("source", "sums") / "sums.ipynb"
    notebook = nbformat.read(source, 4)
    notebook.cells[2].metadata["underhood"] = {"hints": value}
    notebook.cells[4].metadata["underhood"] = value
    nbformat.write(notebook, source)
    assert hints_of(source) == {}
