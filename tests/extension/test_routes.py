"""The routes, asked as the sidebar asks them and as it never would."""

import asyncio
import gzip
import json
import re
import shutil
import threading
from unittest.mock import ANY

import pytest
from tornado.httpclient import HTTPClientError
from underhood_course import ProgressFile, course_folder, read_catalog
from underhood_course.schema import faults, schema
from underhood_course.student.folder import STATE_FOLDER
from underhood_lab.events import CHANGED
from underhood_lab.routes import ROUTES

PAGE = ("pages", "m1", "introduction-to-gpus", "open")


async def test_catalog_is_what_its_schema_says(ask):
    status, catalog = await ask("catalog")
    assert status == 200
    assert list(faults(catalog, schema("catalog"))) == []
    assert catalog == read_catalog().to_dict()


async def test_progress_is_read_changed_and_kept(ask):
    assert (await ask("progress"))[1]["level"] == 1
    status, progress = await ask("progress", method="PATCH", json={"level": 3, "specializations": ["deep-learning"]})
    assert (status, progress["level"]) == (200, 3)
    status, progress = await ask("progress")
    assert list(faults(progress, schema("progress"))) == []
    assert (progress["level"], progress["specializations"]) == (3, ["deep-learning"])


@pytest.mark.parametrize("body", ['{"level": 7}', '{"level"', "[]", '{"pages": {"m1/a": {"state": "flying"}}}'])
async def test_a_change_that_makes_no_sense_is_400_in_words(ask, body):
    status, answer = await ask("progress", method="PATCH", body=body)
    assert status == 400
    assert len(answer["message"]) > 5
    assert (await ask("progress"))[1]["level"] == 1


async def test_opening_copies_once_and_is_noted(ask, jp_root_dir):
    status, opened = await ask(*PAGE, method="POST")
    assert (status, opened["copied"]) == (200, True)
    copy = jp_root_dir / opened["path"]
    assert json.loads(copy.read_text())["metadata"]["underhood"]["id"] == "m1/introduction-to-gpus"
    copy.write_text("mine")
    status, opened = await ask(*PAGE, method="POST")
    assert (status, opened["copied"]) == (200, False)
    assert copy.read_text() == "mine"
    progress = (await ask("progress"))[1]
    assert progress["last_page"] == "m1/introduction-to-gpus"
    assert progress["pages"]["m1/introduction-to-gpus"]["state"] == "started"


@pytest.mark.parametrize(
    "page_id",
    [
        "m1/nowhere",
        "../../etc/passwd",
        "m1/..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/etc/passwd",
        "m1/%00",
        "course.toml",
    ],
)
async def test_a_path_outside_the_course_is_404_and_nothing_is_made(ask, jp_root_dir, page_id):
    before = sorted(jp_root_dir.rglob("*"))
    status, answer = await ask("pages", page_id, "open", method="POST")
    assert status == 404
    assert "passwd:" not in str(answer)
    assert sorted(jp_root_dir.rglob("*")) == before


async def test_a_link_out_of_the_students_folder_is_403_and_nothing_is_written(ask, jp_root_dir, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (jp_root_dir / read_catalog().modules[0].folder).symlink_to(elsewhere)
    status, answer = await ask(*PAGE, method="POST")
    assert status == 403
    assert "leads out of" in answer["message"]
    assert list(elsewhere.iterdir()) == []


async def test_a_full_disk_is_507_in_one_sentence_and_pages_open_all_the_same(ask, monkeypatch):
    await ask("progress", method="PATCH", json={"level": 2})

    def full(_):
        raise OSError(28, "No space left on device")

    await ask(*PAGE, method="POST")
    monkeypatch.setattr("underhood_kernels.atomic.os.fsync", full)
    status, answer = await ask("progress", method="PATCH", json={"level": 3})
    assert status == 507
    assert "the disk is full" in answer["message"]
    opened = {"path": ANY, "copied": False, "updated": False, "problem": None, "kept": False}
    assert (await ask(*PAGE, method="POST")) == (200, opened)
    monkeypatch.undo()
    assert (await ask("progress"))[1]["level"] == 2


async def test_the_machine_is_what_its_schema_says(ask):
    status, machine = await ask("machine", request_timeout=60)
    assert status == 200
    assert list(faults(machine, schema("machine"))) == []
    assert machine["problem"] is None


async def test_a_slow_driver_blocks_no_other_request(ask, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def slow():
        begun.set()
        go_on.wait(20)
        return {"adapters": [], "cuda": None, "problem": None}

    monkeypatch.setattr("underhood_lab.routes.machine.machine", slow)
    waiting = asyncio.ensure_future(ask("machine"))
    await asyncio.to_thread(begun.wait, 20)
    assert (await ask("progress"))[0] == 200
    assert not waiting.done()
    go_on.set()
    assert (await waiting)[0] == 200


async def test_a_handin_that_was_not_fetched_is_409(ask):
    status, answer = await ask("pages", "m1", "handin-convolution", "open", method="POST")
    assert status == 409
    assert "fetch it first" in answer["message"]


async def test_a_folder_that_takes_no_pages_is_one_sentence(ask, jp_root_dir):
    (jp_root_dir / read_catalog().modules[0].folder).write_text("a file")
    status, answer = await ask(*PAGE, method="POST")
    assert status == 500
    assert "can't copy" in answer["message"]


async def test_handins_without_an_exchange_say_so_and_list_the_courses(ask, monkeypatch, tmp_path):
    status, answer = await ask("handins")
    assert status == 200
    assert list(faults(answer, schema("handins"))) == []
    assert [one["name"] for one in answer["handins"]] == ["convolution"]
    assert answer["handins"][0]["state"] == "not-released"
    assert answer["problem"]


async def test_a_faulty_page_leaves_the_rest_and_one_problem(ask, monkeypatch, tmp_path):
    copy = tmp_path / "course"
    shutil.copytree(course_folder(), copy, ignore=shutil.ignore_patterns("underhood_course", "__pycache__"))
    first = next(iter(read_catalog(copy).pages()))
    first.source.write_text("{")
    monkeypatch.setattr("underhood_course.catalog.course_folder", lambda: copy)
    status, catalog = await ask("catalog")
    assert status == 200
    ids = [page["id"] for page in catalog["modules"][0]["pages"]]
    assert first.id not in ids
    assert len(ids) == 4
    assert any(problem["file"].endswith(first.source.name) for problem in catalog["problems"])


async def test_a_course_that_vanished_is_one_sentence(ask, monkeypatch, tmp_path):
    monkeypatch.setattr("underhood_course.catalog.course_folder", lambda: tmp_path / "gone")
    status, answer = await ask("catalog")
    assert status == 500
    assert "there is no such file" in answer["message"]


async def test_unknown_routes_and_verbs(ask):
    assert (await ask("progress", method="DELETE"))[0] == 405
    assert (await ask(*PAGE))[0] == 405


PAGE_ID = "m1/introduction-to-gpus"
VERBS = ("get", "post", "patch", "put", "delete", "head", "options")
EVERY_VERB = [
    (re.sub(r"\(\?P<\w+>[^)]*\)", "m1", pattern.replace(r"(?P<page_id>.+)", PAGE_ID)), handler, verb)
    for pattern, handler in ROUTES
    for verb in VERBS
    if any(verb in vars(one) for one in handler.__mro__ if one.__module__.startswith("underhood_lab"))
]


@pytest.mark.parametrize(("path", "handler", "verb"), EVERY_VERB)
async def test_nobody_gets_in_without_a_token(jp_fetch, jp_root_dir, path, handler, verb):
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(
            "underhood/api/" + path,
            method=verb.upper(),
            # With a valid cross-site token, so that it is not its absence that is refused.
            headers={"Authorization": "", "Cookie": "_xsrf=deadbeef", "X-XSRFToken": "deadbeef"},
            body=None if verb in ("get", "delete") else "{}",
        )
    assert caught.value.code == 403
    assert not (jp_root_dir / ".underhood").exists()


def test_every_verb_of_every_route_is_authenticated_and_authorized():
    assert len(EVERY_VERB) >= len(ROUTES)
    for _, handler, verb in EVERY_VERB:
        method = getattr(handler, verb)
        decorators = set()
        while method is not None:
            decorators.add(method.__code__.co_qualname)
            method = getattr(method, "__wrapped__", None)
        assert "authenticated.<locals>.wrapper" in decorators, f"{handler.__name__}.{verb}"
        assert any(name.startswith("authorized.") for name in decorators), f"{handler.__name__}.{verb}"


async def test_who_may_only_read_changes_nothing(ask, jp_serverapp, monkeypatch):
    monkeypatch.setattr(
        jp_serverapp.authorizer, "is_authorized", lambda handler, user, action, resource: action == "read"
    )
    assert (await ask("progress"))[0] == 200
    assert (await ask("progress", method="PATCH", json={"level": 2}))[0] == 403
    assert (await ask(*PAGE, method="POST"))[0] == 403


async def test_a_change_is_told_over_the_event_stream(ask, jp_serverapp):
    told = []

    async def listener(logger, schema_id, data):
        told.append((schema_id, data["subject"], data.get("name")))

    jp_serverapp.event_logger.add_listener(schema_id=CHANGED, listener=listener)
    await ask("progress", method="PATCH", json={"level": 2})
    await ask(*PAGE, method="POST")
    await jp_serverapp.event_logger.gather_listeners()
    assert told == [(CHANGED, "progress", None), (CHANGED, "progress", "m1/introduction-to-gpus")]


async def test_what_another_server_of_the_student_writes_is_told_and_what_this_one_writes_is_told_once(
    ask, jp_serverapp, jp_root_dir
):
    told = []

    async def listener(logger, schema_id, data):
        told.append(data["subject"])

    jp_serverapp.event_logger.add_listener(schema_id=CHANGED, listener=listener)
    await ask("progress", method="PATCH", json={"level": 2})
    await asyncio.sleep(2)
    assert told == ["progress"]
    ProgressFile(jp_root_dir / STATE_FOLDER).change({"level": 4})
    for _ in range(100):
        await asyncio.sleep(0.1)
        if len(told) > 1:
            break
    assert told == ["progress", "progress"]
    jp_serverapp.web_app.settings["underhood_elsewhere"].stop()


async def test_a_search_finds_what_stands_in_the_pages(ask):
    status, answer = await ask("search", params={"q": "Warp"})
    assert status == 200
    assert list(faults(answer, schema("search"))) == []
    assert "m1/introduction-to-gpus" in [page["id"] for page in answer["pages"]]
    assert (await ask("search"))[1]["pages"] == []
    assert (await ask("search", params={"q": "no such words at all"}))[1]["pages"] == []


async def test_the_catalog_is_sent_once(jp_fetch):
    first = await jp_fetch("underhood/api/catalog", decompress_response=False, headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(first.body)) == read_catalog().to_dict()
    with pytest.raises(HTTPClientError) as caught:  # so does tornado's client call what is no new document
        await jp_fetch("underhood/api/catalog", headers={"If-None-Match": first.headers["ETag"]})
    assert (caught.value.code, caught.value.response.body) == (304, b"")
    plain = await jp_fetch("underhood/api/catalog", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert json.loads(plain.body)["title"] == "Underhood"
