"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.fft.cpu import CHUNKS, MOST, compiled_pass, order, roots
from underhood_kernels.families.fft.inputs import chirp, chirp_filter, power_of_two
from underhood_kernels.families.fft.plan import split

Rows = NDArray[np.complex64]


def numpy_fft(rows: Rows) -> Rows:
    """Transform row by row; NumPy has no transform of nothing."""
    return np.fft.fft(rows).astype(np.complex64, copy=False) if rows.size else rows.copy()


def torch_fft(rows: Any) -> Any:
    """Transform all rows; torch has no transform of nothing."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    return torch.fft.fft(rows) if rows.numel() else rows.clone()


def numba_fft(rows: Rows) -> Rows:
    """Transform in passes of at most 4096 points a column, compiled by numba, 32 columns at a time on all cores.

    Rows whose length is no power of two are convolved with a chirp, see `any_size.wgsl`.
    """
    batch, points = rows.shape
    if not rows.size:
        return rows.copy()
    length = power_of_two(points)
    if length == points:
        return _transform(rows.reshape(-1), batch, length).reshape(batch, points)
    turned = chirp(points).astype(np.complex64)
    padded = np.zeros((batch, length), np.complex64)
    np.multiply(rows, turned, out=padded[:, :points])
    padded = _transform(padded.reshape(-1), batch, length).reshape(batch, length)
    padded *= chirp_filter(points).astype(np.complex64)
    padded = _transform(padded.reshape(-1), batch, length).reshape(batch, length)
    # Transforming twice leaves the points in reverse order, from the first on.
    result = np.empty_like(rows)
    result[:, 0] = padded[:, 0]
    result[:, 1:] = padded[:, : length - points : -1]
    result *= turned
    return result


def _transform(points: NDArray[np.complex64], rows: int, length: int) -> NDArray[np.complex64]:
    """Transform rows of 2^log points that follow one another, in passes between buffers that take turns."""
    log = length.bit_length() - 1
    columns = rows >= CHUNKS  # many short rows are columns themselves
    sizes = split(log, MOST) if columns or log < 2 or log > MOST else [log - log // 2, log // 2]
    source, target = points.view(np.float32), np.empty_like(points).view(np.float32)
    done = 0
    for size in sizes or [0]:
        steps = np.exp(-2j * np.pi / (1 << (done + size)) * np.arange(1 << done)).view(np.float64).reshape(-1, 2)
        compiled_pass()(source, target, rows, log, size, done, order(size), roots(size), steps)
        done += size
        if done < log:  # the rows given are only read
            source, target = target, np.empty_like(target) if done == size else source
        else:
            source = target
    return source.view(np.complex64)
