"""How a family's WGSL variant is launched: which buffers, how many work groups, which constants."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from underhood_kernels.gpu.passes import Pass, Passes
from underhood_kernels.variant import Steps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

WORK_GROUPS_PER_DIMENSION = 65535  # WebGPU's guaranteed limit, and that of every adapter seen so far


@dataclass(frozen=True)
class Launch:
    """What one run of a shader with a single dispatch is given."""

    buffers: Callable[[], Mapping[str, Any]]  # called at each upload: preparing the data is a cost of getting it there
    work_groups: tuple[int, int, int]
    constants: Mapping[str, float]

    @property
    def passes(self) -> tuple[Pass, ...]:
        """The dispatch as the only one of its run."""
        return (Pass(self.work_groups, constants=self.constants),)


@dataclass(frozen=True)
class Launches:
    """What one run of a shader in several dispatches is given; the buffers stay on the GPU between them."""

    buffers: Callable[[], Mapping[str, Any]]
    passes: Sequence[Pass]


def grid(work_groups: int) -> tuple[int, int, int]:
    """Return `work_groups` spread over two dimensions where one is too short.

    The shader counts its work group as `group.x + group.y * groups.x`; the last row may hold some too many.
    """
    rows = max(1, ceil(work_groups / WORK_GROUPS_PER_DIMENSION))
    return ceil(work_groups / rows), rows, 1


class WgpuSteps(Steps):
    """The steps of a WGSL variant; its result is the shader's buffer `result`."""

    def __init__(self, name: str, source: str, launch: Launch | Launches) -> None:
        self._passes = Passes(source, launch.buffers, launch.passes, name=name)
        adapter = self._passes.device.adapter
        self.device = str(adapter)
        self.software = adapter.software

    def compile(self, *, again: bool = False) -> None:
        """Compile the shader, or take it from the device's cache."""
        self._passes.compile(again=again)

    def upload(self) -> None:
        """Prepare the inputs on the host, copy them to the GPU and wait until they are there."""
        self._passes.upload()

    def kernel(self) -> None:
        """Dispatch every pass and wait."""
        self._passes.kernel()

    def kernel_seconds(self) -> float | None:
        """Return the last run's time by the device's clock."""
        return self._passes.kernel_seconds

    def download(self) -> NDArray[Any]:
        """Copy the result back."""
        return self._passes.download("result")["result"]
