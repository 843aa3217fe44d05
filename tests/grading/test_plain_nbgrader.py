"""nbgrader's own commands, in a directory that `init` made."""

from __future__ import annotations

import os
import subprocess
import sys

from underhood_grading import teach


def nbgrader(root, *arguments) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "JUPYTER_CONFIG_DIR": str(root / "none")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_its_commands_go_by_our_rule(classroom) -> None:
    course, ada = classroom.course, classroom.student("ada")
    ada.solve()
    odd = (
        "class Odd:\n    def __eq__(self, other):\n        return float('nan')\ndef partial_sums(x):\n    return Odd()"
    )
    ada.write(sum=f"{odd}\ndef partial_sums(x):\n    return Odd()")
    ada.hand_in()
    teach.collect(course, "sums")
    assert "sums" in nbgrader(course.root, "db", "assignment", "list")
    log = nbgrader(course.root, "autograde", "sums")
    assert "test `test-sum` gave nan points" in log
    row = classroom.rows()["ada"]
    assert (row["state"], row["score"]) == ("graded", 2)
    assert row["problems"] == ["test `test-sum` gave nan points; it may give 0 to 3"]
    assert [one.state for one in teach.grade(course, "sums").rows] == ["unchanged"]
