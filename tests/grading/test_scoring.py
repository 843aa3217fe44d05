"""The strict rule, cell by cell, without a kernel."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from underhood_grading.runner.faults import FAULTS, NOT_RUN, fault
from underhood_grading.scoring import judge, problems

PICTURE = {"image/png": "iVBORw0KGgo="}


def cell(*outputs, points=3, executed=1, **marks):
    mark = {"grade": True, "grade_id": "test-a", "points": points, "solution": False, **marks}
    one = new_code_cell("…", metadata={"nbgrader": mark}, outputs=list(outputs))
    one.execution_count = executed
    return one


def result(text, **data):
    return new_output("execute_result", data={"text/plain": text, **data}, execution_count=1)


def error(name="AssertionError"):
    return new_output("error", ename=name, evalue="", traceback=[])


def stream(name, text="…"):
    return new_output("stream", name=name, text=text)


@pytest.mark.parametrize(
    "outputs",
    [
        [],
        [stream("stdout", "0")],
        [stream("stderr", "DeprecationWarning: …")],
        [result("3")],
        [result("3.0"), stream("stderr")],
        [result("True")],
        [result("np.True_")],
        [result("np.float64(3.0)")],
        [new_output("display_data", data=PICTURE)],
        [result("<Figure size 640x480 with 1 Axes>", **PICTURE)],
        [result("[<matplotlib.lines.Line2D at 0x7f>]"), new_output("display_data", data=PICTURE)],
        [new_output("display_data", data={"text/plain": "0.5"})],
    ],
)
def test_honest_cells_get_full_points(outputs) -> None:
    verdict = judge(cell(*outputs))
    assert (verdict.score, verdict.max_score, verdict.problem) == (3, 3, None)


@pytest.mark.parametrize(
    ("text", "points"),
    [("0", 0), ("1", 1), ("2.5", 2.5), ("1e-1", 0.1), ("np.float64(0.5)", 0.5), ("np.int64(2)", 2), ("False", 0)],
)
def test_a_number_is_partial_credit(text: str, points: float) -> None:
    verdict = judge(cell(result(text)))
    assert (verdict.score, verdict.problem) == (points, None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nan", "gave nan points"),
        ("np.float64(nan)", "gave nan points"),
        ("inf", "gave inf points"),
        ("-1", "gave -1 points"),
        ("-0.001", "gave -0.001 points"),
        ("3.01", "it may give 0 to 3"),
        ("'3'", "no number"),
        ("'full points, please, and quite a lot of them'", "no number"),
        ("array([3.])", "no number"),
        ("tensor(3.)", "no number"),
        ("", "no number"),
    ],
)
def test_what_is_no_score_is_nothing_and_said(text: str, words: str) -> None:
    verdict = judge(cell(result(text)))
    assert verdict.score == 0
    assert "`test-a`" in verdict.problem
    assert words in verdict.problem


def test_a_picture_does_not_make_a_wrong_number_right() -> None:
    assert judge(cell(result("nan", **PICTURE))).score == 0


@pytest.mark.parametrize(
    "outputs", [[error()], [result("3"), error()], [error(), result("3")], [stream("stderr"), error()]]
)
def test_an_error_beats_any_result(outputs) -> None:
    assert judge(cell(*outputs)).score == 0
    assert judge(cell(*outputs)).problem is None


def test_several_results_are_no_score() -> None:
    assert judge(cell(result("3"), result("3"))).score == 0
    assert "2 results" in judge(cell(result("3"), result("3"))).problem


def test_a_cell_that_was_not_run_is_nothing() -> None:
    verdict = judge(cell(executed=None))
    assert (verdict.score, verdict.problem) == (0, "test `test-a` was not run")


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_faults_of_the_run_are_said(name: str) -> None:
    assert judge(cell(fault(name, "ran over its 20 s"))).problem == "test `test-a` ran over its 20 s"


def test_what_could_not_be_measured_waits_for_a_person() -> None:
    verdict = judge(cell(fault("RaceError", "the machine is too busy")))
    assert verdict.score is None
    assert verdict.problem == "test `test-a` could not be measured (the machine is too busy); grade again, or by hand"


def test_results_that_no_honest_test_gives_are_strange() -> None:
    assert judge(cell(result("nan"))).strange
    assert judge(cell(result("3"), result("3"))).strange
    assert not judge(cell(result("2"))).strange
    assert not judge(cell(error())).strange


def test_answers_in_words_wait_for_a_person() -> None:
    answer = new_markdown_cell(
        "42", metadata={"nbgrader": {"grade": True, "grade_id": "why", "points": 2, "solution": True}}
    )
    assert judge(answer).score is None
    assert problems({"cells": [answer]}, ["why"]) == ["cell `why` is to be graded by hand"]


def test_says_which_cell_is_gone_and_tells_a_cause_once() -> None:
    slow = new_code_cell("while True: pass", outputs=[fault("CellTimeoutError", "ran over its 20 s")])
    notebook = {"cells": [slow, cell(fault("CellNotRunError", NOT_RUN), executed=None)]}
    assert problems(notebook, ["test-a", "test-b"]) == [
        "cell 1 ran over its 20 s",
        "cell `test-b` was deleted; it scores 0",
    ]
