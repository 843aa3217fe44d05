"""A class graded once, with every kind of submission in it: none of them hurts another."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from typing import TYPE_CHECKING

import nbformat
import pytest
from underhood_grading import teach

if TYPE_CHECKING:
    from pathlib import Path

SCORES = {  # student: required points, of 5, then of the invited part, of 4
    "ada": (5, 4),
    "cheat": (2, 4),
    "deleter": (5, 4),
    "half": (4, 0),
    "looper": (2, 0),
    "nan": (2, 4),
    "quitter": (2, 0),
    "loud": (5, 4),
    "negative": (2, 4),
    "skipper": (0, 0),
    "toomuch": (2, 4),
    "untouched": (0, 0),
    "mangled": (5, 4),
    "old": (0, 0),
}
FAILED = {
    "binary": "sums.ipynb is not UTF-8 text",
    "empty": "sums.ipynb is empty",
    "notjson": "sums.ipynb is not valid JSON (line 1)",
    "renamed": "notebook sums.ipynb is missing; there is sums-final.ipynb",
}


def always(value: str) -> str:
    """Return an answer whose comparisons with anything give a value."""
    return f"class Odd:\n    def __eq__(self, other):\n        return {value}\ndef partial_sums(x):\n    return Odd()"


ANSWERS = {
    "half": {"sum": "def partial_sums(x):\n    return []", "shader": "SHADER = ''"},
    "nan": {"sum": always("float('nan')")},
    "negative": {"sum": always("-5")},
    "toomuch": {"sum": always("100")},
    "loud": {"double": "import sys\ndef double(x):\n    print('careful', file=sys.stderr)\n    return 2 * x"},
    "looper": {"sum": "while True:\n    pass"},
    "quitter": {"sum": "import os\nos._exit(1)"},
}
CONTENTS = {
    "notjson": b"{not json",
    "empty": b"",
    "binary": b"\x80\x81",
    "old": json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []}).encode(),
}


@pytest.fixture(scope="module")
def graded(new_classroom):
    room = new_classroom("class")
    toml = room.course.folder("source", "sums") / "handin.toml"
    toml.write_text(toml.read_text().replace("seconds = 60", "seconds = 6"))
    due = datetime(2100, 1, 1)  # noqa: DTZ001  # nbgrader keeps naive times in UTC
    with room.course.gradebook() as gradebook:
        gradebook.update_or_create_assignment("sums", duedate=due)
    for name in [*SCORES, *FAILED]:
        one = room.student(name)
        one.solve()
        prepare(name, one)
        one.hand_in()
    for name in ("linker", "folderless"):
        sneak(room, name)
    (room.course.inbound / "x+sums+no time").mkdir()
    for time in room.course.inbound.glob("untouched+*/timestamp.txt"):
        time.write_text("soon")
    collected = teach.collect(room.course, "sums")
    with room.course.gradebook() as gradebook:
        gradebook.update_or_create_student("half")
        gradebook.update_or_create_submission("sums", "half")
        gradebook.grant_extension("sums", "half", days=-365_00)
    progress: list[tuple] = []
    result = teach.grade(room.course, "sums", progress=lambda *now: progress.append(now))
    room.collected, room.result, room.progress = collected, result, progress
    room.status = room.rows()
    return room


def prepare(name: str, one) -> None:
    file = one.notebook
    if name in ANSWERS:
        one.write(**ANSWERS[name])
    elif name in CONTENTS:
        file.write_bytes(CONTENTS[name])
    elif name == "ada":
        (file.parent / "notes.txt").write_text("mine")
        (file.parent / "nbgrader_config.py").write_text("raise SystemExit")
    elif name == "untouched":
        shutil.rmtree(file.parent)
        one.fetch()
    elif name == "renamed":
        file.rename(file.with_name("sums-final.ipynb"))
    elif name in ("deleter", "skipper", "cheat", "mangled"):
        tamper(name, file)


def tamper(name: str, file: Path) -> None:
    notebook = nbformat.read(file, 4)
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells}
    if name == "deleter":
        notebook.cells.remove(cells["test-sum"])
    for test in [cell for name, cell in cells.items() if name.startswith("test-")]:
        if name == "skipper":  # stock nbgrader gives full points for what was not run
            test.metadata.tags = ["skip-execution"]
            cells[test.metadata.nbgrader.grade_id.removeprefix("test-")].source = "'no answer'"
        if name == "cheat":
            test.source = "3"
            test.metadata.nbgrader.update(grade=False, locked=False, solution=True)
    if name == "cheat":
        cells["sum"].source = "def partial_sums(x):\n    return None"
    if name == "mangled":
        cells["test-sum"].metadata.nbgrader = {"schema_version": "x", "grade": True}
    nbformat.write(notebook, file)


def sneak(room, name: str) -> None:
    """Put something into the exchange that `nbgrader submit` would not."""
    target = room.course.inbound / f"{name}+sums+2026-01-01 00:00:00.000000 UTC+abc"
    if name == "linker":
        target.mkdir()
        (target / "sums.ipynb").symlink_to(room.course.folder("source", "sums") / "sums.ipynb")
    else:
        target.write_text("no folder")


def test_what_can_be_collected_is(graded) -> None:
    assert set(graded.collected.new) == {*SCORES, *FAILED}
    assert graded.collected.problems == {
        "linker": "`sums.ipynb` is a link; hand in the file itself",
        "folderless": "what was handed in is no folder",
    }


def test_every_submission_gets_a_row(graded) -> None:
    assert [row.student for row in graded.result.rows] == sorted({*SCORES, *FAILED})
    assert {row.student for row in graded.result.rows if row.state == "failed"} == set(FAILED)
    assert graded.progress[0] == (0, len(SCORES) + len(FAILED), "", 0)
    assert [done for done, *_ in graded.progress] == list(range(len(SCORES) + len(FAILED) + 1))
    assert {name for _, _, name, _ in graded.progress[1:]} == {*SCORES, *FAILED}


@pytest.mark.parametrize("name", SCORES)
def test_scores_are_those_of_the_required_parts(graded, name) -> None:
    row = graded.status[name]
    assert row["state"] == "graded"
    parts = {part["name"]: part for part in row["parts"]}
    assert (row["score"], parts["shader"]["score"]) == SCORES[name]
    assert row["max_score"] == 5
    assert [part["kind"] for part in row["parts"]] == ["required", "required", "invited"]
    assert row["late"] == (name == "half")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("looper", "cell 4 ran over the notebook's 6 s"),
        ("quitter", "cell 4 ended its process (ended with exit status 1)"),
        ("deleter", "cell `test-sum` was deleted; it was put back"),
    ],
)
def test_problems_are_said_in_plain_words(graded, name, words) -> None:
    assert graded.status[name]["problems"] == [words]


@pytest.mark.parametrize("name", ["ada", "half", "loud", "untouched"])
def test_honest_submissions_have_no_problems(graded, name) -> None:
    assert graded.status[name]["problems"] == []


@pytest.mark.parametrize("name", FAILED)
def test_what_cannot_be_graded_says_why(graded, name) -> None:
    row = graded.status[name]
    assert (row["state"], row["score"]) == ("failed", None)
    assert all(part["score"] is None for part in row["parts"])
    (problem,) = row["problems"]
    assert "\n" not in problem
    assert problem == FAILED[name] or FAILED[name] is None


def test_what_was_refused_stays_in_sight(graded) -> None:
    row = graded.status["linker"]
    assert row["state"] == "submitted"
    assert row["problems"] == ["can't be collected: `sums.ipynb` is a link; hand in the file itself"]


def test_nothing_unchanged_is_graded_again(graded) -> None:
    names = ["ada", "half", "nan"]
    result = teach.grade(graded.course, "sums", students=names)
    assert [(row.student, row.state) for row in result.rows] == [(name, "unchanged") for name in names]


def test_an_unknown_student_is_named(graded) -> None:
    with pytest.raises(teach.TeachError, match='no submission of "sums" by nobody; there is one by: ada'):
        teach.grade(graded.course, "sums", students=["nobody"])


def test_the_table_shows_everybody(graded) -> None:
    text = teach.table(teach.status(graded.course))
    lines = text.splitlines()
    assert lines[0] == "sums"
    assert any(line.split()[:5] == ["ada", "graded", "5", "of", "5"] and "(shader 4/4)" in line for line in lines)
    assert any("sums.ipynb is empty" in line for line in lines)


def test_the_export_has_one_line_each(graded, tmp_path) -> None:
    file = tmp_path / "grades.csv"
    text = teach.export(graded.course, file)
    assert file.read_text() == text
    lines = text.splitlines()
    columns = "handin,student,state,score,max_score,late,required,invited,bonus,penalty"
    assert lines[0] == f"{columns},sums: double,sums: sum,sums: shader"
    assert "sums,ada,graded,5,5,no,5,4,0,0,2,3,4" in lines
    assert "sums,empty,failed,,5,no,,,,,,," in lines
    assert len(lines) == 1 + len(SCORES) + len(FAILED) + 2


def test_an_export_that_cannot_be_written_says_so(graded, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(teach.TeachError, match=r"can't write .*grades\.csv: there is no folder"):
        teach.export(graded.course, tmp_path / "file" / "grades.csv")


def test_files_beside_a_notebook_are_kept_but_no_configuration(graded) -> None:
    folder = graded.course.folder("autograded", "sums", "ada")
    assert (folder / "notes.txt").read_text() == "mine"
    assert not (folder / "nbgrader_config.py").exists(), "formgrader would run it in such a folder"


def test_the_gradebook_stays_nbgraders(graded) -> None:
    with graded.course.gradebook() as gradebook:
        entry = gradebook.find_submission("sums", "ada")
        assert (entry.score, entry.max_score, entry.needs_manual_grade) == (9, 9, False)
        assert gradebook.find_submission("sums", "empty").needs_manual_grade
        assert gradebook.find_submission("sums", "empty").score == 0
