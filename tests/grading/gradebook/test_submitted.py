"""What is asked of the gradebook for all students at once is what nbgrader's own objects say one by one."""

from datetime import datetime

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import event
from underhood_grading.gradebook import submitted


@pytest.fixture
def gradebook(tmp_path):
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}", "course") as gradebook:
        gradebook.add_assignment("sums")
        for notebook in ("one", "two"):
            gradebook.add_notebook(notebook, "sums")
            for cell in ("add", f"own-of-{notebook}"):
                gradebook.add_grade_cell(cell, notebook, "sums", max_score=4, cell_type="code")
        gradebook.add_assignment("other")
        for student in ("ada", "bob", "eve"):
            gradebook.add_student(student)
        for student in ("ada", "bob"):
            gradebook.add_submission("sums", student, timestamp=datetime(2026, 11, 2, 9))  # noqa: DTZ001 - nbgrader's
        gradebook.add_submission("other", "eve")
        yield gradebook


def _grade(gradebook, student, notebook, cell, **values):
    grade = gradebook.find_grade(cell, notebook, "sums", student)
    for name, value in values.items():
        setattr(grade, name, value)
    gradebook.db.commit()


def test_points_are_those_of_nbgraders_own_objects(gradebook):
    _grade(gradebook, "ada", "one", "add", auto_score=1.0)
    _grade(gradebook, "ada", "two", "add", auto_score=2.0)
    _grade(gradebook, "ada", "two", "own-of-two", auto_score=0.0, manual_score=3.0, extra_credit=0.5)
    found = submitted(gradebook, "sums")
    assert sorted(found) == ["ada", "bob"]
    entry = gradebook.find_submission("sums", "ada")
    own = {}
    for notebook in entry.notebooks:
        for grade in notebook.grades:
            own[grade.name] = own.get(grade.name, 0.0) + grade.score
    assert found["ada"].points == own == {"add": 3.0, "own-of-one": 0.0, "own-of-two": 3.5}
    assert found["ada"].time == entry.timestamp
    assert sum(found["bob"].points.values()) == 0


def test_penalty_and_extension_are_the_submissions(gradebook):
    gradebook.update_or_create_submission("sums", "bob")
    gradebook.grant_extension("sums", "bob", days=2)
    for notebook, points in (("one", 1.5), ("two", None)):
        gradebook.find_submission_notebook(notebook, "sums", "bob").late_submission_penalty = points
    gradebook.db.commit()
    found = submitted(gradebook, "sums", "bob")
    assert list(found) == ["bob"]
    assert (found["bob"].penalty, found["bob"].extension.days) == (1.5, 2)
    assert submitted(gradebook, "sums", "ada")["ada"].penalty == 0.0


def test_who_handed_nothing_in_is_left_out(gradebook):
    assert submitted(gradebook, "sums", "eve") == {}
    assert submitted(gradebook, "nowhere") == {}


def test_what_a_run_stores_between_two_statements_is_no_half_submission(gradebook, tmp_path):
    asked = []

    def store(*_):
        asked.append(1)
        if len(asked) == 2:
            with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}", "course") as running:
                running.add_submission("sums", "eve")

    event.listen(gradebook.engine, "before_cursor_execute", store)
    gradebook.db.commit()
    assert sorted(submitted(gradebook, "sums")) == ["ada", "bob"]
