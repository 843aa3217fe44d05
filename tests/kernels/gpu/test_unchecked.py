"""Shader modules without run-time checks."""

import numpy as np
import pytest
from underhood_kernels import gpu, registry
from underhood_kernels.gpu.unchecked import unchecked
from wgpu.backends.wgpu_native import _api

pytestmark = pytest.mark.usefixtures("adapter")

DOUBLE = """
@group(0) @binding(0) var<storage, read_write> numbers: array<f32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if (id.x < arrayLength(&numbers)) { numbers[id.x] *= FACTOR; }
}"""


@pytest.fixture
def trusted(monkeypatch):
    """A list that grows with each module that is made without checks."""
    made = []
    create = _api.libf.wgpuDeviceCreateShaderModuleTrusted

    def count(device, descriptor, checks):
        made.append(checks)
        return create(device, descriptor, checks)

    monkeypatch.setattr(_api.libf, "wgpuDeviceCreateShaderModuleTrusted", count)
    return made


def _double(source, *, checked):
    passes = gpu.Passes(source, {"numbers": np.arange(5, dtype=np.float32)}, [gpu.Pass((1, 1, 1))], checked=checked)
    passes.compile()
    passes.upload()
    passes.kernel()
    return passes.download()["numbers"]


def test_only_what_is_not_to_be_checked_goes_without(trusted):
    expected = [0, 2, 4, 6, 8]
    source = DOUBLE.replace("FACTOR", "2.0")
    np.testing.assert_array_equal(_double(source, checked=True), expected)
    assert not trusted
    np.testing.assert_array_equal(_double(source, checked=False), expected)
    assert trusted == [0]
    np.testing.assert_array_equal(_double(source, checked=True), expected)
    assert trusted == [0], "the checked pipeline was still in the cache"


def test_a_familys_kernel_goes_without_and_a_readers_does_not(trusted):
    copy = registry["copy"]
    steps = copy.variants["wgpu-scalar"].steps(*copy.example(10))
    steps.compile(again=True)
    assert trusted == [0]
    gpu.run(DOUBLE.replace("FACTOR", "3.0"), {"numbers": np.ones(1, np.float32)}, work_groups=1)
    assert trusted == [0]


def test_errors_are_told_as_ever_and_checks_come_back():
    checked = _api.libf.wgpuDeviceCreateShaderModule
    with pytest.raises(gpu.ShaderError, match="FACTOR"):
        _double(DOUBLE, checked=False)
    assert _api.libf.wgpuDeviceCreateShaderModule is checked
    with pytest.raises(ZeroDivisionError), unchecked():
        _ = 1 / 0
    assert _api.libf.wgpuDeviceCreateShaderModule is checked
