"""Progress of a long step: a bar on a terminal, or the caller's own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from tqdm import tqdm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Progress", "ticking"]

Progress = Callable[[int, int, str], None]
"""Called with how many are done, of how many, and the student whose turn it is ("" at the end)."""


def ticking(students: Sequence[str], doing: str, progress: Progress | None) -> Iterator[str]:
    """Go through students and report each; without a callback, as a bar on stderr if it is a terminal."""
    if progress is not None:
        for done, student in enumerate(students):
            progress(done, len(students), student)
            yield student
        progress(len(students), len(students), "")
        return
    quiet = len(students) < 2 or not sys.stderr.isatty()
    yield from tqdm(students, desc=doing, unit="student", file=sys.stderr, disable=quiet, leave=False)
