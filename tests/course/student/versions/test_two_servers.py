"""Two servers of one student at the same pages."""

import subprocess
import sys
from contextlib import contextmanager

import pytest
from underhood_course import Workspace
from underhood_course.student.copies import copy_of
from underhood_course.student.folder import InUseError

from .conftest import PATH

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
