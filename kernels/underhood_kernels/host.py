"""How a family's numba and torch variants are run: compiled apart from running, and waited for on a card."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from underhood_kernels.variant import HostSteps, Steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

CARD_FILLER = 256 << 20  # bytes

_dispatchers: dict[Callable[..., Any], Any] = {}


def in_order(function: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a function whose sums numba leaves in the order they are written in: compensated ones are lost otherwise."""
    function.in_order = True  # type: ignore[attr-defined]  # a mark on the function itself
    return function


def into(allocate: Callable[..., NDArray[Any]]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Have NumPy make the array that a function for numba fills, its last parameter: `allocate` gets the inputs.

    >>> @into(np.empty_like)
    ... def numba_copy(source, result): ...

    NumPy asks for huge pages, where numba's arrays are mapped 4 KiB by 4 KiB while they are first written: of 64 MiB
    that takes three times as long as writing them.
    """

    def mark(function: Callable[..., None]) -> Callable[..., None]:
        function.allocate = allocate  # type: ignore[attr-defined]  # a mark on the function itself
        return function

    return mark


def _dispatcher(function: Callable[..., Any], *, again: bool = False) -> Any:
    """Return numba's wrapper of `function`, a new one if `again`; it compiles for each type of its arguments."""
    import numba  # noqa: PLC0415 - heavy, and needed only here

    if again or function not in _dispatchers:
        function.__globals__["prange"] = numba.prange
        # Sums may be spread over SIMD lanes: the order of summation changes, within the tolerance.
        free = set() if getattr(function, "in_order", False) else {"reassoc", "contract"}
        _dispatchers[function] = numba.njit(parallel=True, fastmath=free)(function)
    return _dispatchers[function]


class NumbaSteps(HostSteps):
    """The steps of a function that numba compiles for all cores; its loops over `prange` run in parallel."""

    def __init__(self, function: Callable[..., Any], inputs: Sequence[NDArray[Any]]) -> None:
        _dispatcher(function)  # importing numba is not compiling
        super().__init__(_dispatcher(function), inputs)
        self._python = function
        self._allocate: Callable[..., NDArray[Any]] | None = getattr(function, "allocate", None)

    def compile(self, *, again: bool = False) -> None:
        """Compile for the types of the inputs, and of the result that is filled; numba keeps it for the process."""
        from numba import typeof  # noqa: PLC0415

        compiled = _dispatcher(self._python, again=again)
        filled = () if self._allocate is None else (self._allocate(*self._inputs),)
        compiled.compile(tuple(typeof(array) for array in (*self._inputs, *filled)))
        self._function = compiled

    def kernel(self, times: int = 1) -> None:
        """Call the function, with a new array to fill if it wants one."""
        if self._allocate is None:
            super().kernel(times)
            return
        for _ in range(times):
            result = self._allocate(*self._inputs)
            self._function(*self._inputs, result)
            self._result = result


class TorchSteps(Steps):
    """The steps of a function of tensors, on CUDA where there is a card, else on the CPU.

    On a card, runs are timed by its events; several in a row are replayed as one CUDA graph where that is faster, so
    that the time is the card's and not that of launching from Python. Products are in full float32, never TF32.
    """

    def __init__(self, function: Callable[..., Any], inputs: Sequence[NDArray[Any]]) -> None:
        import torch  # noqa: PLC0415 - heavy, and needed only here

        self._torch = torch
        self._where = "cuda" if torch.cuda.is_available() else "cpu"
        self.device = torch.cuda.get_device_name() if self._where == "cuda" else "CPU"
        self.function = function
        self._inputs = inputs
        self._tensors: tuple[Any, ...] = ()
        self._result: Any = None
        self._seconds: float | None = None
        self._graphs: dict[int, tuple[Any, Any]] = {}
        self._filler: Any = None

    def upload(self) -> None:
        """Make tensors of the arrays; a copy only where the device is not the CPU.

        A single number of no dimension stays on the host: it is an argument, and asking the card for it means waiting.
        """
        self._graphs.clear()
        tensors = (self._torch.from_numpy(array) for array in self._inputs)
        self._tensors = tuple(tensor.to(self._where) if tensor.ndim else tensor for tensor in tensors)
        if self._where == "cuda":
            self._torch.cuda.synchronize()

    def kernel(self, times: int = 1) -> None:
        """Compute and wait."""
        torch = self._torch
        precise = torch.backends.cudnn.flags(enabled=True, benchmark=True, allow_tf32=False)
        with torch.inference_mode(), precise:
            if self._where == "cpu":
                self._run(times)
                return
            graph, result = self._captured(times) if times > 1 else (None, None)
            self._seconds = self._timed(partial(self._run, times) if graph is None else graph.replay)
            if graph is not None:
                self._result = result

    def kernel_seconds(self) -> float | None:
        """Return what the last call took by the card's events; None on the CPU."""
        return self._seconds

    def download(self) -> NDArray[Any]:
        """Return the result as an array."""
        result: NDArray[Any] = self._result.cpu().numpy()
        return result

    def cool(self) -> None:
        """Write over a quarter of a gibibyte on the card, more than any card's cache holds; on the CPU, as there."""
        if self._where == "cpu":
            super().cool()
            return
        if self._filler is None:
            self._filler = self._torch.empty(CARD_FILLER, dtype=self._torch.uint8, device=self._where)
        self._filler.zero_()
        self._torch.cuda.synchronize()

    def close(self) -> None:
        """Give the card's memory back."""
        self._graphs.clear()
        self._tensors, self._result, self._filler = (), None, None
        if self._where == "cuda":
            self._torch.cuda.empty_cache()

    def _run(self, times: int) -> None:
        for _ in range(times):
            self._result = self.function(*self._tensors)

    def _timed(self, run: Callable[[], object]) -> float:
        """Return the seconds between the card's events around `run`."""
        event: Any = self._torch.cuda.Event
        start, end = event(enable_timing=True), event(enable_timing=True)
        start.record()
        run()
        end.record()
        self._torch.cuda.synchronize()
        return float(start.elapsed_time(end)) * 1e-3

    def _captured(self, times: int) -> tuple[Any, Any]:
        """Return a CUDA graph of so many runs and its result if it is faster than launching them; else None twice.

        A graph saves launches; but a copy is slower in one, and what waits for the card can't be captured at all.
        """
        if times not in self._graphs:
            graph: Any = self._torch.cuda.CUDAGraph()
            self._run(1)  # what a library sets up at its first call can't be captured
            self._torch.cuda.synchronize()
            try:
                with self._torch.cuda.graph(graph):
                    self._run(times)
            except RuntimeError:
                graph = None
                self._torch.cuda.synchronize()
            result = self._result
            if graph is not None:
                graphed = min(self._timed(graph.replay) for _ in range(3))
                launched = min(self._timed(partial(self._run, times)) for _ in range(3))
                graph = graph if graphed < launched else None
            self._graphs[times] = (None, None) if graph is None else (graph, result)
        return self._graphs[times]
