"""How a family's WGSL variant is launched: which buffers, how many work groups, which constants."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from underhood_kernels.gpu.passes import Pass, Passes
from underhood_kernels.gpu.quirks import check_rounds
from underhood_kernels.variant import Steps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Finish = Callable[[NDArray[Any]], NDArray[Any]]

WORK_GROUPS_PER_DIMENSION = 65535  # WebGPU's guaranteed limit, and that of every adapter seen so far


@dataclass(frozen=True)
class Launch:
    """What one run of a shader with a single dispatch is given."""

    buffers: Callable[[], Mapping[str, Any]]  # called at each upload: preparing the data is a cost of getting it there
    work_groups: tuple[int, int, int]
    constants: Mapping[str, float]
    finish: Finish | None = None  # makes the variant's result of the shader's `result`; none: it is that already
    rounds: int = 0  # of all loops of a thread together, where they grow with the problem: some adapters end them early

    @property
    def passes(self) -> tuple[Pass, ...]:
        """The dispatch as the only one of its run."""
        return (Pass(self.work_groups, constants=self.constants),)


@dataclass(frozen=True)
class Launches:
    """What one run of a shader in several dispatches is given; the buffers stay on the GPU between them."""

    buffers: Callable[[], Mapping[str, Any]]
    passes: Sequence[Pass]
    finish: Finish | None = None
    rounds: int = 0


def grid(work_groups: int) -> tuple[int, int, int]:
    """Return `work_groups` spread over two dimensions where one is too short.

    The shader counts its work group as `group.x + group.y * groups.x`; the last row may hold some too many.
    """
    rows = max(1, ceil(work_groups / WORK_GROUPS_PER_DIMENSION))
    return ceil(work_groups / rows), rows, 1


class WgpuSteps(Steps):
    """The steps of a WGSL variant; its result is the shader's buffer `result`."""

    def __init__(self, name: str, source: str, launch: Launch | Launches) -> None:
        check_rounds(name, launch.rounds)
        # Every kernel of the families is traced at odd sizes and stays in bounds, so it may run without checks.
        self.passes = Passes(source, launch.buffers, launch.passes, name=name, checked=False)
        self._finish = launch.finish
        adapter = self.passes.device.adapter
        self.device = str(adapter)
        self.software = adapter.software

    def compile(self, *, again: bool = False) -> None:
        """Compile the shader, or take it from the device's cache."""
        self.passes.compile(again=again)

    def upload(self) -> None:
        """Prepare the inputs on the host, copy them to the GPU and wait until they are there."""
        self.passes.upload()

    def kernel(self, times: int = 1) -> None:
        """Dispatch every pass, so many times in a row, and wait."""
        self.passes.kernel(times)

    def kernel_seconds(self) -> float | None:
        """Return what the last call took by the device's clock."""
        return self.passes.kernel_seconds

    def download(self) -> NDArray[Any]:
        """Copy the result back, in the form that the variant promises."""
        result = self.passes.download("result")["result"]
        return self._finish(result) if self._finish else result

    def cool(self) -> None:
        """Write over more than a card's cache holds; a software adapter's caches are the CPU's."""
        if self.software:
            super().cool()
        else:
            self.passes.device.cool()

    def close(self) -> None:
        """Give the buffers' memory back."""
        self.passes.close()
