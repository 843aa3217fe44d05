"""What this device can do at most, measured now: multiply-adds, memory, and the memory close to the threads."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from underhood_kernels.families import registry
from underhood_kernels.gpu import Empty, GpuError, device, empty
from underhood_kernels.host import NumbaSteps
from underhood_kernels.launch import Launch, WgpuSteps, grid
from underhood_kernels.machines import Machine, machine
from underhood_kernels.roofline import host
from underhood_kernels.variant import HostSteps, Steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

LONG_ENOUGH = {"hardware": 2e-3, "software": 30e-3, "cpu": 30e-3}  # seconds of a sample
SAMPLES = 7
LEAST_ROUNDS = 16  # enough for the multiply-adds' limit to be reached exactly
MOST_ROUNDS = 1 << 20
WORK_GROUP = 256
WORK_GROUPS = {"hardware": 8192, "software": 64}
COPIED = {"hardware": 1 << 27, "software": 1 << 23, "cpu": 1 << 25}  # float32 values: more than caches hold


@dataclass(frozen=True)
class Ceilings:
    """The roofs over every kernel of a device, per second; each the median of seven samples."""

    where: Literal["gpu", "cpu"]
    device: str
    software: bool  # True: a GPU emulated on the CPU; its ceilings say nothing about GPUs
    flops: float  # float32 multiply-adds, each counted as two operations
    bandwidth: float  # bytes read plus bytes written by a large copy
    close: float  # bytes read from the memory close to the threads
    close_name: str  # "work-group memory", or "first-level cache" on a CPU
    taken: str  # date and time of the measurement, UTC, ISO 8601
    machine: Machine = field(default_factory=machine, repr=False)

    @property
    def ridge(self) -> float:
        """Operations per byte from which on arithmetic and not memory is the limit."""
        return self.flops / self.bandwidth

    def least_seconds(self, flops: float, nbytes: float) -> float:
        """Return the time below which no kernel can do so many operations and move so many bytes of memory."""
        return max(flops / self.flops, nbytes / self.bandwidth)

    def share(self, flops: float, nbytes: float, seconds: float) -> float:
        """Return how much of what is possible a kernel of so many seconds reaches; above 1, caches have helped."""
        return self.least_seconds(flops, nbytes) / seconds

    def __str__(self) -> str:
        return (
            f"{self.device}: {self.flops / 1e9:,.0f} GFLOP/s (float32 multiply-adds), "
            f"{self.bandwidth / 1e9:,.0f} GB/s (copy), {self.close / 1e9:,.0f} GB/s ({self.close_name})"
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the ceilings without the machine as plain data for JSON."""
        plain = asdict(self)
        del plain["machine"]
        return plain


def ceilings(where: Literal["gpu", "cpu"] = "gpu") -> Ceilings:
    """Measure the ceilings of the GPU that WGSL runs on, or of the CPU; it takes about a second.

    Errors: `NoAdapterError` where there is no GPU, `GpuError` if a kernel's result is wrong.
    """
    if where == "cpu":
        return _of_the_cpu()
    adapter = device().adapter
    groups = WORK_GROUPS[adapter.kind]
    threads = groups * WORK_GROUP
    count = min(COPIED[adapter.kind], device().limits["max-storage-buffer-binding-size"] // 8)
    copy = registry["copy"].variants["wgpu-blocks"]
    return Ceilings(
        where="gpu",
        device=str(adapter),
        software=adapter.software,
        flops=_rate(adapter.kind, partial(_fma, groups), lambda rounds: 2.0 * 64 * rounds * threads),
        bandwidth=_rate(
            adapter.kind, lambda _: copy.steps(_values(count), per_thread=1), lambda _: 8.0 * count, scale=False
        ),
        close=_rate(adapter.kind, partial(_shared, groups), lambda rounds: 16.0 * 8 * rounds * threads),
        close_name="work-group memory",
        taken=_now(),
    )


def _of_the_cpu() -> Ceilings:
    side = 2048
    a, b = (_values(side * side).reshape(side, side) for _ in range(2))
    pair = _values(COPIED["cpu"]), np.zeros(COPIED["cpu"], np.float32)
    rows = np.ones((64, 2048), np.float32)  # 8 KiB each
    return Ceilings(
        where="cpu",
        device="CPU",
        software=False,
        flops=_rate("cpu", lambda _: HostSteps(host.product, (a, b)), lambda _: 2.0 * side**3, scale=False),
        bandwidth=_rate("cpu", lambda _: NumbaSteps(host.copy, pair), lambda _: 2.0 * pair[0].nbytes, scale=False),
        close=_rate("cpu", lambda n: NumbaSteps(host.cached, (rows, np.array([n]))), lambda n: 1.0 * n * rows.nbytes),
        close_name="first-level cache",
        taken=_now(),
    )


def _rate(kind: str, make: Callable[[int], Steps], work: Callable[[int], float], *, scale: bool = True) -> float:
    """Return the work per second, with rounds enough for a sample to be long."""
    rounds = LEAST_ROUNDS
    while True:
        steps = make(rounds)
        try:
            steps.compile()
            steps.upload()
            _seconds(steps)
            once = _seconds(steps)
            if not scale or once >= LONG_ENOUGH[kind] or rounds >= MOST_ROUNDS:
                return work(rounds) / float(np.median([_seconds(steps) for _ in range(SAMPLES)]))
        finally:
            steps.close()
        rounds = min(MOST_ROUNDS, int(rounds * max(2.0, 1.2 * LONG_ENOUGH[kind] / max(once, 1e-6))))


def _seconds(steps: Steps) -> float:
    start = time.perf_counter()
    steps.kernel()
    wall = time.perf_counter() - start
    return steps.kernel_seconds() or wall


def _fma(groups: int, rounds: int) -> WgpuSteps:
    limit = np.float32(0.5)  # of x ← x/2 + 1/4
    return _steps("fma", groups, {"step": np.array([0.5, 0.25], np.float32), "rounds": np.uint32(rounds)}, limit)


def _shared(groups: int, rounds: int) -> WgpuSteps:
    value = np.float32(2.0**-20)  # so that the sum of up to 2^23 of them is exact
    return _steps("shared", groups, {"value": value, "rounds": np.uint32(rounds)}, 8 * rounds * value)


def _steps(name: str, groups: int, inputs: dict[str, Any], expected: Any) -> WgpuSteps:
    source = files(__package__).joinpath(f"{name}.wgsl").read_text("utf-8")
    result: Empty = empty(groups * WORK_GROUP)
    launch = Launch(lambda: {**inputs, "result": result}, grid(groups), {"work_group_size": WORK_GROUP})
    steps = WgpuSteps(f"{name}.wgsl", source, launch)
    steps.compile()
    steps.upload()
    steps.kernel()
    found = steps.download()
    if not np.array_equal(found, np.full_like(found, expected)):
        raise GpuError(f"{name}.wgsl gives {found[0]}, expected {expected}: {steps.device} computes wrongly")
    return steps


def _values(count: int) -> NDArray[np.float32]:
    """Return random values; of a large array the same ones again and again, because making them takes long."""
    few = np.random.default_rng(1).standard_normal(min(count, 1 << 20), dtype=np.float32)
    return np.resize(few, count)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
