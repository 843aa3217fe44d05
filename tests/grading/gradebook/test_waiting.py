"""A gradebook that can't be written just now."""

from __future__ import annotations

import errno
import sqlite3
import threading
import time

import pytest
from sqlalchemy import event
from underhood_grading.gradebook import Writer
from underhood_grading.gradebook.waiting import Waiting
from underhood_grading.teach import TeachError


def hold(url: str, seconds: float) -> threading.Thread:
    """Hold the database's write lock for a while."""
    held = threading.Event()

    def holding() -> None:
        with sqlite3.connect(url.removeprefix("sqlite:///")) as other:
            other.execute("begin exclusive")
            held.set()
            time.sleep(seconds)

    thread = threading.Thread(target=holding)
    thread.start()
    held.wait()
    return thread


def test_a_locked_database_is_waited_for_and_that_is_said(desk) -> None:
    said: list[str] = []
    thread = hold(desk.db_url, 0.7)
    with Writer(desk.course.root, desk.db_url, desk.course.course_id, on_wait=said.append, patience=30) as writer:
        writer.store(desk.result())
    thread.join()
    assert desk.points()["test-sum"] == (1.5, False)
    file = desk.course.root / "gradebook.db"
    assert said
    assert set(said) == {f"the gradebook {file} is locked by another program; waiting up to 30 s"}


def test_patience_ends(desk) -> None:
    thread = hold(desk.db_url, 0.6)
    desk.writer._waiting.patience = 0.1
    words = r"gradebook\.db is locked by another program; gave up after 0\.1 s; .* then grade again"
    with pytest.raises(TeachError, match=words):
        desk.writer.store(desk.result())
    thread.join()
    assert not desk.folder().exists()


def test_a_full_disk_is_waited_for(desk) -> None:
    said: list[str] = []

    def make_room(sentence: str) -> None:
        said.append(sentence)
        pages[0] = 100_000

    with Writer(desk.course.root, desk.db_url, desk.course.course_id, on_wait=make_room) as writer:
        with sqlite3.connect(desk.course.root / "gradebook.db") as database:
            pages = [database.execute("pragma page_count").fetchone()[0]]
        event.listen(
            writer._engine, "begin", lambda one: one.exec_driver_sql(f"pragma max_page_count = {pages[0]}"), insert=True
        )
        for number in range(60):
            writer.store(desk.result(f"student-{number}"))
    file = desk.course.root / "gradebook.db"
    assert said == [f"the gradebook {file} can't be written: the disk is full; make room; waiting up to 300 s"]
    assert desk.points("student-59")["test-sum"] == (1.5, False)


def test_a_full_disk_under_the_folder_is_waited_for_and_other_faults_are_not() -> None:
    said: list[str] = []
    faults = [
        OSError(errno.ENOSPC, "No space left", "autograded/ada"),
        OSError(errno.EDQUOT, "Quota", "autograded/ada"),
    ]

    def work() -> str:
        if faults:
            raise faults.pop()
        return "done"

    assert Waiting("gradebook.db", 10, said.append).until_done(work, pause=0.01) == "done"
    assert said == ["autograded/ada can't be written: the disk is full; make room; waiting up to 10 s"]
    faults.append(PermissionError(errno.EACCES, "Permission denied", "autograded/ada"))
    with pytest.raises(TeachError, match="can't write autograded/ada: Permission denied; check its permissions"):
        Waiting("gradebook.db", 10).until_done(work)


def test_damaged_and_read_only_gradebooks_are_said_at_once(desk) -> None:
    (desk.course.root / "gradebook.db").write_bytes(b"no database" * 100)
    with pytest.raises(TeachError, match=r"gradebook\.db is damaged; restore a backup"):
        Writer(desk.course.root, desk.db_url, desk.course.course_id)
