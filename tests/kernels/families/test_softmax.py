"""Each variant against the oracle, and the oracle against the definition."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.trace import trace_variant

FAMILY = registry["softmax"]
SHAPES = [(0, 0), (0, 5), (5, 0), (1, 1), (3, 2), (7, 3), (2, 127), (5, 257), (101, 4), (2, 8192), (2, 9001)]
WGSL = ["wgpu-three-passes", "wgpu-online", "wgpu-registers", "wgpu-subgroups"]
NAN, INF, MOST = np.nan, np.inf, np.finfo(np.float32).max


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def check(variant, x, **parameters):
    comparison = FAMILY.compare(variant(x, **parameters), x)
    assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (4, 7), (3, 100)])
def test_reference_is_the_definition(rows, columns):
    (x,) = FAMILY.example(rows, columns=columns)
    for row, result in zip(x.tolist(), FAMILY.reference(x), strict=True):
        powers = [math.exp(value) for value in row]
        np.testing.assert_allclose(result, [power / math.fsum(powers) for power in powers], rtol=1e-7)


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
    (x,) = FAMILY.example(rows, seed=seed, columns=columns)
    x = np.float32(spread) * x + np.float32(shift)
    for variant in FAMILY.variants.values():
        if variant.available:
            check(variant, x)


@pytest.mark.parametrize("order", [1, -1])
def test_sorted_rows_whose_maximum_keeps_growing(variant, order):
    x = np.sort(FAMILY.example(2, seed=4, columns=3001)[0], axis=1)[:, ::order]
    check(variant, np.ascontiguousarray(x))


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
    inputs = FAMILY.example(4, columns=512)
    loads = {}
    for name in WGSL[:3]:
        (report,) = trace_variant(FAMILY.variants[name], inputs)
        loads[name] = report.buffers["x"].bytes // (4 * 4 * 512)
    assert loads == {"wgpu-three-passes": 3, "wgpu-online": 2, "wgpu-registers": 1}


def test_more_work_groups_than_one_dimension_holds(adapter):
    (x,) = FAMILY.example(65_537, seed=6, columns=3)
    for name in ("wgpu-online", "wgpu-registers"):
        check(FAMILY.variants[name], x, work_group=1)


@pytest.mark.filterwarnings("ignore:invalid value")
def test_nan_infinity_and_extremes_behave_as_documented(variant):
    rows = [
        [1, NAN, 2, -INF, 5],
        [-NAN, 0, 0, 0, 0],
        [INF, 1, 2, 3, 4],
        [-INF, 1, -INF, 2, 3],
        [-INF] * 5,
        [MOST, -MOST, 0, 1, MOST],
        [-MOST] * 5,
        [1e-40, 0, -1e-40, -0.0, 0],
    ]
    x = np.tile(np.array(rows, np.float32), 60)
    expected = FAMILY.reference(x)
    assert np.isnan(expected[[0, 1, 2, 4]]).all()
    assert np.isfinite(expected[[3, 5, 6, 7]]).all()
    assert (variant(x)[3, ::5] == 0).all()
    check(variant, x)
    for columns in (1, 2):
        check(variant, np.ascontiguousarray(x[:, :columns]))


def test_weights_add_up_to_one(variant):
    (x,) = FAMILY.example(9, seed=3, columns=333)
    np.testing.assert_allclose(variant(x).sum(axis=1, dtype=np.float64), 1, rtol=1e-5)


def test_inputs_are_left_as_they_were(variant):
    (x,) = FAMILY.example(9, seed=1)
    copy = x.copy()
    variant(x)
    np.testing.assert_array_equal(x, copy)


def test_limits_are_named(adapter, monkeypatch):
    (x,) = FAMILY.example(40)
    with pytest.raises(gpu.LimitError, match="a work group of 10000 threads"):
        FAMILY.variants["wgpu-registers"](x, work_group=10_000)
    with pytest.raises(ValueError, match="per_thread must be 32 or less to fit in registers, not 33"):
        FAMILY.variants["wgpu-registers"](x, per_thread=33)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 1024)
    for name in WGSL:
        if FAMILY.variants[name].available:
            with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 1,024"):
                FAMILY.variants[name](x)


def _softmax(x):
    powers = np.exp(x.astype(np.float64) - x.max(axis=1, keepdims=True))
    return (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("columns", [40, 8192])
def test_wrong_kernels_are_found(columns):
    (x,) = FAMILY.example(40, seed=2, columns=columns)
    x /= 3  # an even spread, of which one term is a small share
    right = FAMILY.reference(x)
    assert FAMILY.compare(right, x)
    missing = np.where(np.arange(columns) == columns - 1, np.float32(-INF), x)
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    wrong = {
        "last column missing in the sum": (powers / np.exp(missing - x.max(axis=1, keepdims=True)).sum(1)[:, None]),
        "down the columns": _softmax(x.T).T if columns == 40 else _softmax(-x),
        "a row's neighbour's sum": right * np.roll(powers.sum(1), 1)[:, None] / powers.sum(1)[:, None],
        "not normalised": powers,
        "base 2": _softmax(x * np.float32(math.log(2))),
        "rescaled the wrong way": right * np.float32(1.001),
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, NAN),
        "half precision": right.astype(np.float16).astype(np.float32),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result.astype(np.float32), x), what
    assert "shape" in FAMILY.compare(right[:-1], x).message
    assert "dtype" in FAMILY.compare(right.astype(np.float64), x).message


@pytest.mark.parametrize(
    ("x", "words"), [(np.zeros((2, 2)), "float64"), (np.zeros(4, np.float32), "shape"), ([[1, 2]], "int64")]
)
def test_bad_inputs_are_named(variant, x, words):
    with pytest.raises(ValueError, match=f"softmax: x must be .*{words}"):
        variant(x)


def test_costs():
    assert FAMILY.flops(*FAMILY.example(10, columns=30)) == 1500
    assert FAMILY.bytes(*FAMILY.example(10, columns=30)) == 2400


def test_examples_are_reproducible_square_by_default_and_different_by_seed():
    first, again, other = (FAMILY.example(70, seed=s)[0] for s in (1, 1, 2))
    assert first.shape == (70, 70)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    with pytest.raises(ValueError, match="columns must be 0 or more, not -1"):
        FAMILY.example(10, columns=-1)
