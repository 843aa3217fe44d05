"""Each variant of the matrix product against the oracle, and the oracle against the definition."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.trace import trace_variant

FAMILY = registry["matmul"]
SHAPES = [  # rows, inner dimension, columns
    (0, 5, 3),
    (3, 0, 5),
    (5, 3, 0),
    (1, 1, 1),
    (1, 300, 1),
    (70, 1, 67),
    (3, 17, 130),
    (31, 33, 29),
    (129, 64, 127),
    (200, 7, 9),
    (5, 4100, 6),
]
WGSL = [name for name in FAMILY.variants if name.startswith("wgpu")]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def example(rows, inner, columns, seed=0):
    return FAMILY.example(rows, seed, inner=inner, columns=columns)


def check(variant, inputs, **parameters):
    comparison = FAMILY.compare(variant(*inputs, **parameters), *inputs)
    assert comparison, f"{variant.name} {parameters}: {comparison.message}"


@pytest.mark.parametrize("shape", [(0, 5, 3), (3, 0, 5), (1, 1, 1), (4, 7, 5), (2, 100, 3)])
def test_reference_is_the_definition(shape):
    left, right = example(*shape)
    result = FAMILY.reference(left, right)
    assert result.shape == (shape[0], shape[2])
    for i, j in np.ndindex(result.shape):  # the oracle's float64 rounds a little, before it rounds to float32
        exact = math.fsum(float(a) * float(b) for a, b in zip(left[i], right[:, j], strict=True))
        assert abs(result[i, j] - exact) <= np.spacing(np.float32(abs(exact)))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_variant_agrees_with_the_reference(variant, shape):
    inputs = example(*shape, seed=sum(shape))
    result = variant(*inputs)
    comparison = FAMILY.compare(result, *inputs)
    assert comparison, comparison.message
    assert result.flags.c_contiguous


@settings(max_examples=8, deadline=None)
@given(rows=st.integers(0, 70), inner=st.integers(0, 70), columns=st.integers(0, 70), seed=st.integers(0, 2**32 - 1))
def test_variants_agree_at_any_shape(rows, inner, columns, seed):
    for variant in FAMILY.variants.values():
        if variant.available:
            check(variant, example(rows, inner, columns, seed))


def test_products_of_small_whole_numbers_are_exact(variant):
    random = np.random.default_rng(3)  # below 2²⁴ no order of summation rounds, so not one term may be missing
    left, right = (random.integers(-9, 10, shape).astype(np.float32) for shape in ((67, 801), (801, 37)))
    np.testing.assert_array_equal(variant(left, right), left @ right)


@pytest.mark.parametrize("name", ["wgpu-naive", "wgpu-tiled"])
@pytest.mark.parametrize("tile", [1, 3, 32])
def test_any_tile_is_right(adapter, name, tile):
    check(FAMILY.variants[name], example(35, 20, 41), tile=tile)


@pytest.mark.parametrize("side", [1, 3, 32])
def test_any_side_is_right(adapter, side):
    check(FAMILY.variants["wgpu-register-blocked"], example(33, 20, 41), side=side)


@pytest.mark.parametrize("tile", [8, 24, 128])
def test_any_block_is_right(adapter, tile):
    check(FAMILY.variants["wgpu-vectorised"], example(33, 20, 41), tile=tile)


@pytest.mark.parametrize(
    "sizes",
    [
        {"thread_rows": 1, "thread_columns": 4, "side": 1},
        {"thread_rows": 3, "thread_columns": 12, "side": 5},
        {"thread_rows": 16, "thread_columns": 4, "side": 4},
    ],
    ids=str,
)
def test_any_share_in_registers_is_right(adapter, sizes):
    check(FAMILY.variants["wgpu-registers-only"], example(33, 21, 41), **sizes)


@pytest.mark.parametrize(
    "sizes",
    [
        {"block_rows": 64, "block_columns": 64, "band": 1},
        {"block_rows": 64, "block_columns": 64, "thread_rows": 4, "thread_columns": 4, "step": 16, "band": 3},
        {"block_rows": 64, "block_columns": 128, "thread_columns": 16, "band": 100},
        {"block_rows": 128, "block_columns": 64, "thread_rows": 16, "step": 16, "band": 2},
    ],
    ids=str,
)
def test_any_tuning_is_right(adapter, sizes):
    check(FAMILY.variants["wgpu-tuned"], example(201, 37, 260), **sizes)


def test_other_tiles_have_no_bank_conflicts_either(adapter):
    sizes = {"block_rows": 64, "block_columns": 64, "thread_rows": 4, "step": 16}
    (report,) = trace_variant(FAMILY.variants["wgpu-tuned"], example(37, 5, 37), **sizes)
    assert (report.out_of_bounds, report.races, report.bank_conflicts) == (0, 0, 0)


def test_what_the_ladder_teaches_is_counted(adapter):
    inputs = example(64, 16, 64)
    reports = {name: trace_variant(FAMILY.variants[name], inputs)[0] for name in WGSL}
    loads = {name: r.buffers["left"].bytes + r.buffers["right"].bytes for name, r in reports.items()}
    assert loads["wgpu-naive"] == 2 * 4 * 64 * 16 * 64  # two loads for each term
    assert loads["wgpu-tiled"] == loads["wgpu-naive"] / 16  # a tile's width
    assert loads["wgpu-register-blocked"] == loads["wgpu-vectorised"] == loads["wgpu-naive"] / 64  # a block's
    assert loads["wgpu-registers-only"] == loads["wgpu-naive"] / 8  # a thread's rows and columns
    shared = {name: reports[name].buffers["left_tile"].loads for name in ("wgpu-tiled", "wgpu-register-blocked")}
    assert shared == {"wgpu-tiled": 64 * 16 * 64, "wgpu-register-blocked": 64 * 16 * 64 / 4}
    assert reports["wgpu-vectorised"].bank_conflicts > 0
    assert reports["wgpu-tuned"].bank_conflicts == 0


def test_more_work_groups_than_one_dimension_holds(adapter):
    for name in ("wgpu-naive", "wgpu-tiled"):
        check(FAMILY.variants[name], example(257, 2, 260), tile=1)
    check(FAMILY.variants["wgpu-registers-only"], example(270, 2, 1000), thread_rows=1, thread_columns=4, side=1)


@pytest.mark.parametrize(
    ("name", "parameters", "words"),
    [
        ("wgpu-vectorised", {"tile": 20}, "tile must be a multiple of 8, not 20"),
        ("wgpu-registers-only", {"thread_columns": 6}, "thread_columns must be a multiple of 4, not 6"),
        ("wgpu-tuned", {"thread_rows": 2}, "thread_rows must be a multiple of 4, not 2"),
        ("wgpu-tuned", {"thread_columns": 10}, "thread_columns must be a multiple of 4, not 10"),
        ("wgpu-tuned", {"block_rows": 100}, "block_rows must be a multiple of 32, not 100"),
        ("wgpu-tuned", {"block_columns": 32}, "block_columns must be a multiple of 64, not 32"),
        ("wgpu-tuned", {"step": 3}, "256 threads can't share tiles of 128 × 3 and 3 × 128"),
    ],
)
def test_sizes_that_do_not_divide_are_named(adapter, name, parameters, words):
    with pytest.raises(ValueError, match=words):
        FAMILY.variants[name](*example(4, 4, 4), **parameters)


def test_limits_are_named(adapter, monkeypatch):
    inputs = example(40, 40, 40)
    for name, parameter in (("tiled", "tile"), ("register-blocked", "side"), ("registers-only", "side")):
        with pytest.raises(gpu.LimitError, match="a work group of 10000 threads"):
            FAMILY.variants[f"wgpu-{name}"](*inputs, **{parameter: 100})
    with pytest.raises(gpu.LimitError, match="a work group of 4096 threads"):
        FAMILY.variants["wgpu-vectorised"](*inputs, tile=512)
    monkeypatch.setitem(gpu.device().limits, "max-compute-workgroup-storage-size", 32768)
    with pytest.raises(
        gpu.LimitError, match="need 66,560 bytes, but this adapter's max-compute-workgroup-storage-size"
    ):
        FAMILY.variants["wgpu-tuned"](*inputs, step=32)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 1024)
    for name in WGSL:
        with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 1,024"):
            FAMILY.variants[name](*inputs)


@pytest.mark.filterwarnings("ignore:invalid value")
def test_nan_and_infinity_spread_as_the_formula_says(variant):
    left, right = example(21, 19, 23)
    left[3, 18], left[20, 0] = np.nan, np.inf
    right[18, 22], right[5, 1] = -np.inf, np.nan
    left[7, 18] = 0  # 0 · ∞
    expected = FAMILY.reference(left, right)
    assert np.isnan(expected[3]).all()
    assert np.isinf(expected[20, 2:22]).all()
    assert np.isnan(expected[7, 22])
    assert np.isfinite(expected[4, 2:22]).all()
    check(variant, (left, right))


def test_denormals_may_be_flushed(variant):
    left, right = (array * np.float32(1e-39) for array in example(9, 30, 9))
    check(variant, (left, right))
    check(variant, (left, right * np.float32(1e38)))


def test_inputs_are_left_as_they_were_and_may_be_views(variant):
    left, right = example(40, 30, 20)
    kept = left.copy(), right.copy()
    result = variant(left[::2, ::3], right[::3, ::-1])
    assert FAMILY.compare(result, np.ascontiguousarray(left[::2, ::3]), np.ascontiguousarray(right[::3, ::-1]))
    np.testing.assert_array_equal(left, kept[0])
    np.testing.assert_array_equal(right, kept[1])


def test_wrong_kernels_are_found():
    left, right = example(40, 60, 40, seed=2)
    right_result = FAMILY.reference(left, right)
    assert FAMILY.compare(right_result, left, right)
    last = right_result.copy()
    last[-1] = 0
    wrong = {
        "operands swapped": FAMILY.reference(right[:40], left[:, :40]),
        "transposed": right_result.T.copy(),
        "last term missing": FAMILY.reference(left[:, :-1].copy(), right[:-1].copy()),
        "a term twice": right_result + np.outer(left[:, 7], right[7]),
        "a term of another row": right_result + np.outer(left[:, 7], right[8] - right[7]),
        "last row missing": last,
        "untouched": np.zeros_like(right_result),
        "poisoned": np.full_like(right_result, np.nan),
        "half precision": FAMILY.reference(*(a.astype(np.float16).astype(np.float32) for a in (left, right))),
        "rounded to half": right_result.astype(np.float16).astype(np.float32),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result, left, right), what
    assert "shape" in FAMILY.compare(right_result[:-1], left, right).message
    assert "dtype" in FAMILY.compare(right_result.astype(np.float64), left, right).message


def test_one_missing_term_of_a_long_sum_is_found():
    left, right = example(8, 4096, 8, seed=2)
    without = left.copy()
    without[:, 17] = 0
    assert not FAMILY.compare(FAMILY.reference(without, right), left, right)


def test_infinity_is_not_excused_by_a_bound_that_is_infinite():
    left, right = example(4, 4, 4)
    left[0, 0] = np.inf
    result = FAMILY.reference(left, right)
    result[0, 1] = 5
    assert not FAMILY.compare(result, left, right)


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        (np.zeros((2, 2)), np.zeros((2, 2), np.float32), "left must be .*float64"),
        (np.zeros((2, 2), np.float32), np.zeros(2, np.float32), "right must be .*shape"),
        (np.zeros((2, 3), np.float32), np.zeros((2, 3), np.float32), "left has 3 columns and right 2 rows"),
    ],
)
def test_bad_inputs_are_named(variant, left, right, words):
    with pytest.raises(ValueError, match=words):
        variant(left, right)


def test_costs():
    inputs = example(10, 20, 30)
    assert FAMILY.flops(*inputs) == 2 * 10 * 20 * 30
    assert FAMILY.bytes(*inputs) == 4 * (200 + 600 + 300)
    assert FAMILY.flops(*example(3, 0, 5)) == 0


def test_examples_are_reproducible_square_by_default_and_different_by_seed():
    first, again, other = (FAMILY.example(70, seed=s) for s in (1, 1, 2))
    assert [array.shape for array in first] == [(70, 70), (70, 70)]
    np.testing.assert_array_equal(first[1], again[1])
    assert not np.array_equal(first[0], other[0])
    with pytest.raises(ValueError, match="inner must be 0 or more, not -1"):
        FAMILY.example(10, inner=-1)
