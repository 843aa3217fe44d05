"""Each variant against the oracle, and the oracle and its tolerance against the definition."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.families.mandelbrot.escape import bounds

FAMILY = registry["mandelbrot"]
SHAPES = [(0, 5), (5, 0), (1, 1), (1, 100), (100, 1), (16, 16), (17, 9), (40, 131), (128, 128)]
WGSL = ["wgpu-naive", "wgpu-tiles", "wgpu-unrolled", "wgpu-interior"]
TEN = np.array([10], np.uint32)


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def _exact_count(x, y, limit):
    """The count in rational numbers, without any rounding."""
    real, imaginary = (Fraction(float(part)) for part in (x, y))
    a, b = real, imaginary
    for k in range(limit):
        if a * a + b * b > 4:
            return k
        a, b = a * a - b * b + real, 2 * a * b + imaginary
    return limit


@pytest.mark.parametrize("seed", [0, 1])
def test_reference_is_the_definition(seed):
    x, y, limit = FAMILY.example(16, seed=seed, columns=13, iterations=7)
    expected = [[_exact_count(real, imaginary, 7) for real in x] for imaginary in y]
    np.testing.assert_array_equal(FAMILY.reference(x, y, limit), expected)


def test_points_by_hand(variant):
    x = np.array([-2, -1, 0, 0.25, 0.5, 1, 2, 2.5], np.float32)  # 1: 1, 2, 5; 0.5: 0.5, 0.75, 1.06, 1.63, 3.15
    result = variant(x, np.array([0, 4], np.float32), TEN)
    np.testing.assert_array_equal(result, [[10, 10, 10, 10, 4, 2, 1, 0], [0] * 8])
    assert result.dtype == np.uint32


@pytest.mark.parametrize("iterations", [0, 1, 2, 3, 5, 100])
@pytest.mark.parametrize(("rows", "columns"), SHAPES)
def test_variant_agrees_with_the_reference(variant, rows, columns, iterations):
    inputs = FAMILY.example(rows, seed=rows + columns, columns=columns, iterations=iterations)
    comparison = FAMILY.compare(variant(*inputs), *inputs)
    assert comparison, comparison.message


@settings(max_examples=10, deadline=None)
@given(
    rows=st.integers(0, 40),
    columns=st.integers(0, 90),
    iterations=st.integers(0, 600),
    seed=st.integers(0, 2**32 - 1),
)
def test_variants_agree_anywhere_on_the_edge(rows, columns, iterations, seed):
    inputs = FAMILY.example(rows, seed=seed, columns=columns, iterations=iterations)
    for variant in FAMILY.variants.values():
        if variant.available:
            comparison = FAMILY.compare(variant(*inputs), *inputs)
            assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize("name", WGSL)
def test_any_work_group_is_right(adapter, name):
    inputs = FAMILY.example(37, seed=5, columns=53)
    variant = FAMILY.variants[name]
    tiles = [{"work_group": w} for w in (1, 7, 256)]
    if "width" in variant.parameters:
        tiles = [{"width": 1, "height": 1}, {"width": 5, "height": 3}, {"width": 32, "height": 8}]
    for values in tiles:
        comparison = FAMILY.compare(variant(*inputs, **values), *inputs)
        assert comparison, comparison.message


@pytest.mark.parametrize("unroll", [1, 2, 3, 4])
@pytest.mark.parametrize("name", WGSL[2:])
def test_any_unrolling_is_right_at_any_limit(adapter, name, unroll):
    for iterations in (0, 1, 2, 3, 4, 5, 97):
        inputs = FAMILY.example(37, columns=53, iterations=iterations)
        comparison = FAMILY.compare(FAMILY.variants[name](*inputs, unroll=unroll), *inputs)
        assert comparison, comparison.message


def test_points_of_the_interior_are_never_skipped_by_mistake(adapter):
    """Close to the cardioid, to the disc and to where they meet, with so many iterations that outside points leave."""
    random = np.random.default_rng(3)
    turn = np.exp(2j * np.pi * random.uniform(size=10))
    edge = np.concatenate([turn / 2 - turn**2 / 4, -1 + turn / 4, [0.25, -0.75, -1.25]])
    for point in edge:
        x = np.float32(point.real + np.array([-1e-4, -1e-5, 0, 1e-5, 1e-4]))
        y = np.float32(point.imag + np.array([-1e-4, 0, 1e-4]))
        inputs = x, y, np.array([1000], np.uint32)
        comparison = FAMILY.compare(FAMILY.variants["wgpu-interior"](*inputs), *inputs)
        assert comparison, comparison.message


def test_more_work_groups_than_one_dimension_holds(adapter, monkeypatch):
    import underhood_kernels.launch

    monkeypatch.setattr(underhood_kernels.launch, "WORK_GROUPS_PER_DIMENSION", 7)
    inputs = FAMILY.example(45, seed=7, columns=61)
    for name in WGSL:
        comparison = FAMILY.compare(FAMILY.variants[name](*inputs), *inputs)
        assert comparison, f"{name}: {comparison.message}"


def test_limits_are_named(adapter):
    inputs = FAMILY.example(10)
    for name in WGSL[2:]:
        with pytest.raises(ValueError, match="unroll must be 4 or less, not 5"):
            FAMILY.variants[name](*inputs, unroll=5)
    with pytest.raises(gpu.LimitError, match="a work group of 10000 threads"):
        FAMILY.variants["wgpu-tiles"](*inputs, width=100, height=100)


@pytest.mark.parametrize("seed", range(4))
def test_the_tolerance_is_narrow(seed):
    inputs = FAMILY.example(128, seed=seed)
    tolerance = FAMILY.tolerance(*inputs)
    assert np.median(tolerance) == 0
    assert np.mean(tolerance > 0) < 0.1, "counts that may differ at all"
    assert np.mean(tolerance > 1) < 0.05
    if seed == 0:
        assert np.mean(tolerance > 0) < 0.01


def test_the_bounds_hold_for_float32_in_any_order():
    x, y, limit = FAMILY.example(90, seed=3, iterations=400)
    least, most = bounds(x, y, int(limit[0]))
    cx, cy = np.broadcast_arrays(x, y[:, None])
    steps = {
        "as is": lambda a, b: (a * a - b * b + cx, 2 * a * b + cy),
        "constants first": lambda a, b: ((a * a + cx) - b * b, a * b + (a * b + cy)),
        "factored": lambda a, b: ((a + b) * (a - b) + cx, (a + a) * b + cy),
    }
    for order, step in steps.items():
        a, b, inside = cx, cy, np.ones(cx.shape, bool)
        count = np.zeros(cx.shape, int)
        with np.errstate(over="ignore", invalid="ignore"):
            for _ in range(400):
                inside &= a * a + b * b <= 4
                count += inside
                a, b = step(a, b)
        assert a.dtype == np.float32
        assert np.all((least <= count) & (count <= most)), order


def test_wrong_kernels_are_found():
    x, y, limit = inputs = FAMILY.example(64, seed=2, iterations=100)
    right = FAMILY.reference(*inputs)
    assert FAMILY.compare(right, *inputs)
    wrong = {
        "one iteration more": np.minimum(right + 1, 100),
        "one iteration less": np.maximum(right, 1) - 1,
        "limit of one less": FAMILY.reference(x, y, limit - np.uint32(1)),
        "mirrored": right[::-1],
        "turned": right.T,
        "one column on": FAMILY.reference(x + (x[1] - x[0]), y, limit),
        "half a pixel on": FAMILY.reference(x + (x[1] - x[0]) / 2, y, limit),
        "half precision coordinates": FAMILY.reference(
            *(a.astype(np.float16).astype(np.float32) for a in (x, y)), limit
        ),
        "radius 1.9": _counts(x, y, 100, radius=1.9),
        "radius 2.1": _counts(x, y, 100, radius=2.1),
        "|x| + |y| for the length": _counts(x, y, 100, order=1),
        "last row missing": np.vstack([right[:-1], np.zeros((1, 64), np.uint32)]),
        "poisoned": np.full_like(right, 0xFFFFFFFF),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result, *inputs), what
    assert "shape" in FAMILY.compare(right[:-1], *inputs).message
    assert "dtype" in FAMILY.compare(right.astype(np.float32), *inputs).message


def _counts(x, y, limit, *, radius=2.0, order=2):
    point = x.astype(float) + 1j * y.astype(float)[:, None]
    z, inside, count = point, np.ones(point.shape, bool), np.zeros(point.shape, np.uint32)
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(limit):
            inside &= (np.abs(z.real) ** order + np.abs(z.imag) ** order) ** (1 / order) <= radius
            count += inside
            z = z * z + point
    return count


@pytest.mark.parametrize(
    ("x", "y", "limit", "words"),
    [
        (np.zeros(3), np.zeros(2, np.float32), TEN, "x must be a float32 vector, not float64"),
        (np.zeros(3, np.float32), np.zeros((2, 2), np.float32), TEN, "y must be a float32 vector"),
        (np.array([0, 4.5], np.float32), np.zeros(2, np.float32), TEN, "x must lie between -4 and 4"),
        (np.zeros(2, np.float32), np.array([np.nan], np.float32), TEN, "y must lie between -4 and 4"),
        (np.zeros(2, np.float32), np.array([np.inf], np.float32), TEN, "y must lie between -4 and 4"),
        (np.zeros(2, np.float32), np.zeros(2, np.float32), 10, "limit must be a uint32 vector of one number"),
        (np.zeros(2, np.float32), np.zeros(2, np.float32), TEN * 200_000, "one number up to 1,048,576"),
    ],
)
def test_bad_inputs_are_named(variant, x, y, limit, words):
    with pytest.raises(ValueError, match=words):
        variant(x, y, limit)


def test_costs():
    inside = np.zeros(300, np.float32), np.zeros(200, np.float32), TEN
    assert FAMILY.flops(*inside) == 8 * 10 * 300 * 200
    x, y, limit = FAMILY.example(100, columns=70)
    assert FAMILY.flops(x, y, limit) == 8 * int(FAMILY.reference(x, y, limit).sum(dtype=np.int64))
    large = FAMILY.example(300)
    exact = 8 * int(FAMILY.reference(*large).sum(dtype=np.int64))
    assert FAMILY.flops(*large) == pytest.approx(exact, rel=0.03)
    assert FAMILY.bytes(x, y, limit) == 4 * (100 + 70 + 1 + 7000)


def test_examples_are_reproducible_square_by_default_and_different_by_seed():
    first, again, other = (FAMILY.example(70, seed=s) for s in (1, 1, 2))
    assert len(first[0]) == len(first[1]) == 70
    np.testing.assert_array_equal(first[0], again[0])
    assert not np.array_equal(first[0], other[0])
    with pytest.raises(ValueError, match="columns must be 0 or more, not -1"):
        FAMILY.example(10, columns=-1)
