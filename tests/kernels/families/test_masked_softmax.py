"""Each variant against the oracle, and the oracle against the definition."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.trace import trace_variant

FAMILY = registry["masked_softmax"]
SHAPES = [(0, 0), (0, 5), (5, 0), (1, 1), (1, 9), (3, 2), (70, 33), (33, 70), (64, 64), (10, 2100), (2100, 5)]
WGSL = ["wgpu-unfused", "wgpu-fused", "wgpu-subgroups"]
NAN, INF = np.nan, np.inf


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


@pytest.fixture(params=WGSL)
def wgsl(request, adapter):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def check(variant, *inputs, **parameters):
    comparison = FAMILY.compare(variant(*inputs, **parameters), *inputs)
    assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (4, 7), (30, 10)])
def test_reference_is_the_definition(rows, columns):
    x, scale = FAMILY.example(rows, columns=columns)
    for r, (row, result) in enumerate(zip(x.tolist(), FAMILY.reference(x, scale), strict=True)):
        powers = [math.exp(float(scale) * value) if c <= r else 0 for c, value in enumerate(row)]
        np.testing.assert_allclose(result, [power / math.fsum(powers) for power in powers], rtol=1e-7)


@pytest.mark.parametrize(("rows", "columns"), SHAPES)
def test_variant_agrees_with_the_reference(variant, rows, columns):
    check(variant, *FAMILY.example(rows, seed=rows + columns, columns=columns))


@settings(max_examples=8, deadline=None)
@given(
    rows=st.integers(0, 50),
    columns=st.integers(0, 50),
    seed=st.integers(0, 2**32 - 1),
    scale=st.sampled_from([0, 0.125, -1, 40]),
    shift=st.sampled_from([0, -1e3]),
)
def test_variants_agree_at_any_shape_and_scale(rows, columns, seed, scale, shift):
    x, _ = FAMILY.example(rows, seed=seed, columns=columns)
    for variant in FAMILY.variants.values():
        if variant.available:
            check(variant, x + np.float32(shift), scale)


def test_what_is_masked_is_zero_and_does_not_count(variant):
    x, scale = FAMILY.example(70, seed=3, columns=90)
    result = variant(x, scale)
    hidden = ~np.tri(70, 90, dtype=bool)
    assert (result[hidden] == 0).all()
    for value in (1e6, NAN, INF, -INF):
        np.testing.assert_array_equal(variant(np.where(hidden, np.float32(value), x), scale), result)


@pytest.mark.parametrize("work_group", [1, 3, 50, 1000])
def test_any_work_group_size_is_right(wgsl, work_group):
    check(wgsl, *FAMILY.example(9, seed=5, columns=301), work_group=work_group)


@pytest.mark.parametrize("per_thread", [1, 3, 16])
def test_rows_of_any_number_of_blocks_are_right(wgsl, per_thread):
    for rows, columns in ((150, 63), (150, 65), (70, 200)):
        check(wgsl, *FAMILY.example(rows, seed=5, columns=columns), work_group=8, per_thread=per_thread)


def test_several_blocks_stay_in_bounds_without_races(wgsl):
    inputs = FAMILY.example(40, seed=5, columns=70)
    for report in trace_variant(wgsl, inputs, work_group=4, per_thread=1):
        assert (report.out_of_bounds, report.races) == (0, 0), report.faults


def test_fused_reads_the_triangle_once_and_unfused_crosses_memory_six_times(adapter):
    inputs = FAMILY.example(64, columns=64)
    unfused = trace_variant(FAMILY.variants["wgpu-unfused"], inputs)
    assert [report.buffers[name].bytes for report in unfused for name in ("x", "result")] == [64 * 64 * 4] * 6
    (fused,) = trace_variant(FAMILY.variants["wgpu-fused"], inputs)
    assert fused.buffers["result"].bytes == 64 * 64 * 4
    assert fused.buffers["x"].bytes == sum(16 * (row // 4 + 1) for row in range(64))


def test_more_work_groups_than_one_dimension_holds(adapter):
    inputs = FAMILY.example(65_537, seed=6, columns=5)
    for name in WGSL[:2]:
        check(FAMILY.variants[name], *inputs, work_group=1)


@pytest.mark.filterwarnings("ignore:invalid value")
def test_nan_infinity_and_denormals_behave_as_documented(variant):
    x, scale = FAMILY.example(60, seed=3, columns=50)
    x[10, 3], x[11, 11], x[20, 0], x[21, :] = NAN, NAN, INF, -INF
    x[22, 5:] = -INF
    x[23] = 1e-40 * np.arange(50)
    x[30, 31] = NAN  # masked
    expected = FAMILY.reference(x, scale)
    assert sorted(set(np.argwhere(np.isnan(expected))[:, 0].tolist())) == [10, 11, 20, 21]
    assert np.isnan(expected[[10, 11, 20, 21]]).all()
    check(variant, x, scale)


def test_a_plain_number_is_taken_for_the_scale(variant):
    x, scale = FAMILY.example(9, seed=1)
    np.testing.assert_array_equal(variant(x, 0.125), variant(x, scale))


def test_inputs_are_left_as_they_were(variant):
    x, scale = FAMILY.example(9, seed=1)
    copy = x.copy()
    variant(x, scale)
    np.testing.assert_array_equal(x, copy)


def test_limits_are_named(wgsl, monkeypatch):
    inputs = FAMILY.example(40)
    with pytest.raises(gpu.LimitError, match="a work group of 10000 threads"):
        wgsl(*inputs, work_group=10_000)
    with pytest.raises(ValueError, match="per_thread must be 32 or less to fit in registers, not 33"):
        wgsl(*inputs, per_thread=33)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 1024)
    with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 1,024"):
        wgsl(*inputs)


def _softmax(exponents):
    powers = np.exp(exponents.astype(np.float64) - exponents.max(axis=1, keepdims=True))
    return (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("size", [40, 1024])
def test_wrong_kernels_are_found(size):
    x, scale = FAMILY.example(size, seed=2)
    right = FAMILY.reference(x, scale)
    keep, early = np.tri(size, dtype=bool), np.tri(size, k=-1, dtype=bool)
    early[0, 0] = True
    first = keep & (np.arange(size) > 0)
    first[0, 0] = True
    assert FAMILY.compare(_softmax(np.where(keep, x * scale, -INF)), x, scale)
    wrong = {
        "not masked": _softmax(x * scale),
        "masked one column early": _softmax(np.where(early, x * scale, -INF)),
        "masked one column late": _softmax(np.where(np.tri(size, k=1, dtype=bool), x * scale, -INF)),
        "the other triangle": _softmax(np.where(keep.T, x * scale, -INF)),
        "masked after the softmax": np.where(keep, _softmax(x * scale), 0),
        "masked with zero": _softmax(np.where(keep, x * scale, 0)),
        "masked with -5": _softmax(np.where(keep, x * scale, -5)),
        "not scaled": _softmax(np.where(keep, x, -INF)),
        "scaled twice": _softmax(np.where(keep, x * scale * scale, -INF)),
        "first column missing": _softmax(np.where(first, x * scale, -INF)),
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, NAN),
        "half precision": right.astype(np.float16),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result.astype(np.float32), x, scale), what
    assert "shape" in FAMILY.compare(right[:-1], x, scale).message
    assert "dtype" in FAMILY.compare(right.astype(np.float64), x, scale).message


@pytest.mark.parametrize(
    ("x", "scale", "words"),
    [
        (np.zeros((2, 2)), 1.0, "x must be .*float64"),
        (np.zeros(4, np.float32), 1.0, "x must be .*shape"),
        (np.zeros((2, 2), np.float32), np.float64(1), "scale must be .*float64"),
        (np.zeros((2, 2), np.float32), np.ones(2, np.float32), "scale must be .*shape"),
        (np.zeros((2, 2), np.float32), True, "scale must be .*bool"),
    ],
)
def test_bad_inputs_are_named(variant, x, scale, words):
    with pytest.raises(ValueError, match=f"masked_softmax: {words}"):
        variant(x, scale)


@pytest.mark.parametrize(("rows", "columns", "kept"), [(4, 4, 10), (2, 5, 3), (5, 2, 9), (0, 3, 0), (3, 0, 0)])
def test_costs(rows, columns, kept):
    inputs = FAMILY.example(rows, columns=columns)
    assert kept == np.tri(rows, columns).sum()
    assert FAMILY.flops(*inputs) == 6 * kept
    assert FAMILY.bytes(*inputs) == 4 * (kept + rows * columns)


def test_examples_are_reproducible_square_by_default_and_different_by_seed():
    first, again, other = (FAMILY.example(70, seed=s)[0] for s in (1, 1, 2))
    assert first.shape == (70, 70)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    with pytest.raises(ValueError, match="columns must be 0 or more, not -1"):
        FAMILY.example(10, columns=-1)
