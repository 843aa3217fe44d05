"""Metering: the counters before and after, and long enough between."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.energy.counters import Counter, NoCounterError, Where, counters, resolution
from underhood_kernels.energy.model import model
from underhood_kernels.energy.reading import Energy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from underhood_kernels.variant import Steps, Variant

UPDATES = 20  # of a counter, that a measurement lasts: it errs by 5 % at most
LEAST_WINDOW = 0.5  # seconds
CALL = 0.02  # seconds that one call of a kernel's repetitions takes: the clock is looked at between
MOST_RUNS = 1000  # in one call


@dataclass
class Meter:
    """What `energy` gives to its block; `result` is there after it."""

    _result: Energy | None = None

    @property
    def result(self) -> Energy:
        """The block's energy. Raises `RuntimeError` within the block."""
        if self._result is None:
            raise RuntimeError(
                "the energy is known after the `with energy()` block, if the block ends without an error"
            )
        return self._result

    def finish(self, result: Energy) -> None:
        """Take the block's energy."""
        self._result = result


@contextmanager
def energy(
    where: Where | None = None,
    *,
    flops: float | None = None,
    nbytes: float | Mapping[str, float] | None = None,
    dtype: str = "float32",
) -> Iterator[Meter]:
    """Meter a block of code: the cards ("gpu"), the CPU ("cpu") or both.

    Where no counter can be read, `flops` and `nbytes` of the block give a model, see `model`; without them
    `NoCounterError` is raised before the block runs.
    """
    try:
        found = counters(where)
    except NoCounterError as error:
        if flops is None or nbytes is None:
            raise NoCounterError(f"{error}. For a model, give flops and nbytes.") from None
        found = ()
    meter = Meter()
    _wait_for_cards()
    before = [counter.read() for counter in found]
    start = time.perf_counter()
    yield meter
    _wait_for_cards()
    seconds = time.perf_counter() - start
    if found:
        meter.finish(_measured(found, before, [counter.read() for counter in found], seconds))
    else:
        meter.finish(model(flops or 0.0, nbytes or 0.0, dtype, seconds=seconds))


def measure_energy(
    variant: Variant,
    inputs: Sequence[NDArray[Any]],
    *,
    window: float | None = None,
    idle: float = 0.5,
    **parameters: int,
) -> Energy:
    """Return the energy of one run of a variant's kernel, with its inputs where it reads them already.

    The kernel is repeated for `window` seconds: by default 20 updates of the counter and half a second at least. What
    the machine uses idle is measured before, for `idle` seconds. Only the device that the variant runs on is metered.
    Where its counter can't be read, the family's operations and least bytes give a model. Raises what the variant
    raises.
    """
    steps = variant.steps(*inputs, **parameters)
    try:
        steps.compile()
        steps.upload()
        steps.kernel()
        return _of_kernel(variant, steps, inputs, window, idle)
    finally:
        steps.close()


def _of_kernel(
    variant: Variant, steps: Steps, inputs: Sequence[NDArray[Any]], window: float | None, idle: float
) -> Energy:
    start = time.perf_counter()
    steps.kernel()
    typical = max(time.perf_counter() - start, 1e-9)
    times = min(MOST_RUNS, max(1, round(CALL / typical)))
    try:
        found = _counters_of(steps)
    except NoCounterError as error:
        seconds = _repeat(steps, times, CALL)[1]
        return _modelled(variant, inputs, seconds, str(error))
    window = max(LEAST_WINDOW, UPDATES * max(one.refresh for one in found)) if window is None else window
    before = [counter.read() for counter in found]
    start = time.perf_counter()
    time.sleep(idle)
    idling = _measured(found, before, [one.read() for one in found], time.perf_counter() - start) if idle else None
    before = [counter.read() for counter in found]
    runs, seconds = _repeat(steps, times, window)
    whole = _measured(found, before, [counter.read() for counter in found], seconds * runs)
    return replace(
        whole,
        joules=whole.joules / runs,
        seconds=seconds,
        parts={name: joules / runs for name, joules in whole.parts.items()},
        runs=runs,
        idle_watts=idling.watts if idling else None,
    )


def _repeat(steps: Steps, times: int, window: float) -> tuple[int, float]:
    """Run the kernel for `window` seconds; return how often, and the seconds of one run."""
    runs, start = 0, time.perf_counter()
    while not runs or time.perf_counter() - start < window:
        steps.kernel(times)
        runs += times
    return runs, (time.perf_counter() - start) / runs


def _counters_of(steps: Steps) -> tuple[Counter, ...]:
    """Return the counters of the device that the steps run on."""
    if steps.device == "CPU" or steps.software:
        return counters("cpu")
    found = tuple(counter for counter in counters("gpu") if counter.name in steps.device)
    if not found:
        raise NoCounterError(f"no energy counter is that of {steps.device}")
    return found


def _measured(found: Sequence[Counter], before: Sequence[float], after: Sequence[float], seconds: float) -> Energy:
    parts: dict[str, float] = {}
    for counter, first, last in zip(found, before, after, strict=True):
        name = counter.name
        while name in parts:  # two cards of a kind
            name += "'"
        parts[name] = counter.used(first, last)
    sources = " and ".join(dict.fromkeys(counter.source for counter in found))
    return Energy(
        joules=sum(parts.values()),
        seconds=seconds,
        kind="measured",
        source=sources,
        covers=f"all of {', '.join(parts)}: what others run on them counts too",
        resolution=resolution(found, seconds),
        parts=parts,
    )


def _modelled(variant: Variant, inputs: Sequence[NDArray[Any]], seconds: float, why: str) -> Energy:
    from underhood_kernels.families import registry  # noqa: PLC0415 - a family isn't needed to measure

    family = registry[variant.family]
    real = [array.dtype for array in map(np.asarray, inputs) if array.dtype.kind in "fc"]
    dtype = str(real[0] if real else np.asarray(inputs[0]).dtype)
    found = model(family.flops(*inputs), family.bytes(*inputs), dtype, seconds=seconds)
    return replace(found, source=f"{found.source} ({why})")


def _wait_for_cards() -> None:
    """Wait for what torch has launched; torch isn't loaded for it."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available() and torch.cuda.is_initialized():
        torch.cuda.synchronize()
