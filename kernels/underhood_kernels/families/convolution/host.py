"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

import inspect
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.convolution.inputs import centre
from underhood_kernels.variant import HostSteps, Steps

if TYPE_CHECKING:
    from collections.abc import Callable

Vector = NDArray[np.float32]


def numpy_convolution(signal: Vector, taps: Vector) -> Vector:
    """Convolve with NumPy's own loop; "full" and a slice, because "same" changes its length for long filters."""
    if not signal.size:
        return np.zeros(0, np.float32)
    start = centre(taps)
    return np.convolve(signal, taps, "full")[start : start + len(signal)]


def numba_convolution(signal: Vector, taps: Vector) -> Vector:
    """Convolve with two loops; compiled by numba, the outer one runs on all cores."""
    length, count = len(signal), len(taps)
    before = count - 1 - (count - 1) // 2
    mirrored = taps[::-1].copy()  # both operands are then read forwards, as SIMD loads want it
    result = np.empty(length, np.float32)
    for i in prange(length):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        first = max(0, before - i)  # the taps that meet a sample inside the signal
        last = min(count, length + before - i)
        total = np.float32(0)
        for k in range(first, last):
            total += mirrored[k] * signal[i - before + k]
        result[i] = total
    return result


def torch_convolution(signal: Any, taps: Any) -> Any:
    """Convolve as a layer of a neural network does; torch's conv1d doesn't mirror the filter, so we do."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    count = len(taps)
    after = (count - 1) // 2
    padded = torch.nn.functional.pad(signal, (count - 1 - after, after))
    return torch.nn.functional.conv1d(padded[None, None], taps.flip(0)[None, None])[0, 0]


def numpy_steps(signal: Vector, taps: Vector) -> Steps:
    """Return the steps of the NumPy variant."""
    return HostSteps(numpy_convolution, (signal, taps))


@cache
def _compiled() -> Callable[[Vector, Vector], Vector]:
    import numba  # noqa: PLC0415 - heavy, and needed only here

    numba_convolution.__globals__["prange"] = numba.prange
    # fastmath lets the inner sum be spread over SIMD lanes: the order of summation changes, within the tolerance.
    compiled: Callable[[Vector, Vector], Vector] = numba.njit(parallel=True, fastmath={"reassoc", "contract"})(
        numba_convolution
    )
    return compiled


def _convolve_compiled(signal: Vector, taps: Vector) -> Vector:
    return _compiled()(signal, taps)  # looked up at each call: compiling again makes a new one


class NumbaSteps(HostSteps):
    """The steps of the numba variant, with its compilation apart."""

    def __init__(self, signal: Vector, taps: Vector) -> None:
        _compiled()  # importing numba is not compiling
        super().__init__(_convolve_compiled, (signal, taps))

    def compile(self, *, again: bool = False) -> None:
        """Compile for float32 vectors; numba keeps the machine code for the process."""
        if again:
            _compiled.cache_clear()
        _compiled().compile("float32[::1](float32[::1], float32[::1])")  # type: ignore[attr-defined]


numba_steps = NumbaSteps


class TorchSteps(Steps):
    """The steps of the torch variant, on CUDA where there is a card, else on the CPU."""

    def __init__(self, signal: Vector, taps: Vector) -> None:
        import torch  # noqa: PLC0415

        self._torch = torch
        self._where = "cuda" if torch.cuda.is_available() else "cpu"
        self.device = torch.cuda.get_device_name() if self._where == "cuda" else "CPU"
        self._inputs = (signal, taps)
        self._tensors: tuple[Any, ...] = ()
        self._result: Any = None

    def upload(self) -> None:
        """Make tensors of the arrays; a copy only where the device is not the CPU."""
        self._tensors = tuple(self._torch.from_numpy(array).to(self._where) for array in self._inputs)
        self._wait()

    def kernel(self) -> None:
        """Convolve and wait."""
        if len(self._inputs[0]):
            with self._torch.inference_mode():
                self._result = torch_convolution(*self._tensors)
        else:
            self._result = self._torch.zeros(0)
        self._wait()

    def download(self) -> Vector:
        """Return the result as an array."""
        result: Vector = self._result.cpu().numpy()
        return result

    def _wait(self) -> None:
        if self._where == "cuda":
            self._torch.cuda.synchronize()


torch_steps = TorchSteps


def source(name: str) -> str:
    """Return the text of the function that computes the variant `name`."""
    return inspect.getsource(globals()[f"{name}_convolution"])
