"""Races and accesses out of bounds: found where they are, and not where they aren't."""

import numpy as np
import pytest
from underhood_kernels import gpu
from underhood_kernels.trace import trace

pytestmark = pytest.mark.usefixtures("adapter")

IO = """
@group(0) @binding(0) var<storage, read> A: array<f32>;
@group(0) @binding(1) var<storage, read_write> B: array<f32>;
"""
HEAD = "fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) me: u32) {"
MAIN = f"@compute @workgroup_size(64) {HEAD} let i = id.x;"

REDUCTION = (
    IO
    + """
override width: u32;
var<workgroup> s: array<f32, width>;
@compute @workgroup_size(width)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) me: u32) {
    s[me] = A[group.x * width + me];
    for (var half = width / 2u; half > 0u; half >>= 1u) {
        workgroupBarrier();
        if (me < half) {
            s[me] += s[me + half];
        }
    }
    if (me == 0u) { B[group.x] = s[0]; }
}
"""
)


@pytest.mark.parametrize("width", [2, 64, 256])
def test_a_reduction_with_barriers_has_no_races(width):
    data = np.arange(2 * width, dtype=np.float32)
    report = trace(REDUCTION, {"A": data, "B": gpu.empty(2)}, 2, constants={"width": width})
    np.testing.assert_array_equal(report.outputs["B"], data.reshape(2, width).sum(1))
    assert report.races == 0
    assert report.faults == ()
    s = report.buffers["s"]
    assert s.stores == 2 * (width + width - 1)  # every thread once, then half as many, a quarter, … and 1
    assert s.loads == 2 * (2 * (width - 1) + 1)
    assert report.bank_conflicts == 0
    assert report.same_results


@pytest.mark.parametrize("width", [2, 64, 256])
def test_a_reduction_without_its_barrier_races(width):
    source = REDUCTION.replace("workgroupBarrier();", "")
    report = trace(source, {"A": np.ones(2 * width, np.float32), "B": gpu.empty(2)}, 2, constants={"width": width})
    # In both work groups every word from 1 on is stored by its thread and loaded by another; word 0 by its own only.
    assert report.races == report.buffers["s"].races == 2 * (width - 1)
    (fault,) = report.faults
    assert (fault.kind, fault.buffer) == ("race", "s")
    assert "no workgroupBarrier between" in str(fault)
    assert str(fault) in str(report)


def test_the_wrong_barrier_does_not_order_storage():
    body = " B[i] = 1.0; {}Barrier(); let other = B[i ^ 1u]; {}Barrier(); B[i] = other + A[i]; }}"
    buffers = {"A": np.ones(64, np.float32), "B": gpu.empty(64)}
    assert trace(IO + MAIN + body.format("storage", "storage"), buffers, 1).races == 0
    assert trace(IO + MAIN + body.format("workgroup", "workgroup"), buffers, 1).races == 64


@pytest.mark.parametrize("groups", [2, 3, 5])
def test_work_groups_are_never_ordered(groups):
    source = IO + MAIN + " B[me] = A[i]; storageBarrier(); }"
    report = trace(source, {"A": np.ones(64 * groups, np.float32), "B": gpu.empty(64)}, groups)
    assert report.races == 64
    assert "work groups are not ordered" in report.faults[0].message
    assert trace(source, {"A": np.ones(64, np.float32), "B": gpu.empty(64)}, 1).races == 0


def test_work_group_memory_of_two_groups_is_not_the_same():
    source = "var<workgroup> s: array<f32, 64>;" + IO + MAIN + " s[me] = A[i]; B[i] = s[me]; }"
    report = trace(source, {"A": np.ones(128, np.float32), "B": gpu.empty(128)}, 2)
    assert report.races == 0
    assert report.buffers["s"].reuse == 1


def test_atomics_do_not_race():
    source = "@group(0) @binding(0) var<storage, read_write> n: atomic<u32>;" + MAIN + " atomicAdd(&n, i); }"
    report = trace(source, {"n": np.zeros(1, np.uint32)}, 3)
    assert (report.races, report.atomics) == (0, 192)
    assert report.outputs["n"][0] == sum(range(192))


def test_a_uniform_load_is_a_barrier():
    source = "var<workgroup> s: f32;" + IO + MAIN + " if (me == 0u) { s = A[0]; } B[i] = workgroupUniformLoad(&s); }"
    report = trace(source, {"A": np.ones(1, np.float32), "B": gpu.empty(64)}, 1)
    assert (report.races, report.buffers["s"].loads, report.buffers["s"].stores) == (0, 64, 1)


@pytest.mark.parametrize("size", [1, 63, 100])
def test_accesses_beyond_the_end(size):
    groups = -(-size // 64)
    report = trace(IO + MAIN + " B[i] = A[i]; }", {"A": np.ones(size, np.float32), "B": gpu.empty(size)}, groups)
    beyond = 64 * groups - size
    assert report.out_of_bounds == 2 * beyond
    assert report.buffers["A"].out_of_bounds == report.buffers["B"].out_of_bounds == beyond
    assert report.buffers["A"].loads == 64 * groups  # the instruction is there, but moves nothing
    assert report.buffers["A"].bytes == 4 * size
    assert {f.kind for f in report.faults} == {"out of bounds"}
    assert f"the load at index {size} by thread {size % 64} of work group {size // 64}" in str(report)


def test_negative_indices_and_arrays_of_fixed_length():
    source = IO + "var<workgroup> s: array<array<f32, 4>, 16>;" + MAIN
    source += " s[i / 4u][i % 4u + 1u] = A[i32(i) - 1]; B[i] = 0.0; }"
    report = trace(source, {"A": np.ones(64, np.float32), "B": gpu.empty(64)}, 1)
    assert report.buffers["A"].out_of_bounds == 1
    assert report.buffers["s"].out_of_bounds == 16
    assert "the load at index -1 by thread 0" in str(report)
