"""Run WGSL on whatever GPU there is: a real one, or Mesa's in software.

>>> import numpy as np
>>> from underhood_kernels import gpu
>>> double = '''
... @group(0) @binding(0) var<storage, read_write> numbers: array<f32>;
... @compute @workgroup_size(64)
... fn main(@builtin(global_invocation_id) id: vec3u) {
...     if (id.x < arrayLength(&numbers)) { numbers[id.x] *= 2.0; }
... }'''
>>> gpu.run(double, {"numbers": np.arange(4, dtype=np.float32)}, work_groups=1).buffers["numbers"]
array([0., 2., 4., 6.], dtype=float32)

One file a role: `adapter` finds and names the GPUs, `devices` opens one and keeps its compiled pipelines, `wgsl` reads
what a shader declares, `passes` runs it in steps, `program` is the case of a single dispatch, `explain` turns the
driver's messages into the reader's. wgpu is loaded when the first of them is used.
"""

from underhood_kernels.gpu.adapter import Adapter, adapters, choose, load_triton, why_unavailable
from underhood_kernels.gpu.buffers import Empty, empty
from underhood_kernels.gpu.devices import Device, device
from underhood_kernels.gpu.errors import (
    BindingError,
    GpuError,
    LimitError,
    LostDeviceError,
    NoAdapterError,
    ShaderError,
    UnusedBindingError,
)
from underhood_kernels.gpu.passes import Pass, Passes
from underhood_kernels.gpu.program import Program, Run, run

__all__ = [
    "Adapter",
    "BindingError",
    "Device",
    "Empty",
    "GpuError",
    "LimitError",
    "LostDeviceError",
    "NoAdapterError",
    "Pass",
    "Passes",
    "Program",
    "Run",
    "ShaderError",
    "UnusedBindingError",
    "adapters",
    "choose",
    "device",
    "empty",
    "load_triton",
    "run",
    "why_unavailable",
]
