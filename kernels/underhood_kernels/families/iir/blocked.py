"""The filter block by block with matrices, in the precision of its signal: NumPy's way, and the oracle's in float64."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.families.iir.inputs import entry, impulse_response, observed, transition

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK = 256


def filtered(signal: NDArray[Any], sections: NDArray[Any]) -> NDArray[Any]:
    """Return the cascade's output in the signal's dtype; NaN from the first number on that is not finite."""
    if not signal.size:
        return signal.copy()
    finite = np.logical_and.accumulate(np.isfinite(signal), axis=1)
    result = np.where(finite, signal, 0)
    for section in sections:
        result = _section(result, section)
    return np.where(finite, result, np.asarray(np.nan, signal.dtype))


def block_matrices(section: NDArray[Any], block: int, dtype: Any) -> tuple[NDArray[Any], ...]:
    """Return what `block` samples do, as matrices to multiply rows by.

    Inputs to outputs, inputs to the state at the end, the state at the start to outputs, and to the state at the end.
    """
    response = impulse_response(section, block)
    late = np.arange(block) - np.arange(block)[:, None]  # output minus input
    to_outputs = np.where(late >= 0, response[np.maximum(late, 0)], 0)
    step, powers = transition(section), [entry(section)]
    for _ in range(block - 1):
        powers.append(step @ powers[-1])
    of_state = observed(section, block).T
    to_state = np.linalg.matrix_power(step, block).T
    matrices = (to_outputs, np.array(powers[::-1]), of_state, to_state)
    return tuple(np.ascontiguousarray(matrix, dtype) for matrix in matrices)


def _section(signal: NDArray[Any], section: NDArray[Any]) -> NDArray[Any]:
    channels, length = signal.shape
    block = min(BLOCK, length)
    blocks = -(-length // block)
    padded = np.zeros((channels, blocks * block), signal.dtype)
    padded[:, :length] = signal
    rows = padded.reshape(channels, blocks, block)
    to_outputs, to_end, of_state, to_state = block_matrices(section, block, signal.dtype)
    ends = rows @ to_end
    states = np.zeros((channels, blocks, 2), signal.dtype)
    for b in range(1, blocks):
        states[:, b] = states[:, b - 1] @ to_state + ends[:, b - 1]
    result: NDArray[Any] = (rows @ to_outputs + states @ of_state).reshape(channels, -1)[:, :length]
    return result
