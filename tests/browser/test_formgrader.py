"""nbgrader's formgrader on a course directory, in a real browser: its autograde button runs our engine."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING

import pytest
from underhood_grading import teach
from underhood_grading.sandbox import probe

from .conftest import OUTPUT, environment

if TYPE_CHECKING:
    from pathlib import Path

NOTEBOOK = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
}
DOUBLE = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
TEST = "assert double(2) == 4\n### BEGIN HIDDEN TESTS\nassert double(-3) == -6\n### END HIDDEN TESTS"


def cell(name, source, **mark):
    marks = {"grade_id": name, "schema_version": 3, "task": False, "grade": False, "solution": False, "locked": False}
    return {
        "id": name,
        "cell_type": "code",
        "source": source,
        "metadata": {"nbgrader": {**marks, **mark}},
        "outputs": [],
        "execution_count": None,
    }


def write(file: Path, double: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    cells = [cell("double", double, solution=True), cell("test-double", TEST, grade=True, locked=True, points=2)]
    file.write_text(json.dumps({**NOTEBOOK, "cells": cells}))


@pytest.fixture
def course(tmp_path):
    """A plain nbgrader assignment in a directory that `init` made, with two submissions, one of them a spy's."""
    root = tmp_path / "course"
    teach.init(root, [])
    write(root / "source" / "doubling" / "doubling.ipynb", DOUBLE)
    course = teach.Course.open(root)
    teach.release(course, "doubling")
    spy = f"import os\ndef double(x):\n    return 2 * x if os.path.exists({str(root / 'gradebook.db')!r}) else None"
    for student, double in (("ada", DOUBLE), ("spy", spy)):
        write(root / "submitted" / student / "doubling" / "doubling.ipynb", double)
        (root / "submitted" / student / "doubling" / "timestamp.txt").write_text("2026-01-01 00:00:00.000000 UTC")
    return course


@pytest.fixture
def server(course, tmp_path):
    """A teacher's JupyterLab, started in the course directory."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--port={port}", "--ServerApp.token=teacher", "--no-browser", "--allow-root"]
    home = tmp_path / "home"
    (home / ".jupyter").mkdir(parents=True)
    with (tmp_path / "server.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options],
            cwd=course.root,
            env=environment("teacher", home),
            stdout=log,
            stderr=log,
        )
    url = f"http://127.0.0.1:{port}"
    end = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{url}/api/status?token=teacher", timeout=10).close()
            break
        except OSError:
            assert process.poll() is None, (tmp_path / "server.log").read_text()
            assert time.monotonic() < end, (tmp_path / "server.log").read_text()
            time.sleep(0.3)
    yield url
    process.terminate()
    process.wait(20)


@pytest.mark.skipif(not probe().available, reason=probe().reason)
def test_its_button_grades_in_the_sandbox_and_its_pages_show_the_grades(server, course, browser) -> None:
    context = browser.new_context(viewport={"width": 1200, "height": 700})
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{server}/tree?token=teacher")  # which sets the cookie
    page.goto(f"{server}/formgrader/manage_submissions/doubling")
    for student in ("ada", "spy"):
        row = page.get_by_role("row").filter(has=page.get_by_text(student, exact=True))
        row.locator("td.autograde").locator("a, button, span").first.click()
        page.get_by_text(f"Successfully autograded 'doubling' for student '{student}'").wait_for()
        page.locator("#success-modal").get_by_role("button").last.click()
        page.locator("#success-modal").wait_for(state="hidden")
    rows = {row["student"]: row for row in teach.status(course, "doubling")[0]["submissions"]}
    assert {name: row["score"] for name, row in rows.items()} == {"ada": 2, "spy": 0}

    # What `underhood teach grade` leaves is shown like what nbgrader itself graded, outputs included.
    shutil.rmtree(course.root / ".underhood")
    assert teach.grade(course, "doubling", force=True).count("graded") == 2
    page.goto(f"{server}/formgrader/gradebook/doubling/doubling")
    page.get_by_text("Submission #2").wait_for()
    page.get_by_text("Submission #1").click()
    frame = page.frame_locator("iframe").first if page.locator("iframe").count() else page
    frame.get_by_text("def double").first.wait_for()
    OUTPUT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=OUTPUT / "formgrader.png")
    context.close()
    assert {folder.name for folder in (course.root / "autograded").iterdir()} == {"ada", "spy"}
