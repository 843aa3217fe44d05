"""Energy counters: what this machine can say about the joules it used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Where = Literal["gpu", "cpu"]
MOST_WATTS = 1000.0  # of a processor: a counter's range divided by it is how long it surely doesn't wrap twice


class NoCounterError(RuntimeError):
    """No energy counter can be read here; the message says why, for each kind."""


@dataclass(frozen=True)
class Counter:
    """A number of joules that only grows, until it wraps around."""

    name: str  # what it is the energy of: "NVIDIA H200", "package-0"
    source: str  # "NVML" or "RAPL"
    where: Where
    refresh: float  # seconds between two of its updates, at most
    read: Callable[[], float] = field(repr=False)  # joules
    range: float | None = None  # joules after which it starts from 0 again; None: it doesn't

    def used(self, before: float, after: float) -> float:
        """Return the joules between two readings, of which the second may have wrapped around once."""
        if after >= before:
            return after - before
        if self.range is None:
            raise RuntimeError(f"{self.source}'s counter of {self.name} went backwards: was the driver loaded anew?")
        return after - before + self.range

    def may_have_wrapped_twice(self, seconds: float) -> bool:
        """Whether so long a time could hide a whole range."""
        return self.range is not None and seconds > self.range / MOST_WATTS


def counters(where: Where | None = None) -> tuple[Counter, ...]:
    """Return the counters that can be read, of the cards, of the CPU or of both.

    Raises `NoCounterError` if there is none.
    """
    from underhood_kernels.energy import nvml, rapl  # noqa: PLC0415 - they are made of counters

    found: list[Counter] = []
    reasons: list[str] = []
    for side, source in (("gpu", nvml), ("cpu", rapl)):
        if where in {None, side}:
            some, why = source.counters()
            found += some
            reasons += why
    if not found:
        raise NoCounterError(f"no energy counter can be read here: {'; '.join(reasons)}")
    return tuple(found)


def resolution(found: Sequence[Counter], seconds: float) -> str:
    """Say how fine the counters are against a time of so many seconds."""
    notes = []
    for source, refresh in {counter.source: counter.refresh for counter in found}.items():
        share = refresh / seconds if seconds else float("inf")
        often = f"{source} is updated every {refresh * 1e3:g} ms or faster"
        notes.append(
            f"{often}: ± {share:.1%} of this time" if share <= 1 else f"{often}, which is longer than this time"
        )
    notes += [
        f"{one.name} may have wrapped around more than once" for one in found if one.may_have_wrapped_twice(seconds)
    ]
    return "; ".join(notes)
