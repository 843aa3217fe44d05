"""Progress of a long step: a bar on a terminal, or the caller's own."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tqdm import tqdm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Progress", "Tally", "tallying", "ticking"]

Progress = Callable[[int, int, str, int], None]
"""Called with how many are done, of how many, the student whose turn it is ("" at the end), and how many failed."""

_FORMAT = "{desc}  {bar}  {postfix}"


class Tally:
    """Counts students as they are done, in any order; `failed` of them could not be."""

    def __init__(self, of: int, bar: tqdm[None], progress: Progress | None) -> None:
        self.done = self.failed = 0
        self._of, self._bar, self._progress = of, bar, progress
        self._start = time.monotonic()
        self._show()

    def add(self, student: str, *, failed: bool = False) -> None:
        """Count one."""
        self.done += 1
        self.failed += failed
        self._bar.update()
        self._show()
        if self._progress is not None:
            self._progress(self.done, self._of, student, self.failed)

    def say(self, sentence: str) -> None:
        """Write a sentence above the bar."""
        self._bar.write(sentence, file=sys.stderr)

    def _show(self) -> None:
        minutes = max(time.monotonic() - self._start, 1e-9) / 60
        rate = f"{self.done / minutes:.0f} students a minute" if self.done else "starting"
        failed = f"{self.failed} failed, " if self.failed else ""
        left = self._of - self.done
        self._bar.set_postfix_str(f"{self.done} done, {failed}{left} left, {rate}".removeprefix(", "))


@contextmanager
def tallying(of: int, doing: str, progress: Progress | None = None) -> Iterator[Tally]:
    """Show how a step over so many students goes; as a bar on stderr if that is a terminal.

    >>> with tallying(28, "grading convolution") as tally:
    ...     tally.add("ada")
    """
    quiet = progress is not None or of < 2 or not sys.stderr.isatty()
    with tqdm(total=of, desc=doing, bar_format=_FORMAT, file=sys.stderr, disable=quiet, leave=False) as bar:
        if progress is not None:
            progress(0, of, "", 0)
        yield Tally(of, bar, progress)


def ticking(students: Sequence[str], doing: str, progress: Progress | None) -> Iterator[str]:
    """Go through students and report each; without a callback, as a bar on stderr if it is a terminal."""
    if progress is not None:
        for done, student in enumerate(students):
            progress(done, len(students), student, 0)
            yield student
        progress(len(students), len(students), "", 0)
        return
    quiet = len(students) < 2 or not sys.stderr.isatty()
    yield from tqdm(students, desc=doing, unit="student", file=sys.stderr, disable=quiet, leave=False)
