"""The teacher's routes on a real server, with a real course directory and nbgrader's own exchange and gradebook."""

import asyncio
import importlib.util
import json
import shutil
import signal
import sys
from pathlib import Path

import pytest
from underhood_course.schema import faults, schema
from underhood_grading import standing, teach
from underhood_lab.events import CHANGED

HELPERS = Path(__file__).parents[1] / "grading" / "conftest.py"


@pytest.fixture(scope="session")
def classroom():
    """The small hand-in of the grading tests and its students."""
    spec = importlib.util.spec_from_file_location("grading_conftest", HELPERS)
    module = importlib.util.module_from_spec(spec)
    sys.modules["grading_conftest"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def jp_server_config():
    names = ("assignment_list", "formgrader")
    extensions = {f"nbgrader.server_extensions.{name}": True for name in names}
    return {"ServerApp": {"jpserver_extensions": {**extensions, "underhood_lab": True}}}


@pytest.fixture(autouse=True)
def nobodys(monkeypatch):
    """No configuration but the test's own."""
    monkeypatch.setattr(standing, "_configured", lambda: None)
    monkeypatch.setattr(standing, "_configured_exchange", lambda: None)
    for name in ("UNDERHOOD_TEACHING", "UNDERHOOD_EXCHANGE", "JUPYTERHUB_API_TOKEN", "JUPYTERHUB_USER"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def made(classroom, tmp_path_factory):
    base = tmp_path_factory.mktemp("teaching")
    teach.init(base / "course", [classroom.write_handin(base / "handins" / "sums")])
    return base / "course"


@pytest.fixture
def course(made, classroom, tmp_path, monkeypatch):
    room = classroom.copy_course(made, tmp_path)
    monkeypatch.setenv("UNDERHOOD_TEACHING", str(room.course.root))
    return room.course


@pytest.fixture
def events(jp_serverapp):
    told = []

    async def listener(logger, schema_id, data):
        told.append(data)

    jp_serverapp.event_logger.add_listener(schema_id=CHANGED, listener=listener)
    return told


async def ended(ask):
    """Wait until the step has ended, and return it."""
    for _ in range(1200):
        job = (await ask("teach"))[1]["job"]
        if job["state"] != "running":
            return job
        await asyncio.sleep(0.1)
    raise AssertionError(job)


async def run(ask, step, **more):
    status, job = await ask("teach", "job", method="POST", json={"step": step, "handin": "sums", **more})
    assert (status, job["state"]) == (200, "running"), job
    return await ended(ask)


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


EVERY = [("teach",), ("teach", "export")]
CHANGING = [("teach", "course"), ("teach", "job"), ("teach", "formgrader")]


async def test_a_students_server_has_no_teacher(ask, monkeypatch, tmp_path):
    monkeypatch.setenv("UNDERHOOD_EXCHANGE", str(tmp_path))
    for path in EVERY:
        status, answer = await ask(*path)
        assert status == 403
        assert "a student's" in answer["message"]
    for path in CHANGING:
        assert (await ask(*path, method="POST", json={"folder": "x", "step": "grade", "handin": "sums"}))[0] == 403
    assert (await ask("teach", method="PATCH", json={}))[0] == 403
    assert (await ask("teach", "job", method="DELETE"))[0] == 403


async def test_an_authorizer_can_deny_teaching_alone(ask, course, jp_serverapp, monkeypatch):
    def may(handler, user, action, resource):
        return resource != "underhood:teach"

    monkeypatch.setattr(jp_serverapp.authorizer, "is_authorized", may)
    assert (await ask("teach"))[0] == 403
    assert (await ask("catalog"))[0] == 200


@pytest.mark.parametrize(
    ("user", "status"),
    [
        ({"name": "ada", "groups": ["nbgrader-underhood"]}, 403),
        ({"name": "grace", "groups": ["formgrade-underhood"]}, 200),
        ({"name": "owner", "groups": []}, 200),
    ],
)
async def test_on_a_hub_its_groups_decide(ask, course, *, monkeypatch, jp_serverapp, user, status):
    monkeypatch.setenv("JUPYTERHUB_USER", "owner")
    provider = jp_serverapp.identity_provider
    get_user = provider._get_user

    async def as_hub_user(handler):
        found = await get_user(handler)
        found.hub_user = user
        return found

    monkeypatch.setattr(provider, "_get_user", as_hub_user)
    assert (await ask("teach"))[0] == status
