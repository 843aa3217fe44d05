"""This machine's engine, apart from what it runs."""

from __future__ import annotations

import threading

import pytest
from underhood_grading.engines import LocalEngine
from underhood_grading.sandbox import probe

pytestmark = pytest.mark.skipif(not probe().available, reason=probe().reason)


def test_an_engine_outlives_the_thread_that_made_it(material, submit) -> None:
    made = []
    thread = threading.Thread(target=lambda: made.append(LocalEngine(material, workers=1)))
    thread.start()
    thread.join()
    with made[0] as engine:
        first = engine._runner
        assert engine.judge(submit("ada", "def double(x):\n    return 2 * x")).scores["doubling"]["test"] == 2
        assert engine._runner is first
