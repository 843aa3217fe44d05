"""Traces of the families' own kernels, dispatch by dispatch."""

from dataclasses import replace

import numpy as np
import pytest
from underhood_kernels import registry
from underhood_kernels.gpu import Pass, empty
from underhood_kernels.launch import Launches, WgpuSteps
from underhood_kernels.trace import trace_variant

pytestmark = pytest.mark.usefixtures("adapter")

SHIFT = """
override by: u32;
@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
@compute @workgroup_size(32)
fn shift(@builtin(local_invocation_index) i: u32) { result[i] = source[i + by]; }
@compute @workgroup_size(1)
fn last() { result[31] = 7.0; }
"""


@pytest.mark.parametrize("size", [64, 128, 300])
def test_counts_follow_the_variants_own_launch(size):
    (report,) = trace_variant(registry["copy"].variants["wgpu-scalar"], registry["copy"].example(size), work_group=32)
    assert report.buffers["source"].loads == size
    assert report.buffers["result"].stores == size
    assert report.same_results


def test_each_dispatch_goes_on_from_the_one_before():
    family = registry["sum"]
    inputs = family.example(1000, seed=3)
    reports = trace_variant(family.variants["wgpu-sequential"], inputs, work_group=64)
    assert [report.buffers["result"].stores for report in reports] == [16, 1]
    assert family.compare(reports[-1].outputs["result"], *inputs)


def _shifted(by):
    """A variant of `copy` that first reads `by` elements too far, and then writes its last element."""
    passes = [
        Pass((1, 1, 1), "shift", {"by": by}, {"result": "between"}),
        Pass((1, 1, 1), "last", buffers={"result": "result"}),
    ]

    def steps(source):
        launch = Launches(lambda: {"source": source, "between": empty(32), "result": empty(32)}, passes)
        return WgpuSteps("shift.wgsl", SHIFT, launch)

    return replace(registry["copy"].variants["wgpu-scalar"], make_steps=steps, parameters={})


def test_what_leaves_a_buffer_is_found_in_its_dispatch():
    source = np.arange(32, dtype=np.float32)
    first, second = trace_variant(_shifted(3), [source])
    assert first.out_of_bounds == 3
    assert second.out_of_bounds == 0
    assert second.buffers["result"].stores == 1
    assert all(report.out_of_bounds == 0 for report in trace_variant(_shifted(0), [source]))


def test_other_back_ends_are_refused():
    with pytest.raises(ValueError, match="copy numpy runs on numpy: only WGSL kernels can be traced"):
        trace_variant(registry["copy"].variants["numpy"], registry["copy"].example(4))
