"""How transforms are run that are no single function of numba's, or whose result is larger than a GPU's binding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from underhood_kernels.families.fft.cpu import compiled_pass
from underhood_kernels.launch import Launches, WgpuSteps
from underhood_kernels.variant import HostSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class PassSteps(HostSteps):
    """The steps of a function that runs numba's passes: planning them is Python's, so only they are compiled."""

    def compile(self, *, again: bool = False) -> None:
        """Compile by running a small transform, whose types are those of every other one."""
        if again:
            compiled_pass.cache_clear()
        self._function(*(np.zeros((1, 2), array.dtype) for array in self._inputs))


@dataclass(frozen=True, kw_only=True)
class SplitLaunches(Launches):
    """Dispatches whose results are the buffers `results`, one after the other in a result of `shape`."""

    results: tuple[str, ...]
    shape: tuple[int, ...]


class SplitSteps(WgpuSteps):
    """The steps of `SplitLaunches`."""

    def __init__(self, name: str, source: str, launch: SplitLaunches) -> None:
        super().__init__(name, source, launch)
        self._launch = launch

    def download(self) -> NDArray[np.complex64]:
        """Copy the parts of the result back, each to its place."""
        result = np.empty(self._launch.shape, np.complex64)
        flat, start = result.reshape(-1), 0
        for name in self._launch.results:
            part = self.passes.download(name)[name].view(np.complex64)[: flat.size - start]
            flat[start : start + part.size] = part
            start += part.size
        return result
