"""One grading run at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from underhood_grading.gradebook import grading_lock
from underhood_grading.teach import TeachError

HOLD = """
import os, pathlib, sys, time
from underhood_grading.gradebook.lock import grading_lock
with grading_lock(pathlib.Path(sys.argv[1])):
    if os.fork() == 0:
        time.sleep(60)
    print("held", flush=True)
    time.sleep(60)
"""


def test_another_process_is_named_and_its_lock_goes_with_it(tmp_path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert other.stdout.readline() == "held\n"
        words = rf"being graded by another run \(process {other.pid}, since 20.*\); let it finish, or stop it"
        with pytest.raises(TeachError, match=words), grading_lock(tmp_path):
            pass
        # Its forked child lives on, without the lock.
        other.kill()
        other.wait()
        end = time.monotonic() + 10
        while True:
            try:
                with grading_lock(tmp_path):
                    break
            except TeachError:
                assert time.monotonic() < end
                time.sleep(0.02)
    finally:
        os.killpg(other.pid, signal.SIGKILL)
        other.stdout.close()
        other.wait()


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
