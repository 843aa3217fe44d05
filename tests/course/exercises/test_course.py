"""The exercises of the course itself, and the files of exercises."""

import json

import pytest
from underhood_course import read_catalog
from underhood_course.exercises import Case
from underhood_course.exercises.files import ExerciseError, exercise_cell, find_exercise, read_exercise_file
from underhood_course.exercises.judge import judge
from underhood_course.page import read_notebook

from .conftest import define


@pytest.mark.parametrize(
    ("page", "name"), [(page.id, one.name) for page in read_catalog().pages() for one in page.exercises]
)
def test_every_exercise_of_the_course_is_untouched_as_handed_out_and_right_when_solved(page, name):
    file, handed_out = find_exercise(name)
    assert handed_out.page == page
    answer = "reverse_tiles" if name == "reverse-tiles" else name.replace("-", "_")
    assert judge(name, define(handed_out.source, answer), file, handed_out)["state"] == "untouched"
    assert judge(name, define(file.solution, answer), file, handed_out)["state"] in ("right", "unchecked")


def test_the_course_has_exercises_at_levels_2_3_and_4():
    levels = {one.level for page in read_catalog().pages() for one in page.exercises}
    assert levels >= {2, 3, 4}


def test_a_broken_file_is_named(tmp_path):
    with pytest.raises(ExerciseError, match="there is no"):
        read_exercise_file(tmp_path / "m1" / "exercises" / "x.py")


def test_a_notebook_with_odd_metadata_has_no_exercises(tmp_path):
    file = tmp_path / "odd.ipynb"
    cells = [
        {"cell_type": "code", "metadata": one, "source": ""} for one in (None, [], {"underhood": 3}, {"underhood": {}})
    ]
    file.write_text(json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}))
    assert exercise_cell(read_notebook(file, "odd"), "double") is None


def test_a_case_is_what_its_docstring_says():
    assert Case("10 elements in groups of 4", (10, 4), (3, 2)).tolerance == 0
