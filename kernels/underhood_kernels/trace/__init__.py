"""Count and draw the memory accesses of a WGSL compute kernel, on any adapter.

>>> import numpy as np
>>> from underhood_kernels import gpu
>>> from underhood_kernels.trace import trace
>>> every_second = '''
... @group(0) @binding(0) var<storage, read> A: array<f32>;
... @group(0) @binding(1) var<storage, read_write> B: array<f32>;
... @compute @workgroup_size(64)
... fn main(@builtin(global_invocation_id) id: vec3u) { B[id.x] = A[2 * id.x]; }'''
>>> report = trace(every_second, {"A": np.zeros(128, np.float32), "B": gpu.empty(64)}, work_groups=1)
>>> report.buffers["A"].loads, report.buffers["A"].sectors, report.buffers["A"].ideal_sectors
(64, 16, 8)
>>> report.buffers["B"].coalescing
1.0

The shader is parsed and rewritten so that each access of storage and work-group memory becomes a call of a function
that logs it and does it; then it is run for real. An interpreter would have to compute like a GPU, down to rounding and
every built-in function; rewritten, the device computes, and only the accesses are ours. The counts depend on the kernel
and its input alone, not on the device, unless the kernel itself does: it races, its atomics decide where it goes, it
acts upon what it read out of bounds, or it asks for the subgroup's size. What can't be counted faithfully is refused
with its line.

One file a role: `tokens`, `tree`, `expressions`, `statements` and `parser` read WGSL; `constants` and `layout` know
sizes and offsets; `paths`, `probes`, `values`, `rewrite` and `assemble` write it anew; `entries` and `run` run it and
read the log; `accesses`, `races` and `analyse` count; `report` and `figure` show; `variants` traces a family's kernels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from underhood_kernels.trace.analyse import analyse
from underhood_kernels.trace.errors import TraceError, TraceLimitError
from underhood_kernels.trace.report import BufferCounts, Counts, Fault, LineCounts, Report
from underhood_kernels.trace.run import run_traced
from underhood_kernels.trace.variants import trace_passes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from underhood_kernels.variant import Variant

__all__ = [
    "BufferCounts",
    "Counts",
    "Fault",
    "LineCounts",
    "Report",
    "TraceError",
    "TraceLimitError",
    "trace",
    "trace_variant",
]


def trace(  # noqa: PLR0917 - people pass work_groups, and perhaps entry, by position
    source: str,
    buffers: Mapping[str, Any],
    work_groups: int | Sequence[int],
    entry: str = "main",
    constants: Mapping[str, float] | None = None,
    warp: int = 32,
) -> Report:
    """Run a WGSL compute kernel and return what it does to memory.

    `buffers` maps the shader's variable names to NumPy arrays (`gpu.empty` for what is only written, numbers for
    uniforms), `work_groups` is how many work groups to start in one to three dimensions, `constants` are values for the
    shader's `override` declarations, and `warp` is how many threads execute an instruction together.

    Errors: `ShaderError`, `BindingError` and `LimitError` as of `gpu.run`; `TraceError` for what can't be traced, with
    its line; `TraceLimitError` if there are more accesses than the log may hold.
    """
    if isinstance(warp, bool) or warp != int(warp) or not 1 <= warp <= 1024:
        raise ValueError(f"warp must be a whole number from 1 to 1024, not {warp!r}")
    traces = run_traced(source, buffers, work_groups, entry=entry, constants=constants or {})
    given = work_groups if isinstance(work_groups, Sequence) else (work_groups,)
    threads = 1
    for count in (*given, *traces.traced.work_group_size):
        threads *= int(count)
    return analyse(traces, source, threads, int(warp))


def trace_variant(
    variant: Variant, inputs: Sequence[NDArray[Any]], *, warp: int = 32, **parameters: int
) -> tuple[Report, ...]:
    """Run a WGSL variant of a family and return what each of its dispatches does to memory, in their order.

    >>> from underhood_kernels import registry
    >>> transpose = registry["transpose"]
    >>> (report,) = trace_variant(transpose.variants["wgpu-naive"], transpose.example(32, seed=1), tile=16)
    >>> report.buffers["matrix"].coalescing
    1.0

    `parameters` are the variant's own. Errors: those of `trace` and of the variant, and `ValueError` for a variant of
    another back end.
    """
    return trace_passes(trace, variant, inputs, warp, **parameters)
