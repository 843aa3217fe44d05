"""Running shaders, and every mistake that a beginner makes with its explanation."""

import os
import subprocess
import sys

import numpy as np
import pytest
from underhood_kernels import gpu

pytestmark = pytest.mark.usefixtures("adapter")

ADD = """
override width: u32 = 64;
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> total: array<f32>;
@compute @workgroup_size(width)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if (id.x < arrayLength(&total)) {
        total[id.x] = a[id.x] + b[id.x];
    }
}
"""
N = 100
BUFFERS = {
    "a": np.arange(N, dtype=np.float32),
    "b": np.ones(N, np.float32),
    "total": np.full(N, np.nan, np.float32),
}


def test_a_run_returns_what_was_written_and_proof_of_the_dispatch():
    run = gpu.run(ADD, BUFFERS, 2)
    np.testing.assert_array_equal(run.buffers["total"], np.arange(N) + 1)
    assert list(run.buffers) == ["total"]
    assert run.dispatches == 1
    assert run.invocations in (None, 128)
    assert run.kernel_seconds is None or run.kernel_seconds > 0
    assert np.isnan(BUFFERS["total"]).all(), "what was given is left as it was"


def test_too_few_work_groups_leave_the_poison():
    total = gpu.run(ADD, BUFFERS, 1).buffers["total"]
    assert not np.isnan(total[:64]).any()
    assert np.isnan(total[64:]).all()


def test_an_unused_binding_is_explained():
    with pytest.raises(
        gpu.UnusedBindingError, match=r"mine: `b` \(@binding\(1\)\) is declared but never used by `main`"
    ):
        gpu.run(ADD.replace(" + b[id.x]", ""), BUFFERS, 2, name="mine")


def test_two_unused_bindings_are_both_named():
    with pytest.raises(gpu.UnusedBindingError, match=r"`a`.*`b`.* are declared but never used"):
        gpu.run(ADD.replace("a[id.x] + b[id.x]", "1.0"), BUFFERS, 2)


@pytest.mark.parametrize(
    ("broken", "line", "words", "pointed"),
    [
        (ADD.replace("a[id.x] +", "a[id.x +"), 9, "expected", ";"),
        (ADD.replace("a[id.x] +", "aa[id.x] +"), 9, "no definition in scope for identifier: `aa`", "aa"),
        (ADD.replace("a[id.x] +", "f32x(1) +"), 9, "f32x", "f32x"),
        (ADD.replace("id.x < arrayLength", "f32(id.x) < arrayLength"), 8, "f32", "f32(id.x) < arrayLength(&total)"),
    ],
)
def test_a_shader_that_does_not_compile_has_line_and_caret(broken, line, words, pointed):
    with pytest.raises(gpu.ShaderError) as caught:
        gpu.run(broken, BUFFERS, 2, name="mine")
    first, code, carets = str(caught.value).splitlines()
    assert first.startswith(f"mine, line {line}, column ")
    assert words in first
    assert "Scalar {" not in first, "types are named as WGSL names them"
    assert code.startswith(f"{line} | ")
    assert code[carets.index("^") : carets.rindex("^") + 1] == pointed


def test_in_a_notebook_the_error_comes_without_the_traceback():
    error = gpu.ShaderError("mine, line 3")
    assert error._render_traceback_() == ["ShaderError: mine, line 3"]
    (long,) = gpu.BindingError("word " * 50 + "\n3 | " + "x" * 200)._render_traceback_()
    assert max(map(len, long.splitlines()[:-1])) <= 96
    assert long.splitlines()[-1] == "3 | " + "x" * 200


def test_a_missing_entry_point_names_those_there_are():
    with pytest.raises(gpu.ShaderError, match="no entry point `start`; the shader's functions: main"):
        gpu.run(ADD, BUFFERS, 2, entry="start")


def test_an_unknown_constant_names_those_there_are():
    with pytest.raises(gpu.ShaderError, match="no `override height` in the shader; it declares: width"):
        gpu.run(ADD, BUFFERS, 2, constants={"height": 3})


def test_missing_and_unknown_buffers_are_named():
    wrong = {"a": BUFFERS["a"], "c": BUFFERS["b"], "total": BUFFERS["total"]}
    with pytest.raises(gpu.BindingError, match="no buffer was given for `b`; the shader declares no `c`"):
        gpu.run(ADD, wrong, 2)


@pytest.mark.parametrize("dtype", [np.float64, np.int32, np.float16])
def test_a_wrong_dtype_is_named_and_not_converted(dtype):
    with pytest.raises(gpu.BindingError, match=r"`a` is \w+, but the shader declares array<f32>.*astype\(np.float32\)"):
        gpu.run(ADD, {**BUFFERS, "a": BUFFERS["a"].astype(dtype)}, 2)


def test_text_is_no_buffer():
    shader = "struct P { x: f32 }\n" + ADD.replace("a: array<f32>", "a: array<P>").replace("a[id.x]", "a[id.x].x")
    with pytest.raises(gpu.BindingError, match="a buffer holds numbers"):
        gpu.run(shader, {**BUFFERS, "a": np.array(["x"])}, 2)


def test_limits_are_named():
    with pytest.raises(gpu.LimitError, match="work groups in one dimension"):
        gpu.run(ADD, BUFFERS, 1_000_000)
    with pytest.raises(gpu.LimitError, match="a work group of 100000 threads"):
        gpu.run(ADD, BUFFERS, 1, constants={"width": 100_000})


@pytest.mark.parametrize("work_groups", [-1, 1.5, (1, 2, 3, 4), True, ()])
def test_work_groups_are_checked(work_groups):
    with pytest.raises(ValueError, match="one to three whole numbers"):
        gpu.run(ADD, BUFFERS, work_groups)


def test_uniforms_numbers_shapes_and_small_types():
    shader = """
@group(0) @binding(0) var<uniform> factor: f32;
@group(0) @binding(1) var<storage, read_write> grid: array<u32>;
@compute @workgroup_size(1) fn main(@builtin(global_invocation_id) id: vec3u) {
    grid[id.x + 3 * id.y] = u32(factor) * grid[id.x + 3 * id.y];
}"""
    grid = np.arange(6, dtype=np.uint32).reshape(2, 3)
    run = gpu.run(shader, {"factor": 3, "grid": grid}, (3, 2))
    np.testing.assert_array_equal(run.buffers["grid"], grid * 3)


def test_empty_results_are_zero_and_cost_no_upload():
    run = gpu.run(ADD, {**BUFFERS, "total": gpu.empty((10, 10))}, 1)
    assert run.buffers["total"].shape == (10, 10)
    np.testing.assert_array_equal(run.buffers["total"].ravel()[64:], 0)


def test_compiled_pipelines_are_kept_and_bounded():
    device = gpu.device()
    first = device.pipeline(ADD, "main", {"width": 16.0}, name="a")
    assert device.pipeline(ADD, "main", {"width": 16.0}, name="b") is first
    assert device.pipeline(ADD, "main", {"width": 16.0}, name="b", again=True) is not first
    for i in range(70):
        device.pipeline(f"// {i}\n{ADD}", "main", {}, name="many")
    assert len(device._pipelines) <= 64


def test_nothing_is_written_to_stderr_and_a_forked_process_is_told():
    script = """
import os, sys
os.environ.pop("XDG_RUNTIME_DIR", None)
from underhood_kernels import gpu
gpu.device()
if os.fork() == 0:
    try:
        gpu.device()
    except gpu.GpuError as error:
        print(error, flush=True)
    os._exit(0)
os.wait()
"""
    environment = {k: v for k, v in os.environ.items() if k != "XDG_RUNTIME_DIR"}
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", script]  # Python 3.12 warns of the fork itself
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert done.stderr == ""
    assert "forked after the GPU was opened" in done.stdout
