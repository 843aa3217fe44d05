"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.sparse_csr import host, launches
from underhood_kernels.families.sparse_csr.inputs import check_inputs
from underhood_kernels.ladder import WORK_GROUP, Ladder
from underhood_kernels.variant import Parameter

SUBGROUPS = {"work_group": WORK_GROUP, "rows": Parameter("rows per work group", 32, (4, 8, 16, 32, 64))}
MERGED = {"work_group": WORK_GROUP, "per_thread": Parameter("rows and entries per thread", 8, (4, 8, 12, 16))}

_LADDER = Ladder("sparse_csr", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "All products first, which go through memory, then the rows' sums."),
        _LADDER.on_host("numba", "Parts of equally many entries, compiled, spread over the cores."),
        _LADDER.on_host("torch", "One call of a library."),
        _LADDER.in_wgsl("scalar", "One thread per row: neighbours read far apart, and wait for the longest row."),
        _LADDER.in_wgsl(
            "subgroups",
            "Threads that run together share a row: they read side by side, and idle where it is short.",
            SUBGROUPS,
            needs="subgroup",
        ),
        _LADDER.in_wgsl(
            "merged",
            "Everyone takes as many rows and entries together as everyone else, however long the rows are.",
            MERGED,
            also=("ends",),
        ),
    )
}
