"""A family's variants made from its folder: functions of `host`, launches of `launches`, and a WGSL file a step."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from underhood_kernels.host import NumbaSteps, TorchSteps
from underhood_kernels.launch import WgpuSteps
from underhood_kernels.template import wgsl
from underhood_kernels.variant import HostSteps, Parameter, Steps, Variant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    from numpy.typing import NDArray

WORK_GROUP = Parameter("work-group size", 128, (32, 64, 128, 256, 512, 1024))
HOST_STEPS = {"numpy": HostSteps, "numba": NumbaSteps, "torch": TorchSteps}


@dataclass(frozen=True)
class Ladder:
    """Where the variants of `family` are found, by name.

    The host's are `host.<back end>_<family>`; the step `some_step` in WGSL is the file `some_step.wgsl` of `folder`,
    launched as `launches.some_step` says and named "wgpu-some-step".
    """

    family: str
    folder: str  # the package that the WGSL files are in
    check_inputs: Callable[..., tuple[NDArray[Any], ...]]
    host: ModuleType
    launches: ModuleType

    def on_host(self, backend: str, summary: str) -> Variant:
        """Return the variant of a back end of the host: numpy, numba or torch."""
        function = getattr(self.host, f"{backend}_{self.family}")
        steps = HOST_STEPS[backend]
        return Variant(
            family=self.family,
            name=backend,
            backend=backend,
            summary=summary,
            source=inspect.getsource(function),
            make_steps=lambda *inputs: steps(function, inputs),
            check_inputs=self.check_inputs,
        )

    def in_wgsl(
        self,
        step: str,
        summary: str,
        parameters: Mapping[str, Parameter] | None = None,
        *,
        also: tuple[str, ...] = (),
        needs: str = "",
        wrong: str = "",
    ) -> Variant:
        """Return a WGSL variant; `also` names files with functions that the step's own file calls.

        A file may be a template, `<name>.wgsl.jinja`, which is rendered with the parameters' values. `needs` and
        `wrong` are the variant's.
        """
        parameters = {"work_group": WORK_GROUP} if parameters is None else parameters
        launch = getattr(self.launches, step)

        def make_steps(*inputs: NDArray[Any], **values: int) -> Steps:
            launched = launch(*inputs, **values)  # checks the values before a template takes them
            return WgpuSteps(f"{step}.wgsl", wgsl(self.folder, (step, *also), values), launched)

        return Variant(
            family=self.family,
            name=f"wgpu-{step.replace('_', '-')}",
            backend="wgpu",
            summary=summary,
            source=wgsl(self.folder, (step, *also), {name: p.default for name, p in parameters.items()}),
            make_steps=make_steps,
            check_inputs=self.check_inputs,
            parameters=parameters,
            needs=needs,
            wrong=wrong,
        )
