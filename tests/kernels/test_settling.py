"""Waiting for the threads of what was measured before, by scripted clocks."""

from itertools import chain, repeat

import pytest
from underhood_kernels import settling


@pytest.fixture
def clocks(monkeypatch):
    """Have a process use so much CPU time in each tick that is slept, and return the ticks."""

    def script(*used, then=0.0):
        wall, cpu, ticks = [0.0], [0.0], []
        uses = chain(used, repeat(then))

        def sleep(seconds):
            ticks.append(seconds)
            wall[0] += seconds
            cpu[0] += next(uses)

        monkeypatch.setattr(settling.time, "sleep", sleep)
        monkeypatch.setattr(settling.time, "perf_counter", lambda: wall[0])
        monkeypatch.setattr(settling.time, "process_time", lambda: cpu[0])
        return ticks

    return script


def test_one_tick_shows_that_nothing_runs(clocks):
    ticks = clocks()
    settling.settle()
    assert len(ticks) == 1


def test_spinning_threads_are_waited_for(clocks):
    ticks = clocks(*[settling.TICK] * 20)
    settling.settle()
    assert len(ticks) == 21


def test_a_thread_that_never_sleeps_is_waited_for_no_longer_than_patience(clocks):
    ticks = clocks(then=settling.TICK)
    settling.settle(patience=10 * settling.TICK)
    assert 10 <= len(ticks) <= 11
