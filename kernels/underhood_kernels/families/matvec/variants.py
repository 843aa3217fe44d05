"""The ladders of variants: NumPy, numba and torch on the host, then four steps in WGSL, and one more for float16."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.families.matvec import host, launches
from underhood_kernels.families.matvec.inputs import checker
from underhood_kernels.host import NumbaSteps
from underhood_kernels.ladder import Ladder
from underhood_kernels.variant import Parameter, Variant

if TYPE_CHECKING:
    from numpy.typing import NDArray

THREADS = (32, 64, 128, 256, 512, 1024)
ROWS = {
    "work_group": Parameter("work-group size", 128, THREADS),
    "rows": Parameter("rows a work group", 4, (1, 2, 4, 8, 16)),
    "loads": Parameter("loads of a row under way", 2, (1, 2, 4, 8)),
}
SUBGROUPS = {
    **ROWS,
    "rows": Parameter("rows a subgroup", 4, (1, 2, 4, 8, 16)),
    "turns": Parameter("turns of a work group's subgroups", 4, (1, 2, 4, 8, 16, 32)),
}
FORM = {"matvec": "f32", "matvec_f16": "f16", "matvec_int8": "int8"}


def variants(family: str) -> dict[str, Variant]:
    """Return the variants of `family`, whose numbers are the WGSL file of `FORM`."""
    ladder = Ladder(family, __package__, checker(family), host, launches)
    form = (FORM[family],)
    steps = [
        ladder.on_host("numpy", "One call of a library; what is no float32 is made so first."),
        ladder.on_host("numba", "A row's sum in a loop, compiled, rows spread over the cores."),
        ladder.on_host("torch", "One call of a library that knows every core, or the card."),
        ladder.in_wgsl(
            "naive",
            "One thread per row: threads side by side read far apart.",
            {"work_group": Parameter("work-group size", 64, THREADS)},
            also=form,
        ),
        ladder.in_wgsl("group", "One work group per row: threads side by side read side by side.", also=form),
        ladder.in_wgsl("rows", "Several rows a work group, and several loads of each under way.", ROWS, also=form),
        ladder.in_wgsl(
            "subgroups",
            "Several rows a subgroup: no shared memory, and no barrier to wait at.",
            SUBGROUPS,
            also=form,
            needs="subgroup",
        ),
    ]
    if family == "matvec_f16":
        steps[1] = replace(steps[1], make_steps=_from_bits)
        steps.append(
            ladder.in_wgsl(
                "halves", "The type f16 itself, in loads of 8 bytes.", ROWS, also=("rows",), needs="shader-f16"
            )
        )
    return {variant.name: variant for variant in steps}


def _from_bits(*inputs: NDArray[Any]) -> NumbaSteps:
    return NumbaSteps(host.numba_matvec_f16, [array.view(np.uint16) for array in inputs])
