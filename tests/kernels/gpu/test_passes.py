"""Several dispatches over the same buffers."""

import numpy as np
import pytest
from underhood_kernels import gpu

pytestmark = pytest.mark.usefixtures("adapter")

SHADER = """
override amount: f32 = 1;
@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
@compute @workgroup_size(64)
fn add(@builtin(global_invocation_id) id: vec3u) {
    if (id.x < arrayLength(&result)) { result[id.x] = source[id.x] + amount; }
}
@compute @workgroup_size(64)
fn double(@builtin(global_invocation_id) id: vec3u) {
    if (id.x < arrayLength(&result)) { result[id.x] *= 2.0; }
}
"""
N = 100
GROUPS = (2, 1, 1)
START = np.arange(N, dtype=np.float32)
THREE = [
    gpu.Pass(GROUPS, "add", {"amount": 1}, {"result": "between"}),
    gpu.Pass(GROUPS, "double", buffers={"result": "between"}),
    gpu.Pass(GROUPS, "add", {"amount": 5}, {"source": "between"}),
]
BUFFERS = {"source": START, "between": gpu.empty(N), "result": gpu.empty(N)}


def run(buffers, passes):
    passes = gpu.Passes(SHADER, buffers, passes, name="mine")
    passes.compile()
    passes.upload()
    passes.kernel()
    return passes


def test_each_pass_sees_what_those_before_it_wrote():
    passes = run(BUFFERS, THREE)
    written = passes.download()
    assert list(written) == ["between", "result"]
    np.testing.assert_array_equal(written["between"], (START + 1) * 2)
    np.testing.assert_array_equal(written["result"], (START + 1) * 2 + 5)
    assert list(passes.download("result")) == ["result"]
    assert passes.dispatches == 3
    assert passes.invocations in (None, 3 * 128)
    assert passes.kernel_seconds is None or passes.kernel_seconds > 0


def test_passes_can_be_run_again():
    passes = run(BUFFERS, THREE)
    passes.kernel()
    passes.upload()
    passes.kernel()
    np.testing.assert_array_equal(passes.download("result")["result"], (START + 1) * 2 + 5)


def test_buffers_that_are_missing_or_left_over_are_named():
    for wrong in ({"source": START, "result": gpu.empty(N)}, {**BUFFERS, "more": START}):
        name = "between" if len(wrong) == 2 else "more"
        with pytest.raises(gpu.BindingError, match=f"mine: the passes and the buffers given differ in `{name}`"):
            run(wrong, THREE)


def test_a_binding_that_no_pass_uses_is_explained():
    with pytest.raises(gpu.UnusedBindingError, match="`source`"):
        run({"result": START}, [gpu.Pass(GROUPS, "double"), gpu.Pass(GROUPS, "double")])


def test_limits_of_every_pass_are_named():
    with pytest.raises(gpu.LimitError, match="1000000 work groups in one dimension"):
        run(BUFFERS, [*THREE[:2], gpu.Pass((1_000_000, 1, 1), "add", {}, {"source": "between"})])


def test_vectors_of_four_reach_beyond_the_last_element_and_do_not_come_back():
    shader = """
@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4f>;
@compute @workgroup_size(1)
fn main(@builtin(global_invocation_id) id: vec3u) { result[id.x] = source[id.x] + 1.0; }
"""
    for n in (0, 1, 4, 6):
        result = gpu.run(shader, {"source": START[:n], "result": gpu.empty(n)}, 2).buffers["result"]
        np.testing.assert_array_equal(result, START[:n] + 1)
