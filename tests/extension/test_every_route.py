"""A walk through every route that the server has of ours: who may ask, and that none leads out of anybody's folder."""

import hashlib
import json
import re
import shutil
from urllib.parse import quote

import pytest
from tornado.httpclient import HTTPClientError
from underhood_course import Workspace, course_folder, read_catalog
from underhood_course.student.progress import ProgressFile
from underhood_course.student.versions import Versions
from underhood_lab.routes import ROUTES

PAGE = "m1/introduction-to-gpus"
OURS = ("underhood_lab",)
VERBS = ("GET", "POST", "PATCH", "PUT", "DELETE", "HEAD")
GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")
SECRET = "the other student's work"


def filled(pattern, **values):
    """A route's path with its groups filled in."""
    return GROUP.sub(lambda group: values.get(group[1], PAGE if group[1] == "page_id" else "x"), pattern)


def verbs(handler):
    """What a handler answers itself."""
    ours = [one for one in handler.__mro__ if one.__module__.startswith(OURS)]
    return [verb for verb in VERBS if any(verb.lower() in vars(one) for one in ours)]


EVERY_VERB = [(pattern, verb) for pattern, handler in ROUTES for verb in verbs(handler)]


def handlers(router):
    """Yield the path and the handler of each rule of a running server."""
    for rule in router.rules:
        target = rule.target
        if hasattr(target, "rules"):
            yield from handlers(target)
        elif isinstance(target, type):
            yield getattr(rule.matcher, "regex", re.compile("")).pattern, target


def body(verb, document=None):
    return {} if verb in ("GET", "HEAD", "DELETE") else {"body": json.dumps(document or {})}


async def status(jp_fetch, path, verb, **options):
    try:
        return (await jp_fetch("underhood/api/" + path, method=verb, **options)).code
    except HTTPClientError as error:
        return error.code


def tree(folder):
    """Every file below a folder with its content, links as where they point."""
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.is_symlink():
            found[file] = str(file.readlink())
        elif file.is_file():
            found[file] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


async def test_the_server_has_no_route_of_ours_that_is_not_in_the_list(jp_serverapp):
    web_app = jp_serverapp.web_app
    ours = [
        (pattern, handler)
        for pattern, handler in handlers(web_app.default_router)
        if handler.__module__.startswith(OURS) or "underhood/" in pattern
    ]
    assert {handler for _, handler in ours} == {handler for _, handler in ROUTES}
    assert len(ours) == len(ROUTES)
    assert all("/underhood/api/" in pattern for pattern, _ in ours)


@pytest.mark.parametrize(("pattern", "verb"), EVERY_VERB)
async def test_who_has_no_login_gets_403(jp_fetch, jp_root_dir, pattern, verb):
    before = tree(jp_root_dir)
    # With a valid cross-site token, so that it is not its absence that is refused.
    headers = {"Authorization": "", "Cookie": "_xsrf=deadbeef", "X-XSRFToken": "deadbeef"}
    assert await status(jp_fetch, filled(pattern), verb, headers=headers, **body(verb)) == 403
    assert tree(jp_root_dir) == before


async def test_who_is_not_allowed_gets_403_and_the_right_question_is_asked(jp_fetch, jp_serverapp, monkeypatch):
    asked = []

    def deny(handler, user, action, resource):
        asked.append((action, resource.split(":")[0]))
        return False

    monkeypatch.setattr(jp_serverapp.authorizer, "is_authorized", deny)
    for pattern, verb in EVERY_VERB:
        asked.clear()
        assert await status(jp_fetch, filled(pattern), verb, **body(verb)) == 403, (pattern, verb)
        assert asked == [("read" if verb == "GET" else "write", "underhood")], (pattern, verb)


async def test_other_verbs_are_405(jp_fetch):
    for pattern, handler in ROUTES:
        for verb in set(VERBS) - set(verbs(handler)) - {"HEAD"}:
            assert await status(jp_fetch, filled(pattern), verb, **body(verb)) == 405, (pattern, verb)


@pytest.fixture
def beside(jp_root_dir):
    """Another student's folder beside this one's, which nothing may touch or show."""
    other = jp_root_dir.parent / "other"
    (other / ".underhood").mkdir(parents=True)
    (other / "secret.ipynb").write_text(json.dumps({"nbformat": 4, "cells": [], "metadata": {"x": SECRET}}))
    (other / ".underhood" / "progress.json").write_text(json.dumps({"level": 4, "last_page": SECRET}))
    return other


HOSTILE = [
    "../other/secret",
    "../../other/secret.ipynb",
    "..",
    "m1/../../other/secret",
    "/etc/passwd",
    "//etc/passwd",
    "m1/\0",
    "m1/introduction-to-gpus\0.ipynb",
    "..\\..\\other",
    "file:///etc/passwd",
    "x" * 3000,
    "m1/%2e%2e/%2e%2e/other",
    ".underhood/progress.json",
    "<img src=x onerror=alert(1)>",
    "linked/secret",
]


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_no_path_leads_out(jp_fetch, jp_root_dir, beside, hostile):
    (jp_root_dir / "linked").symlink_to(beside)
    outside, course = tree(beside), tree(course_folder() / "m1-memory-and-gpus")
    document = dict.fromkeys(("name", "path", "fingerprint", "source", "title", "folder", "id"), hostile)
    for pattern, verb in EVERY_VERB:
        if pattern.startswith("teach") or "machine" in pattern:
            continue  # the teacher's own directory is the teacher's to name; see test_teach_routes.py
        groups = GROUP.findall(pattern) or [None]
        for group in {name if isinstance(name, str) else name[0] for name in groups if name} or {None}:
            for encoded in (quote(hostile, safe=""), quote(hostile, safe="/"), quote(quote(hostile, safe=""))):
                values = {group: encoded} if group else {}
                path = filled(pattern, **values)
                try:
                    answer = await jp_fetch("underhood/api/" + path, method=verb, **body(verb, document))
                    code, text = answer.code, answer.body.decode()
                except HTTPClientError as error:
                    code, text = error.code, error.response.body.decode()
                assert SECRET not in text, (pattern, verb)
                assert "root:x:" not in text
                if group == "page_id":
                    assert code in (400, 404, 405), (path, verb, text)
                assert code < 500, (path, verb, text)
    assert tree(beside) == outside
    assert tree(course_folder() / "m1-memory-and-gpus") == course


@pytest.mark.parametrize("linked", [".underhood", "m1-memory-and-gpus"])
async def test_a_folder_that_is_a_link_to_anothers_is_refused(jp_fetch, jp_root_dir, beside, linked):
    (beside / "m1-memory-and-gpus").mkdir()
    (jp_root_dir / linked).symlink_to(beside / linked)
    before = tree(beside)
    for pattern, verb in EVERY_VERB:
        if pattern.split("/")[0] in ("pages", "progress", "updates", "exercises"):
            try:
                answer = await jp_fetch("underhood/api/" + filled(pattern), method=verb, **body(verb))
            except HTTPClientError as error:
                answer = error.response
            assert SECRET.encode() not in (answer.body or b""), (pattern, verb)
    assert tree(beside) == before
    code = await status(jp_fetch, f"pages/{PAGE}/open", "POST", body="{}")
    assert code == 403


def test_students_on_one_machine_know_nothing_of_each_other(tmp_path):
    course = tmp_path / "course"
    shutil.copytree(course_folder(), course, ignore=shutil.ignore_patterns("underhood_*", "__pycache__"))
    catalog = read_catalog(course)
    page = catalog.page(PAGE)
    ada, grace = (Workspace(tmp_path / name) for name in ("ada", "grace"))
    for student in (ada, grace):
        student.root.mkdir()
        student.open(page, catalog)
    own = ada.root / page.path
    own.write_text(own.read_text().replace("GPU", SECRET, 1))
    page.source.write_text(page.source.read_text().replace("GPU", "graphics processor", 1))
    catalog = read_catalog(course)
    page = catalog.page(PAGE)
    assert [Versions(one, catalog).newer()[0]["state"] for one in (ada, grace)] == ["touched", "untouched"]
    Versions(ada, catalog).reset(page)
    ProgressFile(ada.state).change({"level": 4, "last_page": PAGE})
    assert Versions(grace, catalog).backups(page) == []
    assert SECRET not in json.dumps(Versions(grace, catalog).show(page))
    assert ProgressFile(grace.state).read()["last_page"] is None
    assert not any(SECRET in file.read_text(errors="ignore") for file in grace.root.rglob("*") if file.is_file())
