"""Two course directories with the same submissions, watched and compared."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from dataclasses import replace

import pytest
from underhood_grading import teach
from underhood_grading.bench import gradebooks
from underhood_grading.bench.alone import seconds_alone
from underhood_grading.bench.arrays import ARRAYS
from underhood_grading.bench.classroom import make
from underhood_grading.bench.command import main
from underhood_grading.bench.comparing import Comparison
from underhood_grading.bench.report import lines
from underhood_grading.bench.watching import BenchError, Run, watch
from underhood_grading.sandbox import probe


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return make(ARRAYS, tmp_path_factory.mktemp("bench"), students=3, stock_students=2, seed=1)


def test_both_have_the_same_files(room) -> None:
    assert room.stock_students == room.students[:2]
    for student in room.stock_students:
        one, two = (course / "submitted" / student / "arrays" / "arrays.ipynb" for course in (room.ours, room.stock))
        assert one.read_bytes() == two.read_bytes()
    assert "underhood" not in (room.stock / "nbgrader_config.py").read_text()


@pytest.mark.skipif(not probe().available, reason=probe().reason)
def test_what_is_graded_is_seen_and_compared(room, tmp_path) -> None:
    teach.grade(teach.Course.open(room.ours), "arrays", students=list(room.stock_students))
    assert gradebooks.count_scored(room.ours) == 2
    scores = gradebooks.read_scores(room.ours)
    assert scores["student-0000", "test-saxpy"] == 2
    assert {student for student, _ in scores} == set(room.stock_students)
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(room.ours / "gradebook.db", other)
    assert gradebooks.differences(room.ours, other, room.stock_students) == []
    with sqlite3.connect(other / "gradebook.db") as changed:
        changed.execute("UPDATE grade SET auto_score = 99 WHERE auto_score = 2")
    (first, *_) = gradebooks.differences(room.ours, other, room.stock_students)
    assert first == "student-0000, test-saxpy: 2.0 here, 99.0 by stock nbgrader"
    (seconds,) = seconds_alone(["numpy"], [room.ours / "autograded" / "student-0000" / "arrays" / "arrays.ipynb"])
    assert 0 < seconds < 5


def test_a_command_that_grades_nothing_is_an_error(room) -> None:
    with pytest.raises(BenchError, match=r"scored 0 of 2 submissions; it said:\ntoo bad"):
        watch([sys.executable, "-c", "print('too bad')"], room.stock, 2)


def test_a_run_goes_on_at_its_pace() -> None:
    run = Run(seconds=13.0, scored=(4.0, 6.0, 8.0, 10.0), memory={}, peak_mb=1.0)
    assert (run.first, run.pace) == (4.0, 2.0)
    assert run.seconds_of(4) == 13.0
    assert run.seconds_of(10) == 25.0


def test_the_table_says_what_was_measured_and_what_was_not() -> None:
    stock = Run(20.0, (5.0, 10.0), {}, 120.0)
    ours = Run(5.0, (2.0, 3.0, 4.0), {}, 150.0)
    difference = "ada, test-scan: 2.0 here, 0.0 by stock nbgrader"
    one = Comparison(
        "arrays", 3, 2, ours, (4.0, 5.0, 9.0), stock, 10, (difference,), (0.1, 0.3, 0.2), (0.05,) * 3, (1.0, 1.0, 1.0)
    )
    assert one.factor == 5.0
    assert one.pace_factor == 5.0
    said = "\n".join(lines([one]))
    assert "5.0 times faster for 3 submissions (25 s against 5.0 s, of which stock graded 2" in said
    assert "ours took 4.0, 5.0, 9.0 s" in said
    assert "10 scores compared, 1 differ" in said
    assert difference in said
    assert "150 ms a submission" in said
    assert "nbgrader 0.9" in said
    at_once = replace(one, ours=Run(5.0, (4.0, 4.0, 4.0), {}, 150.0), alone=(0.4,) * 3)
    said = "\n".join(lines([at_once]))
    assert "inf times for each further one" in said
    assert "less than its own code varies by a submission" in said


def test_one_submission_is_no_measurement(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["--students", "1"])
    assert "'1' is no number of 2 or more" in capsys.readouterr().err
