"""How the three WGSL variants are launched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.convolution.inputs import centre
from underhood_kernels.gpu.buffers import Empty, empty
from underhood_kernels.launch import Launch, grid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Vector = NDArray[np.float32]


def naive(signal: Vector, taps: Vector, *, work_group: int) -> Launch:
    """One thread per output over the signal as it is."""

    def buffers() -> dict[str, Vector | Empty]:
        return {"signal": signal, "taps": taps, "result": empty(len(signal))}

    return _one_thread_per_output(signal, buffers, work_group)


def padded(signal: Vector, taps: Vector, *, work_group: int) -> Launch:
    """One thread per output over a signal with enough zeros around it for every tap."""

    def buffers() -> dict[str, Vector | Empty]:
        after = centre(taps)
        before = len(taps) - 1 - after
        return {"padded": np.pad(signal, (before, after)), "taps": taps, "result": empty(len(signal))}

    return _one_thread_per_output(signal, buffers, work_group)


shared = padded  # the same buffers and threads; what differs is what the threads of a work group do together


def _one_thread_per_output(signal: Vector, buffers: Callable[[], Mapping[str, Any]], work_group: int) -> Launch:
    return Launch(
        buffers=buffers,
        work_groups=grid(-(-len(signal) // work_group)),
        constants={"work_group_size": work_group},
    )
