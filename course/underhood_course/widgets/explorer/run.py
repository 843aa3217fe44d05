"""Running a request: the variant and NumPy on the same inputs, measured in turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from underhood_kernels import measure_together

from underhood_course.widgets.explorer.request import MOST_FLOPS, MOST_FLOPS_SOFTWARE, Request, RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from underhood_kernels import Comparison, Family, Measurement

SEED = 2026  # the same noise at every position of a slider, so that what changes is what was changed
BUDGET = 0.05  # seconds of repeating each kernel: enough for a median, short enough to feel live


@dataclass(frozen=True)
class Outcome:
    """What an explorer shows for a request."""

    request: Request
    measured: Measurement
    numpy: Measurement
    comparison: Comparison
    reference: NDArray[Any]
    allowed: float  # the largest error that the tolerance allows anywhere


def run(family: Family, request: Request) -> Outcome:
    """Measure the request's variant and NumPy, and hold the result against the oracle.

    Raises `RequestError` for more work than a page can wait for, and what the variant raises.
    """
    sizes = dict(request.sizes)
    size = sizes.pop("size")
    inputs = family.example(size, SEED, **sizes)
    variant = family.variants[request.variant]
    _check_work(family, inputs, software=variant.backend == "wgpu" and _software_gpu())
    both = {v.name: v for v in (variant, family.variants["numpy"])}.values()
    parameters = {variant.name: dict(request.parameters)}
    measured = measure_together(tuple(both), inputs, budget=BUDGET, parameters=parameters)
    return Outcome(
        request=request,
        measured=measured[variant.name],
        numpy=measured["numpy"],
        comparison=family.compare(measured[variant.name].result, *inputs),
        reference=family.reference(*inputs),
        allowed=float(np.max(family.tolerance(*inputs), initial=0.0)),
    )


def _check_work(family: Family, inputs: Sequence[NDArray[Any]], *, software: bool) -> None:
    work, most = family.flops(*inputs), MOST_FLOPS_SOFTWARE if software else MOST_FLOPS
    if work > most:
        where = "a GPU in software" if software else "this page"
        raise RequestError(
            f"{work:.1e} operations would take {where} too long; choose a smaller size (up to {most:.0e})"
        )


def _software_gpu() -> bool:
    from underhood_kernels import gpu  # noqa: PLC0415 - loads wgpu

    return gpu.choose()[0].software
