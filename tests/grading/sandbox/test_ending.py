"""How an end is told."""

from __future__ import annotations

import pytest
from underhood_grading.sandbox import Ending


def test_is_one_line_and_comes_back() -> None:
    ending = Ending("memory", 9, 4100, "used more\nthan 4096 MB")
    assert ending.line().count(b"\n") == 1
    assert Ending.read(ending.line()) == ending


@pytest.mark.parametrize(
    ("status", "ended", "number", "words"),
    [
        (0, "exit", 0, "by itself"),
        (3 << 8, "exit", 3, "exit status 3"),
        (11, "signal", 11, "SIGSEGV"),
        (9, "signal", 9, "memory ran out"),
        (40, "signal", 40, "signal 40"),
    ],
)
def test_says_what_a_wait_status_means(status, ended, number, words) -> None:
    ending = Ending.of_status(status, 7)
    assert (ending.ended, ending.status, ending.peak_mb) == (ended, number, 7)
    assert words in ending.message
