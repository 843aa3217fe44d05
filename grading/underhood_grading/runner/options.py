"""What the warm processes are told when they are started."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Options", "Side"]

Side = Literal["student", "judge"]
"""On which of the two sides: of the students' cells, or of the tests."""


@dataclass(frozen=True)
class Options:
    """What both sides are to have, as it is said on the command line: nothing in it is secret.

    `student` and `judge` are each side's end of a Unix socket, over which each task's own sockets arrive; `ready` is
    what `warming` has ready for them. `sandbox` are the descriptors of a sandbox to `enter`, none for no
    sandbox; `trial` is a socket on which somebody asks how good it is; `words` is the file in which the students' side
    says what is wrong.
    """

    modules: tuple[str, ...]
    student: int
    judge: int
    ready: dict[Side, list[str]]
    sandbox: tuple[int, ...]
    trial: int | None
    words: str
