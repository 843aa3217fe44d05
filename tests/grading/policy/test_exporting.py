"""Scores as tables: for spreadsheets, Canvas and Moodle, and by topic."""

from __future__ import annotations

import csv
import io
import re

import pytest
from underhood_grading import teach
from underhood_grading.teach.tables import csv_text

FULL = {"test_double": 2, "test_sum": 3, "test_shader": 4}


@pytest.fixture
def room(marked):
    marked.configure(students="[kim]\nspecializations = ['computer-graphics']", handin="bonus_cap = 0.2")
    with marked.course.gradebook() as gradebook:
        gradebook.add_student("ada", first_name="Ada", last_name="Lovelace", email="ada@x.org", lms_user_id="17")
        gradebook.add_student("zoe")
    marked.grade("ada", "2026-11-20 12:00:00", **FULL)
    marked.grade("kim", "2026-11-20 12:00:00", test_double=2)
    marked.hand_in("=late()", "2026-11-20 12:00:00")
    return marked


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_a_line_per_submission(room, capsys) -> None:
    text = teach.export(room.course)
    assert capsys.readouterr().out == text
    found = rows(text)
    assert found[1] == ["sums", "'=late()", "collected", "", "5", "no", "", "", "", "", "", "", ""]
    assert found[2] == ["sums", "ada", "graded", "6", "5", "no", "5", "4", "1", "0", "2", "3", "4"]


def test_canvas_columns(room) -> None:
    assert rows(teach.export(room.course, form="canvas")) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "sums"],
        ["    Points Possible", "", "", "", "", "9"],
        ["'=late()", "", "", "'=late()", "", ""],
        ["Lovelace, Ada", "17", "", "ada", "", "10.8"],
        ["kim", "", "", "kim", "", "2"],
        ["zoe", "", "", "zoe", "", ""],
    ]


def test_moodle_columns(room) -> None:
    found = rows(teach.export(room.course, form="moodle"))
    assert found[0][:5] == ["First name", "Last name", "ID number", "Email address", "Username"]
    assert found[0][5:] == ["sums", "sums feedback"]
    feedback = "double 2 of 2; sum 3 of 3; shader 4 of 4; bonus +1"
    assert found[2] == ["Ada", "Lovelace", "17", "ada@x.org", "ada", "10.8", feedback]
    assert found[4] == ["", "", "", "", "zoe", "", ""]


def test_there_is_no_other_format(room) -> None:
    with pytest.raises(teach.TeachError, match='no format "blackboard"; there is csv, canvas, moodle'):
        teach.export(room.course, form="blackboard")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_text_is_never_a_formula(text) -> None:
    (found,) = rows(csv_text([text], []))
    assert found == ["'" + re.sub(r"[\t\r\n]", " ", text)]


def test_numbers_and_commas_stay(room) -> None:
    assert csv_text(["a", "b"], [[-1.5, "x, y"], [None, 0.1 + 0.2]]) == 'a,b\n-1.5,"x, y"\n,0.3\n'


def test_topics_by_student(room) -> None:
    file = room.course.folder("source", "sums") / "handin.toml"
    text = file.read_text().replace('name = "shader"', 'name = "shader"\ntopics = ["gpus"]')
    file.write_text(text.replace('name = "sum"', 'name = "sum"\ntopics = ["gpus", "loops"]'))
    found = teach.topics(room.course)
    assert found.topics == ("m1", "gpus", "loops")
    assert found.students == {"ada": {"m1": 1, "gpus": 1, "loops": 1}, "kim": {"m1": 1, "gpus": 0, "loops": 0}}
    assert str(found).splitlines() == [
        "student     m1   gpus  loops",
        "ada      100 %  100 %  100 %",
        "kim      100 %    0 %    0 %",
    ]
    assert found.to_csv() == "student,m1,gpus,loops\nada,1,1,1\nkim,1,0,0\n"


def test_a_topic_of_invited_parts_alone_is_theirs_who_tried(marked) -> None:
    file = marked.course.folder("source", "sums") / "handin.toml"
    file.write_text(file.read_text().replace('name = "shader"', 'name = "shader"\ntopics = ["gpus"]'))
    marked.grade("ada", "2026-11-20 12:00:00", test_shader=1)
    marked.grade("bob", "2026-11-20 12:00:00", test_sum=3)
    assert teach.topics(marked.course).students == {"ada": {"m1": 0, "gpus": 0.25}, "bob": {"m1": 0.6}}


def test_topics_before_anything_is_graded(marked) -> None:
    assert str(teach.topics(marked.course)) == "nothing is graded yet"


def test_the_command_writes_them(marked, tmp_path, capsys) -> None:
    from underhood_lab.command import main

    marked.grade("ada", "2026-11-20 12:00:00", **FULL)
    root = ["--root", str(marked.course.root)]
    assert main(["teach", "topics", *root]) == 0
    assert capsys.readouterr().out.splitlines() == ["student     m1", "ada      100 %"]
    for step, first in (("topics", "student,m1"), ("export", "handin,"), ("export --format=canvas", "Student,ID,")):
        assert main(["teach", *step.split(), "--csv", str(tmp_path / "out.csv"), *root]) == 0
        assert (tmp_path / "out.csv").read_text().startswith(first)
    assert main(["teach", "topics", "--csv", str(tmp_path / "gone" / "out.csv"), *root]) == 1
    assert "there is no folder" in capsys.readouterr().err
