"""A race as a test of a hand-in, through the whole of `underhood teach grade`."""

from __future__ import annotations

import html
import json

import nbformat
import pytest
from underhood_grading import student, teach
from underhood_grading.board import write_nickname
from underhood_grading.sandbox import probe
from underhood_grading.student.listing import Listing
from underhood_lab.command import main

pytestmark = pytest.mark.skipif(not probe().available, reason=probe().reason)

RACE = """\
import numpy as np
from underhood_grading.speed import race

def reference(x):
    return np.cumsum(np.sort(x))

def inputs(seed):
    return (np.random.default_rng(seed).standard_normal(100_000),)

outcome = race(partial_sums, reference, inputs, seconds=1, tolerance=1e-9, tiers=[0.001, 0.5], name="sums")
assert outcome.correct, outcome.message
outcome.points(3)
"""
ANSWERS = {
    "fast": "import numpy as np\ndef partial_sums(x):\n    return np.cumsum(np.sort(x))",
    "slow": "import numpy as np\nfrom itertools import accumulate\ndef partial_sums(x):\n"
    "    return np.array(list(accumulate(sorted(x.tolist()))))",
    "wrong": "def partial_sums(x):\n    return x",
}


def test_the_fast_gets_more_than_the_slow_and_the_wrong_nothing(classroom, capsys) -> None:
    course = classroom.course
    file = course.folder("source", "sums") / "sums.ipynb"
    notebook = nbformat.read(file, 4)
    for cell in notebook.cells:
        name = cell.metadata.nbgrader.grade_id
        if name == "test-sum":
            cell.source = RACE
        if name == "sum":
            cell.source = "### BEGIN SOLUTION\n" + ANSWERS["fast"] + "\n### END SOLUTION"
    nbformat.write(notebook, file)
    teach.release(course, "sums")
    for name, answer in ANSWERS.items():
        one = classroom.student(name)
        one.solve()
        one.write(sum=answer)
        write_nickname(one.notebook.parent, f"The {name} one")
        one.hand_in()
    teach.collect(course, "sums")
    result = teach.grade(course, "sums", workers=1)
    assert result.warnings == ()
    rows = classroom.rows()
    if any("busy" in problem for row in rows.values() for problem in row["problems"]):
        pytest.skip("the machine is too busy to measure anything")
    points = {name: row["parts"][1]["score"] for name, row in rows.items()}
    assert points["wrong"] == 0
    assert points["fast"] > points["slow"]
    assert all(row["flags"] == [] for row in rows.values())

    assert main(["teach", "board", "sums", "--root", str(course.root), "--json", "--publish"]) == 0
    shown = capsys.readouterr()
    assert shown.err == f"published: {course.exchange / course.course_id / 'board' / 'sums.json'}\n"
    found = json.loads(shown.out)
    assert [race["name"] for race in found["races"]] == ["sums"]
    assert [place["nickname"] for place in found["races"][0]["places"]] == ["The fast one", "The slow one"]
    with pytest.MonkeyPatch.context() as patch:
        listing = Listing(None, course=course.exchange / course.course_id)
        patch.setattr("underhood_grading.student.speeds.look", lambda manager, course_id: listing)
        (places,) = student.board("sums", manager=None, course_id=course.course_id).values()
    assert places == [(place["nickname"], place["share"]) for place in found["races"][0]["places"]]

    assert len(teach.feedback(course, "sums").released) == 3
    pages = {name: (course.folder("feedback", "sums", name) / "sums.html").read_text() for name in ANSWERS}
    for name, (_, share) in zip(("fast", "slow"), places, strict=True):
        steps = 2 if share >= 0.5 else 1
        assert f"your speed in sums: {share:.0%} of the reference's, step {steps} of 2" in html.unescape(pages[name])
    assert "your speed" not in pages["wrong"]
