"""What a template does beforehand, so that none of its forks has to."""

from __future__ import annotations

import ctypes
import importlib
import re
import sys
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from .roles import Role

__all__ = ["FAILING", "USED", "WGPU_TYPES", "make_ready", "preload", "warmed"]

# Types that wgpu looks up on the way from an adapter to a kernel's result. Its cffi parses each at its first use, along
# with every typedef of the library: some 13 ms a piece, more than half a second of a first kernel.
_STRUCTURES = (
    *("AdapterInfo", "BindGroupDescriptor", "BindGroupEntry", "BufferDescriptor", "BufferMapCallbackInfo"),
    *("ChainedStruct", "CommandBufferDescriptor", "CommandEncoderDescriptor", "ComputePassDescriptor"),
    *("ComputePipelineDescriptor", "ComputeState", "ConstantEntry", "DeviceDescriptor", "DeviceExtras"),
    *("DeviceLostCallbackInfo", "InstanceDescriptor", "Limits", "NativeLimits", "PassTimestampWrites"),
    *("QuerySetDescriptor", "QuerySetDescriptorExtras", "QueueDescriptor", "RequestDeviceCallbackInfo"),
    *("ShaderModuleDescriptor", "ShaderSourceWGSL", "UncapturedErrorCallbackInfo"),
)
WGPU_TYPES = (
    *(f"WGPU{name} *" for name in _STRUCTURES),
    *(f"WGPU{name}[]" for name in ("Adapter", "BindGroupEntry", "CommandBuffer", "ConstantEntry", "FeatureName")),
    *("WGPUPipelineStatisticName const *", "WGPUPipelineStatisticName[]", "WGPUChainedStruct * "),
    *("char []", "intptr_t", "uint32_t []", "uint8_t *", "uint8_t []", "uintptr_t"),
)
_CALLBACKS = (
    "void(WGPUDevice const *, WGPUDeviceLostReason, WGPUStringView, void *, void *)",
    "void(WGPUDevice const *, WGPUErrorType, WGPUStringView, void *, void *)",
    "void(WGPUMapAsyncStatus, WGPUStringView, void *, void *)",
    "void(WGPURequestDeviceStatus, WGPUDevice, WGPUStringView, void *, void *)",
)
# The driver that does without a GPU, with the compiler in it; loaded, not started.
_DRIVERS = ("libvulkan.so.1", "libvulkan_lvp.so")

FAILING = {
    "numpy.testing": "import numpy.testing\nnumpy.testing.assert_allclose([0.0], [1.0])",
    "torch.testing": "import torch\ntorch.testing.assert_close(torch.zeros(1), torch.ones(1))",
}
"""For modules with long functions that a failing test shows, a cell that fails in them."""

# What in a cell says that it will compile, open a device, or fail in a long function; to be ready for that takes up to
# a second each.
_USES = {
    "numba": re.compile(r"\b(?:n?jit|(?:gu)?vectorize|stencil|cfunc)\b|\bunderhood_kernels\b"),
    "wgpu": re.compile(r"\b(?:request_adapter|get_default_device|enumerate_adapters|underhood_kernels)"),
    "numpy.testing": re.compile(r"\b(?:np|numpy)\.testing\b|\bassert_(?:allclose|array_|almost_equal)"),
    "torch.testing": re.compile(r"\bassert_close\b"),
}
USED = tuple(_USES)

_READY: set[str] = set()  # what this process has made ready

# Modules that NumPy imports at their first use.
_LAZY = ("fft", "linalg", "ma", "random", "testing")


def warmed(cells: Iterable[tuple[Role, str]]) -> dict[str, frozenset[str]]:
    """Return which modules the student's and the judge's process are to have ready, by what is said in which cells.

    >>> warmed([("student", "f = numba.njit(g)"), ("test", "assert f(1) == 2")])
    {'student': frozenset({'numba'}), 'judge': frozenset()}

    A process that was not made ready does the same, and takes longer.
    """
    found: dict[str, set[str]] = {"student": set(), "judge": set()}
    for role, source in cells:
        uses = {name for name, pattern in _USES.items() if pattern.search(source)}
        found["student"] |= uses - FAILING.keys()
        if role != "student":
            found["judge"] |= uses
    return {side: frozenset(names) for side, names in found.items()}


def preload(names: Iterable[str]) -> None:
    """Import modules; what can't be imported is left for the cells to find out.

    Opens no device and starts no thread, so that the process can still be forked.
    """
    for name in names:
        with suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            importlib.import_module(name)
    if "underhood_kernels" in sys.modules:
        with suppress(Exception):
            importlib.import_module("underhood_kernels.launch")
    if "numpy" in sys.modules:
        for name in _LAZY:
            importlib.import_module(f"numpy.{name}")


def make_ready(names: Collection[str] = USED) -> None:
    """Have those of numba and wgpu that are in `names`, and imported, do what they put off until they are first used.

    A second time costs nothing. Opens no device and starts no thread.
    """
    if "wgpu" in sys.modules and "wgpu" in names and "wgpu" not in _READY:
        with suppress(Exception):
            _warm_wgpu()
    if "numba" in sys.modules and "numba" in names and "numba" not in _READY:
        with suppress(Exception):
            _warm_numba()
    _READY.update(names)


def _warm_wgpu() -> None:
    from wgpu.backends.wgpu_native import ffi  # noqa: PLC0415  # the library is loaded; no device is opened

    for name in WGPU_TYPES:
        with suppress(Exception):  # of another version
            ffi.typeof(name)
    for name in _CALLBACKS:
        with suppress(Exception):
            ffi.callback(name)
    for name in _DRIVERS:
        with suppress(OSError):
            ctypes.CDLL(name)


def _warm_numba() -> None:
    """Compile what first functions of students have in common.

    The first compilation of all loads most of numba; and each of NumPy's functions is compiled, too,
    when one that is compiled uses it first. That is more than half of the time of a first function.
    """
    import numba  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    def on_grid(values: Any) -> Any:
        height, width = values.shape
        out, other = np.zeros((height, width), np.float32), np.empty_like(values)
        for i in range(1, height - 1):
            for j in range(min(width, 5)):
                total = 0.0
                for k in range(3):
                    total += values[i, j] * k
                out[i, j] = total / 9
                other[i, j] = max(total, 0.0)
        return out

    def on_line(values: Any) -> Any:
        out, counts, other = np.zeros(values.size), np.zeros(values.shape[0], np.int64), np.empty_like(values)
        total = 0.0
        for i in range(len(values)):
            total += abs(values[i])
            other[i] = total
        return out, counts

    numba.njit(on_grid)(np.ones((3, 3), np.float32))
    numba.njit(on_line)(np.ones(2))
