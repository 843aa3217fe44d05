"""A course directory with nbgrader's own exchange and gradebook, and the server of who teaches it."""

import asyncio
import importlib.util
import sys
from pathlib import Path

import pytest
from underhood_grading import standing, teach
from underhood_lab.events import CHANGED

HELPERS = Path(__file__).parents[2] / "grading" / "conftest.py"


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
