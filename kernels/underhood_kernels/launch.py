"""How a family's WGSL variant is launched: which buffers, how many work groups, which constants."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from underhood_kernels.gpu.program import Program
from underhood_kernels.variant import Steps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

WORK_GROUPS_PER_DIMENSION = 65535  # WebGPU's guaranteed limit, and that of every adapter seen so far


@dataclass(frozen=True)
class Launch:
    """What one run of a shader is given."""

    buffers: Callable[[], Mapping[str, Any]]  # called at each upload: preparing the data is a cost of getting it there
    work_groups: tuple[int, int, int]
    constants: Mapping[str, float]


def grid(work_groups: int) -> tuple[int, int, int]:
    """Return `work_groups` spread over two dimensions where one is too short.

    The shader counts its work group as `group.x + group.y * groups.x`; the last row may hold some too many.
    """
    rows = max(1, ceil(work_groups / WORK_GROUPS_PER_DIMENSION))
    return ceil(work_groups / rows), rows, 1


class WgpuSteps(Steps):
    """The steps of a WGSL variant; its result is the shader's buffer `result`."""

    def __init__(self, name: str, source: str, launch: Launch) -> None:
        self._program = Program(source, launch.buffers, launch.work_groups, constants=launch.constants, name=name)
        adapter = self._program.device.adapter
        self.device = str(adapter)
        self.software = adapter.software

    def compile(self, *, again: bool = False) -> None:
        """Compile the shader, or take it from the device's cache."""
        self._program.compile(again=again)

    def upload(self) -> None:
        """Prepare the inputs on the host, copy them to the GPU and wait until they are there."""
        self._program.upload()

    def kernel(self) -> None:
        """Dispatch and wait."""
        self._program.kernel()

    def kernel_seconds(self) -> float | None:
        """Return the last dispatch's time by the device's clock."""
        return self._program.kernel_seconds

    def download(self) -> NDArray[Any]:
        """Copy the result back."""
        return self._program.download()["result"]
