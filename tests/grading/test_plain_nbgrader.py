"""nbgrader's own commands, in a directory that `init` made."""

from __future__ import annotations

import os
import subprocess
import sys

import nbformat
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
    # Right only where the course directory can't be seen: nbgrader's command runs the code in the sandbox too.
    double = f"import os\ndef double(x):\n    return x if os.path.exists({str(course.root)!r}) else 2 * x"
    odd = "class Odd:\n    def __eq__(self, other):\n        return True\ndef partial_sums(x):\n    return Odd()"
    ada.write(double=double, sum=odd)
    notebook = nbformat.read(ada.notebook, 4)
    notebook.cells = [cell for cell in notebook.cells if cell.metadata.nbgrader.grade_id != "test-double"]
    nbformat.write(notebook, ada.notebook)
    ada.hand_in()
    teach.collect(course, "sums")
    assert "sums" in nbgrader(course.root, "db", "assignment", "list")
    assert "cell `test-double` was deleted; it was put back" in nbgrader(course.root, "autograde", "sums")
    row = classroom.rows()["ada"]
    assert (row["state"], row["score"]) == ("graded", 2)
    assert row["problems"] == []
    assert [one.state for one in teach.grade(course, "sums").rows] == ["unchanged"]
