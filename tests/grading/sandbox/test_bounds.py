"""Limits that are reached, in the sandbox."""

from __future__ import annotations

import pytest


def test_one_process_meets_a_memory_error(kept) -> None:
    ending, said = kept("x = []\nwhile True: x.append(bytearray(10**7))", memory_mb=200)
    assert ending.ended == "exit"
    assert "MemoryError" in said
    assert 20 < ending.peak_mb <= 200


@pytest.mark.parametrize(
    "code",
    [
        "import mmap\nm = mmap.mmap(-1, 2**30)\nfor _ in range(1024): m.write(bytes(2**20))",
        "import os, time\nfor _ in range(6):\n  if os.fork() == 0: x = bytes([1]) * 50_000_000; time.sleep(30)",
        "import os\nkept = [os.memfd_create('x') for _ in range(20)]\nfor f in kept: os.write(f, bytes(50_000_000))",
    ],
    ids=["shared", "several processes", "files without a name"],
)
def test_more_memory_than_allowed_ends_it(kept, code) -> None:
    ending, _ = kept(f"{code}\nimport time\ntime.sleep(30)", memory_mb=150, file_mb=100)
    assert (ending.ended, ending.message) == ("memory", "used more than 150 MB of memory")


def test_memory_shared_by_forks_counts_once(kept) -> None:
    code = """
import os, time
x = bytes([1]) * 60_000_000
for _ in range(8):
    if os.fork() == 0:
        time.sleep(0.3)
        os._exit(0)
time.sleep(0.2)
"""
    ending, said = kept(code, memory_mb=200)
    assert (ending.ended, ending.status, said) == ("exit", 0, "")
    assert ending.peak_mb < 150


@pytest.mark.parametrize(
    "code",
    ["while True:\n  try: os.fork()\n  except OSError: pass", "while True:\n  if os.fork() == 0: time.sleep(60)"],
    ids=["bomb", "many"],
)
def test_too_many_processes_end_it(kept, code) -> None:
    ending, _ = kept(f"import os, time\n{code}", processes=20, seconds=20)
    assert (ending.ended, ending.message) == ("processes", "had more than 20 processes at once")


def test_files_are_bounded(kept) -> None:
    code = """
import os
def until_refused(step):
    try:
        for number in range(10**6):
            step(number)
    except OSError as error:
        print(number, error.strerror)
big = open('big', 'wb', buffering=0)
until_refused(lambda _: big.write(bytes(2**20)))
os.remove('big'); big.close()
until_refused(lambda number: open(f'{("/tmp", "/student", "/dev/shm")[number % 3]}/{number}', 'wb').write(bytes(2**20)))
kept = []
until_refused(lambda _: kept.append(open('/dev/null')))
"""
    _, said = kept(code, file_mb=4, disk_mb=20, open_files=40)
    rows = [line.split(" ", 1) for line in said.splitlines()]
    assert rows[0] == ["4", "File too large"]
    assert rows[1] == ["20", "No space left on device"]  # the three folders together
    assert rows[2][1] == "Too many open files"
    assert int(rows[2][0]) < 40


def test_threads_are_bounded(kept) -> None:
    code = """
import threading, time
threading.stack_size(65536)
try:
    while True:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
except RuntimeError as error:
    print(error, threading.active_count() < 5000, flush=True)
    import os; os._exit(0)
"""
    assert kept(code)[1] == "can't start new thread True\n"
