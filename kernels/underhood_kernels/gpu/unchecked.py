"""Shader modules without naga's run-time checks, for kernels of our own that are traced to stay in bounds.

naga clamps every index and bounds every loop, which costs a plain tiled matrix product 2.5 times its time on an H200.
wgpu-native can leave the checks out; wgpu-py 0.32 doesn't pass that on, so its call of the library is exchanged for
the one without checks while a module is made. A shader that a student writes is always checked.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_CHECKS = 0  # WGPUShaderRuntimeChecks_None
_exchanging = threading.Lock()  # another thread must not find the exchanged call


@contextmanager
def unchecked() -> Iterator[None]:
    """Have the shader modules that are made meanwhile run without checks; errors of compilation stay what they are."""
    from wgpu.backends.wgpu_native import _api  # noqa: PLC0415

    library: Any = _api.libf
    with _exchanging:
        checked = library.wgpuDeviceCreateShaderModule

        def create(device: Any, descriptor: Any) -> Any:
            return library.wgpuDeviceCreateShaderModuleTrusted(device, descriptor, NO_CHECKS)

        library.wgpuDeviceCreateShaderModule = create
        try:
            yield
        finally:
            library.wgpuDeviceCreateShaderModule = checked
