"""Submissions beside each other keep to cores of their own, once there are as many as workers."""

from __future__ import annotations

import json
from contextlib import ExitStack

import pytest
from underhood_grading.runner import Runner, Task, cores
from underhood_grading.runner.cores import Cores, usable
from underhood_grading.sandbox import probe

from .conftest import LIMITS, check, student, text


@pytest.mark.parametrize(
    ("workers", "shares"),
    [
        (1, [(), ()]),
        (2, [(), (4, 5, 7), (1, 2), ()]),
        (3, [(), (), (5, 7)]),
        (4, [(), (), (), (5, 7)]),
        (5, [(), (), (), (), (7,)]),
        (6, [()] * 7),
    ],
)
def test_only_where_all_workers_are_busy_there_are_shares(monkeypatch, workers, shares) -> None:
    monkeypatch.setattr(cores, "usable", lambda: (1, 2, 4, 5, 7))
    wanted = Cores(workers)
    with ExitStack() as stack:
        assert [stack.enter_context(wanted.share()) for _ in shares] == shares


def test_shares_are_given_again_and_overlap_nowhere(monkeypatch) -> None:
    monkeypatch.setattr(cores, "usable", lambda: tuple(range(8)))
    wanted = Cores(4)
    with wanted.share(), wanted.share(), wanted.share():
        with wanted.share() as last:
            assert last == (6, 7)
        with wanted.share() as again, wanted.share() as more:
            assert again == (6, 7)
            assert set(again).isdisjoint(more)
    with wanted.share() as alone:
        assert alone == ()


@pytest.mark.skipif(not probe().available, reason=probe().reason)
@pytest.mark.skipif(len(usable()) < 2, reason="there is one core")
def test_both_sides_run_on_them() -> None:
    look = "import os\nprint(sorted(os.sched_getaffinity(0)))"
    task = Task((student(look), check(look)), limits=LIMITS)
    with Runner([], workers=2) as runner:
        alone = [json.loads(text(outputs)) for outputs in runner.run(task).outputs]
        with runner._cores.share():
            beside = [json.loads(text(outputs)) for outputs in runner.run(task).outputs]
    assert alone == [list(usable())] * 2
    assert beside == [list(usable())[len(usable()) // 2 :]] * 2
