"""What a template does beforehand, so that none of its forks has to."""

from __future__ import annotations

import ctypes
import importlib
import re
import sys
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from .roles import Role

__all__ = ["FAILING", "LATER", "USED", "WGPU_TYPES", "make_ready", "preload", "used", "warmed"]

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
# And what says that a function which numba compiles will need that, too.
_COMPILES = {
    "numba.like": re.compile(r"\b(?:empty|zeros|ones)_like\b"),
    "numba.extremes": re.compile(r"\b(?:min|max|abs)\("),
    "numba.line": re.compile(r"\bnp\.int64\b|\b(?:zeros|ones|empty)\([\w.]+\)"),
    "numba.dict": re.compile(r"=\s*\{|\bdict\(|\bDict\b"),
}
USED = (*_USES, *_COMPILES)
LATER = frozenset(_COMPILES)
"""What fewer need, so that the first need not wait for it."""

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
        uses = used(source)
        found["student"] |= uses - FAILING.keys()
        if role != "student":
            found["judge"] |= uses
    return {side: frozenset(names) for side, names in found.items()}


def used(source: str) -> set[str]:
    r"""Return those of `USED` that one cell says it uses.

    >>> sorted(used("@numba.njit\ndef f(x):\n    return max(x, 0)"))
    ['numba', 'numba.extremes']
    """
    uses = {name for name, pattern in _USES.items() if pattern.search(source)}
    if "numba" in uses:
        uses |= {name for name, pattern in _COMPILES.items() if pattern.search(source)}
    return uses


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
    if "numba" in sys.modules:
        from .compiling import FIRST  # noqa: PLC0415  # it imports numba

        for name, compile_it in FIRST.items():
            if name in names and name not in _READY:
                with suppress(Exception):
                    compile_it()
    _READY.update(names)


def _warm_wgpu() -> None:
    from wgpu.backends.wgpu_native import ffi  # noqa: PLC0415  # the library is loaded; no device is opened

    for name in WGPU_TYPES:
        with suppress(Exception):  # of another version
            ffi.typeof(name)
    for name in _CALLBACKS:
        with suppress(Exception):
            ffi.callback(name)
    with suppress(Exception):
        from underhood_kernels.gpu import load_triton  # noqa: PLC0415  # it imports NumPy

        load_triton()
    for name in _DRIVERS:
        with suppress(OSError):
            ctypes.CDLL(name)
