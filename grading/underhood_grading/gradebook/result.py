"""A submission that was graded, as the gradebook takes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

__all__ = ["GradedNotebook", "GradedSubmission"]


@dataclass(frozen=True)
class GradedNotebook:
    """A notebook that was run: `notebook` with its outputs, and the points of its graded cells.

    A score of None has to be given by a person. A graded cell of the release that is not among the
    `scores` scores 0. `name` is without `.ipynb`.
    """

    name: str
    notebook: Mapping[str, Any]
    scores: Mapping[str, float | None]


@dataclass(frozen=True)
class GradedSubmission:
    """One student's submission of a hand-in, graded.

    `timestamp` is when it was handed in, None if that is not known. `files` are the other files of
    its folder in `autograded`, by path relative to that folder: their contents, or a trusted file to
    copy. A notebook of the release that is not there was not handed in, and scores 0. `flags` are
    words for the teacher ("tampering"), `problems` sentences, `seconds` what grading took.
    """

    student: str
    handin: str
    timestamp: datetime | None
    notebooks: tuple[GradedNotebook, ...]
    files: Mapping[str, bytes | Path] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    seconds: float = 0.0
