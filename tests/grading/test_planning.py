"""What a teacher chooses of a run: kept in the course directory's own files, and told to the students."""

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest
from underhood_course.run import read_published
from underhood_course.schema import faults, schema
from underhood_grading import teach

from .conftest import copy_course


@pytest.fixture
def course(made_course, tmp_path):
    return copy_course(made_course, tmp_path).course


def test_a_choice_leaves_comments_and_order_alone(course):
    file = course.root / "underhood.toml"
    file.write_text('# ours\n[policy]\nattempts = "best"   # the kind one\n\n[run]\nname = "old" # replaced\n')
    run = teach.change_run(course, {"name": "Autumn", "start": date(2026, 11, 19), "timezone": "Europe/Berlin"})
    assert (run.name, run.start, run.timezone) == ("Autumn", date(2026, 11, 19), "Europe/Berlin")
    text = file.read_text()
    assert text.startswith('# ours\n[policy]\nattempts = "best"   # the kind one\n')
    assert course.policy().attempts == "best"
    teach.change_run(course, {"name": None, "start": None})
    assert course.run().start is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"timezone": "Middle-earth"}, "no time zone"),
        ({"weekdays": ["thu", "thu"]}, "twice"),
        ({"levels": [0]}, "no level"),
        ({"colour": "red"}, "no field"),
    ],
)
def test_a_choice_that_can_not_be_changes_nothing(course, changes, said):
    teach.change_run(course, {"name": "Autumn"})
    before = (course.root / "underhood.toml").read_text()
    with pytest.raises(teach.TeachError, match=said):
        teach.change_run(course, changes)
    assert (course.root / "underhood.toml").read_text() == before


@pytest.mark.parametrize("text", ["[run", "\xff", "run = 3"])
def test_a_malformed_file_is_one_sentence_and_stays(course, text):
    file = course.root / "underhood.toml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(teach.TeachError, match=r"underhood\.toml"):
        teach.change_run(course, {"name": "Autumn"})
    assert file.read_bytes() == text.encode("latin-1")
    said = teach.desk(course)
    assert any("underhood.toml" in one for one in said["problems"])
    assert list(faults({"course": said, "proposal": None, "problem": None, "job": None}, schema("teaching"))) == []


def test_parts_and_due_times_are_the_teachers_to_choose(course):
    shader = {"shader": {"kind": "required", "specializations": {"computer-vision": "invited"}}}
    handin = teach.change_handin(course, "sums", parts=shader, due=datetime(2026, 12, 1, 13, tzinfo=UTC))
    assert handin.points() == 9
    assert handin.points(["computer-vision"]) == 5
    assert handin.policy.due == datetime(2026, 12, 1, 13, tzinfo=UTC)
    handin = teach.change_handin(course, "sums", due=None)
    assert handin.policy.due is None
    with pytest.raises(teach.TeachError, match='no part "shadow"'):
        teach.change_handin(course, "sums", parts={"shadow": {"kind": "required"}})
    with pytest.raises(teach.TeachError, match="none of required, invited"):
        teach.change_handin(course, "sums", parts={"shader": {"kind": "maybe"}})
    assert course.handin("sums").points() == 9


def test_an_extension_is_given_and_taken_back(course):
    file = course.root / "students.toml"
    file.write_text('# who needs more\n[grace]\nspecializations = ["computer-graphics"]\n')
    assert teach.extend(course, "sums", "ada", hours=48).more == timedelta(hours=48)
    due = datetime(2026, 12, 3, 12, tzinfo=UTC)
    assert teach.extend(course, "sums", "j.doe", due=due).due == due
    assert teach.extend(course, "sums", "grace", hours=1).more == timedelta(hours=1)
    assert course.students()["j.doe"].extensions["sums"].due == due
    assert teach.extend(course, "sums", "grace") is None
    assert teach.extend(course, "sums", "ada") is None
    assert course.students()["grace"].specializations == ("computer-graphics",)
    assert "ada" not in course.students()
    assert file.read_text().startswith("# who needs more\n")
    with pytest.raises(teach.TeachError, match="no hand-in"):
        teach.extend(course, "song", "ada", hours=1)
    with pytest.raises(teach.TeachError, match="extension_hours"):
        teach.extend(course, "sums", "ada", hours=-3)


def test_an_extension_s_date_is_of_the_course_s_time_zone(course):
    teach.change_run(course, {"timezone": "Europe/Berlin", "start": date(2026, 11, 19)})
    given = teach.extend(course, "sums", "ada", due=datetime.fromisoformat("2026-12-03T12:00"))
    assert given.due == datetime(2026, 12, 3, 11, tzinfo=UTC)
    assert "due = 2026-12-03T12:00:00\n" in (course.root / "students.toml").read_text()


def test_the_run_reaches_the_exchange(course):
    teach.change_run(course, {"leave_out": ["m1/further-reading"], "timezone": "UTC", "start": date(2026, 11, 19)})
    file = teach.publish(course)
    assert file == course.exchange / "underhood" / "run.json"
    assert file.stat().st_mode & 0o444 == 0o444
    document = read_published(file)
    assert document["leave_out"] == ["m1/further-reading"]
    assert document["handins"]["sums"]["parts"]["shader"]["specializations"] == {"computer-graphics": "required"}
    assert teach.release(course, "sums").again is False


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", []),
        ("ada\ngrace\n", ["ada", "grace"]),
        ("\ufeffid;first_name;email\nada;Ada;ada@x.org\n", ["ada"]),
        ("Username\tSurname\nada\tLovelace\n\n", ["ada"]),
    ],
)
def test_a_roster_is_read_as_it_is_pasted(text, ids):
    assert [one.id for one in teach.read_roster(text)] == ids


@pytest.mark.parametrize(
    ("text", "said"),
    [("ada\n../etc", 'line 2 .*"../etc"'), ("id\nada\nada", "line 3 .* twice"), ("id,email\n,x@y.org", "line 2")],
)
def test_a_roster_that_can_not_be_names_the_line(text, said):
    with pytest.raises(teach.TeachError, match=said):
        teach.read_roster(text)


def test_the_desk_shows_who_is_missing(course):
    assert teach.enrol(course, teach.read_roster("id,first_name,last_name\nada,Ada,Lovelace\ngrace,Grace,Hopper")) == 2
    said = teach.desk(course)
    assert list(faults({"course": said, "proposal": None, "problem": None, "job": None}, schema("teaching"))) == []
    (handin,) = said["handins"]
    assert [(row["student"], row["state"]) for row in handin["submissions"]] == [
        ("ada", "missing"),
        ("grace", "missing"),
    ]
    assert said["students"][0] == {"id": "ada", "name": "Ada Lovelace"}
    json.dumps(said)


def test_a_locked_gradebook_is_said_in_place_and_the_rest_is_there(course):
    with sqlite3.connect(course.root / "gradebook.db", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = teach.desk(course)
        other.execute("ROLLBACK")
    assert "is locked by another program" in said["problems"][0]
    assert [one["name"] for one in said["handins"]] == ["sums"]
    assert len(said["calendar"]) == 15
