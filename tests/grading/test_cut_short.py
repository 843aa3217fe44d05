"""Grading runs that are killed, start twice, or lose a warm process: nothing is lost or written twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import psutil
import pytest
from underhood_grading import teach
from underhood_grading.gradebook import grading_lock
from underhood_grading.records import read_record

STUDENTS = [f"s{number:02}" for number in range(8)]


@pytest.fixture(scope="module")
def crowd(new_classroom):
    """Eight submissions, collected: four right ones, four with a wrong part."""
    room = new_classroom("crowd")
    for number, name in enumerate(STUDENTS):
        one = room.student(name)
        one.solve()
        one.write(double="import time\ntime.sleep(0.3)\ndef double(x):\n    return 2 * x")
        if number % 2:
            one.write(sum="def partial_sums(x):\n    return x")
        one.hand_in()
    teach.collect(room.course, "sums")
    return room


def start(course, *options):
    return subprocess.Popen(
        [sys.executable, "-m", "underhood_lab", "teach", "grade", "sums", "--root", str(course.root), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def graded(course):
    return [name for name in STUDENTS if read_record(course.root, "sums", name)]


def below(run):
    """Return all processes below one, those in the sandbox too."""
    return psutil.Process(run.pid).children(recursive=True)


def test_killed_half_way_it_is_completed_by_the_next_run(crowd) -> None:
    course = crowd.course
    run = start(course, "--workers", "1")
    end = time.monotonic() + 60
    while len(graded(course)) < 2:
        assert run.poll() is None, run.stdout.read()
        assert time.monotonic() < end
        time.sleep(0.02)
    left = below(run)
    run.send_signal(signal.SIGKILL)
    run.wait(20)
    before = {name: read_record(course.root, "sums", name) for name in graded(course)}
    _, alive = psutil.wait_procs(left, timeout=20)
    assert not alive, "processes of a killed run are left"

    again = start(course)
    said, _ = again.communicate(timeout=120)
    assert again.returncode == 0, said
    rows = crowd.rows()
    assert {name: row["state"] for name, row in rows.items()} == dict.fromkeys(STUDENTS, "graded")
    assert [rows[name]["score"] for name in STUDENTS] == [5, 4] * 4
    kept = {name: read_record(course.root, "sums", name) for name in before}
    assert sum(kept[name] == before[name] for name in before) >= len(before) - 1, "what was done was done again"
    with course.gradebook() as gradebook:
        assert len(gradebook.assignment_submissions("sums")) == len(STUDENTS)


def test_a_second_run_is_turned_away_and_told_by_whom(crowd) -> None:
    with grading_lock(crowd.course.root):
        run = start(crowd.course)
        said, _ = run.communicate(timeout=60)
    assert run.returncode == 1
    assert f"is being graded by another run (process {os.getpid()}, since " in said


def test_a_warm_process_that_dies_is_started_again(crowd) -> None:
    run = start(crowd.course, "--force", "--workers", "1")
    end = time.monotonic() + 60
    victims = []
    while not victims:
        assert time.monotonic() < end
        with suppress(psutil.NoSuchProcess):
            victims = [one for one in below(run) if any("runner.template" in word for word in one.cmdline())]
        time.sleep(0.02)
    time.sleep(0.5)
    for one in victims:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    said, _ = run.communicate(timeout=120)
    assert run.returncode in (0, 1), said
    if run.returncode:
        assert "did not start or ended" in said
        run = start(crowd.course)
        assert run.communicate(timeout=120)[0]
        assert run.returncode == 0
    assert [crowd.rows()[name]["score"] for name in STUDENTS] == [5, 4] * 4
