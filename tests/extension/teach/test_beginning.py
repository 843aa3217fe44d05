"""Course directories: begun, opened, gone and broken."""

import json
import shutil

import pytest
from underhood_course.schema import faults, schema


async def test_a_course_begins_from_nothing(ask, jp_root_dir):
    status, found = await ask("teach")
    assert (status, found["course"]) == (200, None)
    assert list(faults(found, schema("teaching"))) == []
    asked = {
        **found["proposal"],
        "timezone": "Europe/Berlin",
        "exchange": None,
        "students": "id,first_name\nada,Ada\ngrace,Grace",
    }
    status, found = await ask("teach", "course", method="POST", json=asked)
    assert status == 200, found
    assert list(faults(found, schema("teaching"))) == []
    course = found["course"]
    assert course["root"].startswith(str(jp_root_dir))
    assert course["problems"] == []
    assert [one["name"] for one in course["handins"]] == ["convolution"]
    assert [one["id"] for one in course["students"]] == ["ada", "grace"]
    assert course["calendar"][0]["date"] == asked["start"]
    assert len(course["calendar"]) == 15
    # It is remembered.
    assert (await ask("teach"))[1]["course"]["run"]["name"] == asked["name"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"timezone": "Middle-earth"}, "no time zone"),
        ({"start": "2026-13-01"}, "no day"),
        ({"students": "../../etc"}, "line 1 of the list"),
        ({"folder": ""}, "folder"),
        ({"folder": "/proc/nowhere"}, "can't write"),
    ],
)
async def test_a_beginning_that_can_not_be_makes_nothing(ask, jp_root_dir, change, said):
    asked = {"folder": "teaching/new", "name": "New", "start": "2026-10-26", **change}
    status, answer = await ask("teach", "course", method="POST", json=asked)
    assert status in (400, 409)
    assert said in answer["message"]
    assert not (jp_root_dir / "teaching").exists()
    assert (await ask("teach"))[1]["course"] is None


async def test_a_course_directory_that_is_there_is_opened(ask, made):
    status, found = await ask("teach", "course", method="POST", json={"folder": str(made)})
    assert (status, found["course"]["root"]) == (200, str(made))
    status, answer = await ask("teach", "course", method="POST", json={"folder": str(made.parent)})
    assert status == 409
    assert "no nbgrader course directory" in answer["message"]


async def test_a_course_directory_that_is_gone_or_broken_says_so_in_place(ask, course):
    (course.root / "students.toml").write_text("[ada")
    document = (await ask("teach"))[1]
    assert "students.toml is not valid TOML" in document["course"]["problems"][0]
    (course.root / "students.toml").unlink()
    (course.root / "source" / "sums" / "handin.toml").write_text("title = 3")
    document = (await ask("teach"))[1]
    assert "handin.toml" in document["course"]["handins"][0]["problem"]
    shutil.rmtree(course.exchange)
    assert "there is no exchange" in (await ask("teach"))[1]["course"]["problems"][0]
    shutil.rmtree(course.root)
    document = (await ask("teach"))[1]
    assert document["course"] is None
    assert "is gone" in document["problem"]
    assert list(faults(document, schema("teaching"))) == []
    json.dumps(document)
