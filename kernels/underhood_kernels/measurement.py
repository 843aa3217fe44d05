"""How long a variant takes, apart by step, with its spread, the clock that was used and the machine.

Method: compile once from nothing; warm up for a set time; then repeat the kernel for a set time and give the median
with the 20th and 80th percentile, as `triton.testing.do_bench` does. A GPU kernel is timed by the device's own
timestamps where it has them, so that neither the encoding in Python nor the waiting counts as the kernel's; a short one
is run many times within one pair of timestamps. Variants that are compared take turns, so that a machine that slows
down slows all of them; before each turn the threads of the one before have gone to sleep.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.machines import Machine, machine
from underhood_kernels.settling import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from underhood_kernels.variant import Variant

TRANSFERS = 3  # uploads and downloads are slow and steady: three samples show their spread
LEAST_SAMPLES = 3
SHORT = 1e-3  # seconds; below, the microseconds that a device's clock and its starting of a kernel cost can be seen
LONG_ENOUGH = 2e-3  # seconds that a sample of a short kernel should take
MOST_RUNS = 200  # in one sample
TURN = 0.02  # seconds at most: a short kernel is run again while its turn lasts, as it takes a while to settle
TURNS = 10  # at least, of a kernel that is short enough


@dataclass(frozen=True)
class Spread:
    """Seconds over several samples."""

    median: float
    p20: float
    p80: float
    samples: int
    runs: int = 1  # of the kernel in each sample, whose mean it is

    @classmethod
    def of(cls, seconds: Sequence[float], runs: int = 1) -> Spread:
        """Summarize `seconds`, of which there must be one at least."""
        p20, median, p80 = np.percentile(seconds, (20, 50, 80))
        return cls(float(median), float(p20), float(p80), len(seconds), runs)


@dataclass(frozen=True)
class Measurement:
    """One variant's times in seconds for one set of inputs, and its last result."""

    family: str
    variant: str
    device: str
    software: bool  # True: a GPU emulated on the CPU; correct, but its times teach nothing about GPUs
    clock: str  # "device timestamps" or "wall clock"
    compile: float  # all that a first run pays beyond a later one
    upload: Spread
    kernel: Spread  # with what caches kept from the run before
    download: Spread
    result: NDArray[Any] = field(repr=False)
    cold: Spread | None = None  # the kernel with cold caches; None where that wasn't asked for
    parameters: Mapping[str, int] = field(default_factory=dict)
    machine: Machine = field(default_factory=machine, repr=False)

    @property
    def total(self) -> float:
        """Seconds of one run whose kernel is compiled already: upload, kernel and download."""
        return self.upload.median + self.kernel.median + self.download.median

    def as_dict(self) -> dict[str, Any]:
        """Return all but the result and the machine as plain data for JSON."""
        spreads = ("upload", "kernel", "download", "cold")
        plain = ("family", "variant", "device", "software", "clock", "compile")
        return {
            **{name: getattr(self, name) for name in plain},
            "parameters": dict(self.parameters),
            **{name: asdict(spread) for name in spreads if (spread := getattr(self, name)) is not None},
        }


def measure(
    variant: Variant,
    inputs: Sequence[NDArray[Any]],
    *,
    warm_up: float = 0.025,
    budget: float = 0.1,
    cold: bool = False,
    **parameters: int,
) -> Measurement:
    """Measure `variant` on `inputs`, with at least one warm-up and three timed runs however long they take.

    `warm_up` and `budget` are seconds; with `cold` the kernel is timed once more, each run with cold caches.
    `parameters` are the variant's own. Raises what the variant raises.
    """
    clock = Stopwatch(variant, inputs, parameters)
    try:
        return _timed([clock], warm_up, budget, cold=cold)[0]
    finally:
        clock.close()


def measure_together(
    variants: Sequence[Variant],
    inputs: Sequence[NDArray[Any]],
    *,
    warm_up: float = 0.025,
    budget: float = 0.1,
    cold: bool = False,
    parameters: Mapping[str, Mapping[str, int]] | None = None,
    failures: dict[str, Exception] | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Measurement]:
    """Measure `variants` on the same `inputs`, taking short turns, and return the measurements by name.

    Each has `warm_up` and `budget` of its own, in seconds; `parameters` are those of each variant by its name. What a
    variant raises before its first timed run is put into `failures` by its name, or raised where there is none.
    `progress` is called with each variant's name once it is ready to be timed, or has failed.
    """
    clocks: list[Stopwatch] = []
    try:
        for variant in variants:
            try:
                clocks.append(Stopwatch(variant, inputs, (parameters or {}).get(variant.name, {})))
            except Exception as error:  # one variant's limit must not end the others' comparison
                if failures is None:
                    raise
                failures[variant.name] = error
            progress(variant.name)
        return {found.variant: found for found in _timed(clocks, warm_up, budget, cold=cold)}
    finally:
        for clock in clocks:
            clock.close()


class Stopwatch:
    """One variant's steps, compiled, uploaded and run once, and what they took so far."""

    def __init__(self, variant: Variant, inputs: Sequence[NDArray[Any]], parameters: Mapping[str, int]) -> None:
        self.variant = variant
        self.parameters = {**{name: p.default for name, p in variant.parameters.items()}, **parameters}
        self.steps = variant.steps(*inputs, **parameters)
        self.runs = 1  # of a sample
        try:
            self._compiling = _seconds(lambda: self.steps.compile(again=True))
            self._upload = [_seconds(self.steps.upload) for _ in range(TRANSFERS)]
            self._first = self.sample()
        except BaseException:
            self.steps.close()
            raise

    def sample(self, runs: int = 1, *, cold: bool = False) -> float:
        """Return the seconds of a run: the mean of so many in a row, by the device's clock where it has one."""
        if cold:
            self.steps.cool()
        wall = _seconds(lambda: self.steps.kernel(runs))
        device = self.steps.kernel_seconds()
        return (wall if device is None else device) / runs

    def warm_up(self, seconds: float) -> None:
        """Run for so many seconds, once at least, and find out how many runs make a sample long enough."""
        found = repeat(self.sample, seconds, at_least=1)
        typical = float(np.median(found))
        self.runs = min(MOST_RUNS, ceil(LONG_ENOUGH / max(typical, 1e-9))) if typical < SHORT else 1

    def measurement(self, kernel: Sequence[float], cold: Sequence[float]) -> Measurement:
        """Return what was measured, given the samples' seconds."""
        spread = Spread.of(kernel, self.runs)
        download: list[float] = []
        while len(download) < TRANSFERS:
            start = time.perf_counter()
            result = self.steps.download()
            download.append(time.perf_counter() - start)
        return Measurement(
            family=self.variant.family,
            variant=self.variant.name,
            device=self.steps.device,
            software=self.steps.software,
            clock="wall clock" if self.steps.kernel_seconds() is None else "device timestamps",
            compile=self._compiling + max(0.0, self._first - spread.median),  # just-in-time compilers work at first use
            upload=Spread.of(self._upload),
            kernel=spread,
            download=Spread.of(download),
            result=result,
            cold=Spread.of(cold) if cold else None,
            parameters=self.parameters,
        )

    def close(self) -> None:
        """Give the device's memory back."""
        self.steps.close()


def _timed(clocks: Sequence[Stopwatch], warm_up: float, budget: float, *, cold: bool) -> list[Measurement]:
    for clock in clocks:
        settle()
        clock.warm_up(warm_up)
    warm = take_turns([partial(clock.sample, clock.runs) for clock in clocks], budget)
    chilled = take_turns([partial(clock.sample, cold=True) for clock in clocks], budget if cold else None)
    return [clock.measurement(w, c) for clock, w, c in zip(clocks, warm, chilled, strict=True)]


def take_turns(runs: Sequence[Callable[[], float]], budget: float | None) -> list[list[float]]:
    """Call each of `runs` in turn until it has used `budget` seconds of wall clock and has samples enough.

    Returns what each call returned; with no budget, nothing is called. Where there are several, nothing of the process
    runs when a turn begins.
    """
    samples: list[list[float]] = [[] for _ in runs]
    spent = [0.0] * len(runs)
    waiting = list(range(len(runs))) if budget is not None else []
    while waiting:
        for n in waiting:
            start = time.perf_counter()
            if len(runs) > 1:
                settle()
            end = time.perf_counter() + min(TURN, (budget or 0.0) / TURNS)
            samples[n].append(runs[n]())
            while time.perf_counter() < end:
                samples[n].append(runs[n]())
            spent[n] += time.perf_counter() - start
        waiting = [n for n in waiting if len(samples[n]) < LEAST_SAMPLES or spent[n] < (budget or 0.0)]
    return samples


def _seconds(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def repeat(run: Callable[[], float], budget: float, *, at_least: int) -> list[float]:
    """Run until `budget` seconds of wall clock have passed, `at_least` so often, and return each run's seconds."""
    end = time.perf_counter() + budget
    seconds: list[float] = []
    while len(seconds) < at_least or time.perf_counter() < end:
        seconds.append(run())
    return seconds
