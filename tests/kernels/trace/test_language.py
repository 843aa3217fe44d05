"""What of WGSL is counted, each construct against counts worked out by hand, and what is refused."""

import numpy as np
import pytest
from underhood_kernels import gpu
from underhood_kernels.trace import trace
from underhood_kernels.trace.assemble import rewrite

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
    ("body", "loads_of_a", "stores_of_b"),
    [
        ("if (A[i] > 0u && A[31u - i] < 99u) { B[i] = 1u; }", 32 + 24, 24),
        ("if (A[i] == 0u || A[31u - i] > 99u) { B[i] = 1u; }", 32 + 24, 8),
        ("B[i] = select(1u, A[i], A[i] > 0u);", 64, 32),
        ("B[i] = A[A[A[i]]];", 96, 32),
        ("let v = A[i]; B[i] = v * v + v;", 32, 32),
        ("_ = A[i]; B[i] = 0u;", 32, 32),
        ("if (i < 4u) { B[i] = A[i]; return; } else if (A[0] > 5u) { B[i] = 1u; } else { B[i] = 2u; }", 4 + 28, 32),
        ("var k = 0u; while (k < 3u) { k++; if (k == 2u) { continue; } B[i] += A[k]; }", 64, 64),
        (
            "var k = 0u; loop { if (k > 9u) { break; } B[i] = A[k]; continuing { k += 5u; break if A[k] == 6u; } }",
            64,
            32,
        ),
        ("for (var k = A[0]; k < A[3]; k += A[0]) { B[i] = k; }", 32 * (1 + 4 + 3), 96),
        ("for (;;) { B[i] = A[i]; break; }", 32, 32),
        (
            "switch A[i] { case 0u, 1u: { B[i] = A[0]; } case 3u { } default: { B[i] = A[1] + A[2]; } }",
            32 + 12 + 32,
            28,
        ),
        ("{ let A = array<u32, 2>(5u, 6u); B[i] = A[i % 2u]; } B[i] = A[i];", 32, 64),
        ("let p = &A[i]; let q = p; B[i] = *p + *q;", 64, 32),
        ("let b = &B; (*b)[i] = A[i]; b[i] <<= 1u; (*b)[i]--;", 32, 96),
        ("var a = array<u32, 4>(); let p = &a[A[i] % 4u]; *p += 2u; B[i] = a[1];", 32, 32),
        ("B[i] = arrayLength(&A);", 0, 32),
        ("B[i] = arrayLength(&A) + u32(-1 < 0) + (7u >> 1u) + u32(1 >= 0); /* A[0] /* A[1] */ */ // A[2]\n", 0, 32),
        ("const_assert 1 < 2; const two = 2u; B[i] = vec3<u32>(A[i], two, 0x1fu).zyx[1];", 32, 32),
    ],
)
def test_statements_and_expressions(body, loads_of_a, stores_of_b):
    report = traced(body)
    assert (report.buffers["A"].loads, report.buffers["B"].stores) == (loads_of_a, stores_of_b)


def test_compound_assignment_evaluates_its_index_once():
    report = traced("B[A[i]] += A[0]; B[A[i] % 8u]++;")
    assert counts(report) == (32 * 3, 0)
    assert counts(report, "B") == (64, 64)


def test_helpers_count_where_they_are_called_from():
    head = """
    fn twice(k: u32) -> u32 { return A[k] + A[k]; }
    fn both(k: u32) -> u32 { return twice(k) + twice(k ^ 1u); }
    fn quiet(x: u32) -> u32 { var s = x; for (var n = 0; n < 3; n++) { s += 1u; } return s; }
    fn increment(p: ptr<function, u32>) { *p += A[0]; }
    """
    report = traced("var x = quiet(both(i)); increment(&x); if (i > 15u) { B[i] = twice(0u) + x; }", head=head)
    assert counts(report) == (32 * 4 + 32 + 16 * 2, 0)
    lines = {(line.line, line.column): line.loads for line in report.lines if line.buffer == "A"}
    assert list(lines.values()) == [16 + 64, 16 + 64, 32]


def test_pointer_parameters_lead_to_the_variable_they_are_given():
    # Not every compiler takes this WGSL, so only the rewritten shader, which has no such pointers, is run.
    source = """
    var<workgroup> s: array<array<u32, 4>, 8>;
    fn put(row: ptr<workgroup, array<u32, 4>>, k: u32) { (*row)[k] = A[k]; row[k] += 1u; }
    """
    source = source + IO + MAIN + "put(&s[i / 4u], i % 4u); B[i] = s[i / 4u][i % 4u]; }"
    made = rewrite(source, "main", {}, {"A": 128, "B": 128})
    assert [(site.kind, site.variable) for site in made.sites if site.variable == "s"] == [
        ("store", "s"),
        ("load", "s"),
        ("store", "s"),
        ("load", "s"),
    ]
    buffers = {"A": NUMBERS, "B": np.zeros(32, np.uint32), made.log: gpu.empty(10_000, np.uint32)}
    out = gpu.run(made.source, buffers, 1).buffers
    np.testing.assert_array_equal(out["B"], NUMBERS[np.arange(32) % 4] + 1)
    assert out[made.log][0] == 32 * 6


def test_structures_matrices_and_inputs_in_a_structure():
    source = """
    const columns = 2u;
    override rows: u32 = columns + 1;
    alias Real = f32;
    struct Inner { v: vec3f, w: Real }
    struct Cell { a: u32, b: Inner, m: mat2x3<f32>, @align(32) t: array<vec2<u32>, columns> }
    struct In { @builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32 }
    @group(0) @binding(0) var<storage, read_write> cells: array<Cell>;
    var<workgroup> tile: array<vec2u, rows * 4>;
    @compute @workgroup_size(4)
    fn main(in: In) {
        let i = in.id.x;
        cells[i].b.w = cells[i].b.v.y + cells[i].m[1][2];
        cells[i].b.v = cells[i].b.v.zyx;
        cells[i].t[i % 2u].y = cells[i].a;
        tile[i] = cells[i].t[1];
        tile[i].x++;
        let whole = cells[i];
        cells[i].m[0] = whole.b.v + vec3f(f32(tile[i].x));
    }
    """
    cells = np.zeros((4, 24), np.uint32)
    cells[:, 0] = [5, 6, 7, 8]
    cells[:, 4:16] = np.arange(48, dtype=np.float32).view(np.uint32).reshape(4, 12)
    report = trace(source, {"cells": cells.view(np.float32)}, 1)
    size = {"scalar": 4, "vec3": 12, "vec2": 8, "cell": 96}
    assert report.buffers["cells"].loads == 4 * 6
    assert report.buffers["cells"].stores == 4 * 4
    loaded = 3 * size["scalar"] + size["vec3"] + size["vec2"] + size["cell"]
    assert report.buffers["cells"].bytes == 4 * (loaded + 2 * size["scalar"] + 2 * size["vec3"])
    assert report.buffers["tile"].bytes == 4 * (8 + 4 + 4 + 4)
    assert report.outputs["cells"].tobytes() == report.traces.untraced["cells"].tobytes()


def test_a_runtime_sized_array_at_a_structures_end():
    source = """
    struct Tail { n: u32, v: array<vec2u> }
    @group(0) @binding(0) var<storage, read_write> tail: Tail;
    """
    body = """
    let p = &tail.v;
    if (i < arrayLength(p)) { let q = &(*p)[i]; (*q).x = tail.n; q.y += 1u; (*p)[i + 1u].x += 0u; }
    }"""
    report = trace(source + MAIN + body, {"tail": np.arange(22, dtype=np.uint32)}, 1)
    assert counts(report, "tail") == (30, 30)  # 10 elements after n and its padding
    assert report.out_of_bounds == 2


def test_half_precision():
    source = """enable f16;
    @group(0) @binding(0) var<storage, read> A: array<f16>;
    @group(0) @binding(1) var<storage, read_write> B: array<vec4<f16>>;
    var<workgroup> w: array<f16, 128>;
    """
    body = "w[4u * i] = A[i]; B[i] = vec4<f16>(w[4u * i]); B[i].y = 1.0h; }"
    if "shader-f16" not in gpu.device().features:
        pytest.skip("this adapter has no f16")
    report = trace(source + MAIN + body, {"A": np.ones(32, np.float16), "B": gpu.empty(128, np.float16)}, 1)
    a, b, w = (report.buffers[name] for name in "ABw")
    assert (a.bytes, a.sectors, a.ideal_sectors) == (64, 2, 2)
    assert (b.bytes, b.sectors, b.ideal_sectors) == (256 + 64, 8 + 8, 8 + 2)
    assert (w.bytes, w.bank_conflicts) == (128, 2)  # 64 words over 32 banks, at the store and at the load


def test_a_counter_in_work_group_memory():
    report = traced("if (i == 0u) { for (c = 0u; c < 3u; c++) { B[c] = A[c]; } }", head="var<workgroup> c: u32;")
    assert counts(report, "c") == (4 + 3 + 3 + 3, 1 + 3)  # condition, both indices and the step; first value and steps


def test_a_kernel_without_accesses():
    report = trace(IO.splitlines()[1] + MAIN + "let n = arrayLength(&A); }", {"A": NUMBERS}, 1)
    assert counts(report) == (0, 0)
    assert report.same_results


def test_compare_and_exchange_and_atomics_without_an_index():
    source = """
    struct State { turn: atomic<u32>, locks: array<atomic<u32>, 32> }
    @group(0) @binding(0) var<storage, read_write> state: State;
    """
    body = """
    let r = atomicCompareExchangeWeak(&state.locks[i], 0u, i);
    atomicStore(&state.locks[i], atomicLoad(&state.locks[i]) + 1u);
    if (atomicCompareExchangeWeak(&state.turn, 99u, 0u).exchanged) { atomicMax(&state.turn, 1u); }
    }"""
    report = trace(source + MAIN + body, {"state": np.zeros(33, np.uint32)}, 1)
    assert report.atomics == 4 * 32
    assert counts(report, "state") == (0, 0)


def test_names_of_the_probes_give_way_to_the_shaders():
    report = traced("let traced_log = A[i]; let traced = 1u; B[i] = traced + traced_log;")
    assert counts(report) == (32, 0)


@pytest.mark.parametrize("names", [("value", "site"), ("i0", "place"), ("words", "count"), ("n", "at")])
def test_variables_may_have_the_names_of_ours(names):
    first, second = names
    source = IO.replace("A:", f"{first}:").replace("B:", f"{second}:") + MAIN + f"{second}[i] = {first}[i]; }}"
    report = trace(source, {first: NUMBERS, second: np.zeros(32, np.uint32)}, 1)
    np.testing.assert_array_equal(report.outputs[second], NUMBERS)


def test_threads_are_numbered_over_all_dimensions():
    source = IO + "@compute @workgroup_size(2, 2, 2) fn main(@builtin(global_invocation_id) i: vec3u) {"
    source += " let k = (i.z * 4u + i.y) * 4u + i.x; B[k] = A[k]; }"
    report = trace(source, {"A": np.arange(64, dtype=np.uint32), "B": np.zeros(64, np.uint32)}, (2, 2, 2))
    assert report.threads == 64
    assert sorted(set(report.traces.log.thread)) == list(range(64))
    assert report.races == 0
