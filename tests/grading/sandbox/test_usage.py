"""What processes use, as Linux tells it."""

from __future__ import annotations

import mmap
import os
import signal
import time

import pytest
from underhood_grading.sandbox import usage

MEGABYTE = 1 << 20


@pytest.fixture
def children():
    """Children of this process that only wait, and end with the test."""
    started = []

    def start(before=lambda: None) -> str:
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            before()
            os.write(writing, b"x")
            time.sleep(60)
            os._exit(0)
        started.append(process)
        os.read(reading, 1)
        os.close(reading)
        os.close(writing)
        return str(process)

    yield start
    for process in started:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def test_forks_share(children) -> None:
    block = bytes([1]) * (100 * MEGABYTE)
    names = [children() for _ in range(3)]
    quick = usage.measure(names, files=0, exact_above=1 << 60)
    exact = usage.measure(names, files=0, exact_above=0)
    assert quick > 300 * MEGABYTE
    assert exact < 0.8 * quick  # a quarter of the block each; this process has the rest
    assert len(block)


def test_shared_memory_counts_and_files_count_once(children) -> None:
    shared = mmap.mmap(-1, 50 * MEGABYTE)
    name = children(lambda: shared.write(bytes(50 * MEGABYTE)))
    for exact_above in (0, 1 << 60):
        without = usage.measure([name], files=0, exact_above=exact_above)
        assert without > 50 * MEGABYTE
        beside = usage.measure([name], files=10 * MEGABYTE, exact_above=exact_above)
        assert abs(beside - without) < 5 * MEGABYTE
        assert usage.measure([name], files=1000 * MEGABYTE, exact_above=exact_above) > without + 900 * MEGABYTE


def test_one_that_can_not_be_looked_into_counts_in_full(children, monkeypatch) -> None:
    block = bytes([1]) * (50 * MEGABYTE)
    name = children()
    read = usage._fields
    monkeypatch.setattr(usage, "_fields", lambda file, names: None if "smaps" in file else read(file, names))
    assert usage.measure([name], files=0, exact_above=0) > len(block)


def test_files_without_a_name(children, tmp_path) -> None:
    memory = os.memfd_create("x")
    os.write(memory, bytes(5 * MEGABYTE))
    with (tmp_path / "named").open("wb") as named:
        named.write(bytes(MEGABYTE))
        named.flush()
        names = [children(), children()]
        assert usage.unnamed_files(names, but_on=0) == 5 * MEGABYTE  # both have it, it is one file
        assert usage.unnamed_files(names, but_on=os.fstat(memory).st_dev) == 0
    os.close(memory)


def test_ended_processes_use_nothing() -> None:
    process = os.fork()
    if process == 0:
        os._exit(0)
    os.waitpid(process, 0)
    assert usage.measure([str(process)], files=0, exact_above=0) == 0
    assert usage.unnamed_files([str(process)], but_on=0) == 0


def test_the_machine() -> None:
    available, total = usage.available_memory()
    assert 0 < available < total
