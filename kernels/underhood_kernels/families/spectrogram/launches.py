"""How the three WGSL variants are launched: one pass where a frame fits, else window, transform and power apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.fft.inputs import power_of_two
from underhood_kernels.families.fft.launches import Buffers, row_groups
from underhood_kernels.families.fft.plan import registers_plan
from underhood_kernels.families.spectrogram.inputs import frame_count
from underhood_kernels.gpu.buffers import empty
from underhood_kernels.launch import Launches

Vector = NDArray[np.float32]
Number = NDArray[np.int64]

WORK_GROUP = 128  # of the steps apart


def separate(signal: Vector, window: Vector, hop: Number, *, tile: int, radix: int, per_thread: int) -> Launches:
    """Launch the window, the passes of the transform, and the power, for groups of frames that a binding can hold."""
    return _launch(signal, window, hop, (tile, radix, per_thread), at_once=0)


def fused(signal: Vector, window: Vector, hop: Number, *, tile: int, radix: int, per_thread: int) -> Launches:
    """Launch one pass that makes all of it."""
    return _launch(signal, window, hop, (tile, radix, per_thread), at_once=1)


def paired(signal: Vector, window: Vector, hop: Number, *, tile: int, radix: int, per_thread: int) -> Launches:
    """Launch one pass that makes all of it for two frames a transform."""
    return _launch(signal, window, hop, (tile, radix, per_thread), at_once=2)


def _launch(signal: Vector, window: Vector, hop: Number, sizes: tuple[int, int, int], *, at_once: int) -> Launches:
    """Launch with `at_once` frames to a fused transform; 0: nothing is fused."""
    points, count = len(window), frame_count(signal, window, hop)
    plan = registers_plan(*sizes)
    _, radix, per_thread = sizes
    made = Buffers(WORK_GROUP)
    bins = points // 2 + 1
    made.arrays |= {"signal": signal, "window": window, "result": empty((count, bins))}
    fits = power_of_two(points) == points and per_thread <= points <= radix
    # Groups of an even number of frames, so that pairs are the same however a signal is cut.
    for pair, stop in row_groups(-(-count // 2), 2 * power_of_two(points)) if count else [(0, 0)]:
        first, rows = 2 * pair, min(count, 2 * stop) - 2 * pair
        uniform = f"frames {first}"
        made.arrays[uniform] = np.array([int(hop[0]), first, count, points], np.uint32)
        made.named = {"frames": uniform, "powers": "result"}
        if fits and at_once:
            made.arrays |= {"nothing": np.zeros(2, np.float32), "unused": empty(2)}  # what only other passes take
            names, log = ("nothing", "unused", "unused"), points.bit_length() - 1
            made.power_of_two(names, log, -(-rows // at_once), plan, framed=1)
        else:
            for name in ("cut out", "spectra"):
                made.work(name, points * rows)
            made.simple("window_frames", "cut out", "cut out", (0, 0), points * rows)
            made.transform("cut out", "spectra", (rows, points), plan, per_thread)
            made.simple("take_power", "spectra", "result", (0, 0), bins * rows)
    return Launches(lambda: made.arrays, made.passes)
