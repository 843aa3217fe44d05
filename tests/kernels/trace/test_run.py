"""Running a trace: what is refused and how errors are told, one entry point of several, and the log's size."""

import numpy as np
import pytest
from underhood_kernels import gpu, registry
from underhood_kernels.trace import TraceError, TraceLimitError, trace
from underhood_kernels.trace import run as trace_run
from underhood_kernels.trace.assemble import rewrite
from underhood_kernels.trace.parser import parse

pytestmark = pytest.mark.usefixtures("adapter")

IO = """
@group(0) @binding(0) var<storage, read> A: array<u32>;
@group(0) @binding(1) var<storage, read_write> B: array<u32>;
"""
MAIN = "@compute @workgroup_size(32) fn main(@builtin(global_invocation_id) id: vec3u) { let i = id.x;"
NUMBERS = np.array([1, 0, 3, 4, 0, 6, 7, 8] * 4, np.uint32)


def traced(body, *, head="", **extra):
    buffers = {"A": NUMBERS, "B": np.zeros(32, np.uint32)}
    report = trace(head + IO + MAIN + body + "}", buffers, 1, **extra)
    assert report.same_results
    return report


def counts(report, name="A"):
    return report.buffers[name].loads, report.buffers[name].stores


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        (IO + MAIN + "\nsubgroupBarrier(); }", 5, "subgroup, whose size differs"),
        (IO + MAIN + "for (var k = 0u; k < 2u; B[i]++) { k++; } }", 4, "move it into the body"),
        (IO + MAIN + "for (let p = &B; i < 2u;) { p[i] = 1u; } }", 4, "declare this pointer before"),
        ("@group(0) @binding(0) var image: texture_2d<f32>;" + MAIN + "}", 1, "`image` is a texture"),
        (IO + "override n: u32;\nvar<workgroup> s: array<u32, n>;" + MAIN + "}", 4, "`override n` has no value"),
        (IO + "var<workgroup> s: array<u32, countOneBits(7)>;" + MAIN + "}", 4, "can't work out this size"),
        (IO + MAIN + "\nB[i] = A[i] $ 2; }", 5, "belongs to no WGSL token"),
        (IO + MAIN + "\nB[i] = (A[i]; }", 5, "expected `\\)`, found `;`"),
        (IO + "/* never closed " + MAIN, 4, "has no end"),
        (IO + "struct V { v: vec3f }\nvar<workgroup> s: V;" + MAIN + "\ns.v.xy = vec2f(); }", 6, "one component"),
        (IO + "fn main() { }", 4, "no @workgroup_size"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_its_line(source, line, reason):
    with pytest.raises(TraceError, match=reason) as refused:
        rewrite(source, "main", {}, {"A": 128, "B": 128})
    assert refused.value.line == line
    assert f"line {line}" in str(refused.value)


def test_errors_of_the_shader_are_reported_in_its_own_lines():
    with pytest.raises(gpu.ShaderError, match="line 4"):
        traced("B[i] = nothing;")
    with pytest.raises(gpu.BindingError, match="no buffer was given for `B`"):
        trace(IO + MAIN + "B[i] = A[i]; }", {"A": NUMBERS}, 1)
    with pytest.raises(ValueError, match="warp must be"):
        traced("B[i] = A[i];", warp=0)


def test_the_log_grows_as_needed_up_to_a_limit(monkeypatch):
    monkeypatch.setattr(trace_run, "FIRST_RECORDS", 8)
    assert counts(traced("B[i] = A[i];")) == (32, 0)
    monkeypatch.setattr(trace_run, "MOST_LOG_BYTES", 1000)
    with pytest.raises(TraceLimitError, match="64 accesses need a log of .* MOST_LOG_BYTES is 1,000"):
        traced("B[i] = A[i];")


def test_one_entry_point_of_several_with_its_own_buffers():
    source = """
    @group(0) @binding(0) var<storage, read> A: array<u32>;
    @group(0) @binding(1) var<storage, read_write> half_way: array<u32>;
    @group(0) @binding(2) var<storage, read_write> B: array<u32>;
    fn twice(k: u32) -> u32 { return 2u * A[k]; }
    @compute @workgroup_size(32) fn first(@builtin(local_invocation_index) i: u32) { half_way[i] = twice(i); }
    @compute @workgroup_size(32) fn second(@builtin(local_invocation_index) i: u32) {
        B[i] = half_way[i] + half_way[31u - i];
    }
    """
    every = {"A": NUMBERS, "half_way": np.zeros(32, np.uint32), "B": np.zeros(32, np.uint32)}
    first = trace(source, every, 1, entry="first")
    assert {name: counts(first, name) for name in first.buffers} == {"A": (32, 0), "half_way": (0, 32)}
    second = trace(source, every | first.outputs, 1, entry="second")
    assert {name: counts(second, name) for name in second.buffers} == {"half_way": (64, 0), "B": (0, 32)}
    assert [line.line for line in second.lines] == [8, 8, 8]
    np.testing.assert_array_equal(second.outputs["B"], 2 * (NUMBERS + NUMBERS[::-1]))
    with pytest.raises(gpu.UnusedBindingError, match="`A`"):
        trace(IO + MAIN + "B[i] = i; }", {"A": NUMBERS, "B": np.zeros(32, np.uint32)}, 1)


def test_every_shader_of_this_package_can_be_read():
    """What is traced in full is in the families' tests; here each one's text at its default parameters."""
    for family in registry.values():
        for variant in family.variants.values():
            if variant.backend == "wgpu":
                assert parse(variant.source).functions, f"{family.name} {variant.name}"
