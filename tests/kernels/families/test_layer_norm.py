"""Each variant against the oracle, and the oracle against the definition."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.trace import trace_variant

FAMILY = registry["layer_norm"]
SHAPES = [(0, 0), (0, 5), (5, 0), (1, 1), (3, 2), (7, 3), (2, 127), (5, 257), (101, 4), (2, 8192), (2, 9001)]
WGSL = ["wgpu-three-passes", "wgpu-online", "wgpu-registers", "wgpu-subgroups"]
NAN, INF = np.nan, np.inf


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def check(variant, *inputs, **parameters):
    comparison = FAMILY.compare(variant(*inputs, **parameters), *inputs)
    assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (4, 7), (3, 100)])
def test_reference_is_the_definition(rows, columns):
    x, gain, bias = FAMILY.example(rows, columns=columns)
    for row, result in zip(x.tolist(), FAMILY.reference(x, gain, bias), strict=True):
        mean = math.fsum(row) / columns
        variance = math.fsum((value - mean) ** 2 for value in row) / columns
        expected = [(value - mean) / math.sqrt(variance + 1e-5) for value in row] * gain + bias
        np.testing.assert_allclose(result, expected, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize(("rows", "columns"), SHAPES)
def test_variant_agrees_with_the_reference(variant, rows, columns):
    check(variant, *FAMILY.example(rows, seed=rows + columns, columns=columns))


@settings(max_examples=8, deadline=None)
@given(
    rows=st.integers(0, 5),
    columns=st.integers(0, 1500),
    seed=st.integers(0, 2**32 - 1),
    shift=st.sampled_from([0, -1e4, 1e4]),
    spread=st.sampled_from([1e-6, 1, 30]),
)
def test_variants_agree_at_any_shape_and_range(rows, columns, seed, shift, spread):
    x, gain, bias = FAMILY.example(rows, seed=seed, columns=columns)
    x = np.float32(spread) * x + np.float32(shift)
    for variant in FAMILY.variants.values():
        if variant.available:
            check(variant, x, gain, bias)


def test_a_mean_far_from_zero_costs_little(variant):
    x, gain, bias = FAMILY.example(3, seed=4, columns=2048)
    x += 4096
    result, expected = variant(x, gain, bias), FAMILY.reference(x, gain, bias)
    assert np.abs(result - expected).max() < 1e-2, "a difference of sums of squares would err by more than 1"
    check(variant, x, gain, bias)


def test_constant_rows_are_the_bias(variant):
    x, gain, bias = FAMILY.example(3, seed=4, columns=300)
    x[:] = np.array([[0], [3], [-0.5]])
    np.testing.assert_allclose(variant(x, gain, bias), np.broadcast_to(bias, x.shape), atol=1e-3)


@pytest.mark.parametrize("work_group", [1, 3, 50, 1000])
@pytest.mark.parametrize("name", WGSL)
def test_any_work_group_size_is_right(adapter, name, work_group):
    if not FAMILY.variants[name].available:
        pytest.skip(FAMILY.variants[name].reason)
    check(FAMILY.variants[name], *FAMILY.example(3, seed=5, columns=701), work_group=work_group)


@pytest.mark.parametrize("per_thread", [1, 3, 16])
@pytest.mark.parametrize("name", WGSL[2:])
def test_rows_of_any_number_of_blocks_are_right(adapter, name, per_thread):
    if not FAMILY.variants[name].available:
        pytest.skip(FAMILY.variants[name].reason)
    for columns in (63, 64, 65, 1500):
        x = FAMILY.example(2, seed=5, columns=columns)
        check(FAMILY.variants[name], *x, work_group=16, per_thread=per_thread)


@pytest.mark.parametrize("name", WGSL)
def test_long_rows_stay_in_bounds_without_races(adapter, name):
    if not FAMILY.variants[name].available:
        pytest.skip(FAMILY.variants[name].reason)
    blocks = {"per_thread": 2} if "per_thread" in FAMILY.variants[name].parameters else {}
    inputs = FAMILY.example(2, seed=5, columns=701)
    for report in trace_variant(FAMILY.variants[name], inputs, work_group=32, **blocks):
        assert (report.out_of_bounds, report.races) == (0, 0), report.faults


def test_the_ladder_reads_less_and_less(adapter):
    loads = {}
    for name in WGSL[:3]:
        (report,) = trace_variant(FAMILY.variants[name], FAMILY.example(4, columns=512))
        loads[name] = report.buffers["x"].bytes // (4 * 4 * 512)
    assert loads == {"wgpu-three-passes": 3, "wgpu-online": 2, "wgpu-registers": 1}


def test_more_work_groups_than_one_dimension_holds(adapter):
    inputs = FAMILY.example(65_537, seed=6, columns=3)
    for name in ("wgpu-online", "wgpu-registers"):
        check(FAMILY.variants[name], *inputs, work_group=1)


@pytest.mark.filterwarnings("ignore:invalid value")
def test_nan_infinity_and_denormals_behave_as_documented(variant):
    x, gain, bias = FAMILY.example(7, seed=3, columns=300)
    x[0, 7], x[1, 299], x[2, 0], x[3, [5, 6]] = NAN, INF, -INF, (INF, -INF)
    x[4] = 1e-40 * np.arange(300)
    x[5] = 0
    assert np.isnan(FAMILY.reference(x, gain, bias)[:4]).all()
    assert np.isfinite(FAMILY.reference(x, gain, bias)[4:]).all()
    check(variant, x, gain, bias)
    gain[3], bias[5] = NAN, INF
    check(variant, x, gain, bias)


def test_inputs_are_left_as_they_were(variant):
    inputs = FAMILY.example(9, seed=1)
    copies = [array.copy() for array in inputs]
    variant(*inputs)
    for array, copy in zip(inputs, copies, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_limits_are_named(adapter, monkeypatch):
    inputs = FAMILY.example(40)
    with pytest.raises(gpu.LimitError, match="a work group of 10000 threads"):
        FAMILY.variants["wgpu-registers"](*inputs, work_group=10_000)
    with pytest.raises(ValueError, match="per_thread must be 32 or less to fit in registers, not 33"):
        FAMILY.variants["wgpu-registers"](*inputs, per_thread=33)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 1024)
    for name in WGSL:
        if FAMILY.variants[name].available:
            with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 1,024"):
                FAMILY.variants[name](*inputs)


def _layer_norm(x, gain, bias, epsilon=1e-5):
    x = x.astype(np.float64)
    deviations = x - x.mean(axis=1, keepdims=True)
    return (deviations / np.sqrt(x.var(axis=1, keepdims=True) + epsilon) * gain + bias).astype(np.float32)


@pytest.mark.parametrize("columns", [40, 8192])
def test_wrong_kernels_are_found(columns):
    x, gain, bias = FAMILY.example(40, seed=2, columns=columns)
    right = FAMILY.reference(x, gain, bias)
    assert FAMILY.compare(_layer_norm(x, gain, bias), x, gain, bias)
    deviations = x - x.mean(axis=1, keepdims=True)
    missing = x[:, :-1].astype(np.float64)
    shifted = (x - missing.mean(1, keepdims=True)) / np.sqrt(missing.var(axis=1, keepdims=True) + 1e-5) * gain + bias
    wrong = {
        "last column missing in the sums": shifted,
        "a row's neighbour's mean": right + np.roll(x.mean(1), 1)[:, None],
        "mean not taken off": x / np.sqrt(x.var(axis=1, keepdims=True) + 1e-5) * gain + bias,
        "divided by one less": deviations / np.sqrt(x.var(axis=1, keepdims=True, ddof=1) + 1e-5) * gain + bias,
        "not rooted": deviations / (x.var(axis=1, keepdims=True) + 1e-5) * gain + bias,
        "another epsilon": _layer_norm(x, gain, bias, epsilon=1e-3),
        "gain and bias swapped": _layer_norm(x, bias, gain),
        "no bias": _layer_norm(x, gain, 0 * bias),
        "gain one off": _layer_norm(x, np.roll(gain, 1), bias),
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, NAN),
        "half precision": right.astype(np.float16),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result.astype(np.float32), x, gain, bias), what
    assert "shape" in FAMILY.compare(right[:-1], x, gain, bias).message
    assert "dtype" in FAMILY.compare(right.astype(np.float64), x, gain, bias).message


ROW = np.zeros((2, 3), np.float32)


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ((ROW.astype(np.float64), ROW[0], ROW[0]), "x must be .*float64"),
        ((ROW[0], ROW[0], ROW[0]), "x must be .*shape"),
        ((ROW, ROW, ROW[0]), "gain must be .*shape"),
        ((ROW, ROW[0], ROW[0].astype(np.int32)), "bias must be .*int32"),
        ((ROW, ROW[0, :2], ROW[0]), "gain must have a number for each of 3 columns, not 2"),
        ((ROW, ROW[0], ROW[:0, 0]), "bias must have a number for each of 3 columns, not 0"),
    ],
)
def test_bad_inputs_are_named(variant, inputs, words):
    with pytest.raises(ValueError, match=f"layer_norm: {words}"):
        variant(*inputs)


def test_costs():
    assert FAMILY.flops(*FAMILY.example(10, columns=30)) == 2400
    assert FAMILY.bytes(*FAMILY.example(10, columns=30)) == 2400 + 240


def test_examples_are_reproducible_square_by_default_and_different_by_seed():
    first, again, other = (FAMILY.example(70, seed=s) for s in (1, 1, 2))
    assert [array.shape for array in first] == [(70, 70), (70,), (70,)]
    for one, two, three in zip(first, again, other, strict=True):
        np.testing.assert_array_equal(one, two)
        assert not np.array_equal(one, three)
    with pytest.raises(ValueError, match="columns must be 0 or more, not -1"):
        FAMILY.example(10, columns=-1)
