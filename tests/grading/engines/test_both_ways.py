"""The teacher's own solution, judged apart and inside, before anybody else's is."""

from __future__ import annotations

import nbformat
import pytest
from underhood_grading import teach
from underhood_grading.sandbox import probe

pytestmark = pytest.mark.skipif(not probe().available, reason=probe().reason)

LOOKS_INTO_THE_SOURCE = "import inspect\nassert 'return' in inspect.getsource(double)\nassert double(2) == 4"


@pytest.fixture
def graded(classroom):
    """A class whose first test looks at the source text of a function, which stays with the student."""
    course = classroom.course
    file = course.folder("source", "sums") / "sums.ipynb"
    notebook = nbformat.read(file, 4)
    for cell in notebook.cells:
        if cell.metadata.nbgrader.grade_id == "test-double":
            cell.source = LOOKS_INTO_THE_SOURCE
    nbformat.write(notebook, file)
    teach.release(course, "sums")
    for name in ("ada", "bob"):
        one = classroom.student(name)
        one.solve()
        if name == "bob":
            one.write(double="double = abs")
        one.hand_in()
    teach.collect(course, "sums")
    classroom.result = teach.grade(course, "sums")
    return classroom


def test_no_honest_student_loses_a_point_to_the_split(graded) -> None:
    (warning,) = graded.result.warnings
    assert "test `test-double` can't be judged apart from the student's code" in warning
    assert warning.endswith("it is judged inside it")
    rows = graded.rows()
    assert (rows["ada"]["score"], rows["bob"]["score"]) == (5, 3)
    assert rows["ada"]["flags"] == rows["bob"]["flags"] == ["judged-inside"]
    assert rows["ada"]["problems"] == []


def test_it_is_found_out_once_and_again_after_the_tests_were_changed(graded) -> None:
    course = graded.course
    (file,) = (course.root / ".underhood" / "grading" / ".solutions").iterdir()
    before = file.stat().st_mtime_ns
    assert teach.grade(course, "sums", force=True, students=["ada"]).warnings == graded.result.warnings
    assert file.stat().st_mtime_ns == before
    source = course.folder("source", "sums") / "sums.ipynb"
    source.write_text(
        source.read_text().replace("import inspect", "").replace("assert 'return' in inspect.getsource(double)", "")
    )
    teach.release(course, "sums")
    again = teach.grade(course, "sums")
    assert again.warnings == ()
    assert [row.flags for row in again.rows] == [(), ()]


def test_a_test_can_ask_to_be_judged_inside(classroom) -> None:
    course = classroom.course
    file = course.folder("source", "sums") / "sums.ipynb"
    notebook = nbformat.read(file, 4)
    for cell in notebook.cells:
        if cell.metadata.nbgrader.grade_id == "test-sum":
            cell.metadata.underhood = {"judge": "inside"}
    nbformat.write(notebook, file)
    teach.release(course, "sums")
    ada = classroom.student("ada")
    ada.solve()
    ada.hand_in()
    teach.collect(course, "sums")
    assert teach.grade(course, "sums").warnings == ()
    row = classroom.rows()["ada"]
    assert (row["score"], row["flags"]) == (5, ["judged-inside"])
