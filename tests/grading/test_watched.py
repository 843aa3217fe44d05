"""A step as a process that a server watches: its lines, its end, and what is left when the server is killed."""

import json
import subprocess
import sys

import pytest
from underhood_grading import teach

SLOW = "import time\n\n\ndef double(x):\n    time.sleep(50)\n    return 2 * x"


@pytest.fixture
def watched(classroom):
    """Start a step in the classroom's course directory, as a server does that was started in the background."""
    started = []

    def watched(*words):
        command = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh"]
        command += [sys.executable, "-m", "underhood_grading.watched", *words, "--root", str(classroom.course.root)]
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        started.append(process)
        return process

    yield watched
    for process in started:
        process.kill()
        process.wait()


def lines(process):
    return [json.loads(line) for line in process.stdout]


def test_a_step_says_how_far_it_is_and_what_came_of_it(classroom, watched):
    classroom.student("ada").hand_in()
    collected = lines(watched("collect", "sums"))
    assert collected == [{"end": "done", "counts": {"new": 1, "updated": 0, "unchanged": 0}, "problems": {}}]
    *progress, end = lines(watched("grade", "sums"))
    assert [(one["done"], one["of"], one["failed"]) for one in progress] == [(0, 1, 0), (1, 1, 0)]
    assert progress[-1]["last"] == "ada"
    assert (end["end"], end["counts"]) == ("done", {"graded": 1, "failed": 0, "unchanged": 0})


def test_a_step_that_can_not_be_done_says_why(watched):
    process = watched("feedback", "sums")
    (end,) = lines(process)
    assert end["end"] == "failed"
    assert "nothing is graded" in end["message"]
    assert process.wait() == 1


def test_when_the_server_is_gone_the_step_is_interrupted_and_the_next_completes_it(classroom, watched):
    quick, slow = classroom.student("ada"), classroom.student("grace")
    quick.solve()
    slow.write(double=SLOW)
    for one in (quick, slow):
        one.hand_in()
    teach.collect(classroom.course, "sums")
    process = watched("grade", "sums")
    for line in process.stdout:
        if json.loads(line).get("done"):
            break
    process.stdin.close()
    assert lines(process)[-1] == {"end": "cancelled"}
    assert process.wait(20) == 130
    assert classroom.rows()["ada"]["state"] == "graded"
    slow.write(double="def double(x):\n    return 2 * x")
    slow.hand_in()
    teach.collect(classroom.course, "sums")
    assert lines(watched("grade", "sums"))[-1]["counts"] == {"graded": 1, "failed": 0, "unchanged": 1}
