"""Newer versions in a student's folder: found, shown, merged, reset and restored; nothing is lost on the way."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager

import pytest
from underhood_course import Workspace, WorkspaceError
from underhood_course.schema import faults, schema
from underhood_course.student.backups import Backups
from underhood_course.student.copies import copy_of
from underhood_course.student.folder import ChangedError, InUseError, NotFetchedError, OutsideError
from underhood_course.student.updating import ChoiceError
from underhood_course.student.versions import Versions

from ..conftest import cell  # noqa: TID252 - tests are no package that an absolute import could find

PATH = "m1-one/gpu.ipynb"


@pytest.fixture
def workspace(tmp_path):
    root = tmp_path / "student"
    root.mkdir()
    return Workspace(root)


class Case:
    """A student with one page of a small course."""

    def __init__(self, course, workspace):
        self.course, self.workspace = course, workspace
        self.publish("one", "x = 1")
        self.open()

    def publish(self, text, code, *more):
        """Put a version of the page into the course."""
        return self.course.page(
            "gpu",
            cell("# GPU", id="title"),
            cell(text, id="text"),
            cell(code, kind="code", id="code"),
            *more,
        )

    @property
    def catalog(self):
        return self.course.catalog()

    @property
    def page(self):
        return self.catalog.page("m1/gpu")

    @property
    def versions(self):
        return Versions(self.workspace, self.catalog)

    def open(self, **options):
        return self.workspace.open(self.page, self.catalog, **options)

    def read(self, path=PATH):
        return [one["source"] for one in json.loads((self.workspace.root / path).read_text())["cells"]]

    def write(self, change, path=PATH):
        file = self.workspace.root / path
        document = json.loads(file.read_text())
        change(document["cells"])
        file.write_text(json.dumps(document))

    def code(self, text):
        self.write(lambda cells: cells[2].update(source=text))


@pytest.fixture
def case(course, workspace):
    return Case(course, workspace)


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


def test_a_page_that_the_course_renamed_is_followed(case):
    case.code("x = 3")
    case.course.names.remove("gpu")
    (case.course.folder / "m1-one" / "gpu.ipynb").unlink()
    case.course.page("graphics", cell("# GPU", id="title"), cell("two", id="text"), id="m1/gpu")
    assert case.open().path == PATH
    assert case.versions.newer()[0]["path"] == PATH
    shown = case.versions.show(case.page)
    case.versions.merge(case.page, {}, shown["fingerprint"])
    assert case.read() == ["# GPU", "two", "x = 3"], "changed by the student, so it stays though the course deleted it"
    assert not (case.workspace.root / "m1-one" / "graphics.ipynb").exists()
    assert case.versions.newer() == []


def test_a_file_that_the_student_renamed_is_followed(case):
    (case.workspace.root / PATH).rename(case.workspace.root / "mine.ipynb")
    case.write(lambda cells: cells[2].update(source="x = 3"), "mine.ipynb")
    case.publish("two", "x = 1")
    assert case.open().path == "mine.ipynb"
    shown = case.versions.show(case.page)
    assert shown["path"] == "mine.ipynb"
    case.versions.merge(case.page, {}, shown["fingerprint"])
    assert case.read("mine.ipynb") == ["# GPU", "two", "x = 3"]
    assert not (case.workspace.root / PATH).exists()


def test_a_deleted_file_is_copied_anew(case):
    (case.workspace.root / PATH).unlink()
    case.publish("two", "x = 1")
    assert case.versions.newer() == []
    opened = case.open()
    assert (opened.path, opened.copied) == (PATH, True)
    assert case.read()[1] == "two"
    assert case.versions.newer() == []


def test_a_new_page_where_the_student_has_another_one_goes_beside_it(case):
    case.course.names.remove("gpu")
    case.course.page("gpu", cell("# Another"), id="m1/another")
    catalog = case.catalog
    opened = case.workspace.open(catalog.page("m1/another"), catalog)
    assert opened.path == "m1-one/gpu-2.ipynb"
    assert case.read() == ["# GPU", "one", "x = 1"]
    assert case.workspace.open(catalog.page("m1/another"), catalog).path == opened.path


def test_pictures_are_renewed_unless_the_student_touched_them(case):
    figures = case.course.folder / "m1-one" / "figures"
    figures.mkdir()
    for name in ("a", "b"):
        (figures / f"{name}.svg").write_text("old")
    case.publish("![a](figures/a.svg) ![b](figures/b.svg)", "x = 1")
    case.open()
    own = case.workspace.root / "m1-one" / "figures"
    (own / "b.svg").write_text("drawn over")
    for name in ("a", "b"):
        (figures / f"{name}.svg").write_text("new")
    case.open()
    assert ((own / "a.svg").read_text(), (own / "b.svg").read_text()) == ("new", "drawn over")
    (own / "a.svg").unlink()
    case.open()
    assert (own / "a.svg").read_text() == "new"


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


SERVER = """
import sys, time
from pathlib import Path
from underhood_course import Workspace, read_catalog
from underhood_course.student import backups
from underhood_course.student.versions import Versions
root, folder = map(Path, sys.argv[1:3])
catalog = read_catalog(folder)
page = catalog.page("m1/gpu")
versions = Versions(Workspace(root), catalog)
keep = backups.Backups.keep

def slow(*arguments):
    made = keep(*arguments)
    print("in the middle", flush=True)
    time.sleep(float(sys.argv[3]))
    return made

backups.Backups.keep = slow
versions.merge(page, {}, versions.show(page)["fingerprint"])
"""


@pytest.fixture
def other(case):
    """Start another server of the student, which stops in the middle of an update for some seconds."""
    started = []

    def other(seconds):
        program = [sys.executable, "-c", SERVER, case.workspace.root, case.catalog.folder, seconds]
        server = subprocess.Popen([*map(str, program)], stdout=subprocess.PIPE, text=True)
        started.append(server)
        assert server.stdout.readline() == "in the middle\n"
        return server

    yield other
    for server in started:
        server.kill()
        server.wait()


def test_two_servers_of_a_student_replace_a_page_one_after_the_other(case, other):
    case.code("x = 3")
    case.publish("two", "x = 1")
    server = other(1.5)
    replaced = case.versions.reset(case.page)
    assert server.wait(30) == 0
    assert case.read() == ["# GPU", "two", "x = 1"]
    assert "x = 3" in replaced.backup.page.read_text()
    assert '"two"' in replaced.backup.page.read_text(), "the other server's update came first, and whole"
    assert [backup.reason for backup in case.versions.backups(case.page)] == ["reset", "update"]


def test_a_server_that_does_not_end_is_one_sentence_and_nothing_waits_for_it(case, other, monkeypatch):
    monkeypatch.setattr("underhood_course.student.folder.PATIENCE", 0.3)
    case.code("x = 3")
    case.publish("two", "x = 1")
    server = other(60)
    with pytest.raises(InUseError, match="changed by another server of yours; try again"):
        case.versions.reset(case.page)
    assert case.read() == ["# GPU", "one", "x = 3"]
    assert case.open().problem is None
    server.kill()
    server.wait()
    case.versions.reset(case.page)
    assert case.read() == ["# GPU", "two", "x = 1"]


def test_a_page_copied_by_two_servers_at_once_is_of_one_version(case, monkeypatch):
    (case.workspace.root / PATH).unlink()
    case.publish("two", "x = 2")
    replacing = Workspace.replacing

    @contextmanager
    def slower(self, title):
        with replacing(self, title):
            case.workspace.inside(PATH).write_text("the other server's")
            yield

    monkeypatch.setattr(Workspace, "replacing", slower)
    case.open(update=False)
    assert (case.workspace.root / PATH).read_text() == "the other server's"
    assert "two" not in case.workspace.inside(copy_of(case.workspace, case.page).original).read_text()
