"""Tries are counted, solutions open, cells are reset; nothing leaves the student's folder."""

import pytest
from underhood_course import ProgressFile, Workspace
from underhood_course.exercises.attempts import (
    NoExerciseError,
    SolutionClosedError,
    back_up,
    note_try,
    page_with,
    solution,
)
from underhood_course.student.folder import OutsideError

from ..conftest import cell  # noqa: TID252 - tests are no package that an absolute import could find
from .conftest import START, call, exercise


@pytest.fixture
def student(tmp_path):
    return Workspace(tmp_path / "student")


def test_tries_count_when_the_code_changed_and_solved_stays_solved(small, student):
    page, progress = page_with(small.catalog(), "m1/page", "double"), ProgressFile(student.state)
    for code, right, state, tries in (
        ("a", False, "tried", 1),
        ("a", False, "tried", 1),
        ("b", False, "tried", 2),
        ("c", True, "solved", 3),
        ("d", False, "solved", 4),
    ):
        kept = note_try(progress, page, "double", right=right, code=code)["pages"]["m1/page"]
        assert (kept["exercises"]["double"]["state"], kept["exercises"]["double"]["tries"]) == (state, tries)
    assert kept["state"] == "started"


def test_the_solution_opens_after_three_tries_or_when_solved(small, student):
    page, progress = page_with(small.catalog(), "m1/page", "double"), ProgressFile(student.state)
    for tries in range(3):
        with pytest.raises(SolutionClosedError, match=f"after 3 tries; there were {tries}"):
            solution(progress, page, "double", START)
        note_try(progress, page, "double", right=False, code=str(tries))
    assert solution(progress, page, "double", START) == [
        {"sign": " ", "text": "def double(x):"},
        {"sign": "-", "text": "    return x"},
        {"sign": "+", "text": "    return 2 * x"},
    ]


def test_reset_keeps_the_students_code_first(small, student):
    page = page_with(small.catalog(), "m1/page", "double")
    kept = back_up(student, page, "double", "mine æ")
    assert kept["source"] == START
    assert (student.root / kept["path"]).read_text("utf-8") == "mine æ"
    assert kept["path"].startswith(".underhood/backups/m1/page/double-")
    assert back_up(student, page, "double", "more")["path"] != kept["path"]


def test_backups_never_leave_the_students_folder(small, student, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    student.state.mkdir(parents=True)
    (student.state / "backups").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutsideError):
        back_up(student, page_with(small.catalog(), "m1/page", "double"), "double", "mine")
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(("page", "name"), [("m1/page", "../../double"), ("m1/other", "double"), ("m1/page", "other")])
def test_what_is_no_exercise_is_refused(small, page, name):
    with pytest.raises(NoExerciseError):
        page_with(small.catalog(), page, name)


def test_a_page_that_links_to_a_solution_does_not_bring_it_along(small, student):
    small.page("page", cell("# Title\n\n[peek](exercises/double.py)"), exercise(), call())
    catalog = small.catalog()
    student.open(catalog.page("m1/page"), catalog)
    assert not list(student.root.rglob("double.py"))
