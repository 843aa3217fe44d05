"""Each variant against the oracle, and the oracle against the formula written out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.families.harris.bounded import Bounded, total
from underhood_kernels.trace import trace_variant

FAMILY = registry["harris"]
SHAPES = [(0, 5), (5, 0), (1, 1), (1, 100), (100, 1), (2, 2), (31, 64), (37, 53), (97, 101), (66, 130)]
WGSL = ["wgpu-four-passes", "wgpu-recomputed", "wgpu-fused", "wgpu-registers"]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def gradient(image, r, c):
    """Sobel's gradient of a pixel, written out."""
    rows, columns = image.shape

    def pixel(r, c):
        return float(image[min(max(r, 0), rows - 1), min(max(c, 0), columns - 1)])

    x = sum(w * (pixel(r + i, c + 1) - pixel(r + i, c - 1)) for i, w in ((-1, 1), (0, 2), (1, 1)))
    y = sum(w * (pixel(r + 1, c + j) - pixel(r - 1, c + j)) for j, w in ((-1, 1), (0, 2), (1, 1)))
    return np.array([x, y])


def written_out(image, window=1, k=0.04):
    """The definition, pixel by pixel: the determinant and trace of a matrix."""
    rows, columns = image.shape
    gradients = {(r, c): gradient(image, r, c) for r, c in np.ndindex(rows, columns)}
    result = np.zeros(image.shape)
    for r, c in np.ndindex(rows, columns):
        tensor = np.zeros((2, 2))
        for i in range(max(0, r - window), min(rows, r + window + 1)):
            for j in range(max(0, c - window), min(columns, c + window + 1)):
                tensor += np.outer(gradients[i, j], gradients[i, j])
        result[r, c] = np.linalg.det(tensor) - k * np.trace(tensor) ** 2
    return result


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (2, 2), (1, 9), (70, 3), (17, 13)])
def test_reference_is_the_definition(rows, columns):
    (image,) = FAMILY.example(rows, seed=3, columns=columns)
    np.testing.assert_allclose(FAMILY.reference(image), written_out(image), rtol=1e-6, atol=1e-3)


@pytest.mark.parametrize(("rows", "columns"), SHAPES)
def test_variant_agrees_with_the_reference(variant, rows, columns):
    inputs = FAMILY.example(rows, seed=rows + columns, columns=columns)
    comparison = FAMILY.compare(variant(*inputs), *inputs)
    assert comparison, comparison.message


@settings(max_examples=12, deadline=None)
@given(rows=st.integers(0, 70), columns=st.integers(0, 150), seed=st.integers(0, 2**32 - 1))
def test_variants_agree_at_any_shape(rows, columns, seed):
    inputs = FAMILY.example(rows, seed=seed, columns=columns)
    for variant in FAMILY.variants.values():
        if variant.available:
            comparison = FAMILY.compare(variant(*inputs), *inputs)
            assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("wgpu-four-passes", {"work_group": 1}),
        ("wgpu-four-passes", {"work_group": 1000}),
        ("wgpu-recomputed", {"width": 7, "height": 3}),
        ("wgpu-fused", {"width": 1, "height": 5}),
        ("wgpu-fused", {"width": 64, "height": 16}),
        ("wgpu-registers", {"width": 1, "height": 1, "rows": 1}),
        ("wgpu-registers", {"width": 5, "height": 3, "rows": 3}),
        ("wgpu-registers", {"rows": 16}),
    ],
)
def test_any_parameters_are_right(adapter, name, parameters):
    inputs = FAMILY.example(101, seed=5, columns=53)
    comparison = FAMILY.compare(FAMILY.variants[name](*inputs, **parameters), *inputs)
    assert comparison, comparison.message


@pytest.mark.parametrize("shape", [(70_001, 1), (1, 70_001)])
def test_more_work_groups_than_one_dimension_holds(adapter, shape):
    inputs = FAMILY.example(shape[0], seed=6, columns=shape[1])
    for name in WGSL:
        few = dict.fromkeys(FAMILY.variants[name].parameters, 1)
        comparison = FAMILY.compare(FAMILY.variants[name](*inputs, **few), *inputs)
        assert comparison, f"{name}: {comparison.message}"


def test_fusing_spares_the_trips_through_memory(adapter):
    (image,) = FAMILY.example(32, seed=2)
    stores, loads = {}, {}
    for name in WGSL:
        small = {"width": 8} if name == "wgpu-registers" else {}
        storage = [
            counts
            for report in trace_variant(FAMILY.variants[name], (image,), **small)
            for buffer, counts in report.buffers.items()
            if buffer not in {"shape", "tile", "gradient_x", "gradient_y"}
        ]
        stores[name] = sum(counts.stores for counts in storage)
        loads[name] = sum(counts.loads for counts in storage)
    assert stores == {WGSL[0]: 9 * 32 * 32, WGSL[1]: 32 * 32, WGSL[2]: 32 * 32, WGSL[3]: 32 * 32 / 4}
    assert loads["wgpu-recomputed"] == 8 * (3 * 32 - 2) ** 2
    assert loads["wgpu-fused"] == 4 * 36 * 12
    assert loads["wgpu-registers"] == 32 / 8 * 8 * 12 * 3


def test_corners_are_positive_and_edges_negative(variant):
    image = np.zeros((30, 34), np.float32)
    image[10:, 12:] = 1
    result = variant(image)
    assert result[10, 12] > 0
    assert np.unravel_index(np.argmax(result), result.shape) in {(9, 11), (9, 12), (10, 11), (10, 12)}
    assert result[25, 12] < 0
    assert result[10, 25] < 0
    assert result[4, 4] == 0


@pytest.mark.filterwarnings("ignore:invalid value", "ignore:overflow")
def test_nan_reaches_two_pixels_far(variant):
    (image,) = FAMILY.example(50, seed=9, columns=46)
    image[20, 30], image[0, 0], image[49, 45] = np.nan, np.nan, np.nan
    comparison = FAMILY.compare(variant(image), image)
    assert comparison, comparison.message


@pytest.mark.filterwarnings("ignore:invalid value", "ignore:overflow")
def test_infinity_spoils_no_more_than_two_pixels(variant):
    (image,) = FAMILY.example(30, seed=9, columns=26)
    expected = FAMILY.reference(image)
    image[10, 13] = np.inf
    result = variant(image)
    near = np.zeros(image.shape, bool)
    near[8:13, 11:16] = True
    assert not np.isfinite(result[near]).any()
    np.testing.assert_allclose(result[~near], expected[~near], rtol=1e-3, atol=1)


@pytest.mark.parametrize("scale", [1e-30, 1e-9, 1e-3, 1e6])
def test_small_and_large_numbers(variant, scale):
    image = FAMILY.example(40, seed=4)[0] * np.float32(scale)
    comparison = FAMILY.compare(variant(image), image)
    assert comparison, comparison.message


def test_wrong_kernels_are_found():
    (image,) = FAMILY.example(80, seed=2, columns=30)
    right = FAMILY.reference(image)
    assert FAMILY.compare(right, image)
    small = image[:20, :14].copy()
    tile = right.copy()
    tile[32:40] = FAMILY.reference(image[32:40].copy())
    wrong = {
        "k = 0.05": written_out(small, k=0.05),
        "k = 0": written_out(small, k=0),
        "a window of one pixel": written_out(small, window=0),
        "a window of five": written_out(small, window=2),
        "zero border": FAMILY.reference(np.pad(small, 3))[3:-3, 3:-3],
        "windows beyond the border": FAMILY.reference(np.pad(small, 3, mode="edge"))[3:-3, 3:-3],
        "half precision": FAMILY.reference(small).astype(np.float16),
    }
    assert FAMILY.compare(written_out(small).astype(np.float32), small)  # so only what differs above is found
    for what, result in wrong.items():
        assert not FAMILY.compare(result.astype(np.float32), small), what
    for what, result in {
        "no halo between tiles": tile,
        "shifted by one": np.roll(right, 1, axis=1),
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, np.nan),
    }.items():
        assert not FAMILY.compare(result, image), what


def test_tolerance_scales_with_the_numbers_and_is_small():
    (image,) = FAMILY.example(40, seed=2)
    tolerance = FAMILY.tolerance(image)
    np.testing.assert_allclose(FAMILY.tolerance(image * np.float32(8)), tolerance * 8**4, rtol=1e-3)
    assert (tolerance < 1e-4 * np.abs(FAMILY.reference(image)).max()).all()


def test_bounds_hold_in_float32_and_are_no_larger_than_they_must_be():
    random = np.random.default_rng(3)
    a, b, c = random.standard_normal((3, 10_000), dtype=np.float32)
    exact = [Bounded(v.astype(np.float64), np.zeros(v.shape)) for v in (a, b, c)]
    for computed, bounded in (
        (a * b - c * c, exact[0] * exact[1] - exact[2] * exact[2]),
        ((a + b) * (a + b) * c, (exact[0] + exact[1]) * (exact[0] + exact[1]) * exact[2]),
        (a + b + c + a * b, total([*exact, exact[0] * exact[1]])),
    ):
        error = np.abs(computed.astype(np.float64) - bounded.value)
        assert (error <= bounded.error).all()
        assert error.max() > 0.1 * bounded.error.max()


@pytest.mark.parametrize(
    ("image", "words"), [(np.zeros((2, 2)), "float64"), (np.zeros(4, np.float32), "shape"), ([[1, 2]], "int64")]
)
def test_bad_inputs_are_named(variant, image, words):
    with pytest.raises(ValueError, match=words):
        variant(image)


def test_limits_are_named(adapter):
    with pytest.raises(gpu.LimitError, match="bytes of shared memory"):
        FAMILY.variants["wgpu-fused"](*FAMILY.example(40), width=64, height=64)


def test_costs():
    inputs = FAMILY.example(100, columns=50)
    assert FAMILY.flops(*inputs) == 30 * 5000
    assert FAMILY.bytes(*inputs) == 40_000


def test_examples_are_reproducible_square_by_default_and_different_by_seed():
    first, again, other = (FAMILY.example(70, seed=s)[0] for s in (1, 1, 2))
    assert first.shape == (70, 70)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
