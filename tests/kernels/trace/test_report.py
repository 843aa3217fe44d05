"""How a trace is shown: table, lines and picture."""

import re

import numpy as np
import pytest
from underhood_kernels import gpu
from underhood_kernels import trace as package
from underhood_kernels.trace import trace

SOURCE = """
@group(0) @binding(0) var<storage, read> A: array<f32>;
@group(0) @binding(1) var<storage, read_write> B: array<f32>;
var<workgroup> s: array<f32, 64>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) me: u32) {
    s[me] = A[id.x];
    workgroupBarrier();
    B[id.x] = s[63u - me] + s[me];
}
"""


@pytest.fixture(scope="module")
def report(adapter):
    return trace(SOURCE, {"A": np.ones(128, np.float32), "B": gpu.empty(128)}, 2)


def test_the_table_has_a_row_for_each_buffer(report):
    first, *rest = str(report).splitlines()
    assert first.split()[:4] == ["buffer", "memory", "loads", "stores"]
    assert [line.split()[0] for line in rest[:3]] == ["A", "B", "s"]
    assert "128 threads, 20 memory instructions of 32-thread warps" in rest[3]
    assert report.markdown().splitlines()[2].startswith("| A | storage | 128 | 0 | 0 | 512 | 16 | 16 | 100% |")


def test_the_html_is_escaped_and_complete(report):
    html = report._repr_html_()
    assert html.count("<tr>") == 4
    assert "<td>work group</td>" in html


def test_lines_add_up_to_the_buffers(report):
    assert [(line.line, line.buffer, line.loads, line.stores) for line in report.lines] == [
        (7, "s", 0, 128),
        (7, "A", 128, 0),
        (9, "B", 0, 128),
        (9, "s", 128, 0),
        (9, "s", 128, 0),
    ]
    assert report.lines[1].source == "s[me] = A[id.x];"
    assert sum(line.sectors for line in report.lines) == sum(b.sectors for b in report.buffers.values())


def test_the_picture_has_every_access(report):
    figure = report.figure()
    assert {trace.name for trace in figure.data} == {"A: loads", "B: stores", "s: loads", "s: stores"}
    assert sum(len(trace.x) for trace in figure.data) == 5 * 128
    (loads,) = (trace for trace in figure.data if trace.name == "A: loads")
    np.testing.assert_array_equal(loads.x, np.arange(128))
    np.testing.assert_array_equal(loads.y, np.zeros(128))
    np.testing.assert_array_equal(loads.z, 4 * np.arange(128))
    assert set(loads.customdata) == {7}


def test_the_picture_can_be_of_one_buffer_and_says_what_it_leaves_out(report):
    figure = report.figure("B", most=100)
    assert [len(trace.x) for trace in figure.data] == [100]
    assert "the first 100 of 128 accesses" in figure.layout.title.text
    with pytest.raises(ValueError, match="no buffer 'C': there is A, B, s"):
        report.figure("C")


def test_no_accesses_and_no_threads(adapter):
    report = trace(SOURCE, {"A": np.ones(1, np.float32), "B": gpu.empty(1)}, 0)
    assert report.threads == report.instructions == report.races == report.out_of_bounds == 0
    assert report.coalescing is None
    assert report.buffers["A"].loads == 0
    assert not report.figure().data


def test_exports_are_sorted_and_documented():
    assert package.__all__ == sorted(package.__all__)
    assert all(getattr(package, name).__doc__ for name in package.__all__)
    assert re.search(r"^>>> report = trace", package.__doc__, re.MULTILINE)
