"""How the three WGSL variants are launched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.fir.inputs import outputs
from underhood_kernels.gpu.buffers import empty
from underhood_kernels.gpu.devices import device
from underhood_kernels.gpu.errors import LimitError
from underhood_kernels.launch import Launch, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Vector = NDArray[np.float32]
Number = NDArray[np.int64]

TILE = 2048  # samples of `shared`: 8 KiB
CHUNK = 256  # taps of `shared` at a time
PHASES = 8  # of `polyphase` at a time: a memory sector of 32 bytes
PHASE_TAPS = 64  # of `polyphase` at a time


def naive(signal: Vector, taps: Vector, decimation: Number, *, work_group: int) -> Launch:
    """Launch one thread per result."""
    return _launch(signal, taps, decimation, work_group, {"work_group_size": work_group})


def shared(signal: Vector, taps: Vector, decimation: Number, *, work_group: int) -> Launch:
    """Launch one thread per result, and fewer results than threads where their samples would not fit the tile."""
    chunk = min(len(taps), CHUNK)
    results = min(work_group, (TILE - chunk) // _step(signal, decimation) + 1)
    constants = {"work_group_size": work_group, "tile_size": TILE, "results": results, "chunk": chunk}
    return _launch(signal, taps, decimation, results, constants)


def polyphase(signal: Vector, taps: Vector, decimation: Number, *, work_group: int) -> Launch:
    """Launch one thread for four results."""
    step = _step(signal, decimation)
    chunk = min(PHASE_TAPS, -(-len(taps) // (4 * step)) * 4)
    limit = "max-compute-workgroup-storage-size"
    needed, most = 16 * (work_group + chunk // 4 + 1) + 4 * chunk, device().limits[limit]
    if needed > most:  # the driver doesn't check sizes that come from an override
        raise LimitError(
            f"polyphase.wgsl: {work_group} threads need {needed:,} bytes for a phase, but this adapter's {limit} is "
            f"{most:,}: use fewer threads"
        )
    phases = min(PHASES, step, most // needed)
    constants = {"work_group_size": work_group, "phases": phases, "chunk": chunk}
    return _launch(signal, taps, decimation, 4 * work_group, constants)


def _step(signal: Vector, decimation: Number) -> int:
    """Return the decimation, or the signal's length where it is longer: there is one result then, too."""
    return max(1, min(int(decimation[0]), len(signal)))


def _launch(signal: Vector, taps: Vector, decimation: Number, per_group: int, constants: Mapping[str, int]) -> Launch:
    results = outputs(signal, decimation)
    sizes = np.array([len(signal), len(taps), results, _step(signal, decimation)], np.uint32)

    def buffers() -> dict[str, Any]:
        return {"signal": signal, "taps": taps, "sizes": sizes, "result": empty(results)}

    return Launch(buffers, grid(-(-results // per_group)), constants)
