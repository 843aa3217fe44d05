"""Which source notebooks are taken for ones with races."""

from __future__ import annotations

import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from underhood_grading.board import has_races

TEST = {"nbgrader": {"grade": True, "solution": False}}
SOLUTION = {"nbgrader": {"grade": False, "solution": True}}
BY_HAND = {"nbgrader": {"grade": True, "solution": True}}


def found(tmp_path, *cells) -> bool:
    file = tmp_path / "sums.ipynb"
    file.write_text(json.dumps(new_notebook(cells=[new_code_cell(text, metadata=mark) for text, mark in cells])))
    return has_races([file])


@pytest.mark.parametrize(
    "test",
    [
        "from underhood_grading.speed import race\noutcome = race(scan, reference, make_inputs)",
        "from underhood_grading.speed import race as contest\nassert contest(scan, reference, make_inputs).correct",
        "from underhood_grading.speed import *\nrace(scan, reference, make_inputs)",
        "from underhood_grading import speed\nspeed.race(scan, reference, make_inputs).points(5)",
        "import underhood_grading.speed\nunderhood_grading.speed.race(scan, reference, make_inputs)",
        "import underhood_grading.speed as s\n%timeit 1\nfor one in cases:\n    s.race(scan, reference, one)",
    ],
)
def test_a_race_is_found_by_whatever_name(tmp_path, test) -> None:
    assert found(tmp_path, ("1 +", {}), ("def scan(x):\n    return x", SOLUTION), (test, TEST))


def test_an_import_may_stand_in_another_cell(tmp_path) -> None:
    imports = ("from underhood_grading.speed import race", {})
    assert found(tmp_path, imports, ("### BEGIN HIDDEN TESTS\nrace(f, g, h)\n### END HIDDEN TESTS", TEST))
    assert not found(tmp_path, imports, ("# race(f, g, h)\n'race(f, g, h)'", TEST))


@pytest.mark.parametrize("mark", [{}, SOLUTION, BY_HAND])
def test_what_a_student_races_is_none(tmp_path, mark) -> None:
    assert not found(tmp_path, ("from underhood_grading.speed import race\nrace(f, g, h)", mark), ("assert f", TEST))


def test_a_race_of_another_library_is_none(tmp_path) -> None:
    assert not found(tmp_path, ("from asyncio import race\nrace(f, g)", TEST))
    assert not found(tmp_path, ("from underhood_grading.speed import counts\ncounts(f, g)", TEST))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"cells": 7}',
        '{"cells": [7, {}, {"cell_type": "code", "source": 3, "metadata": 4}]}',
        "[" * 9999,
    ],
)
def test_what_is_no_notebook_holds_none(tmp_path, content) -> None:
    file = tmp_path / "sums.ipynb"
    file.write_text(content)
    assert not has_races([file, tmp_path / "none.ipynb"])
    (tmp_path / "text.ipynb").write_text(json.dumps(new_notebook(cells=[new_markdown_cell("race(f)")])))
    assert not has_races([tmp_path / "text.ipynb"])
