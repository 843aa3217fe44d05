"""Newer versions of pages over the server: found, shown, merged, reset and restored."""

import json
import shutil

import nbformat
import pytest
from underhood_course import Workspace, course_folder, read_catalog
from underhood_course.schema import faults, schema
from underhood_lab.events import CHANGED

PAGE = ("pages", "m1", "introduction-to-gpus")
ID = "m1/introduction-to-gpus"


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A copy of the course, which may get newer; the server reads it."""
    copy = tmp_path / "course"
    shutil.copytree(course_folder(), copy, ignore=shutil.ignore_patterns("underhood_*", "__pycache__"))
    monkeypatch.setenv("UNDERHOOD_COURSE", str(copy))
    return copy


@pytest.fixture
def told(jp_serverapp):
    """What the server told its windows."""
    events = []

    async def listener(logger, schema_id, data):
        events.append((data["subject"], data.get("name")))

    jp_serverapp.event_logger.add_listener(schema_id=CHANGED, listener=listener)
    return events


def edit(file, change):
    document = json.loads(file.read_text())
    change(document["cells"])
    file.write_text(json.dumps(document))


def append(place, text):
    def change(cells):
        cells[place]["source"] = "".join(cells[place]["source"]) + text

    return change


@pytest.fixture
def own(course, jp_root_dir):
    """The student's copy, which the student changed, of a page that got newer since."""
    catalog = read_catalog(course)
    opened = Workspace(jp_root_dir).open(catalog.page(ID), catalog)
    file = jp_root_dir / opened.path
    edit(file, append(0, "\nmine"))
    edit(course / opened.path, append(1, "\nnewer"))
    return file


async def test_a_newer_version_is_found_shown_and_merged(ask, own, told, jp_serverapp):
    status, updates = await ask("updates")
    assert (status, list(faults(updates, schema("updates")))) == (200, [])
    assert [(one["page_id"], one["state"]) for one in updates["updates"]] == [(ID, "touched")]

    status, shown = await ask(*PAGE, "update")
    assert (status, list(faults(shown, schema("update")))) == (200, [])
    assert [one["kind"] for one in shown["cells"]] == ["changed-by-you", "changed-in-course"]

    was = own.read_bytes()
    request = {"fingerprint": shown["fingerprint"], "choices": {}}
    status, replaced = await ask(*PAGE, "update", method="POST", json=request)
    assert (status, replaced["problem"], replaced["backup"]["reason"]) == (200, None, "update")
    text = own.read_text()
    assert "mine" in text
    assert "newer" in text
    await jp_serverapp.event_logger.gather_listeners()
    assert ("updates", ID) in told
    assert (await ask("updates"))[1] == {"updates": []}

    # The same again is refused: the page is another one now.
    status, answer = await ask(*PAGE, "update", method="POST", json=request)
    assert status == 409
    assert "changed in the meantime" in answer["message"]

    status, backups = await ask(*PAGE, "backups")
    assert (status, list(faults(backups, schema("backups")))) == (200, [])
    name = backups["backups"][0]["name"]
    status, _ = await ask(*PAGE, "backups", method="POST", json={"name": name})
    assert (status, own.read_bytes()) == (200, was)
    status, replaced = await ask(*PAGE, "reset", method="POST")
    assert (status, replaced["backup"]["reason"]) == (200, "reset")
    assert "mine" not in own.read_text()
    assert len((await ask(*PAGE, "backups"))[1]["backups"]) == 3


async def test_a_page_left_alone_is_updated_when_opened_unless_it_is_open(ask, course, jp_root_dir, told, jp_serverapp):
    _, opened = await ask(*PAGE, "open", method="POST")
    edit(course / opened["path"], append(1, "\nnewer"))
    _, kept = await ask(*PAGE, "open", method="POST", json={"update": False})
    assert not kept["updated"]
    _, updated = await ask(*PAGE, "open", method="POST")
    assert updated["updated"]
    assert (jp_root_dir / opened["path"]).read_bytes() == (course / opened["path"]).read_bytes()
    await jp_serverapp.event_logger.gather_listeners()
    assert told.count(("updates", ID)) == 1


@pytest.mark.parametrize("trusted", [True, False])
async def test_outputs_that_are_trusted_stay_trusted(ask, own, jp_serverapp, trusted):
    notary = jp_serverapp.contents_manager.notary
    if trusted:
        notary.sign(nbformat.read(own, as_version=4))
    _, shown = await ask(*PAGE, "update")
    await ask(*PAGE, "update", method="POST", json={"fingerprint": shown["fingerprint"]})
    assert notary.check_signature(nbformat.read(own, as_version=4)) is trusted


@pytest.mark.parametrize(
    ("path", "document", "status"),
    [
        ("update", [], 400),
        ("update", {"fingerprint": 3}, 400),
        ("update", {"fingerprint": "x", "choices": []}, 400),
        ("update", {"fingerprint": "x"}, 409),
        ("backups", {}, 400),
        ("backups", {"name": "../../../etc/passwd"}, 404),
    ],
)
async def test_requests_that_make_no_sense_are_refused_in_words(ask, own, path, document, status):
    before = own.read_bytes()
    code, answer = await ask(*PAGE, path, method="POST", json=document)
    assert code == status
    assert len(answer["message"]) > 10
    assert own.read_bytes() == before


async def test_a_choice_that_is_none_is_400(ask, own):
    _, shown = await ask(*PAGE, "update")
    request = {"fingerprint": shown["fingerprint"], "choices": {"b0": ["mine"]}}
    status, answer = await ask(*PAGE, "update", method="POST", json=request)
    assert status == 400
    assert "is no choice" in answer["message"]


async def test_a_course_that_vanishes_while_it_is_used_leaves_the_students_page(ask, own, course):
    before = own.read_bytes()
    shutil.rmtree(course)
    for path, method in (("update", "GET"), ("open", "POST"), ("reset", "POST")):
        status, answer = await ask(*PAGE, path, method=method)
        assert status == 500
        assert "there is no such file" in answer["message"]
    assert (await ask("updates"))[0] == 500
    assert (await ask("progress"))[0] == 200, "the rest works"
    assert own.read_bytes() == before


async def test_a_handin_is_not_merged(ask, course):
    status, answer = await ask("pages", "m1", "handin-convolution", "update")
    assert status == 409
    assert "fetch it again" in answer["message"]
