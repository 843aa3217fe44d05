"""A gradebook on a real PostgreSQL server."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from underhood_grading.gradebook import Release, Writer
from underhood_grading.teach import TeachError


def _programs() -> Path | None:
    places = [Path(shutil.which("initdb") or "/nowhere/initdb").resolve().parent]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


@pytest.fixture(scope="module")
def server():
    """The URL of a server's database of its own, without the database's name."""
    pytest.importorskip("psycopg", reason="no PostgreSQL driver: pip install 'psycopg[binary]'")
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server: apt-get install postgresql")
    # The server refuses to run as root, and socket paths are to be short.
    user = None
    if os.geteuid() == 0:
        names = {one.pw_name for one in pwd.getpwall()}
        user = "postgres" if "postgres" in names else "nobody"
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    try:
        start = ["--auth=trust", "--username=teacher", "--no-sync", "--no-locale", "--encoding=UTF8", "-D", data]
        subprocess.run([programs / "initdb", *start], check=True, capture_output=True, user=user, cwd=folder)
        settings = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off"]
        run = subprocess.Popen(
            [programs / "postgres", "-D", data, *settings], stderr=subprocess.DEVNULL, user=user, cwd=folder
        )
        try:
            url = f"postgresql+psycopg://teacher@/{{}}?host={folder}"
            _wait(url.format("postgres"))
            yield url
        finally:
            run.send_signal(signal.SIGINT)  # does not wait for those who are connected
            run.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(url: str) -> None:
    engine = create_engine(url)
    end = time.monotonic() + 30
    while True:
        try:
            with engine.connect():
                break
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
    engine.dispose()


@pytest.fixture(scope="module")
def released_there(server, released):
    """A database with the released hand-in, to be copied: nbgrader takes seconds to make one."""
    _execute(server, "create database released")
    url = server.format("released")
    with Writer(released.root, url, released.course_id):
        pass
    _copy(released.api.coursedir.db_url, url)


@pytest.fixture
def postgres(server, released_there, desk):
    """The desk, with its gradebook on the server."""
    name = f"course_{time.monotonic_ns()}"
    _execute(server, f"create database {name} template released")
    desk.db_url = server.format(name)
    with Writer(desk.course.root, desk.db_url, desk.course.course_id, patience=20) as desk.writer:
        yield desk


def _execute(server: str, statement: str) -> None:
    engine = create_engine(server.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _copy(source: str, target: str) -> None:
    from nbgrader.api import Base

    engine = create_engine(target)
    with create_engine(source).connect() as old, engine.begin() as new:
        for table in Base.metadata.sorted_tables:
            if table.name != "course" and (found := [row._asdict() for row in old.execute(table.select())]):
                new.execute(table.insert(), found)
    engine.dispose()  # a database in use is not copied


def test_storing_and_taking_back(postgres) -> None:
    with postgres.gradebook() as gradebook:
        release = Release.read(gradebook, "sums", None, postgres.course.folder("release", "sums"))
    assert release.digest == postgres.release.digest
    postgres.writer.store(postgres.result(test_sum=3.0))
    postgres.writer.store(postgres.result(test_sum=None))
    assert postgres.points()["test-sum"] == (None, True)
    with postgres.gradebook() as gradebook:
        assert gradebook.find_submission("sums", "ada").score == 2.0
    postgres.writer.take_back("sums", "ada")
    assert set(postgres.points().values()) == {(None, True)}


def test_a_row_that_somebody_holds_is_waited_for(postgres) -> None:
    postgres.writer.store(postgres.result(test_sum=3.0))
    said: list[str] = []
    engine = create_engine(postgres.db_url)
    with Writer(postgres.course.root, postgres.db_url, postgres.course.course_id, on_wait=said.append) as writer:
        with engine.begin() as other:
            other.execute(text("select * from grade for update"))
            storing = threading.Thread(target=writer.store, args=(postgres.result(test_sum=0.0),))
            storing.start()
            end = time.monotonic() + 20
            while not said and time.monotonic() < end:
                time.sleep(0.02)
        storing.join()
    assert "is locked by another program; waiting up to 300 s" in said[0]
    assert postgres.points()["test-sum"] == (0.0, False)


def test_a_connection_that_was_cut_is_made_again(postgres) -> None:
    postgres.writer.store(postgres.result(test_sum=3.0))
    with create_engine(postgres.db_url, isolation_level="AUTOCOMMIT").connect() as other:
        others = "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
        other.execute(text(f"{others} and datname = current_database()"))
    postgres.writer.store(postgres.result(test_sum=0.0))
    assert postgres.points()["test-sum"] == (0.0, False)


def test_a_server_that_does_not_answer_is_said_without_its_password(desk, tmp_path) -> None:
    pytest.importorskip("psycopg", reason="no PostgreSQL driver: pip install 'psycopg[binary]'")
    url = f"postgresql+psycopg://teacher:hunter2@/autumn?host={tmp_path}"
    with pytest.raises(TeachError, match=r"\*\*\*.* does not answer; gave up after 0\.1 s") as error:
        Writer(desk.course.root, url, "underhood", patience=0.1)
    assert "hunter2" not in str(error.value)
