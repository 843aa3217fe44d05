"""The steps one after the other, and the one clear line where a step can't be done."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import nbformat
import pytest
from traitlets.config import Config
from underhood_grading import teach
from underhood_grading.feedback_page import read_score


def test_before_the_release(made_course, tmp_path) -> None:
    root = tmp_path / "course"
    shutil.copytree(made_course, root)
    course = teach.Course.open(root)
    assert teach.status(course) == [{"handin": "sums", "submissions": []}]
    assert teach.table(teach.status(course)) == "sums\n  no submissions"
    assert teach.export(course, tmp_path / "grades.csv") == (
        "handin,student,state,score,max_score,late,required,invited,bonus,penalty\n"
    )
    with pytest.raises(teach.TeachError, match="is not released yet; run `underhood teach release sums` first"):
        teach.collect(course, "sums")
    with pytest.raises(teach.TeachError, match=r"nothing to grade: .* run `underhood teach collect sums` first"):
        teach.grade(course, "sums")
    with pytest.raises(teach.TeachError, match=r"nothing is graded .* run `underhood teach grade sums` first"):
        teach.feedback(course, "sums")
    shutil.copytree(course.folder("source", "sums"), course.folder("submitted", "sums", "ada"))
    with pytest.raises(teach.TeachError, match="was not released from this directory"):
        teach.grade(course, "sums")


@pytest.mark.parametrize("step", [teach.release, teach.collect, teach.grade, teach.feedback, teach.status])
def test_no_such_hand_in(classroom, step) -> None:
    words = 'no hand-in "sum" in .*; did you mean "sums"\\? there is: sums'
    with pytest.raises(teach.TeachError, match=words):
        step(classroom.course, "sum")


def test_what_students_fetch(classroom) -> None:
    ada = classroom.student("ada")
    assert sorted(path.name for path in ada.notebook.parent.iterdir()) == [".handin.json", "sums.ipynb"]
    cells = {cell.metadata.nbgrader.grade_id: cell.source for cell in nbformat.read(ada.notebook, 4).cells}
    assert cells["double"] == "def double(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    assert "\n    // YOUR CODE HERE\n}" in cells["shader"]
    assert "raise" not in cells["shader"]
    assert cells["test-double"] == "assert double(2) == 4\nprint('passed')"


def test_nobody_handed_in(classroom) -> None:
    with pytest.raises(teach.TeachError, match='nothing to collect: nobody has handed in "sums"'):
        teach.collect(classroom.course, "sums")


def test_releasing_again_replaces_the_release_and_keeps_submissions(classroom) -> None:
    course, ada = classroom.course, classroom.student("ada")
    ada.hand_in()
    source = course.folder("source", "sums") / "sums.ipynb"
    source.write_text(source.read_text().replace("# Sums", "# Sums, corrected"))
    done = teach.release(course, "sums")
    assert done.again
    assert "corrected" in (done.folder / "sums.ipynb").read_text()
    assert classroom.rows()["ada"]["state"] == "submitted"
    assert "corrected" not in ada.notebook.read_text()


def test_an_exchange_that_cannot_be_made(classroom, tmp_path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    config = classroom.course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + f"c.Exchange.root = {str(file / 'exchange')!r}\n")
    course = teach.Course.open(classroom.course.root)
    with pytest.raises(teach.TeachError, match=r"the exchange .* can't be made: .* is a file"):
        teach.release(course, "sums")
    with pytest.raises(teach.TeachError, match="there is no exchange at"):
        teach.collect(course, "sums")
    assert teach.status(course) == [{"handin": "sums", "submissions": []}]


def test_an_exchange_that_cannot_be_written(classroom, closed_folder) -> None:
    course = classroom.course
    shutil.rmtree(course.outbound / "sums")
    course.outbound.chmod(0o500)
    with pytest.raises(teach.TeachError, match=r"can't write .*outbound"):
        teach.release(course, "sums")
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + f"c.Exchange.root = {str(closed_folder / 'exchange')!r}\n")
    with pytest.raises(teach.TeachError, match=r"the exchange .* can't be used: Could not create"):
        teach.release(teach.Course.open(course.root), "sums")


def test_a_course_directory_that_cannot_be_written(classroom, closed_folder) -> None:
    assert closed_folder.is_dir()
    ada = classroom.student("ada")
    ada.hand_in()
    submitted = classroom.course.root / "submitted"
    submitted.chmod(0o500)
    collected = teach.collect(classroom.course, "sums")
    assert "Permission denied" in collected.problems["ada"]
    (classroom.course.root / "gradebook.db").chmod(0o400)
    submitted.chmod(0o700)
    teach.collect(classroom.course, "sums")
    with pytest.raises(teach.TeachError, match=r"the gradebook .* can't be written"):
        teach.grade(classroom.course, "sums")


def test_a_source_that_nbgrader_cannot_release(classroom) -> None:
    file = classroom.course.folder("source", "sums") / "sums.ipynb"
    file.write_text(file.read_text().replace("### END SOLUTION", "### THE END"))
    with pytest.raises(teach.TeachError, match='"sums" can\'t be released: no end solution statement found'):
        teach.release(classroom.course, "sums")


def test_a_faulty_source_is_named(classroom) -> None:
    file = classroom.course.folder("source", "sums") / "handin.toml"
    file.write_text(file.read_text().replace('"test-sum"', '"test-some"'))
    with pytest.raises(teach.TeachError, match=r"source/sums/handin\.toml parts\[1\]\.cells"):
        teach.status(classroom.course)


def test_a_locked_gradebook_is_said(classroom, capsys) -> None:
    ada = classroom.student("ada")
    ada.notebook.write_text("")
    ada.hand_in()
    teach.collect(classroom.course, "sums")
    # As everybody's, but without the driver's 5 s of patience.
    config = classroom.course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "c.CourseDirectory.db_url += '?timeout=0.1'\n")
    course = teach.Course.open(classroom.course.root)
    course.patience = 0.5
    with sqlite3.connect(course.root / "gradebook.db") as other:
        other.execute("begin exclusive")
        with pytest.raises(teach.TeachError, match=r"gradebook .* is locked by another program"):
            teach.grade(course, "sums")
    assert "waiting up to" in capsys.readouterr().err


def test_a_damaged_gradebook_is_said(classroom) -> None:
    (classroom.course.root / "gradebook.db").write_bytes(b"no database" * 100)
    with pytest.raises(teach.TeachError, match=r"gradebook .* is damaged"):
        teach.status(classroom.course)


def test_one_unreadable_time_stops_nobody(classroom) -> None:
    """Of a submission that came by other ways than the exchange."""
    course, ada = classroom.course, classroom.student("ada")
    ada.hand_in()
    teach.collect(course, "sums")
    (course.folder("submitted", "sums", "ada") / "timestamp.txt").chmod(0o600)
    (course.folder("submitted", "sums", "ada") / "timestamp.txt").write_text("soon")
    (row,) = teach.grade(course, "sums").rows
    assert row.problems == ("timestamp.txt holds no time; collect the submission again or delete that file",)
    assert classroom.rows()["ada"]["state"] == "failed"
    assert teach.collect(course, "sums").updated == ("ada",)
    assert classroom.rows()["ada"]["state"] == "collected"


def test_from_a_wrong_answer_to_a_right_one(classroom) -> None:
    """Grade, return, resubmit, break, correct the tests: each step shows in the status."""
    course, ada, bob = classroom.course, classroom.student("ada"), classroom.student("bob")
    ada.hand_in()
    bob.notebook.write_text("")
    bob.hand_in()
    assert classroom.rows()["ada"]["state"] == "submitted"
    teach.collect(course, "sums")
    assert classroom.rows()["ada"]["state"] == "collected"
    assert teach.grade(course, "sums").count("graded") == 1
    returned = teach.feedback(course, "sums")
    assert (returned.released, returned.skipped) == (("ada",), {"bob": "not graded"})
    row = classroom.rows()["ada"]
    assert (row["state"], row["score"]) == ("feedback-released", 0)
    (page,) = course.folder("feedback", "sums", "ada").glob("*.html")
    assert read_score(page) == {
        "handin": "sums",
        "score": 0,
        "max_score": 5,
        "late": False,
        "comments": [],
        "parts": row["parts"],
    }

    ada.solve()
    ada.hand_in()
    row = classroom.rows()["ada"]
    assert (row["state"], row["score"]) == ("submitted", None)
    assert row["problems"] == ["handed in again; the earlier submission was collected"]
    collected = teach.collect(course, "sums")
    assert (collected.updated, collected.unchanged) == (("ada",), ("bob",))
    assert classroom.rows()["ada"]["state"] == "collected"
    assert teach.grade(course, "sums").count("graded") == 1
    assert (classroom.rows()["ada"]["state"], classroom.rows()["ada"]["score"]) == ("graded", 5)

    source = course.folder("source", "sums") / "sums.ipynb"
    source.write_text(source.read_text().replace("assert double(2) == 4", "assert double(2) == 5"))
    teach.release(course, "sums")
    assert teach.grade(course, "sums").count("graded") == 1, "the tests were changed"
    assert classroom.rows()["ada"]["score"] == 3

    ada.write(sum="")
    notebook = nbformat.read(ada.notebook, 4)
    notebook.cells = [cell for cell in notebook.cells if cell.metadata.nbgrader.grade_id != "test-sum"]
    nbformat.write(notebook, ada.notebook)
    ada.hand_in()
    teach.collect(course, "sums")
    teach.grade(course, "sums")
    assert classroom.rows()["ada"]["score"] == 0, "the earlier submission's points are gone"

    with course.gradebook() as gradebook:
        grade = gradebook.find_grade("test-sum", "sums", "sums", "ada")
        grade.manual_score = 1
        gradebook.db.commit()
    assert classroom.rows()["ada"]["score"] == 1

    ada.notebook.write_text("{}")
    ada.hand_in()
    teach.collect(course, "sums")
    rows = teach.grade(course, "sums").rows
    assert [(row.student, row.state, row.problems) for row in rows] == [
        ("ada", "failed", ("sums.ipynb is JSON but no notebook",)),
        ("bob", "failed", ("sums.ipynb is empty",)),
    ]
    assert (classroom.rows()["ada"]["state"], classroom.rows()["ada"]["score"]) == ("failed", None)
    with course.gradebook() as gradebook:
        entry = gradebook.find_submission("sums", "ada")
        assert entry.score == 1, "the points of the earlier submission are gone, a person's stay"


def test_a_directory_of_plain_nbgrader(classroom, tmp_path) -> None:
    """Any nbgrader course directory: no configuration of ours, no handin.toml."""
    root = tmp_path / "plain"
    (root / "source").mkdir(parents=True)
    shutil.copytree(classroom.course.folder("source", "sums"), root / "source" / "ps1")
    (root / "source" / "ps1" / "handin.toml").unlink()
    exchange = tmp_path / "exchange"
    (root / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.course_id = 'other'\nc.Exchange.root = {str(exchange)!r}\n"
    )
    # Making a gradebook takes seconds; it has been tried elsewhere.
    shutil.copy(classroom.course.root / "gradebook.db", root)
    before = Path.cwd()
    course = teach.Course.open(root)
    teach.release(course, "ps1")
    assert (exchange / "other" / "outbound" / "ps1" / "sums.ipynb").is_file()
    shutil.copytree(course.folder("source", "ps1"), course.folder("submitted", "ps1", "ada"))
    teach.grade(course, "ps1")
    (row,) = teach.status(course, "ps1")[0]["submissions"]
    assert (row["score"], row["max_score"]) == (9, 9)
    assert [part["name"] for part in row["parts"]] == ["test-double", "test-sum", "test-shader"]
    assert {part["kind"] for part in row["parts"]} == {"required"}
    assert teach.feedback(course, "ps1").skipped == {
        "ada": "it did not come through the exchange, so nbgrader has no place for its feedback"
    }
    assert Path.cwd() == before
    assert "NBGRADER_EXECUTION" not in os.environ


def test_steps_of_the_configuration_are_kept() -> None:
    from nbgrader.preprocessors import Execute, SaveAutoGrades
    from underhood_grading.configuration import configure_grading
    from underhood_grading.execution import ApartExecute
    from underhood_grading.scoring import StrictAutoGrades

    config = Config()
    config.Autograde.autograde_preprocessors = ["mine", Execute, SaveAutoGrades]
    config.GenerateAssignment.preprocessors.append("last")
    configure_grading(config)
    assert config.Autograde.autograde_preprocessors == ["mine", ApartExecute, StrictAutoGrades]
    assert config.GenerateAssignment.preprocessors[-1] == "last"
    assert len(config.GenerateAssignment.preprocessors) == 13
