"""How a family's numba and torch variants are run: compiled apart from running, and waited for on a card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from underhood_kernels.variant import HostSteps, Steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

_dispatchers: dict[Callable[..., Any], Any] = {}


def _dispatcher(function: Callable[..., Any], *, again: bool = False) -> Any:
    """Return numba's wrapper of `function`, a new one if `again`; it compiles for each type of its arguments."""
    import numba  # noqa: PLC0415 - heavy, and needed only here

    if again or function not in _dispatchers:
        function.__globals__["prange"] = numba.prange
        # Sums may be spread over SIMD lanes: the order of summation changes, within the tolerance.
        options = {"parallel": True, "fastmath": {"reassoc", "contract"}}
        _dispatchers[function] = numba.njit(**options)(function)
    return _dispatchers[function]


class NumbaSteps(HostSteps):
    """The steps of a function that numba compiles for all cores; its loops over `prange` run in parallel."""

    def __init__(self, function: Callable[..., Any], inputs: Sequence[NDArray[Any]]) -> None:
        _dispatcher(function)  # importing numba is not compiling
        super().__init__(_dispatcher(function), inputs)
        self._python = function

    def compile(self, *, again: bool = False) -> None:
        """Compile for the inputs' types; numba keeps the machine code for the process."""
        from numba import typeof  # noqa: PLC0415

        compiled = _dispatcher(self._python, again=again)
        compiled.compile(tuple(typeof(array) for array in self._inputs))
        self._function = compiled


class TorchSteps(Steps):
    """The steps of a function of tensors, on CUDA where there is a card, else on the CPU."""

    def __init__(self, function: Callable[..., Any], inputs: Sequence[NDArray[Any]]) -> None:
        import torch  # noqa: PLC0415 - heavy, and needed only here

        self._torch = torch
        self._where = "cuda" if torch.cuda.is_available() else "cpu"
        self.device = torch.cuda.get_device_name() if self._where == "cuda" else "CPU"
        self._function = function
        self._inputs = inputs
        self._tensors: tuple[Any, ...] = ()
        self._result: Any = None

    def upload(self) -> None:
        """Make tensors of the arrays; a copy only where the device is not the CPU."""
        self._tensors = tuple(self._torch.from_numpy(array).to(self._where) for array in self._inputs)
        self._wait()

    def kernel(self) -> None:
        """Compute and wait."""
        with self._torch.inference_mode():
            self._result = self._function(*self._tensors)
        self._wait()

    def download(self) -> NDArray[Any]:
        """Return the result as an array."""
        result: NDArray[Any] = self._result.cpu().numpy()
        return result

    def _wait(self) -> None:
        if self._where == "cuda":
            self._torch.cuda.synchronize()
