"""The teacher's steps and choices on a real server."""

import signal

import pytest
from underhood_course.schema import faults, schema
from underhood_grading import teach

from .conftest import ended, run


async def test_from_release_to_feedback(ask, course, *, classroom, events, jp_serverapp, tmp_path):
    assert (await run(ask, "release"))["state"] == "done"
    for name in ("ada", "grace", "linus"):
        student = classroom.Student(name, tmp_path / name, course.exchange)
        student.fetch()
        if name == "ada":
            student.solve()
        if name == "linus":
            student.notebook.write_text("{")
        student.hand_in()
    job = await run(ask, "collect")
    assert job["counts"] == {"new": 3, "updated": 0, "unchanged": 0}
    events.clear()
    job = await run(ask, "grade")
    assert (job["state"], job["done"], job["failed"], job["remaining"]) == ("done", 3, 1, 0)
    assert job["counts"] == {"graded": 2, "failed": 1, "unchanged": 0}
    assert list(job["problems"]) == ["linus"]
    await jp_serverapp.event_logger.gather_listeners()
    told = [one["data"] for one in events if one["subject"] == "grading"]
    assert told[0]["done"] == 0
    assert (told[-1]["done"], told[-1]["state"]) == (3, "done")
    assert [one["done"] for one in told] == sorted(one["done"] for one in told)
    assert {"teaching", "handins"} <= {one["subject"] for one in events}

    document = (await ask("teach"))[1]
    assert list(faults(document, schema("teaching"))) == []
    rows = {row["student"]: row for row in document["course"]["handins"][0]["submissions"]}
    assert (rows["ada"]["state"], rows["ada"]["score"]) == ("graded", 5)
    assert rows["linus"]["state"] == "failed"
    assert len(rows["linus"]["problems"]) == 1
    assert rows["ada"]["handed_in"].endswith("+00:00")

    assert (await run(ask, "feedback"))["counts"] == {"released": 2}
    table = (await ask("teach", "export", params={"form": "csv"}))[1]
    assert table["name"] == "results-csv.csv"
    assert "sums,ada,feedback-released,5,5" in table["text"]
    status, answer = await ask("teach", "formgrader", method="POST", json={"handin": "sums", "student": "ada"})
    assert status == 200
    assert answer["url"].startswith("formgrader/submissions/")


async def test_formgrader_shows_the_submission(ask, course, classroom, tmp_path, jp_fetch):
    teach.release(course, "sums")
    student = classroom.Student("ada", tmp_path / "ada", course.exchange)
    student.fetch()
    student.hand_in()
    teach.collect(course, "sums")
    status, answer = await ask("teach", "formgrader", method="POST", json={"handin": "sums", "student": "ada"})
    assert status == 409
    assert "not graded yet" in answer["message"]
    await run(ask, "grade")
    url = (await ask("teach", "formgrader", method="POST", json={"handin": "sums", "student": "ada"}))[1]["url"]
    page = await jp_fetch(url, params={"index": 0})
    assert page.code == 200
    assert b"partial_sums" in page.body


async def test_choices_are_kept_published_and_reach_students(ask, course, monkeypatch):
    changes = {"run": {"start": "2026-10-26", "timezone": "Europe/Berlin", "leave_out": ["m1/further-reading"]}}
    status, document = await ask("teach", method="PATCH", json=changes)
    assert status == 200, document
    pages = {page["id"]: page["chosen"] for page in document["course"]["pages"]}
    assert pages["m1/further-reading"] is False
    assert pages["m1/memory-and-gpus"] is True
    parts = {"shader": {"kind": "required", "specializations": {}}}
    handin = {"name": "sums", "due": "2026-12-01T13:00:00+01:00", "parts": parts}
    document = (await ask("teach", method="PATCH", json={"handin": handin}))[1]
    (found,) = document["course"]["handins"]
    assert (found["due"], found["own_due"], found["parts"][2]["kind"]) == (handin["due"], True, "required")
    # A student's server, which joined the exchange, has the run's pages.
    monkeypatch.delenv("UNDERHOOD_TEACHING")
    monkeypatch.setenv("UNDERHOOD_EXCHANGE", str(course.exchange))
    catalog = (await ask("catalog"))[1]
    assert "m1/further-reading" not in {page["id"] for module in catalog["modules"] for page in module["pages"]}
    (course.exchange / "underhood" / "run.json").write_text("{")
    catalog = (await ask("catalog"))[1]
    assert "ask your teacher" in catalog["problems"][-1]["message"]
    assert "m1/further-reading" in {page["id"] for module in catalog["modules"] for page in module["pages"]}


async def test_an_extension_is_given(ask, course):
    extension = {"handin": "sums", "student": "ada", "hours": 48, "due": None}
    status, document = await ask("teach", method="PATCH", json={"extension": extension, "students": "ada\ngrace"})
    assert status == 200
    rows = {row["student"]: row for row in document["course"]["handins"][0]["submissions"]}
    assert rows["ada"]["extension"] == {"hours": 48, "due": None}
    assert rows["grace"]["extension"] is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"run": {"start": "soon"}}, "no day"),
        ({"run": {"levels": []}}, "run.levels"),
        ({"run": {"colour": "red"}}, "no field"),
        ({"run": {"timezone": "Middle-earth"}}, "no time zone"),
        ({"handin": {"name": "song"}}, "no hand-in"),
        ({"handin": {"name": "sums", "due": "later"}}, "no time"),
        ({"handin": {"name": "sums", "due": "2026-12-01T13:00"}}, "no time zone"),
        ([], "not an object"),
    ],
)
async def test_a_choice_that_makes_no_sense_is_refused_in_words(ask, course, changes, said):
    status, answer = await ask("teach", method="PATCH", json=changes)
    assert status in (400, 409)
    assert said in answer["message"]


async def test_one_step_at_a_time_and_it_can_be_cancelled(ask, course):
    request = {"step": "release", "handin": "sums"}
    assert (await ask("teach", "job", method="DELETE"))[1] is None
    assert (await ask("teach", "job", method="POST", json=request))[0] == 200
    status, answer = await ask("teach", "job", method="POST", json=request)
    assert status == 409
    assert "under way" in answer["message"]
    status, job = await ask("teach", "job", method="DELETE")
    assert (status, job["state"]) == (200, "cancelled")
    assert (await run(ask, "release"))["state"] == "done"


async def test_a_step_that_can_not_be_done_says_why(ask, course):
    job = await run(ask, "grade")
    assert job["state"] == "failed"
    assert "nothing to grade" in job["message"]
    assert (await ask("teach", "job", method="POST", json={"step": "dance", "handin": "sums"}))[0] == 400


async def test_a_step_that_is_killed_says_so(ask, course, jp_serverapp):
    await ask("teach", "job", method="POST", json={"step": "release", "handin": "sums"})
    jp_serverapp.web_app.settings["underhood_jobs"]._process.send_signal(signal.SIGKILL)
    job = await ended(ask)
    assert job["state"] == "failed"
    assert "stopped without a word" in job["message"]
