"""Graded submissions in nbgrader's database and folder."""

from __future__ import annotations

import gc
import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import nbformat
import pytest
from nbgrader.preprocessors import AssignLatePenalties
from underhood_grading.gradebook import GradedSubmission, Writer
from underhood_grading.scoring import StrictAutoGrades
from underhood_grading.teach import TeachError

JANUARY = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # as nbgrader keeps times


def rows(gradebook, student: str):
    """All that nbgrader's database says of a submission, without its ids."""
    entry = gradebook.find_submission("sums", student)
    notebook = entry.notebooks[0]
    grades = {one.name: {**one.to_dict(), "score": one.score} for one in notebook.grades}
    comments = {one.name: one.to_dict() for one in notebook.comments}
    found = [entry.to_dict(), notebook.to_dict(), notebook.late_submission_penalty, grades, comments]
    return json.loads(json.dumps(found, default=str, sort_keys=True).replace(student, "someone"), object_hook=no_id)


def no_id(values):
    return {key: value for key, value in values.items() if key != "id"}


def test_the_rows_are_as_nbgrader_writes_them(desk) -> None:
    desk.raw["cells"][1]["source"] = "def double(x): return 2 * x"
    result = desk.result("ada", test_double=2.0, test_sum=3.0, test_shader=4.0)
    desk.writer.store(result)
    notebook = nbformat.from_dict(result.notebooks[0].notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.execution_count = 1
    place = {"notebook": "sums", "assignment": "sums", "student": "bob", "db_url": desk.db_url}
    with desk.gradebook() as gradebook:
        gradebook.add_student("bob")
        gradebook.add_submission("sums", "bob", timestamp=JANUARY)
    for step in (StrictAutoGrades, AssignLatePenalties):
        step().preprocess(notebook, {"nbgrader": place})
    with desk.gradebook() as gradebook:
        mine, nbgraders = rows(gradebook, "ada"), rows(gradebook, "bob")
    assert mine == nbgraders
    assert mine[0]["score"] == 9.0
    assert mine[4]["sum"]["auto_comment"] == "No response."
    assert mine[4]["double"]["auto_comment"] is None


def test_the_folder_is_as_nbgrader_leaves_it(desk) -> None:
    desk.writer.store(desk.result())
    files = {path.relative_to(desk.folder()).as_posix(): path for path in desk.folder().rglob("*") if path.is_file()}
    assert set(files) == {"sums.ipynb", "timestamp.txt", "submission_secret.txt", "data/a.csv"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files.values()} == {0o444}
    notebook = desk.result().notebooks[0].notebook
    assert nbformat.read(files["sums.ipynb"], as_version=4) == notebook
    assert len(files["sums.ipynb"].read_text().splitlines()) == len(notebook.cells) + 3  # a line for each cell
    assert desk.writer.unfinished("sums") == set()
    assert [path.name for path in desk.folder().parent.iterdir()] == ["sums"]


def test_what_belongs_into_memory_only_is_left_out_of_the_file(desk) -> None:
    desk.raw["metadata"]["signature"] = "sha256:0"
    desk.raw["cells"][1]["metadata"]["trusted"] = True
    desk.writer.store(desk.result())
    text = (desk.folder() / "sums.ipynb").read_text()
    assert "trusted" not in text
    assert "signature" not in text


def test_a_second_grading_takes_the_place_of_the_first(desk) -> None:
    desk.writer.store(desk.result(test_sum=3.0))
    desk.writer.store(replace(desk.result(test_sum=0.0), files={"timestamp.txt": b"later"}))
    assert desk.points()["test-sum"] == (0.0, False)
    assert sorted(path.name for path in desk.folder().iterdir()) == ["sums.ipynb", "timestamp.txt"]
    assert [path.name for path in desk.folder().parent.iterdir()] == ["sums"]


def test_what_people_gave_stays(desk) -> None:
    desk.writer.store(desk.result())
    with desk.gradebook() as gradebook:
        grade = gradebook.find_grade("test-sum", "sums", "sums", "ada")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 2.5, 1.0, False
        gradebook.find_comment("sum", "sums", "sums", "ada").manual_comment = "well done"
        gradebook.find_submission("sums", "ada").notebooks[0].flagged = True
        gradebook.db.commit()
        gradebook.grant_extension("sums", "ada", days=2)
    desk.writer.store(desk.result(test_sum=0.0))
    with desk.gradebook() as gradebook:
        grade = gradebook.find_grade("test-sum", "sums", "sums", "ada")
        assert (grade.auto_score, grade.manual_score, grade.score) == (0.0, 2.5, 3.5)
        assert grade.needs_manual_grade  # to be looked at again, as with nbgrader
        comment = gradebook.find_comment("sum", "sums", "sums", "ada")
        assert (comment.manual_comment, comment.auto_comment) == ("well done", "No response.")
        entry = gradebook.find_submission("sums", "ada")
        assert entry.extension == timedelta(days=2)
        assert entry.notebooks[0].flagged


def test_a_score_that_a_person_has_to_give(desk) -> None:
    desk.writer.store(desk.result(test_sum=None))
    assert desk.points()["test-sum"] == (None, True)


def test_a_notebook_that_was_not_handed_in_scores_0(desk) -> None:
    desk.writer.store(desk.result())
    desk.writer.store(replace(desk.result(), notebooks=()))
    assert set(desk.points().values()) == {(0.0, False)}
    assert not (desk.folder() / "sums.ipynb").exists()


def test_times_are_kept_in_utc(desk) -> None:
    there = timezone(timedelta(hours=2))
    desk.writer.store(desk.result(time=datetime(2026, 1, 1, 1, tzinfo=there)))
    with desk.gradebook() as gradebook:
        assert gradebook.find_submission("sums", "ada").timestamp == datetime(2025, 12, 31, 23)  # noqa: DTZ001
    desk.writer.store(desk.result(time=None))
    with desk.gradebook() as gradebook:
        assert gradebook.find_submission("sums", "ada").timestamp is None


@pytest.mark.parametrize(("cost", "kept"), [(1.0, 1.0), (100.0, 3.5), (-1.0, 0.0), (None, None)])
def test_the_late_penalty(desk, cost, kept) -> None:
    asked = []

    def penalty(student: str, score: float, seconds: float) -> float | None:
        asked.append((student, score, seconds))
        return cost

    def stored() -> float | None:
        desk.writer.store(desk.result(), penalty)
        with desk.gradebook() as gradebook:
            return gradebook.find_submission("sums", "ada").notebooks[0].late_submission_penalty

    assert stored() is None
    assert asked == []  # no due date
    with desk.gradebook() as gradebook:
        gradebook.find_assignment("sums").duedate = JANUARY - timedelta(hours=1)
        gradebook.db.commit()
    with Writer(desk.course.root, desk.db_url, desk.course.course_id) as desk.writer:
        assert stored() == kept
        assert asked == [("ada", 3.5, 3600.0)]
        with desk.gradebook() as gradebook:
            gradebook.grant_extension("sums", "ada", hours=1)
        assert stored() is None
        assert len(asked) == 1


def test_nothing_is_stored_by_halves(desk) -> None:
    desk.writer.store(desk.result(test_sum=3.0))
    with desk.gradebook() as gradebook:
        gradebook.find_assignment("sums").duedate = JANUARY - timedelta(hours=1)
        gradebook.db.commit()

    def fails(*_: object) -> float:
        raise RuntimeError("in the middle")

    with Writer(desk.course.root, desk.db_url, desk.course.course_id) as writer:
        with pytest.raises(RuntimeError):
            writer.store(replace(desk.result(test_sum=0.0), files={}), fails)
        with pytest.raises(RuntimeError):
            writer.store(desk.result("bob"), fails)
    assert desk.points()["test-sum"] == (3.0, False)
    assert (desk.folder() / "timestamp.txt").exists()
    assert not desk.folder("bob").exists()
    with desk.gradebook() as gradebook:
        assert [student.id for student in gradebook.students] == ["ada"]
    assert desk.writer.unfinished("sums") == {"ada", "bob"}


def test_taking_back(desk) -> None:
    desk.writer.store(desk.result())
    with desk.gradebook() as gradebook:
        gradebook.find_grade("test-sum", "sums", "sums", "ada").manual_score = 2.5
        gradebook.db.commit()
    desk.writer.take_back("sums", "ada", JANUARY)
    desk.writer.take_back("sums", "new", None)
    assert not desk.folder().exists()
    assert set(desk.points().values()) == {(None, True)}
    assert set(desk.points("new").values()) == {(None, True)}
    with desk.gradebook() as gradebook:
        assert gradebook.find_submission("sums", "ada").score == 2.5
    assert desk.writer.unfinished("sums") == set()


def test_it_is_unfinished_until_what_comes_then_is_done(desk) -> None:
    seen = []

    def then(points=None) -> None:
        seen.append((points, desk.points()["test-sum"], desk.folder().exists(), desk.writer.unfinished("sums")))

    desk.writer.store(desk.result(), then=then)
    assert seen.pop() == (desk.writer.points("sums", "ada")[1], (1.5, False), True, {"ada"})
    desk.writer.take_back("sums", "ada", then=then)
    assert seen == [(None, (None, True), False, {"ada"})]
    assert desk.writer.unfinished("sums") == set()


def test_a_hand_in_that_was_not_released(desk) -> None:
    with pytest.raises(TeachError, match='"other" was not released from this directory'):
        desk.writer.store(GradedSubmission("ada", "other", None, ()))


def test_no_file_leads_out_of_the_folder(desk) -> None:
    for names in (["../evil"], ["/tmp/evil"], ["a/../../evil"], [""], ["a\0"], ["a", "a/b"]):
        with pytest.raises(ValueError, match="is no path of a file inside a folder"):
            desk.writer.store(replace(desk.result(), files=dict.fromkeys(names, b"")))
    assert not desk.folder().exists()


def test_a_link_in_the_place_of_the_folder_is_not_followed(desk, tmp_path) -> None:
    other = tmp_path / "precious"
    other.mkdir()
    (other / "file").write_text("")
    desk.folder().parent.mkdir(parents=True)
    desk.folder().symlink_to(other)
    desk.writer.store(desk.result())
    assert not desk.folder().is_symlink()
    assert [path.name for path in other.iterdir()] == ["file"]


def test_a_shared_directory_is_its_group_s(desk) -> None:
    with Writer(desk.course.root, desk.db_url, desk.course.course_id, shared=True) as writer:
        writer.store(desk.result())
    assert stat.S_IMODE((desk.folder() / "sums.ipynb").stat().st_mode) == 0o664
    assert (desk.folder() / "data").stat().st_mode & 0o2770 == 0o2770


def test_memory_stays_flat(desk) -> None:
    def objects() -> int:
        gc.collect()
        return len(gc.get_objects())

    result = desk.result()
    for number in range(5):
        desk.writer.store(replace(result, student=f"student-{number}"))
    before = objects()
    for number in range(5, 45):
        desk.writer.store(replace(result, student=f"student-{number}"))
    assert objects() - before < 200


def test_the_points_that_are_told_are_those_of_the_gradebook(desk) -> None:
    told = []
    for scores in ({"test_sum": 1.5}, {"test_sum": None}, {"test_sum": 0.5}):
        desk.writer.store(desk.result(**scores), then=told.append)
        assert told[-1] == desk.writer.points("sums", "ada")[1]
        with desk.gradebook() as gradebook:
            grade = gradebook.find_grade("test-sum", "sums", "sums", "ada")
            grade.manual_score, grade.extra_credit = 2.0, 0.25
            gradebook.db.commit()
    assert [points["test-sum"] for points in told] == [1.5, 2.25, 2.25]


def test_who_says_the_penalty_may_read_the_gradebook(desk) -> None:
    with desk.gradebook() as gradebook:
        gradebook.find_assignment("sums").duedate = JANUARY - timedelta(hours=1)
        gradebook.db.commit()
    seen = []

    def penalty(student: str, score: float, _seconds: float) -> float:
        with desk.gradebook() as gradebook:  # while the submission's rows are being written
            seen.append(gradebook.find_submission("sums", student).score)
        return score / 2

    with Writer(desk.course.root, desk.db_url, desk.course.course_id, patience=0) as writer:
        writer.store(desk.result())
        writer.store(desk.result(test_sum=1.0), penalty)
    assert seen == [3.5]
    with desk.gradebook() as gradebook:
        assert gradebook.find_submission("sums", "ada").notebooks[0].late_submission_penalty == 1.5
