"""Many runs of each family leave the device's memory and the host's where they were; `make leaks` makes a thousand."""

import gc
import os

import psutil
import pytest
import wgpu
from underhood_kernels import registry

RUNS = int(os.environ.get("UNDERHOOD_RUNS", "100"))
OBJECTS = ("Buffer", "BindGroup", "ComputePipeline", "QuerySet", "ShaderModule", "CommandBuffer")
MOST_GROWTH = 24 << 20  # bytes of the host: a leak of one run's buffers would be more, allocators keep a little


def _objects():
    gc.collect()
    counts = wgpu.diagnostics.get_dict()["wgpu_native_counts"]
    return {name: counts[name]["count"] for name in OBJECTS}


@pytest.mark.parametrize("name", list(registry))
def test_runs_leave_nothing_behind(adapter, name):
    family = registry[name]
    variant = next(v for v in family.variants.values() if v.backend == "wgpu" and v.available and not v.wrong)
    inputs = family.example(8, 1)
    for _ in range(10):  # pipelines and pools that stay
        variant(*inputs)
    objects, host = _objects(), psutil.Process().memory_info().rss
    for _ in range(RUNS):
        variant(*inputs)
    assert _objects() == objects
    assert psutil.Process().memory_info().rss - host < MOST_GROWTH
