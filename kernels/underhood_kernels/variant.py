"""A variant: one way to compute a family's result, with the steps that a clock can take apart."""

from __future__ import annotations

import importlib.util
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from operator import index
from typing import TYPE_CHECKING, Any

from underhood_kernels.cooling import evict
from underhood_kernels.gpu.errors import LostDeviceError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[Any]


class UnavailableError(RuntimeError):
    """The variant can't run on this machine; the message says why."""


class Steps(ABC):
    """One run of a variant in the four steps that cost time on a GPU; a CPU's upload and download are empty.

    Called in the order compile, upload, kernel, download, and close at the end. `kernel` may be called again and
    returns only when the result is complete, so that a clock around it is honest.
    """

    device = "CPU"
    software = False  # True: a GPU emulated on the CPU, whose times say nothing about GPUs

    def compile(self, *, again: bool = False) -> None:  # noqa: B027 - most hosts have nothing to compile
        """Make the kernel ready to run; `again` compiles even what a cache holds."""

    def upload(self) -> None:  # noqa: B027 - a host's inputs are there already
        """Bring the inputs to where the kernel reads them."""

    @abstractmethod
    def kernel(self, times: int = 1) -> None:
        """Compute so many times in a row, and return when the last result is complete."""

    @abstractmethod
    def download(self) -> Array:
        """Bring the result back as a NumPy array."""

    def kernel_seconds(self) -> float | None:
        """Return what the last call of `kernel` took by the device's own clock in seconds; None where it has none."""
        return None

    def cool(self) -> None:
        """Push the inputs out of the caches of where the kernel runs, so that its next run reads them from memory."""
        evict()

    def close(self) -> None:  # noqa: B027 - memory of the host gives itself back
        """Give the memory on the device back now."""


class HostSteps(Steps):
    """The steps of a function that takes and returns NumPy arrays."""

    def __init__(self, function: Callable[..., Array], inputs: Sequence[Array]) -> None:
        self._function = function
        self._inputs = inputs
        self._result: Array | None = None

    def kernel(self, times: int = 1) -> None:
        """Call the function."""
        for _ in range(times):
            self._result = self._function(*self._inputs)

    def download(self) -> Array:
        """Return what the function returned."""
        if self._result is None:
            raise RuntimeError("download before kernel: nothing was computed yet")
        return self._result


@dataclass(frozen=True)
class Parameter:
    """A whole number that a variant can be run with, such as its work-group size."""

    title: str
    default: int
    choices: tuple[int, ...]  # offered by a slider; any value from 1 to the device's limit is accepted


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One way to compute a family's result: called with NumPy arrays, it returns a NumPy array.

    >>> from underhood_kernels import registry
    >>> variant = registry["convolution"].variants["numpy"]
    >>> variant.available, variant.reason
    (True, '')

    Raises `ValueError` for inputs that are no instance of the problem, `TypeError` for an unknown parameter and
    `UnavailableError` where the back end is missing.
    """

    family: str
    name: str
    backend: str  # "numpy", "numba", "torch" or "wgpu"
    summary: str  # the one idea that this step of the ladder teaches
    source: str  # the text that computes, for showing
    make_steps: Callable[..., Steps] = field(repr=False)  # (*inputs, **parameters) -> Steps
    check_inputs: Callable[..., tuple[Array, ...]] = field(repr=False)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    needs: str = ""  # a feature that the GPU must have, such as "subgroup"; empty: any GPU will do
    wrong: str = ""  # why its result is wrong on purpose; empty: it is right, and tested to be

    @property
    def available(self) -> bool:
        """Whether the variant can run here."""
        return not self.reason

    @property
    def reason(self) -> str:
        """Why the variant can't run here, and the cure; empty if it can."""
        if self.backend == "wgpu":
            from underhood_kernels.gpu import why_unavailable  # noqa: PLC0415 - loads wgpu only when asked

            return why_unavailable(self.needs)
        if self.backend != "numpy" and importlib.util.find_spec(self.backend) is None:
            return f"{self.backend} is not installed: pip install {self.backend}"
        return ""

    def steps(self, *inputs: Array, **parameters: int) -> Steps:
        """Check inputs and parameters and return the run's steps, none of them taken yet."""
        checked = self.check_inputs(*inputs)
        for name, value in parameters.items():
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "it has none"
                raise TypeError(f"{self.family} {self.name}: no parameter {name!r} (parameters: {known})")
            parameters[name] = self._whole(name, value)
        if not self.available:
            raise UnavailableError(f"{self.family} {self.name} can't run here: {self.reason}")
        defaults = {name: parameter.default for name, parameter in self.parameters.items()}
        return self.make_steps(*checked, **{**defaults, **parameters})

    def _whole(self, name: str, value: Any) -> int:
        """Return a parameter's value as Python's own int, which is what wgpu takes."""
        try:
            whole = index(value)
        except TypeError:
            whole = 0
        if isinstance(value, bool) or whole < 1:
            raise ValueError(f"{self.family} {self.name}: {name} must be a whole number from 1, not {value!r}")
        return whole

    def __call__(self, *inputs: Array, **parameters: int) -> Array:
        """Compute the result for `inputs`; once more on a GPU that is opened anew, if it was lost on the way."""
        try:
            return self._once(*inputs, **parameters)
        except LostDeviceError:
            return self._once(*inputs, **parameters)

    def _once(self, *inputs: Array, **parameters: int) -> Array:
        steps = self.steps(*inputs, **parameters)
        steps.compile()
        try:
            steps.upload()
            steps.kernel()
            return steps.download()
        finally:
            steps.close()
