"""A device that the driver gives up, and the one that is opened after it."""

import numpy as np
import pytest
from underhood_kernels import gpu, registry

pytestmark = pytest.mark.usefixtures("adapter")

COPY = registry["copy"]
SHADER = """
@group(0) @binding(0) var<storage, read_write> numbers: array<f32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if (id.x < arrayLength(&numbers)) { numbers[id.x] += 1.0; }
}"""


def lose():
    """Take the device away, as a driver that is reset does."""
    gpu.device().handle.destroy()


@pytest.mark.parametrize("step", ["upload", "kernel", "download"])
def test_a_loss_is_told_at_whatever_step_it_is_met(step):
    steps = COPY.variants["wgpu-scalar"].steps(*COPY.example(100))
    steps.compile()
    steps.upload()
    steps.kernel()
    before = gpu.device()
    lose()
    with pytest.raises(gpu.LostDeviceError, match="the next run opens it anew"):
        getattr(steps, step)()
    assert gpu.device() is not before
    assert COPY.compare(COPY.variants["wgpu-scalar"](*COPY.example(100)), *COPY.example(100))


def test_a_variant_runs_again_by_itself():
    variant, inputs = COPY.variants["wgpu-vec4"], COPY.example(1000)
    variant(*inputs)
    lose()
    assert COPY.compare(variant(*inputs), *inputs)


def test_compiling_on_a_lost_device_is_no_mistake_in_the_shader():
    device = gpu.device()
    lose()
    with pytest.raises(gpu.LostDeviceError):
        device.pipeline(SHADER, "main", {}, name="mine")
    assert gpu.device() is not device


def test_a_readers_shader_runs_again_after_the_error():
    lose()
    with pytest.raises(gpu.LostDeviceError):
        gpu.run(SHADER, {"numbers": np.zeros(3, np.float32)}, work_groups=1)
    np.testing.assert_array_equal(
        gpu.run(SHADER, {"numbers": np.zeros(3, np.float32)}, work_groups=1).buffers["numbers"], [1, 1, 1]
    )


def test_other_errors_leave_the_device_as_it_is():
    device = gpu.device()
    with pytest.raises(gpu.ShaderError):
        gpu.run("nonsense", {}, work_groups=1)
    assert gpu.device() is device
    assert not device.lost
