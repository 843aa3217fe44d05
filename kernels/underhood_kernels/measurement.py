"""How long a variant takes, apart by step, with its spread and the clock that was used.

Method: compile once from nothing; warm up for a set time; then repeat the kernel for a set time and give the median
with the 20th and 80th percentile, as `triton.testing.do_bench` does. A GPU kernel is timed by the device's own
timestamps where it has them, so that neither the encoding in Python nor the waiting counts as the kernel's.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from underhood_kernels.variant import Steps, Variant

TRANSFERS = 3  # uploads and downloads are slow and steady: three samples show their spread


@dataclass(frozen=True)
class Spread:
    """Seconds over several samples."""

    median: float
    p20: float
    p80: float
    samples: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Spread:
        """Summarize `seconds`, of which there must be one at least."""
        p20, median, p80 = np.percentile(seconds, (20, 50, 80))
        return cls(float(median), float(p20), float(p80), len(seconds))


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
    kernel: Spread
    download: Spread
    result: NDArray[Any]

    @property
    def total(self) -> float:
        """Seconds of one run whose kernel is compiled already: upload, kernel and download."""
        return self.upload.median + self.kernel.median + self.download.median


def measure(
    variant: Variant,
    inputs: Sequence[NDArray[Any]],
    *,
    warm_up: float = 0.025,
    budget: float = 0.1,
    **parameters: int,
) -> Measurement:
    """Measure `variant` on `inputs`, with at least one warm-up and three timed runs however long they take.

    `warm_up` and `budget` are seconds; `parameters` are the variant's own. Raises what the variant raises.
    """
    steps = variant.steps(*inputs, **parameters)
    compiling = _seconds(lambda: steps.compile(again=True))
    upload = [_seconds(steps.upload) for _ in range(TRANSFERS)]
    first = _kernel_seconds(steps)
    _repeat(lambda: _kernel_seconds(steps), warm_up, at_least=1)
    kernel = Spread.of(_repeat(lambda: _kernel_seconds(steps), budget, at_least=3))
    download = [_seconds(steps.download) for _ in range(TRANSFERS)]
    return Measurement(
        family=variant.family,
        variant=variant.name,
        device=steps.device,
        software=steps.software,
        clock="wall clock" if steps.kernel_seconds() is None else "device timestamps",
        compile=compiling + max(0.0, first - kernel.median),  # drivers and just-in-time compilers work at first use
        upload=Spread.of(upload),
        kernel=kernel,
        download=Spread.of(download),
        result=steps.download(),
    )


def _seconds(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def _kernel_seconds(steps: Steps) -> float:
    wall = _seconds(steps.kernel)
    device = steps.kernel_seconds()
    return wall if device is None else device


def _repeat(run: Callable[[], float], budget: float, *, at_least: int) -> list[float]:
    """Run until `budget` seconds of wall clock have passed, `at_least` so often, and return each run's seconds."""
    end = time.perf_counter() + budget
    seconds: list[float] = []
    while len(seconds) < at_least or time.perf_counter() < end:
        seconds.append(run())
    return seconds
