"""What a recording is made of: spans of time on lanes, and arrows from a launch to what it launched."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

OPERATION = "CPU operation"  # of torch, such as aten::add
CALL = "CUDA call"  # of the CPU to the card's driver, such as a launch
WAIT = "synchronisation"  # the CPU waits for the card
KERNEL = "kernel"
COPY = "memory copy"  # of the card, and its fills
NOTE = "annotation"  # what the program itself named, by torch.profiler.record_function
PYTHON = "Python function"
OVERHEAD = "overhead"  # the profiler's own
OTHER = "other"

KINDS = (OPERATION, CALL, WAIT, KERNEL, COPY, NOTE, PYTHON, OVERHEAD, OTHER)


@dataclass(frozen=True)
class Lane:
    """A thread of the CPU, or a stream of a card: one thing after the other, or one within the other."""

    name: str
    device: bool  # True: of a card
    depth: int  # as many spans lie within one another at most


@dataclass(frozen=True)
class Span:
    """Something that took time. Times are in seconds, from the recording's first span on."""

    name: str
    kind: str  # one of KINDS
    lane: int  # its place in `Recording.lanes`
    start: float
    seconds: float
    self_seconds: float  # without the spans within it
    depth: int  # as many spans are around it
    parent: int | None  # the innermost of them, by its place in `Recording.spans`
    arguments: Mapping[str, Any] = field(default_factory=dict, repr=False)  # what the profiler noted besides

    @property
    def end(self) -> float:
        """When it was over."""
        return self.start + self.seconds


@dataclass(frozen=True)
class Arrow:
    """From the call that launched work on a card to that work; both by their places in `Recording.spans`."""

    launch: int
    work: int
