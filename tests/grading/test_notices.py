"""What the exchange tells students of due times: everybody's to all, and to each only their own."""

from __future__ import annotations

import json
import os
import stat

import pytest
from underhood_grading import notices, teach
from underhood_grading.teach.telling import tell

DUE = "[policy]\ndue = 2026-11-20T12:00:00Z\ngrace_minutes = 15\npenalty = { per_day = 0.1, at_most = 0.5 }\n"


@pytest.fixture
def due_course(classroom):
    (classroom.course.root / "underhood.toml").write_text(DUE)
    teach.release(classroom.course, "sums")
    return classroom.course


def test_a_release_says_when_it_is_due_and_nothing_of_anybody(due_course, desk) -> None:
    (due_course.root / "students.toml").write_text("[grace.handins.sums]\nextension_hours = 48\n")
    teach.release(due_course, "sums")
    folder = due_course.outbound / "sums"
    assert sorted(one.name for one in folder.iterdir()) == [".handin.json", "sums.ipynb"]
    text = (folder / ".handin.json").read_text()
    assert "grace" not in text.replace("grace_minutes", "")
    assert "SOLUTION" not in text
    assert stat.S_IMODE((folder / ".handin.json").stat().st_mode) == 0o644
    now = desk(due_course.exchange).sums()
    assert (now["due"], now["due_for_all"], now["grace_minutes"]) == ("2026-11-20T12:00:00+00:00", None, 15)
    assert now["penalty"] == {"per_day": 0.1, "at_most": 0.5}


def test_more_time_reaches_its_student_alone(due_course, desk, monkeypatch) -> None:
    one = desk(due_course.exchange)
    mine = one.sums()  # looking is enough to be known to the teacher
    student = next(iter(notices.introductions(due_course.outbound.parent)))
    assert mine["due_for_all"] is None
    teach.extend(due_course, "sums", student, hours=48)
    teach.extend(due_course, "sums", "linus", hours=96)
    now = one.sums()
    assert (now["due"], now["due_for_all"]) == ("2026-11-22T12:00:00+00:00", "2026-11-20T12:00:00+00:00")
    place = due_course.outbound.parent / "personal"
    assert stat.S_IMODE(place.stat().st_mode) == 0o711, "nobody but the teacher may list it"
    assert len(list(place.iterdir())) == 1
    assert "2026-11-24" not in "".join(file.read_text() for file in place.iterdir())
    teach.extend(due_course, "sums", student)
    assert one.sums()["due_for_all"] is None


def test_the_teachers_specialization_decides_what_is_required(due_course, desk) -> None:
    one = desk(due_course.exchange)
    one.look()
    student = next(iter(notices.introductions(due_course.outbound.parent)))
    (due_course.root / "students.toml").write_text(f'[{student}]\nspecializations = ["computer-graphics"]\n')
    tell(due_course)
    now = one.sums()
    assert now["specializations"] == ["computer-graphics"]
    assert [(part["kind"], part["decided"]) for part in now["parts"]] == [("required", True)] * 3


def test_a_changed_due_time_reaches_students_without_a_new_release(due_course, desk) -> None:
    one = desk(due_course.exchange)
    (due_course.root / "underhood.toml").write_text(DUE.replace("11-20", "11-27"))
    tell(teach.Course.open(due_course.root))
    assert one.sums()["due"] == "2026-11-27T12:00:00+00:00"


def test_without_the_exchange_what_was_fetched_says_when_it_was_due(due_course, desk) -> None:
    one = desk(due_course.exchange)
    assert one.manager.fetch_assignment("underhood", "sums")["success"]
    due_course.exchange.rename(due_course.exchange.with_name("gone"))
    found = one.look()
    assert found["problem"].startswith("There is no exchange")
    assert found["handins"][0]["due"] == "2026-11-20T12:00:00+00:00"
    assert found["handins"][0]["path"] == "sums/sums.ipynb"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"due": 7}', '{"title": "x", "due": "soon"}', "\xff" * 5000])
def test_a_notice_that_makes_no_sense_is_none(tmp_path, text) -> None:
    (tmp_path / ".handin.json").write_text(text)
    assert notices.read_notice(tmp_path) is None


def test_introductions_are_looked_at_before_they_are_believed(tmp_path) -> None:
    inbound = tmp_path / "inbound"
    inbound.mkdir()
    key = notices.own_key(tmp_path / "ada")
    assert notices.own_key(tmp_path / "ada") == key
    assert stat.S_IMODE((tmp_path / "ada" / "exchange-key").stat().st_mode) == 0o600
    notices.introduce(tmp_path, "ada", key)
    notices.introduce(tmp_path, "ada", key)
    for number, text in enumerate(["{", "[]", '{"student": 1, "key": 2}', '{"student": "x", "key": "../../etc"}']):
        (inbound / f".underhood-{number}").write_text(text)
    secret = tmp_path / "secret"
    secret.write_text(json.dumps({"student": "eve", "key": "0" * 64}))
    (inbound / ".underhood-link").symlink_to(secret)
    os.mkfifo(inbound / ".underhood-pipe")
    assert notices.introductions(tmp_path) == {"ada": [key]}
    assert notices.introductions(tmp_path / "nowhere") == {}


def test_one_student_can_not_ask_for_another(tmp_path, monkeypatch) -> None:
    """The file must be the student's own, or the teacher's: a key for somebody else's notices is no key."""
    (tmp_path / "inbound").mkdir()
    notices.introduce(tmp_path, "root", "1" * 64)
    file = next((tmp_path / "inbound").iterdir())
    if os.getuid() != 0:
        pytest.skip("only root may give files away")
    os.chown(file, 12345, -1)
    assert notices.introductions(tmp_path) == {}
