"""Each variant against the oracle, and the oracle against the formula written out."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.trace import trace_variant

FAMILY = registry["sobel"]
SHAPES = [(0, 5), (5, 0), (1, 1), (1, 100), (100, 1), (2, 2), (31, 64), (37, 53), (97, 101), (64, 130)]
WGSL = ["wgpu-naive", "wgpu-shared-halo", "wgpu-registers"]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def written_out(image):
    """The definition, pixel by pixel."""
    rows, columns = image.shape
    result = np.zeros(image.shape)

    def pixel(r, c):
        return float(image[min(max(r, 0), rows - 1), min(max(c, 0), columns - 1)])

    for r, c in np.ndindex(rows, columns):
        x = sum(w * (pixel(r + i, c + 1) - pixel(r + i, c - 1)) for i, w in ((-1, 1), (0, 2), (1, 1)))
        y = sum(w * (pixel(r + 1, c + j) - pixel(r - 1, c + j)) for j, w in ((-1, 1), (0, 2), (1, 1)))
        result[r, c] = math.sqrt(x * x + y * y)
    return result


@pytest.mark.parametrize(("rows", "columns"), SHAPES)
def test_reference_is_the_definition(rows, columns):
    (image,) = FAMILY.example(rows, seed=3, columns=columns)
    np.testing.assert_allclose(FAMILY.reference(image), written_out(image), rtol=1e-6, atol=1e-6)


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
        ("wgpu-naive", {"width": 7, "height": 3}),
        ("wgpu-shared-halo", {"width": 1, "height": 5}),
        ("wgpu-shared-halo", {"width": 64, "height": 16}),
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
        few = {"width": 1, "height": 1, **({"rows": 1} if name == "wgpu-registers" else {})}
        comparison = FAMILY.compare(FAMILY.variants[name](*inputs, **few), *inputs)
        assert comparison, f"{name}: {comparison.message}"


def test_each_step_loads_less(adapter):
    inputs = FAMILY.example(32, seed=2)
    loads = {}
    for name in WGSL:
        small = {"width": 8} if name == "wgpu-registers" else {}
        (report,) = trace_variant(FAMILY.variants[name], inputs, **small)
        loads[name] = report.buffers["image"].bytes
    assert loads["wgpu-naive"] == 4 * 32 * 32 * 8
    assert loads["wgpu-shared-halo"] == 4 * 4 * 34 * 10
    assert loads["wgpu-registers"] == 32 / 8 * 10 * 8 * (16 + 4 + 4)  # ten rows for eight, a vector and two neighbours


@pytest.mark.parametrize(("rows", "columns"), [(20, 30), (21, 31)])
def test_edges_are_where_the_image_steps(variant, rows, columns):
    image = np.zeros((rows, columns), np.float32)
    image[:, 10:] = 1
    expected = np.zeros_like(image)
    expected[:, 9:11] = 4
    np.testing.assert_array_equal(variant(image), expected)
    np.testing.assert_array_equal(variant(np.full_like(image, 7)), np.zeros_like(image))


@pytest.mark.filterwarnings("ignore:invalid value")
def test_nan_and_infinity_reach_their_neighbours(variant):
    (image,) = FAMILY.example(50, seed=9, columns=46)
    image[20, 30], image[0, 0], image[49, 45], image[5, 20], image[5, 22] = np.inf, -np.inf, np.nan, np.inf, np.inf
    comparison = FAMILY.compare(variant(image), image)
    assert comparison, comparison.message


@pytest.mark.parametrize("scale", [1e-30, 1e-12, 1e15])
def test_small_and_large_numbers(variant, scale):
    image = FAMILY.example(40, seed=4)[0] * np.float32(scale)
    comparison = FAMILY.compare(variant(image), image)
    assert comparison, comparison.message


def test_wrong_kernels_are_found():
    (image,) = FAMILY.example(150, seed=2, columns=90)
    right = FAMILY.reference(image)
    assert FAMILY.compare(right, image)
    p = np.pad(image.astype(np.float64), 1, mode="edge")
    x = (p[:-2] + 2 * p[1:-1] + p[2:])[:, 2:] - (p[:-2] + 2 * p[1:-1] + p[2:])[:, :-2]
    y = (p[:, :-2] + 2 * p[:, 1:-1] + p[:, 2:])[2:] - (p[:, :-2] + 2 * p[:, 1:-1] + p[:, 2:])[:-2]
    prewitt = (p[:-2] + p[1:-1] + p[2:])[:, 2:] - (p[:-2] + p[1:-1] + p[2:])[:, :-2]
    tile = right.copy()
    tile[32:40] = FAMILY.reference(image[32:40].copy())
    wrong = {
        "one direction only": np.abs(x),
        "sum of magnitudes": np.abs(x) + np.abs(y),
        "no root": x * x + y * y,
        "weights 1, 1, 1": np.hypot(prewitt, y),
        "zero border": FAMILY.reference(np.pad(image, 1))[1:-1, 1:-1],
        "no halo between tiles": tile,
        "shifted by one": np.roll(right, 1, axis=0),
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, np.nan),
        "half precision": right.astype(np.float16),
    }
    np.testing.assert_allclose(np.hypot(x, y), right, rtol=1e-6)  # so only what differs above is found
    for what, result in wrong.items():
        assert not FAMILY.compare(result.astype(np.float32), image), what


def test_tolerance_scales_with_the_numbers_and_is_small():
    (image,) = FAMILY.example(40, seed=2)
    tolerance = FAMILY.tolerance(image)
    np.testing.assert_allclose(FAMILY.tolerance(image * np.float32(1e6)), tolerance * 1e6, rtol=1e-3)
    assert (tolerance < 2e-5).all()


@pytest.mark.parametrize(
    ("image", "words"), [(np.zeros((2, 2)), "float64"), (np.zeros(4, np.float32), "shape"), ([[1, 2]], "int64")]
)
def test_bad_inputs_are_named(variant, image, words):
    with pytest.raises(ValueError, match=words):
        variant(image)


def test_limits_are_named(adapter):
    with pytest.raises(gpu.LimitError, match="bytes of shared memory"):
        FAMILY.variants["wgpu-shared-halo"](*FAMILY.example(40), width=100, height=100)
    with pytest.raises(gpu.LimitError, match="a work group of 2048 threads"):
        FAMILY.variants["wgpu-registers"](*FAMILY.example(40), width=64, height=32)


def test_costs():
    inputs = FAMILY.example(100, columns=50)
    assert FAMILY.flops(*inputs) == 12 * 5000
    assert FAMILY.bytes(*inputs) == 40_000


def test_examples_are_reproducible_square_by_default_and_different_by_seed():
    first, again, other = (FAMILY.example(70, seed=s)[0] for s in (1, 1, 2))
    assert first.shape == (70, 70)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
