"""One thing that an exercise's checks try."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Case:
    """Arguments for the student's answer, and what is to come.

    >>> Case("10 elements in groups of 4", (10, 4), (3, 2))

    `tolerance` is relative to the largest expected number, and absolute below 1: |came - expected| is at most
    `tolerance * max(1, |expected|)`. 0 wants the same numbers.
    """

    title: str
    arguments: tuple[Any, ...]
    expected: Any
    tolerance: float = 0.0
