"""The routes on hand-ins: a check that leaves the server free, notes of what was done, copies of submissions."""

import asyncio
import json
import os
import time
from pathlib import Path

import pytest
import underhood_grading
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import compute_checksum
from underhood_course.schema import faults, schema
from underhood_lab.events import CHANGED

NOTICE = {
    "title": "Slow sums",
    "due": "2026-11-20T12:00:00+00:00",
    "grace_minutes": 0,
    "penalty": None,
    "attempts": "last",
    "seconds": 60,
    "cell_seconds": None,
    "parts": [],
}


def cell(source, name=None, **mark):
    if name is None:
        return new_code_cell(source)
    marks = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3, "grade_id": name}
    made = new_code_cell(source, metadata={"nbgrader": {**marks, **mark}})
    made.metadata.nbgrader["checksum"] = compute_checksum(made)
    made.metadata.nbgrader["cell_type"] = "code"
    return made


@pytest.fixture
def release(tmp_path, monkeypatch, jp_root_dir):
    """Release and fetch a hand-in: release("sums", ["import time", …], seconds=3)."""
    exchange = tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(Path(underhood_grading.__path__[0]) / "student_config"))
    monkeypatch.setenv("UNDERHOOD_COURSE_ID", "underhood")
    monkeypatch.setenv("UNDERHOOD_EXCHANGE", str(exchange))
    monkeypatch.setenv("UNDERHOOD_WORKSPACE", str(jp_root_dir))

    def release(name, *cells, fetched=True, **notice):
        notebook = new_notebook(cells=list(cells))
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        (exchange / "underhood" / "inbound").mkdir(parents=True, exist_ok=True)
        for folder in (exchange / "underhood" / "outbound" / name, *([jp_root_dir / name] if fetched else [])):
            folder.mkdir(parents=True)
            (folder / f"{name}.ipynb").write_text(json.dumps(notebook))
            (folder / ".handin.json").write_text(json.dumps({**NOTICE, **notice}))
        return jp_root_dir / name / f"{name}.ipynb"

    return release


SOLUTION = cell("def double(x):\n    raise NotImplementedError", "double", solution=True)
TEST = cell("assert double(2) == 4", "test-double", grade=True, locked=True, points=2)


async def state_of(ask, name):
    document = (await ask("handins"))[1]
    assert list(faults(document, schema("handins"))) == []
    return next(one for one in document["handins"] if one["name"] == name)


async def test_a_check_names_what_fails_and_is_remembered_for_its_version(ask, release):
    file = release("sums", SOLUTION, TEST)
    status, check = await ask("handins", "sums", "check", method="POST", request_timeout=100)
    assert status == 200
    assert (check["problem"], [one["cell"] for one in check["failed"]]) == (None, ["test-double"])
    assert "NotImplementedError" in check["failed"][0]["error"]
    state = await state_of(ask, "sums")
    assert (state["check"], state["work"]["checked"], state["checking"]) == (check, True, None)
    assert (state["title"], state["due"]) == ("Slow sums", "2026-11-20T12:00:00+00:00")
    notebook = json.loads(file.read_text())
    notebook["cells"][0]["source"] = "def double(x):\n    return 2 * x"
    file.write_text(json.dumps(notebook))
    assert (await state_of(ask, "sums"))["work"]["checked"] is False
    check = (await ask("handins", "sums", "check", method="POST", request_timeout=100))[1]
    assert check["failed"] == check["changed"] == check["type_changed"] == []


async def test_the_server_answers_while_a_check_runs_which_can_be_stopped(ask, release, jp_serverapp):
    release("sums", cell("x = 1"), cell("import time; time.sleep(60)"), TEST)
    progress = []

    async def listener(logger, schema_id, data):
        if data["subject"] == "handins" and data.get("data"):
            progress.append(data["data"]["checking"])

    jp_serverapp.event_logger.add_listener(schema_id=CHANGED, listener=listener)
    running = asyncio.ensure_future(ask("handins", "sums", "check", method="POST", request_timeout=100))
    other_window = asyncio.ensure_future(ask("handins", "sums", "check", method="POST", request_timeout=100))
    longest = 0.0
    end = time.monotonic() + 60
    while True:
        begin = time.monotonic()
        assert (await ask("progress"))[0] == 200
        longest = max(longest, time.monotonic() - begin)
        state = await state_of(ask, "sums")
        if (state["checking"] or {"done": 0})["done"] == 1:
            break
        assert time.monotonic() < end
        await asyncio.sleep(0.1)
    assert state["checking"] == {"done": 1, "of": 3}
    assert longest < 5, "the kernel starts in a process of its own"
    assert (await ask("handins", "sums", "check", method="DELETE"))[0] == 204
    for one in (running, other_window):
        status, check = await one
        assert (status, check["problem"]) == (200, "it was stopped")
    await jp_serverapp.event_logger.gather_listeners()
    assert {"done": 1, "of": 3} in progress or {"done": 0, "of": 3} in progress
    assert (await ask("handins", "sums", "check", method="DELETE"))[0] == 404
    assert (await state_of(ask, "sums"))["work"]["checked"] is False


async def test_a_check_ends_with_the_time_that_grading_allows(ask, release):
    release("sums", cell("import time\ntime.sleep(100)"), TEST, seconds=2, cell_seconds=90)
    begin = time.monotonic()
    _, check = await ask("handins", "sums", "check", method="POST", request_timeout=100)
    assert time.monotonic() - begin < 60
    assert "longer than the 2 seconds" in check["problem"]
    assert "cell 1 of 2" in check["problem"]


async def test_a_kernel_that_dies_ends_the_check_only(ask, release):
    release("sums", cell("import os\nos._exit(1)"), TEST)
    _, check = await ask("handins", "sums", "check", method="POST", request_timeout=100)
    assert check["problem"]
    assert (await ask("progress"))[0] == 200


@pytest.mark.parametrize("content", ["{", "[]", '{"cells": 7}'])
async def test_what_is_no_notebook_is_said_in_one_sentence(ask, release, content):
    release("sums", TEST).write_text(content)
    status, answer = await ask("handins", "sums", "check", method="POST")
    assert status == 409
    assert "sums.ipynb is no notebook" in answer["message"]
    assert "sums.ipynb is no notebook" in (await state_of(ask, "sums"))["work"]["problems"][0]


async def test_what_was_not_fetched_or_is_unknown(ask, release):
    release("sums", TEST, fetched=False)
    assert (await ask("handins", "sums", "check", method="POST"))[0] == 409
    assert (await ask("handins", "nothing", "check", method="POST"))[0] == 404
    assert (await ask("handins", "..", "check", method="POST"))[0] == 404
    assert (await ask("handins", "sums", "noted", method="POST", json={"action": "flown"}))[0] == 400
    assert (await ask("handins", "sums", "noted", method="POST", body="7"))[0] == 400
    assert (await ask("handins", "sums", "submissions", "never", method="POST"))[0] == 404


async def test_handing_in_gives_a_receipt_and_a_copy_and_is_told(ask, release, jp_fetch, jp_serverapp, jp_root_dir):
    release("sums", SOLUTION, TEST)
    told = []

    async def listener(logger, schema_id, data):
        told.append((data["subject"], data.get("name")))

    jp_serverapp.event_logger.add_listener(schema_id=CHANGED, listener=listener)
    body = json.dumps({"course_id": "underhood", "assignment_id": "sums"})
    answer = json.loads((await jp_fetch("assignments", "submit", method="POST", body=body)).body)
    assert answer["success"], answer
    status, document = await ask("handins", "sums", "noted", method="POST", json={"action": "handed-in"})
    assert status == 200
    state = next(one for one in document["handins"] if one["name"] == "sums")
    (submission,) = state["submissions"]
    assert submission["receipt"]["files"][-1]["name"] == "sums.ipynb"
    assert submission["late"] is state["late"] is True
    assert len(list((jp_root_dir / ".underhood" / "receipts" / "sums").iterdir())) == 1
    opened = (await ask("handins", "sums", "submissions", submission["id"], method="POST"))[1]
    assert (jp_root_dir / opened["path"]).is_file()
    await jp_serverapp.event_logger.gather_listeners()
    assert ("handins", "sums") in told


async def test_what_the_teacher_does_is_told_without_being_asked(ask, release, jp_serverapp, tmp_path):
    release("sums", TEST, fetched=False)
    await ask("handins")
    told = asyncio.Event()

    async def listener(logger, schema_id, data):
        if data["subject"] == "handins":
            told.set()

    jp_serverapp.event_logger.add_listener(schema_id=CHANGED, listener=listener)
    await asyncio.sleep(0.5)
    (tmp_path / "exchange" / "underhood" / "outbound" / ".changed").touch()
    await asyncio.wait_for(told.wait(), 20)


async def test_a_nickname_is_the_students_own_to_choose(ask, release, jp_serverapp, jp_root_dir):
    release("sums", SOLUTION, TEST, races=True)
    told = []

    async def listener(logger, schema_id, data):
        told.append((data["subject"], data.get("name")))

    jp_serverapp.event_logger.add_listener(schema_id=CHANGED, listener=listener)
    assert (await state_of(ask, "sums"))["board"]["nickname"] is None
    status, document = await ask("handins", "sums", "nickname", method="POST", json={"nickname": " Zoë  H. "})
    assert (status, list(faults(document, schema("handins")))) == (200, [])
    assert (await state_of(ask, "sums"))["board"]["nickname"] == "Zoë H."
    assert 'nickname = "Zoë H."' in (jp_root_dir / "sums" / "board.toml").read_text("utf-8")
    await jp_serverapp.event_logger.gather_listeners()
    assert told == [("handins", "sums")]
    for _ in range(2):
        assert (await ask("handins", "sums", "nickname", method="POST", json={"nickname": None}))[0] == 200
        assert not (jp_root_dir / "sums" / "board.toml").exists()


@pytest.mark.parametrize(
    "nickname", ["", "G", "x" * 25, "a\nb\u202e", "<b>Grace</b>", '"]\nx = 1', "ho" + 4 * "\u0301"]
)
async def test_a_nickname_that_is_not_allowed_changes_nothing(ask, release, jp_root_dir, nickname):
    release("sums", TEST, races=True)
    file = jp_root_dir / "sums" / "board.toml"
    file.write_text('nickname = "Grace"')
    status, answer = await ask("handins", "sums", "nickname", method="POST", json={"nickname": nickname})
    assert status == 400
    assert answer["message"].startswith("a nickname has ")
    assert file.read_text() == 'nickname = "Grace"'


async def test_what_is_no_nickname_or_has_no_place(ask, release, tmp_path, jp_root_dir):
    release("sums", TEST, races=True)
    release("later", TEST, fetched=False, races=True)
    for body in ("7", "{}", '{"nickname": 7}', '{"nickname": ["Grace"]}'):
        assert (await ask("handins", "sums", "nickname", method="POST", body=body))[0] == 400
    for name, code in (("later", 409), ("nothing", 404), ("..", 404)):
        assert (await ask("handins", name, "nickname", method="POST", json={"nickname": "Grace"}))[0] == code
    assert not list(jp_root_dir.rglob("board.toml"))
    # The student's folder is a link to another's: nothing is written there.
    (jp_root_dir / "sums").rename(tmp_path / "others")
    (jp_root_dir / "sums").symlink_to(tmp_path / "others")
    assert (await ask("handins", "sums", "nickname", method="POST", json={"nickname": "Grace"}))[0] == 403
    assert not (tmp_path / "others" / "board.toml").exists()


async def test_a_student_folder_that_vanished_is_one_sentence(ask, release, jp_root_dir):
    release("sums", TEST)
    jp_root_dir.rename(jp_root_dir.with_name("elsewhere"))
    status, answer = await ask("handins")
    jp_root_dir.with_name("elsewhere").rename(jp_root_dir)
    assert status == 200
    assert "can't list the hand-ins" in answer["problem"]
    assert os.getcwd()  # noqa: PTH109 - the working directory is there still
