"""One grading run at a time."""

from __future__ import annotations

import os
import signal
import time

import pytest
from underhood_grading.gradebook import grading_lock
from underhood_grading.teach import TeachError


def hold(folder) -> int:
    """Hold the lock in a process of its own, which has a child; return its id."""
    told, tells = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        with grading_lock(folder):
            if os.fork() == 0:
                time.sleep(60)
                os._exit(0)
            os.write(tells, b"held")
            time.sleep(60)
        os._exit(0)
    os.close(tells)
    assert os.read(told, 4) == b"held"
    os.close(told)
    return child


def test_another_process_is_named_and_its_lock_goes_with_it(tmp_path) -> None:
    other = hold(tmp_path)
    try:
        words = rf"being graded by another run \(process {other}, since 20.*\); let it finish, or stop it"
        with pytest.raises(TeachError, match=words), grading_lock(tmp_path):
            pass
        os.kill(other, signal.SIGKILL)
        os.waitpid(other, 0)
        # Its forked child lives on, without the lock.
        with grading_lock(tmp_path):
            pass
    finally:
        os.killpg(other, signal.SIGKILL)


def test_a_second_run_in_this_process_is_refused_too(tmp_path) -> None:
    with grading_lock(tmp_path):
        with pytest.raises(TeachError, match=rf"process {os.getpid()}"), grading_lock(tmp_path):
            pass
        (tmp_path / ".underhood" / "grading" / "lock").write_text("")
        with pytest.raises(TeachError, match="by another run; let it finish"), grading_lock(tmp_path):
            pass
    with grading_lock(tmp_path):
        pass


def test_a_directory_that_cannot_be_written(tmp_path) -> None:
    (tmp_path / ".underhood").write_text("a file")
    with pytest.raises(TeachError, match="can't write .*lock"), grading_lock(tmp_path):
        pass
