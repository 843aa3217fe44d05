"""Newer versions in a student's folder: found, shown, merged, reset and restored."""

import json
import os

import pytest
from underhood_course.schema import faults, schema
from underhood_course.student.folder import ChangedError, NotFetchedError
from underhood_course.student.updating import ChoiceError
from underhood_course.student.versions import Versions

from ...conftest import cell  # noqa: TID252 - tests are no package that an absolute import could find
from .conftest import PATH


def test_nothing_newer(case):
    assert case.versions.newer() == []
    shown = case.versions.show(case.page)
    assert list(faults(shown, schema("update"))) == []
    assert (shown["newer"], shown["cells"]) == (False, [])


def test_a_page_left_alone_is_brought_up_to_date_when_it_is_opened(case):
    was = (case.workspace.root / PATH).read_bytes()
    source = case.publish("two", "x = 1")
    (update,) = case.versions.newer()
    assert list(faults({"updates": [update]}, schema("updates"))) == []
    assert (update["page_id"], update["state"]) == ("m1/gpu", "untouched")
    assert not case.open(update=False).updated, "it is open in a window that would be surprised"
    opened = case.open()
    assert (opened.copied, opened.updated) == (False, True)
    assert (case.workspace.root / PATH).read_bytes() == source.read_bytes()
    assert case.versions.newer() == []
    (backup,) = case.versions.backups(case.page)
    assert (backup.reason, backup.page.read_bytes()) == ("update", was)
    assert not case.open().updated


def test_a_page_only_run_keeps_its_outputs(case):
    output = {"output_type": "stream", "name": "stdout", "text": "1\n"}
    case.write(lambda cells: cells[2].update(outputs=[output], execution_count=7))
    case.publish("two", "x = 1")
    assert case.open().updated
    cells = json.loads((case.workspace.root / PATH).read_text())["cells"]
    assert cells[1]["source"] == "two"
    assert (cells[2]["outputs"], cells[2]["execution_count"]) == ([output], 7)


def test_what_the_student_changed_waits_for_the_student(case):
    case.code("x = 3")
    was = (case.workspace.root / PATH).read_bytes()
    case.publish("two", "x = 1.0", cell("## More", id="more"))
    assert not case.open().updated
    assert (case.workspace.root / PATH).read_bytes() == was
    assert case.versions.newer()[0]["state"] == "touched"
    shown = case.versions.show(case.page)
    assert list(faults(shown, schema("update"))) == []
    assert [(one["kind"], one["choice"]) for one in shown["cells"]] == [
        ("changed-in-course", "course"),
        ("changed-by-both", "mine"),
        ("new-in-course", "course"),
    ]
    assert (shown["conflicts"], shown["unchanged"], shown["cells"][2]["heading"]) == (1, 1, "More")

    replaced = case.versions.merge(case.page, {}, shown["fingerprint"])
    assert case.read() == ["# GPU", "two", "x = 3", "## More"]
    assert replaced.backup.page.read_bytes() == was
    assert case.versions.newer() == []
    # The next version is compared with this one.
    case.publish("three", "x = 1.0", cell("## More", id="more"))
    assert [one["kind"] for one in case.versions.show(case.page)["cells"]] == ["changed-in-course", "changed-by-you"]


def test_what_changed_in_the_meantime_is_looked_at_again(case):
    case.code("x = 3")
    case.publish("two", "x = 1")
    seen = case.versions.show(case.page)["fingerprint"]
    case.code("x = 4")
    with pytest.raises(ChangedError, match="look at the difference again"):
        case.versions.merge(case.page, {}, seen)
    seen = case.versions.show(case.page)["fingerprint"]
    case.publish("three", "x = 1")
    with pytest.raises(ChangedError):
        case.versions.merge(case.page, {}, seen)
    assert case.read()[2] == "x = 4"
    with pytest.raises(ChoiceError):
        case.versions.merge(case.page, {"x": "mine"}, case.versions.show(case.page)["fingerprint"])


def test_reset_and_restore_lose_nothing(case):
    case.code("x = 3")
    mine = (case.workspace.root / PATH).read_bytes()
    source = case.publish("two", "x = 1")
    replaced = case.versions.reset(case.page)
    assert list(faults(replaced.to_dict(), {"$defs": schema("backups")["$defs"], "$ref": "#/$defs/replaced"})) == []
    assert (case.workspace.root / PATH).read_bytes() == source.read_bytes()
    assert case.versions.newer() == []
    (backup,) = case.versions.backups(case.page)
    assert (backup.reason, backup.page.read_bytes()) == ("reset", mine)

    case.code("x = 9")
    case.versions.restore(case.page, backup.name)
    assert (case.workspace.root / PATH).read_bytes() == mine
    # The restored page is of the older version, so the newer one is offered again.
    assert case.versions.newer()[0]["state"] == "touched"
    assert [one["kind"] for one in case.versions.show(case.page)["cells"]] == ["changed-in-course", "changed-by-you"]
    latest, earlier = case.versions.backups(case.page)
    assert (latest.reason, earlier) == ("restore", backup)
    assert "x = 9" in latest.page.read_text()
    for name in ("", "..", "../../../etc/passwd", f"../{backup.name}", "20260101T000000000000-reset"):
        with pytest.raises(LookupError):
            case.versions.restore(case.page, name)


def test_a_handin_is_fetched_and_never_merged(case):
    from underhood_course import read_catalog

    catalog = read_catalog()
    page = catalog.page("m1/handin-convolution")
    for action in (Versions(case.workspace, catalog).show, Versions(case.workspace, catalog).reset):
        with pytest.raises(NotFetchedError, match="fetch it again"):
            action(page)


def test_looking_for_newer_pages_is_cheap(case, monkeypatch):
    case.code("x = 3")
    case.publish("two", "x = 1")
    versions = case.versions
    assert len(versions.newer()) == 1
    monkeypatch.setattr("underhood_course.student.versions.compare", lambda *_: pytest.fail("compared again"))
    assert len(versions.newer()) == 1
    os.utime(case.workspace.root / PATH)
    with pytest.raises(pytest.fail.Exception):
        versions.newer()
