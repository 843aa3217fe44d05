"""Broken files, full disks, processes that die: nothing is lost on the way."""

import pytest
from underhood_course import WorkspaceError
from underhood_course.student.backups import Backups
from underhood_course.student.copies import copy_of
from underhood_course.student.folder import ChangedError, OutsideError

from .conftest import PATH


def test_a_save_while_the_backup_is_written_is_not_lost(case, monkeypatch):
    case.code("x = 3")
    case.publish("two", "x = 1")
    seen = case.versions.show(case.page)["fingerprint"]
    keep = Backups.keep

    def slow(*arguments):
        made = keep(*arguments)
        case.code("x = 5")
        return made

    monkeypatch.setattr(Backups, "keep", slow)
    with pytest.raises(ChangedError, match="saved in the meantime"):
        case.versions.merge(case.page, {}, seen)
    assert case.read()[2] == "x = 5"


@pytest.mark.parametrize("step", range(4))
def test_killed_at_any_moment_leaves_the_old_or_the_new_page(case, monkeypatch, step):
    """Each write in turn is the one that the server dies in."""
    case.code("x = 3")
    case.publish("two", "x = 1.0")
    seen = case.versions.show(case.page)["fingerprint"]
    written = []

    def dying(function):
        def write(file, content):
            if len(written) == step:
                raise KeyboardInterrupt
            written.append(file)
            return function(file, content)

        return write

    with monkeypatch.context() as patch:
        for module in ("versions.write_atomically", "backups.create_atomically"):
            name = f"underhood_course.student.{module}"
            owner = __import__(name.rpartition(".")[0], fromlist=["x"])
            patch.setattr(name, dying(getattr(owner, name.rpartition(".")[2])))
        with pytest.raises(KeyboardInterrupt):
            case.versions.merge(case.page, {}, seen)
    assert case.read() in (["# GPU", "one", "x = 3"], ["# GPU", "two", "x = 3"])
    case.versions.merge(case.page, {}, case.versions.show(case.page)["fingerprint"])
    assert case.read() == ["# GPU", "two", "x = 3"]
    assert any("x = 3" in backup.page.read_text() for backup in case.versions.backups(case.page))


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"nbformat": 3, "worksheets": []}', "\x00\xff", '{"cells": 3, "nbformat": 4}']
)
def test_a_broken_copy_is_named_and_can_be_reset(case, text):
    (case.workspace.root / PATH).write_text(text)
    case.publish("two", "x = 1")
    assert case.open().path == PATH
    assert case.versions.newer()[0]["state"] == "broken"
    with pytest.raises(WorkspaceError, match="reset the page"):
        case.versions.show(case.page)
    case.versions.reset(case.page)
    assert case.read()[1] == "two"
    assert case.versions.backups(case.page)[0].page.read_text() == text


def test_a_broken_original_makes_every_difference_the_students_to_decide(case):
    case.code("x = 3")
    original = case.workspace.root / copy_of(case.workspace, case.page).original
    original.unlink()
    case.publish("two", "x = 1")
    assert case.open().path == PATH
    shown = case.versions.show(case.page)
    assert {one["kind"] for one in shown["cells"]} == {"changed-by-both"}


def test_links_that_lead_out_are_refused(case, tmp_path):
    case.code("x = 3")
    case.publish("two", "x = 1")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (case.workspace.state / "backups").symlink_to(elsewhere)
    shown = case.versions.show(case.page)
    with pytest.raises(OutsideError):
        case.versions.merge(case.page, {}, shown["fingerprint"])
    with pytest.raises(OutsideError):
        case.versions.reset(case.page)
    assert list(elsewhere.iterdir()) == []
    assert case.read()[2] == "x = 3"


def test_a_full_disk_leaves_everything_and_says_so(case, monkeypatch):
    case.code("x = 3")
    case.publish("two", "x = 1")
    shown = case.versions.show(case.page)
    full = OSError(28, "No space left on device")

    def fail(**options):
        raise full

    monkeypatch.setattr("underhood_kernels.atomic.tempfile.mkstemp", fail)
    with pytest.raises(WorkspaceError, match="No space left on device; make room"):
        case.versions.merge(case.page, {}, shown["fingerprint"])
    with pytest.raises(WorkspaceError, match="make room"):
        case.versions.reset(case.page)
    assert case.read()[2] == "x = 3"


def test_what_can_not_be_updated_opens_and_says_why(case, monkeypatch):
    case.publish("two", "x = 1")

    def fail(**options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("underhood_kernels.atomic.tempfile.mkstemp", fail)
    opened = case.open()
    assert (opened.path, opened.updated) == (PATH, False)
    assert "make room" in opened.problem


def test_a_course_that_vanished_is_one_sentence(case):
    case.code("x = 3")
    page = case.page
    versions = case.versions
    page.source.unlink()
    assert versions.newer() == []
    with pytest.raises(WorkspaceError, match="is gone; is the course still where it was"):
        versions.show(page)
    with pytest.raises(WorkspaceError, match="is gone"):
        versions.reset(page)
    assert case.read()[2] == "x = 3"
