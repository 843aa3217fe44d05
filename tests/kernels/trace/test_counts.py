"""Counts against those worked out by hand, each kernel at three sizes."""

from pathlib import Path

import numpy as np
import pytest
from underhood_kernels import families, gpu, registry
from underhood_kernels.trace import trace

pytestmark = pytest.mark.usefixtures("adapter")

IO = """
@group(0) @binding(0) var<storage, read> A: array<f32>;
@group(0) @binding(1) var<storage, read_write> B: array<f32>;
"""
MAIN = "@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) { let i = id.x;"
SIZES = (64, 192, 1024)  # whole work groups
ODD = (1, 77, 1000)


def numbers(count):
    return np.random.default_rng(count).standard_normal(count, dtype=np.float32)


def ceil(a, b):
    return -(-a // b)


@pytest.mark.parametrize("size", ODD)
def test_copy_with_a_guard(size):
    source = IO + MAIN + " if (i >= arrayLength(&A)) { return; } B[i] = A[i]; }"
    data = numbers(size)
    report = trace(source, {"A": data, "B": gpu.empty(size)}, ceil(size, 64))
    a, b = report.buffers["A"], report.buffers["B"]
    assert (a.loads, a.stores, a.bytes) == (size, 0, 4 * size)
    assert (b.loads, b.stores, b.bytes) == (0, size, 4 * size)
    assert a.sectors == a.ideal_sectors == b.sectors == ceil(size, 8)
    assert a.reuse == b.reuse == 1
    assert a.coalescing == report.coalescing == 1
    assert not report.races
    assert not report.out_of_bounds
    assert report.same_results
    np.testing.assert_array_equal(report.outputs["B"], data)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("stride", [3, 32])
def test_strided_copy(size, stride):
    source = IO + "override stride: u32;" + MAIN + " B[i] = A[i * stride]; }"
    buffers = {"A": numbers(size * stride), "B": gpu.empty(size)}
    report = trace(source, buffers, size // 64, constants={"stride": stride})
    a = report.buffers["A"]
    assert a.loads == size
    # A warp's 32 words lie over 128 · stride bytes, and from a stride of 8 on each in a sector of its own.
    assert a.sectors == size // 32 * min(4 * stride, 32)
    assert a.ideal_sectors == size // 32 * 4
    assert report.buffers["B"].coalescing == 1


@pytest.mark.parametrize("size", SIZES)
def test_a_shifted_copy_touches_one_sector_more(size):
    report = trace(IO + MAIN + " B[i] = A[i + 1u]; }", {"A": numbers(size + 1), "B": gpu.empty(size)}, size // 64)
    assert report.buffers["A"].sectors == size // 32 * 5
    assert report.buffers["A"].ideal_sectors == size // 32 * 4


@pytest.mark.parametrize("size", SIZES)
def test_saxpy_loads_and_stores_y(size):
    source = IO + "@group(0) @binding(2) var<uniform> a: f32;" + MAIN + " B[i] += a * A[i]; }"
    x, y = numbers(size), numbers(size + 1)[1:]
    report = trace(source, {"A": x, "B": y, "a": 2.0}, size // 64)
    b = report.buffers["B"]
    assert (b.loads, b.stores, b.bytes, b.reuse) == (size, size, 8 * size, 1)
    assert b.sectors == b.ideal_sectors == 2 * size // 8
    assert report.same_results
    assert list(report.buffers) == ["A", "B"]  # uniforms are not storage


@pytest.mark.parametrize("size", SIZES)
def test_vectors_of_four_make_a_quarter_of_the_accesses(size):
    source = IO.replace("array<f32>", "array<vec4<f32>>") + MAIN + " B[i] = A[i]; }"
    report = trace(source, {"A": numbers(4 * size), "B": gpu.empty(4 * size)}, size // 64)
    a = report.buffers["A"]
    assert (a.loads, a.bytes, a.sectors, a.ideal_sectors) == (size, 16 * size, size // 2, size // 2)


@pytest.mark.parametrize("size", SIZES)
def test_an_array_of_structures_wastes_what_is_not_asked_for(size):
    source = "struct Body { position: vec3f, mass: f32, velocity: vec3f }\n"
    source += IO.replace("A: array<f32>", "A: array<Body>") + MAIN + " B[i] = A[i].mass; }"
    report = trace(source, {"A": numbers(8 * size), "B": gpu.empty(size)}, size // 64)
    a = report.buffers["A"]
    assert (a.loads, a.bytes, a.sectors, a.ideal_sectors) == (size, 4 * size, size, size // 8)


def convolution(variant, size, taps, work_group):
    family = registry["convolution"]
    signal, weights = family.example(size, seed=3, taps=taps)
    chosen = family.variants[f"wgpu-{variant}"]
    after = (taps - 1) // 2
    name = "signal" if variant == "naive" else "padded"
    data = signal if variant == "naive" else np.pad(signal, (taps - 1 - after, after))
    source = (Path(families.__file__).parent / "convolution" / f"{variant}.wgsl").read_text()
    buffers = {name: data, "taps": weights, "result": gpu.empty(size)}
    report = trace(source, buffers, ceil(size, work_group), constants={"work_group_size": work_group})
    assert report.same_results
    assert report.races == report.out_of_bounds == report.bank_conflicts == report.atomics == 0
    assert family.compare(report.outputs["result"], signal, weights)
    assert report.outputs["result"].tobytes() == chosen(signal, weights, work_group=work_group).tobytes()
    return report


CONVOLUTIONS = [(100, 5, 32), (256, 31, 64), (1000, 9, 128)]


@pytest.mark.parametrize(("size", "taps", "work_group"), CONVOLUTIONS)
def test_naive_convolution_skips_taps_outside(size, taps, work_group):
    report = convolution("naive", size, taps, work_group)
    half = taps // 2
    inside = size * taps - half * (half + 1)  # half + … + 1 taps are outside at either end
    assert report.buffers["signal"].loads == report.buffers["taps"].loads == inside
    assert report.buffers["result"].stores == size
    warps = ceil(size, 32)
    assert report.buffers["taps"].sectors == warps * taps  # one word for the whole warp at each tap


@pytest.mark.parametrize(("size", "taps", "work_group"), CONVOLUTIONS)
def test_padded_convolution_loads_signal_and_tap_at_every_tap(size, taps, work_group):
    report = convolution("padded", size, taps, work_group)
    assert report.buffers["padded"].loads == report.buffers["taps"].loads == size * taps
    assert report.buffers["padded"].reuse == pytest.approx(size * taps / (size + taps - 1))
    assert report.buffers["taps"].reuse == size


@pytest.mark.parametrize(("size", "taps", "work_group"), CONVOLUTIONS)
def test_shared_convolution_loads_each_tile_once(size, taps, work_group):
    report = convolution("shared", size, taps, work_group)
    groups, chunks = ceil(size, work_group), ceil(taps, work_group)
    threads = groups * work_group
    assert report.buffers["padded"].loads == report.buffers["tile"].stores == 2 * threads * chunks
    assert report.buffers["taps"].loads == report.buffers["chunk"].stores == threads * chunks
    assert report.buffers["tile"].loads == report.buffers["chunk"].loads == threads * taps
    assert report.buffers["tile"].space == "workgroup"
    assert report.buffers["tile"].sectors == 0
    assert report.buffers["tile"].coalescing is None


TRANSPOSE = """
override padding: u32;
var<workgroup> tile: array<f32, 32 * (32 + padding)>;
@compute @workgroup_size(32, 8)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_id) me: vec3u) {
    let n = groups.x * 32u;
    for (var row = me.y; row < 32u; row += 8u) {
        tile[row * (32u + padding) + me.x] = A[(group.y * 32u + row) * n + group.x * 32u + me.x];
    }
    workgroupBarrier();
    for (var row = me.y; row < 32u; row += 8u) {
        B[(group.x * 32u + row) * n + group.y * 32u + me.x] = tile[me.x * (32u + padding) + row];
    }
}
"""


@pytest.mark.parametrize("tiles", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1, 2])
def test_tiled_transpose(tiles, padding):
    side = 32 * tiles
    matrix = numbers(side * side).reshape(side, side)
    buffers = {"A": matrix, "B": gpu.empty((side, side))}
    report = trace(IO + TRANSPOSE, buffers, (tiles, tiles), constants={"padding": padding})
    np.testing.assert_array_equal(report.outputs["B"], matrix.T)
    # Read by columns, without padding all 32 words of a warp share a bank, with two words of it each bank has two.
    again = {0: 31, 1: 0, 2: 1}[padding]
    assert report.bank_conflicts == report.buffers["tile"].bank_conflicts == tiles**2 * 32 * again
    assert report.buffers["A"].coalescing == report.buffers["B"].coalescing == 1
    assert report.races == 0


@pytest.mark.parametrize("tiles", [1, 2, 3])
def test_naive_transpose_stores_into_sectors_of_their_own(tiles):
    side = 32 * tiles
    source = IO + "@compute @workgroup_size(32) fn main(@builtin(global_invocation_id) id: vec3u) {"
    source += f" B[id.x * {side}u + id.y] = A[id.y * {side}u + id.x]; }}"
    report = trace(source, {"A": numbers(side**2), "B": gpu.empty(side**2)}, (tiles, side))
    assert report.buffers["A"].sectors == side**2 // 8
    assert report.buffers["B"].sectors == side**2


@pytest.mark.parametrize(
    ("kind", "stride", "again"), [("f32", 2, 1), ("f32", 32, 31), ("vec2f", 1, 0), ("vec2f", 2, 2)]
)
def test_bank_conflicts_of_narrow_and_wide_accesses(kind, stride, again):
    source = f"var<workgroup> s: array<{kind}, 1024>;" + IO
    source += "@compute @workgroup_size(32) fn main(@builtin(local_invocation_index) i: u32) {"
    source += f" s[i * {stride}u] = {kind}(A[i]); B[i] = 0.0; }}"
    report = trace(source, {"A": numbers(32), "B": gpu.empty(32)}, 1)
    assert report.bank_conflicts == again  # 8-byte accesses go by half warps, so a stride of 2 conflicts once in each


@pytest.mark.parametrize("size", ODD)
def test_histogram_counts_atomics(size):
    source = """
    @group(0) @binding(0) var<storage, read> data: array<u32>;
    @group(0) @binding(1) var<storage, read_write> bins: array<atomic<u32>>;
    """
    source += MAIN + " if (i < arrayLength(&data)) { atomicAdd(&bins[data[i] % 16u], 1u); } }"
    data = np.random.default_rng(size).integers(0, 1000, size, np.uint32)
    report = trace(source, {"data": data, "bins": np.zeros(16, np.uint32)}, ceil(size, 64))
    bins = report.buffers["bins"]
    assert report.atomics == bins.atomics == size
    assert (bins.loads, bins.stores, bins.bytes) == (0, 0, 4 * size)
    assert bins.reuse == size / len(set(data % 16))
    assert report.races == 0
    np.testing.assert_array_equal(report.outputs["bins"], np.bincount(data % 16, minlength=16))


def test_smaller_warps_make_more_instructions():
    buffers = {"A": numbers(64), "B": gpu.empty(64)}
    by_warp = {w: trace(IO + MAIN + " B[i] = A[0]; }", buffers, 1, warp=w).buffers["A"].sectors for w in (1, 8, 32, 64)}
    assert by_warp == {1: 64, 8: 8, 32: 2, 64: 1}


def test_accesses_of_one_iteration_belong_together_whoever_skips():
    source = IO + MAIN + " for (var k = 0u; k < 4u; k++) { if (k > 0u || i % 2u == 0u) { B[i] += A[k * 8u]; } } }"
    report = trace(source, {"A": numbers(32), "B": np.zeros(64, np.float32)}, 1)
    assert report.buffers["A"].loads == 64 * 4 - 32
    # In each iteration the warp wants one word, though odd threads come to it once less.
    assert report.buffers["A"].sectors == 2 * 4


def test_counts_are_the_same_every_time():
    reports = [convolution("shared", 300, 7, 64) for _ in range(2)]
    assert reports[0].buffers == reports[1].buffers
    assert reports[0].lines == reports[1].lines
