"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.iir.blocked import BLOCK, block_matrices, filtered

Matrix = NDArray[np.float32]


def numpy_iir(signal: Matrix, sections: Matrix) -> Matrix:
    """Filter blocks by matrices, and carry the state from block to block in a loop of Python's."""
    return filtered(signal, sections)


def numba_iir(signal: Matrix, sections: Matrix) -> Matrix:  # noqa: C901, PLR0912 - numba compiles one function
    """Filter 16 blocks side by side in SIMD lanes, each twice: for its end, and from its start; compiled by numba."""
    channels, length = signal.shape
    lanes = 16
    # Blocks of 64 samples or more; what is left of a channel after its last block is filtered alone.
    groups = max(1, min(64, length // (lanes * 1024))) if length >= lanes * 64 else 0
    blocks = groups * lanes
    block = length // blocks if blocks else 0
    result = signal.copy()
    starts = np.empty((channels, blocks + 1, 2), np.float32)
    for n in range(len(sections)):
        b0, b1, b2, a1, a2 = sections[n, 0], sections[n, 1], sections[n, 2], sections[n, 3], sections[n, 4]
        m00, m01, m10, m11 = 1.0, 0.0, 0.0, 1.0  # the power of the state's step
        for _ in range(block):
            m00, m01, m10, m11 = -a1 * m00 + m10, -a1 * m01 + m11, -a2 * m00, -a2 * m01
        for job in prange(channels * groups):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
            channel, first = job // groups, job % groups * lanes
            rows = result[channel, first * block : (first + lanes) * block].reshape(lanes, block)
            s1, s2 = np.empty(lanes, np.float32), np.empty(lanes, np.float32)
            for c in range(lanes):
                s1[c], s2[c] = 0, 0
            for i in range(block):
                for c in range(lanes):
                    x = rows[c, i]
                    y = b0 * x + s1[c]
                    s1[c], s2[c] = b1 * x - a1 * y + s2[c], b2 * x - a2 * y
            for c in range(lanes):
                starts[channel, first + c + 1, 0], starts[channel, first + c + 1, 1] = s1[c], s2[c]
        for channel in range(channels):
            t1, t2 = 0.0, 0.0
            for b in range(blocks + 1):
                e1, e2 = (float(starts[channel, b, 0]), float(starts[channel, b, 1])) if b else (0.0, 0.0)
                t1, t2 = m00 * t1 + m01 * t2 + e1, m10 * t1 + m11 * t2 + e2
                starts[channel, b, 0], starts[channel, b, 1] = t1, t2
        for job in prange(channels * (groups + 1)):  # type: ignore[name-defined]  # noqa: F821
            channel, group = job // (groups + 1), job % (groups + 1)
            if group < groups:
                first = group * lanes
                rows = result[channel, first * block : (first + lanes) * block].reshape(lanes, block)
                s1, s2 = (
                    starts[channel, first : first + lanes, 0].copy(),
                    starts[channel, first : first + lanes, 1].copy(),
                )
                for i in range(block):
                    for c in range(lanes):
                        x = rows[c, i]
                        y = b0 * x + s1[c]
                        s1[c], s2[c] = b1 * x - a1 * y + s2[c], b2 * x - a2 * y
                        rows[c, i] = y
            else:
                s, t = starts[channel, blocks, 0], starts[channel, blocks, 1]
                for i in range(blocks * block, length):
                    x = result[channel, i]
                    y = b0 * x + s
                    s, t = b1 * x - a1 * y + t, b2 * x - a2 * y
                    result[channel, i] = y
    return result


def torch_iir(signal: Any, sections: Any) -> Any:
    """Filter blocks by matrices, and scan their states in rounds that reach twice as far each."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    channels, length = signal.shape
    if not signal.numel():
        return signal.clone()
    finite = torch.isfinite(signal).cumprod(1).bool()
    result = torch.where(finite, signal, 0)
    block = min(BLOCK, length)
    padding = -length % block
    for section in sections.cpu().numpy():
        rows = torch.nn.functional.pad(result, (0, padding)).reshape(channels, -1, block)
        matrices = (torch.from_numpy(matrix).to(signal) for matrix in block_matrices(section, block, np.float64))
        to_outputs, to_end, of_state, to_state = matrices
        states = torch.nn.functional.pad(rows @ to_end, (0, 0, 1, 0))[:, :-1]
        reach, power = 1, to_state.double()
        while reach < states.shape[1]:
            states = torch.cat([states[:, :reach], states[:, reach:] + states[:, :-reach] @ power.float()], 1)
            reach, power = 2 * reach, power @ power
        result = (rows @ to_outputs + states @ of_state).reshape(channels, -1)[:, :length]
    return torch.where(finite, result, torch.nan)
