"""One shader run once: the form in which most shaders are run, and the one a beginner meets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from underhood_kernels.gpu.passes import Pass, Passes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from underhood_kernels.gpu.adapter import Adapter


@dataclass(frozen=True)
class Run:
    """What one run of a shader left behind."""

    buffers: Mapping[str, NDArray[Any]]  # the buffers that the shader may write, after the run
    dispatches: int  # how many times the kernel was dispatched
    invocations: int | None  # threads that ran, counted by the device itself; None where it can't count
    adapter: Adapter
    kernel_seconds: float | None = field(compare=False)  # by the device's clock; None where it has none


class Program(Passes):
    """A shader, its buffers and its work groups on this process's GPU: passes of which there is one.

    `buffers` maps the shader's variable names to NumPy arrays (numbers for uniforms, `empty` for what is only written),
    or is a function that returns such a mapping and is called at each upload. What the shader may write comes back from
    `download`; the arrays given are never changed. Errors: `ShaderError`, `BindingError`, `LimitError`.
    """

    def __init__(
        self,
        source: str,
        buffers: Mapping[str, Any] | Callable[[], Mapping[str, Any]],
        work_groups: int | Sequence[int],
        *,
        entry: str = "main",
        constants: Mapping[str, float] | None = None,
        name: str = "shader",
    ) -> None:
        only = Pass(_three(work_groups), entry=entry, constants=dict(constants or {}))
        super().__init__(source, buffers, [only], name=name)


def _three(work_groups: int | Sequence[int]) -> tuple[int, int, int]:
    given = tuple(work_groups) if isinstance(work_groups, Sequence) else (work_groups,)
    if not 1 <= len(given) <= 3 or any(isinstance(n, bool) or n != int(n) or n < 0 for n in given):
        raise ValueError(f"work_groups must be one to three whole numbers from 0, not {work_groups!r}")
    x, y, z = (*(int(n) for n in given), 1, 1)[:3]
    return x, y, z


def run(
    source: str,
    buffers: Mapping[str, Any],
    work_groups: int | Sequence[int],
    *,
    entry: str = "main",
    constants: Mapping[str, float] | None = None,
    name: str = "shader",
) -> Run:
    """Run a WGSL shader once and return what it wrote.

    `buffers` maps each declared variable to a NumPy array, or a number for a uniform; `work_groups` is how many work
    groups to start, in one to three dimensions; `constants` are values for the shader's `override` declarations; `name`
    stands in error messages. Errors: `ShaderError`, `BindingError`, `LimitError`, `NoAdapterError`.
    """
    program = Program(source, buffers, work_groups, entry=entry, constants=constants, name=name)
    program.compile()
    try:
        program.upload()
        program.kernel()
        return Run(
            buffers=program.download(),
            dispatches=program.dispatches,
            invocations=program.invocations,
            adapter=program.device.adapter,
            kernel_seconds=program.kernel_seconds,
        )
    finally:
        program.close()
