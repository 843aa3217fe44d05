"""Traces the kernels of a family's variant, dispatch by dispatch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.gpu.buffers import Empty
from underhood_kernels.launch import WgpuSteps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from underhood_kernels.trace.report import Report
    from underhood_kernels.variant import Variant


def trace_passes(
    trace: Callable[..., Report],
    variant: Variant,
    inputs: Sequence[NDArray[Any]],
    warp: int,
    **parameters: int,
) -> tuple[Report, ...]:
    """Trace each dispatch of `variant` on what those before it wrote."""
    steps = variant.steps(*inputs, **parameters)
    if not isinstance(steps, WgpuSteps):
        raise ValueError(f"{variant.family} {variant.name} runs on {variant.backend}: only WGSL kernels can be traced")  # noqa: TRY004 - its value is at fault
    passes = steps.passes
    # What is only written is zero before the first dispatch, as WebGPU has it.
    held = {
        name: np.zeros(given.shape, given.dtype) if isinstance(given, Empty) else given
        for name, given in passes.arrays().items()
    }
    reports = []
    for p in passes.passes:
        buffers = {binding.name: held[p.buffer(binding.name)] for binding in passes.used[p.entry]}
        report = trace(passes.source, buffers, p.work_groups, p.entry, p.constants, warp)
        held.update({p.buffer(variable): array for variable, array in report.outputs.items()})
        reports.append(report)
    return tuple(reports)
