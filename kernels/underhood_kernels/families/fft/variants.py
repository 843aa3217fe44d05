"""The ladder of variants: NumPy, numba and torch on the host, then four steps in WGSL."""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from underhood_kernels.families.fft import cpu, host, launches
from underhood_kernels.families.fft.inputs import check_inputs
from underhood_kernels.families.fft.steps import PassSteps, SplitSteps
from underhood_kernels.ladder import Ladder
from underhood_kernels.template import wgsl
from underhood_kernels.variant import Parameter, Variant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

ALSO = ("complex", "any_size")
POWERS = (32, 64, 128, 256, 512, 1024)
WORK_GROUP = {"work_group": Parameter("work-group size", 128, POWERS)}
SHARED = {"work_group": Parameter("work-group size", 256, POWERS)}
REGISTERS = {
    "tile": Parameter("points per work group", 4096, (1024, 2048, 4096, 8192)),
    "radix": Parameter("most points of a column", 1024, (256, 512, 1024, 2048, 4096)),
    "per_thread": Parameter("points per thread", 8, (4, 8, 16)),
    "rows_at_once": Parameter("rows before the next ones start", 1 << 16, (1, 2, 4, 8, 16, 1 << 16)),
}

_LADDER = Ladder("fft", __package__, check_inputs, host, launches)


def _in_wgsl(step: str, summary: str, parameters: Mapping[str, Parameter], *, also: tuple[str, ...] = ALSO) -> Variant:
    """Return a WGSL variant of the ladder whose result may stand in several buffers."""
    launch = getattr(launches, step)

    def make_steps(*inputs: NDArray[Any], **values: int) -> SplitSteps:
        launched = launch(*inputs, **values)
        return SplitSteps(f"{step}.wgsl", wgsl(__package__, (step, *also), values), launched)

    return replace(_LADDER.in_wgsl(step, summary, parameters, also=also), make_steps=make_steps)


VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "One call of a library, one row after the other on one core."),
        replace(
            _LADDER.on_host("numba", "Columns side by side in SIMD lanes, in passes that fit the cache, on all cores."),
            make_steps=lambda *inputs: PassSteps(host.numba_fft, inputs),
            source=inspect.getsource(cpu),
        ),
        _LADDER.on_host("torch", "One call of a library that knows every core, or the card."),
        _in_wgsl("radix2", "One dispatch a stage: every point goes to memory and back for one addition.", WORK_GROUP),
        _in_wgsl(
            "radix4",
            "Four points in a thread's registers: two stages for one trip to memory.",
            WORK_GROUP,
            also=("radix2", *ALSO),
        ),
        _in_wgsl("shared", "A work group makes many stages in shared memory before anything goes back.", SHARED),
        _in_wgsl(
            "registers",
            "Stages of radix 8 in registers, shared memory between them, passes of up to 1024 points.",
            REGISTERS,
            also=("registers_stages", "registers_exchange", "in_memory", *ALSO),
        ),
    )
}
