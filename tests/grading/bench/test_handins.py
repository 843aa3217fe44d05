"""The hand-ins that are timed: what each kind of student answers, and that it is always the same."""

from __future__ import annotations

import contextlib
import io

import nbformat
import pytest
from underhood_grading.bench.arrays import ARRAYS
from underhood_grading.bench.compiled import COMPILED
from underhood_grading.bench.handin import KINDS, write_answers, write_source


def cells(notebook):
    return {one.metadata.get("nbgrader", {}).get("grade_id", ""): one for one in notebook.cells}


@pytest.fixture(params=[ARRAYS, COMPILED], ids=lambda one: one.name)
def written(request, tmp_path):
    folder = write_source(request.param, tmp_path / "handins")
    return request.param, folder / f"{request.param.name}.ipynb"


def test_they_look_like_hand_ins(written) -> None:
    handin, file = written
    notebook = nbformat.read(file, 4)
    code = [one for one in notebook.cells if one.cell_type == "code"]
    assert 12 <= len(code) <= 14
    assert len(handin.exercises) in (4, 5, 6)
    tests = [one.test for one in handin.exercises]
    assert any("HIDDEN" in one for one in tests)
    assert any(one.endswith("\npoints") for one in tests), "some have partial credit"


def test_answers_differ_by_student_and_not_by_run(written, tmp_path) -> None:
    handin, file = written
    for folder in ("one", "two"):
        for number in range(4):
            write_answers(handin, file, tmp_path / folder / str(number), number, seed=5)
    one, two = (
        [(tmp_path / folder / str(number) / file.name).read_text() for number in range(4)] for folder in ("one", "two")
    )
    assert one == two
    assert len(set(one)) == 4


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_answer_is_of_its_kind(kind) -> None:
    for exercise in ARRAYS.exercises:
        if kind not in exercise.answers:
            continue
        names: dict = {}
        for source in ARRAYS.locked.values():
            exec(source, names)
        exec(exercise.answers[kind], names)
        error = None
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(exercise.test, names)
        except Exception as found:  # noqa: BLE001  # whatever an answer raises
            error = found
        points = names.get("points", exercise.points if error is None else 0)
        if kind == "right":
            assert (error, points) == (None, exercise.points)
        elif kind == "partial":
            assert error is None
            assert 0 < points < exercise.points
        else:
            assert error is not None or points < exercise.points
        if kind == "raising":
            assert error is not None
            assert not isinstance(error, AssertionError)
