"""The race: a student's function and the reference in turns, on inputs that nobody has seen before."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import ladder
from .ceilings import least_seconds
from .comparing import difference
from .errors import RaceError
from .outcome import Outcome
from .remote import RefusedError
from .sample import Sample
from .venue import current

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .venue import Round, Venue

__all__ = ["race"]

_MOST_ROUNDS = 300
_LEAST_ROUNDS = 7
_PRECISE = 0.02  # relative error of the share with which there is nothing more to find out
_ROUGH = 0.1  # one that is worth more time to make it smaller
_PATIENCE = 5.0  # seconds more than asked for, on a busy machine
_STOLEN = 0.001  # seconds of CPU time outside its turns that may be a matter of rounding
_LEAST_REFERENCE = 0.25  # of a transfer's time
_LEAST_HERE = 50e-6  # seconds

Arguments = Any
"""What `make_inputs` gives: a tuple of arguments, or the only one."""


def race(
    function: Callable[..., Any],
    reference: Callable[..., Any],
    make_inputs: Callable[[int], Arguments],
    *,
    seconds: float = 3.0,
    tolerance: float | None = None,
    tiers: Sequence[float] = ladder.TIERS,
    floor: Callable[..., tuple[float, float]] | None = None,
    in_place: bool = False,
    name: str = "",
) -> Outcome:
    """Time a student's function against a reference, and check everything that it returns.

    >>> def reference(x):
    ...     return np.cumsum(x)
    >>> def make_inputs(seed):
    ...     return np.random.default_rng(seed).standard_normal(300_000)
    >>> outcome = race(scan, reference, make_inputs)
    >>> assert outcome.correct, outcome.message
    >>> outcome.points(5)
    4.0

    For test cells. Where submissions are graded, the student's function runs in the student's process and the reference
    in one like it, each while the other stands still; the clock runs here, from before the arguments can be seen until
    the whole result is here and can't be changed any more. What a call without work takes is taken off both. So the
    reference has to be at the top of a cell or in a module, and its work has to take longer than its call: give it
    arrays that are large enough. Elsewhere, as in a student's own JupyterLab, both run in this process.

    `make_inputs` gets a seed from 0 to 2³² - 1, another one for each round. Rounds are held for `seconds`, or until the
    share is known to 2 %; for some seconds more on a busy machine. Results may differ by `tolerance`
    (`comparing.difference`), and arguments may not be changed unless `in_place`; a function that returns None is then
    judged by them. `floor` gives, for the arguments, the floating-point operations and the bytes that nobody can do
    without; whoever takes less time than this machine needs for them is refused. `name` is what feedback and the board
    call the race; without one it is the test cell's id.

    Prints the outcome's message. Raises what the student's function raises, RaceError for a race that can't be held
    and that is not the student's fault, and ValueError for tiers that don't rise.
    """
    steps = ladder.checked(tiers)
    venue = current()
    try:
        with venue.open(function, reference):
            outcome = _Race(venue, seconds, tolerance, floor, in_place).held(make_inputs, steps)
    except RefusedError as error:
        outcome = Outcome(False, f"your function {error}", apart=venue.is_apart, tiers=steps)
    print(outcome.message)
    venue.note(name, outcome)
    return outcome


_SOFTWARE = (
    "the reference computes on a GPU that is emulated on the CPU, whose times say nothing of GPUs: compare counts of "
    "its memory accesses instead (underhood_grading.speed.counts)"
)


@dataclass(frozen=True)
class _Race:
    """What holds for all rounds of a race."""

    venue: Venue
    seconds: float
    tolerance: float | None
    floor: Callable[..., tuple[float, float]] | None
    in_place: bool

    def held(self, make_inputs: Callable[[int], Arguments], tiers: tuple[float, ...]) -> Outcome:
        """Hold it."""
        sample = Sample()
        start = time.monotonic()
        for number in range(_MOST_ROUNDS):
            args = _arguments(make_inputs)
            # The first round is for compilers and caches, and for the size of the reference's result, which is first.
            student_first = number > 0 and os.urandom(1)[0] < 128
            found = self.venue.round(args, student_first=student_first, watch=number == 0)
            if number == 0 and found.expected.usage[3]:
                raise RaceError(_SOFTWARE)
            if told := self._fault(found, args):
                message = f"in round {number + 1} {told}"
                return Outcome(False, message, rounds=number, apart=self.venue.is_apart, tiers=tiers)
            if number:
                sample.add(found, least_seconds(*self.floor(*args)) if self.floor else 0.0)
            if self._is_enough(sample, time.monotonic() - start):
                break
        return _outcome(self.venue, sample, tiers)

    def _is_enough(self, sample: Sample, elapsed: float) -> bool:
        if not sample.rounds or elapsed > _PATIENCE + self.seconds:
            return bool(sample.rounds)
        if sample.rounds < _LEAST_ROUNDS:
            slow = sample.rounds * sample.found > self.seconds
            return slow and elapsed > 3 * self.seconds
        if sample.rounds >= 3 * _LEAST_ROUNDS and _is_too_short(sample):
            return True
        *_, spread = sample.errors()
        return spread < _PRECISE or (elapsed > self.seconds and spread < _ROUGH)

    def _fault(self, found: Round, args: Sequence[Any]) -> str:
        """Say what is wrong with a round's result, "" if nothing is."""
        result, expected = found.found.result, found.expected.result
        if self.in_place and expected is None:
            result, expected = [result, *found.found.args], [None, *found.expected.args]
        if told := difference(result, expected, self.tolerance):
            return f"the result was wrong: {told}"
        if not self.in_place:
            for place, (one, other) in enumerate(zip(found.found.args, args, strict=True), start=1):
                if difference(one, other, 0.0):
                    return f"argument {place} was changed, which the caller may still need"
        return ""


def _arguments(make_inputs: Callable[[int], Arguments]) -> tuple[Any, ...]:
    made = make_inputs(int.from_bytes(os.urandom(4), "little"))
    return made if isinstance(made, tuple) else (made,)


def _outcome(venue: Venue, sample: Sample, tiers: tuple[float, ...]) -> Outcome:
    from underhood_kernels.units import si  # noqa: PLC0415 - every grading process imports this module

    reference, own = sample.reference, sample.found
    reference_error, error, spread = sample.errors()
    # With fewer rounds the student's function is so slow that nobody needs to know the rest better.
    if sample.rounds >= _LEAST_ROUNDS and reference < 2 * reference_error:
        raise RaceError(
            f"the reference takes {si(max(0.0, reference), 's')} ± {si(reference_error, 's')}: this machine is "
            "too busy to time anything; grade again while it has less to do"
        )
    if venue.is_apart and _is_too_short(sample):
        raise RaceError(
            f"the reference takes {si(max(0.0, reference), 's')} and a call without work {si(sample.idle, 's')}: "
            "have make_inputs give it more to do"
        )
    if not venue.is_apart and reference < _LEAST_HERE:
        raise RaceError(f"the reference takes only {si(reference, 's')}: have make_inputs give it more to do")
    refused = ""
    if venue.stolen() > _STOLEN:
        refused = "its process was at work while it had been stopped"
    elif own + 3 * error < sample.least:
        refused = f"it took {si(max(0.0, own), 's')}, less than the {si(sample.least, 's')} that this machine needs"
    least = max(sample.least, reference / 1000, 1e-9)
    share = reference / max(own, least)
    times = f"{si(max(own, least), 's')} against the reference's {si(reference, 's')}"
    told = [f"{times}: {_speed(share)} (± {spread:.0%}, {sample.rounds} rounds)"]
    if refused:
        told += [f"; this does not count, because {refused}. A person should look at it"]
    elif not venue.is_apart:
        told += ["; timed in this process, where grading times it apart"]
    return Outcome(
        True,
        "".join(told),
        share,
        max(own, least),
        reference,
        sample.idle,
        spread,
        sample.rounds,
        refused,
        venue.is_apart,
        tiers,
    )


def _is_too_short(sample: Sample) -> bool:
    return sample.reference < _LEAST_REFERENCE * sample.idle


def _speed(share: float) -> str:
    return f"{share:.0%} of its speed" if share < 1.5 else f"{share:.1f} times its speed"
