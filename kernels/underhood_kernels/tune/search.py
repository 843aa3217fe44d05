"""The search: one value after the other is changed, and what is faster in a race of its own, and right, stays.

Coordinate descent from the defaults, then values at random until the time is over or all were tried. A candidate that
is much slower at first sight is out at once; the others take turns with the best so far, so that a machine that slows
down slows both. What wins is first held against the oracle.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from itertools import product
from math import ceil, prod
from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.families import registry
from underhood_kernels.gpu.errors import GpuError
from underhood_kernels.measurement import LONG_ENOUGH, MOST_RUNS, SHORT, take_turns
from underhood_kernels.tune.memory import remember as keep
from underhood_kernels.units import si

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from underhood_kernels.family import Comparison
    from underhood_kernels.variant import Variant

    Values = tuple[int, ...]

HOPELESS = 1.5  # times as slow as the best at first sight
BETTER = 0.98  # of the best's time: less is noise
RACE = 0.05  # seconds for each of two
LOOKS = 3  # samples of the first sight
FEW = 4096  # possibilities that are listed and shuffled; of more, some are drawn


@dataclass(frozen=True)
class Tuned:
    """What `tune` found."""

    parameters: Mapping[str, int]
    seconds: float  # of the kernel with them, in the last race
    defaults: Mapping[str, int]
    default_seconds: float  # with the defaults, in the same race; NaN where they can't be run
    tried: int
    possible: int
    skipped: Mapping[str, str] = field(repr=False)  # values that can't be run or are wrong, and why
    remembered: bool = False  # whether it could be kept for `tuned`

    @property
    def speedup(self) -> float:
        """How many times as fast as with the defaults; 1 where nothing was faster."""
        return self.default_seconds / self.seconds

    def __str__(self) -> str:
        kept = "" if self.remembered else "; not remembered"
        return (
            f"{_label(self.parameters)}: {si(self.seconds, 's')}, {self.speedup:.2f} times as fast as the defaults "
            f"({_label(self.defaults)}); {self.tried} of {self.possible} tried{kept}"
        )


def tune(
    variant: Variant,
    inputs: Sequence[NDArray[Any]],
    budget: float = 10.0,
    *,
    seed: int = 0,
    remember: bool = True,
) -> Tuned:
    """Search the choices of a variant's parameters for `budget` seconds, and remember the best for this device.

    The defaults are always tried. Values that the variant or the device refuses are skipped, and so are wrong results.
    Raises `ValueError` for inputs that are no instance of the problem and for a variant that is wrong on purpose,
    `UnavailableError` where the variant can't run, and `RuntimeError` if no values gave a right result.
    """
    if variant.wrong:
        raise ValueError(f"{variant.family} {variant.name} is wrong on purpose: {variant.wrong}")
    checked = variant.check_inputs(*inputs)
    if not variant.available:
        variant.steps(*checked)  # says why
    search = _Search(variant, checked, registry[variant.family].judge(*checked), random.Random(seed))  # noqa: S311
    try:
        search.run(time.perf_counter() + budget)
        return search.found(remember=remember)
    finally:
        search.close()


class _Candidate:
    """A variant with values of its parameters, compiled, uploaded and run once."""

    def __init__(self, variant: Variant, inputs: Sequence[NDArray[Any]], values: Mapping[str, int]) -> None:
        self.values = values
        self.runs = 1
        self.steps = variant.steps(*inputs, **values)
        try:
            self.steps.compile()
            self.steps.upload()
            self.sample()  # what a first run pays isn't the kernel's
            self.first = min(self.sample() for _ in range(LOOKS))
        except BaseException:
            self.steps.close()
            raise
        if self.first < SHORT:
            self.runs = min(MOST_RUNS, ceil(LONG_ENOUGH / max(self.first, 1e-9)))

    def sample(self) -> float:
        """Return the seconds of a run, by the device's clock where it has one."""
        start = time.perf_counter()
        self.steps.kernel(self.runs)
        wall = time.perf_counter() - start
        device = self.steps.kernel_seconds()
        return (wall if device is None else device) / self.runs


class _Search:
    def __init__(
        self,
        variant: Variant,
        inputs: Sequence[NDArray[Any]],
        judge: Callable[[NDArray[Any]], Comparison],
        chance: random.Random,
    ) -> None:
        self.variant, self.inputs, self.judge, self.chance = variant, inputs, judge, chance
        self.names = list(variant.parameters)
        self.defaults: Values = tuple(one.default for one in variant.parameters.values())
        self.choices = [sorted({*one.choices, one.default}) for one in variant.parameters.values()]
        self.tried: set[Values] = set()
        self.skipped: dict[str, str] = {}
        self.best: _Candidate | None = None

    def run(self, end: float) -> None:
        """Try the defaults, then other values until the time is over."""
        self._try(self.defaults)
        for values in self._proposals():
            if time.perf_counter() >= end:
                return
            if values not in self.tried:
                self._try(values)

    def found(self, *, remember: bool) -> Tuned:
        """Let the best and the defaults race once more, and return the winner."""
        if self.best is None:
            raise RuntimeError(
                f"{self.variant.family} {self.variant.name}: no values give a right result here: {self.skipped}"
            )
        defaults = self._named(self.defaults)
        values, seconds, before = self._last_race(defaults)
        kept = False
        if remember:
            try:
                keep(self.variant, self.inputs, values, seconds, before)
                kept = True
            except OSError:  # a read-only home: the finding holds all the same
                pass
        possible = prod(map(len, self.choices))
        return Tuned(values, seconds, defaults, before, len(self.tried), possible, self.skipped, kept)

    def close(self) -> None:
        """Give the device's memory back."""
        if self.best is not None:
            self.best.steps.close()

    def _last_race(self, defaults: Mapping[str, int]) -> tuple[Mapping[str, int], float, float]:
        """Return the winner's values, its seconds and those of the defaults."""
        best = self.best
        assert best is not None  # noqa: S101 - `found` has looked
        if _label(defaults) in self.skipped:
            (alone,) = take_turns([best.sample], RACE)
            return best.values, float(np.median(alone)), float("nan")
        if best.values == defaults:
            (alone,) = take_turns([best.sample], RACE)
            return defaults, (seconds := float(np.median(alone))), seconds
        other = _Candidate(self.variant, self.inputs, defaults)
        try:
            seconds, before = _race(best, other)
        finally:
            other.steps.close()
        return (best.values, seconds, before) if seconds < before else (defaults, before, before)

    def _proposals(self) -> Iterator[Values]:
        """Yield values with one changed from the best ones, until no change helps; then any."""
        while True:
            start = self._values()
            places = [(n, value) for n, values in enumerate(self.choices) for value in values]
            self.chance.shuffle(places)
            for n, value in places:
                now = self._values()
                yield (*now[:n], value, *now[n + 1 :])
            if self._values() == start:
                break
        if prod(map(len, self.choices)) <= FEW:
            everything = list(product(*self.choices))
            self.chance.shuffle(everything)
            yield from everything
        else:
            for _ in range(FEW):
                yield tuple(self.chance.choice(values) for values in self.choices)

    def _values(self) -> Values:
        return self.defaults if self.best is None else tuple(self.best.values[name] for name in self.names)

    def _named(self, values: Values) -> dict[str, int]:
        return dict(zip(self.names, values, strict=True))

    def _try(self, values: Values) -> None:
        """Run a candidate, and keep it if it is right and faster than the best so far."""
        self.tried.add(values)
        named = self._named(values)
        try:
            candidate = _Candidate(self.variant, self.inputs, named)
        except (ValueError, GpuError) as error:
            self.skipped[_label(named)] = str(error)
            return
        loser: _Candidate | None = candidate
        try:
            if self._wins(candidate):
                loser, self.best = self.best, candidate
        finally:
            if loser is not None:
                loser.steps.close()

    def _wins(self, candidate: _Candidate) -> bool:
        if self.best is not None:
            if candidate.first > HOPELESS * self.best.first:
                return False
            best, other = _race(self.best, candidate)
            if other > BETTER * best:
                return False
        comparison = self.judge(candidate.steps.download())
        if not comparison:
            self.skipped[_label(candidate.values)] = f"wrong: {comparison.message}"
        return comparison.ok


def _race(one: _Candidate, other: _Candidate) -> tuple[float, float]:
    """Return the median seconds of two that take turns."""
    first, second = take_turns([one.sample, other.sample], RACE)
    return float(np.median(first)), float(np.median(second))


def _label(values: Mapping[str, int]) -> str:
    return ", ".join(f"{name}={value}" for name, value in values.items()) or "no parameters"
