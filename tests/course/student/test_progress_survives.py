"""The progress file under what happens to files: servers side by side, a kill at any moment, a full disk."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from underhood_course.schema import faults, schema
from underhood_course.student.progress import NotKeptError, ProgressFile

WRITER = """
import sys
from pathlib import Path
from underhood_course.student.progress import ProgressFile
progress = ProgressFile(Path(sys.argv[1]))
first, count = int(sys.argv[2]), int(sys.argv[3])
for i in range(first, first + count):
    progress.change({"pages": {f"m1/p{i}": {"state": "done"}}})
    print(i, flush=True)
"""

# A file that grows past the limit fails as on a full disk, for root too.
FULL = """
import resource, signal, sys
from pathlib import Path
from underhood_course.student.progress import NotKeptError, ProgressFile
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    ProgressFile(Path(sys.argv[1])).change({"level": 4, "pages": {"m1/late": {"state": "done"}}})
except NotKeptError as error:
    print(error)
else:
    sys.exit("it was kept")
"""

HOLDER = """
import sys, time
from pathlib import Path
from underhood_course.student.lock import locked
with locked(Path(sys.argv[1]) / "progress.lock", 10):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def state(tmp_path):
    ProgressFile(tmp_path).change({"level": 2, "specializations": ["deep-learning"]})
    return tmp_path


def start(program, state, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", program, str(state), *map(str, arguments)], stdout=subprocess.PIPE, text=True
    )


def test_four_servers_on_one_folder_lose_nothing(state):
    writers = [start(WRITER, state, 100 * number, 25) for number in range(4)]
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    found = ProgressFile(state).read()
    assert len(found["pages"]) == 100
    assert found["level"] == 2
    assert sorted(file.name for file in state.iterdir()) == ["progress.json", "progress.lock"]


def test_a_server_killed_at_any_moment_leaves_a_whole_file_with_all_it_confirmed(state):
    confirmed = set()
    for number in range(6):
        writer = start(WRITER, state, 1000 * number, 1000)
        confirmed.add(int(writer.stdout.readline()))
        time.sleep(0.007 * number)
        writer.send_signal(signal.SIGKILL)
        confirmed |= {int(line) for line in writer.stdout.read().splitlines()}
        writer.wait()
        found = json.loads((state / "progress.json").read_text())
        assert list(faults(found, schema("progress"))) == []
    assert {f"m1/p{i}" for i in confirmed} <= set(found["pages"])
    assert (found["level"], found["specializations"]) == (2, ["deep-learning"])
    assert list(state.glob("*broken*")) == []


def test_what_a_killed_server_left_half_written_is_cleared_away_later(state):
    fresh, old = state / ".progress.json.fresh", state / ".progress.json.old"
    for left in (fresh, old):
        left.write_text("{")
    os.utime(old, (1, 1))
    ProgressFile(state).change({"level": 3})
    assert fresh.exists(), "somebody may be writing it"
    assert not old.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
@pytest.mark.parametrize("limit", [0, 10, 100])
def test_a_full_disk_leaves_the_old_state_and_says_so(state, limit):
    before = (state / "progress.json").read_bytes()
    full = start(FULL, state, limit)
    said, _ = full.communicate(timeout=30)
    assert full.returncode == 0, said
    assert "the disk is full" in said
    assert said.count("\n") == 1
    assert (state / "progress.json").read_bytes() == before
    assert sorted(file.name for file in state.iterdir()) == ["progress.json", "progress.lock"]


def test_a_lock_that_is_held_for_too_long_is_told_and_a_killed_holder_frees_it(state, monkeypatch):
    holder = start(HOLDER, state)
    assert holder.stdout.readline() == "held\n"
    monkeypatch.setattr("underhood_course.student.progress.PATIENCE", 0.2)
    with pytest.raises(NotKeptError, match="another program has held it"):
        ProgressFile(state).change({"level": 3})
    assert ProgressFile(state).read()["level"] == 2, "reading never waits"
    holder.kill()
    holder.wait()
    assert ProgressFile(state).change({"level": 3})["level"] == 3
