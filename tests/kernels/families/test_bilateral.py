"""Each variant against the oracle, and the oracle against the formula written out."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.trace import trace_variant

FAMILY = registry["bilateral"]
SHAPES = [  # rows, columns, radius
    (0, 5, 3),
    (5, 0, 3),
    (1, 1, 3),
    (1, 100, 1),
    (100, 1, 1),
    (2, 3, 5),
    (37, 53, 3),
    (31, 130, 2),
    (21, 22, 0),
    (20, 43, 8),
]
WGSL = ["wgpu-naive", "wgpu-shared-halo", "wgpu-registers"]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def written_out(image, radius, *, space=3, spread=1, border="edge"):
    """The definition, term by term."""
    result = np.zeros(image.shape)
    padded = np.pad(image.astype(np.float64), radius, mode=border)
    for r, c in np.ndindex(*image.shape):
        total = weights = 0.0
        for i in range(-radius, radius + 1):
            for j in range(-radius, radius + 1):
                q, p = padded[r + radius + i, c + radius + j], padded[r + radius, c + radius]
                weight = math.exp(-(i * i + j * j) / (2 * space**2) - (q - p) ** 2 / (2 * spread**2))
                total, weights = total + weight * q, weights + weight
        result[r, c] = total / weights
    return result


@pytest.mark.parametrize(("rows", "columns", "radius"), [(1, 1, 3), (9, 7, 2), (70, 3, 1), (3, 5, 4), (6, 6, 0)])
def test_reference_is_the_definition(rows, columns, radius):
    image, reach = FAMILY.example(rows, seed=3, columns=columns, radius=radius)
    np.testing.assert_allclose(FAMILY.reference(image, reach), written_out(image, radius), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(("rows", "columns", "radius"), SHAPES)
def test_variant_agrees_with_the_reference(variant, rows, columns, radius):
    inputs = FAMILY.example(rows, seed=rows + columns, columns=columns, radius=radius)
    comparison = FAMILY.compare(variant(*inputs), *inputs)
    assert comparison, comparison.message


@settings(max_examples=8, deadline=None)
@given(rows=st.integers(0, 40), columns=st.integers(0, 100), radius=st.integers(0, 3), seed=st.integers(0, 2**32 - 1))
def test_variants_agree_at_any_shape(rows, columns, radius, seed):
    inputs = FAMILY.example(rows, seed=seed, columns=columns, radius=radius)
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
        ("wgpu-registers", {"width": 1, "height": 1}),
        ("wgpu-registers", {"width": 5, "height": 3}),
    ],
)
def test_any_parameters_are_right(adapter, name, parameters):
    inputs = FAMILY.example(51, seed=5, columns=53, radius=2)
    comparison = FAMILY.compare(FAMILY.variants[name](*inputs, **parameters), *inputs)
    assert comparison, comparison.message


@pytest.mark.parametrize("shape", [(70_001, 1), (1, 70_001)])
def test_more_work_groups_than_one_dimension_holds(adapter, shape):
    inputs = FAMILY.example(shape[0], seed=6, columns=shape[1], radius=1)
    for name in WGSL:
        comparison = FAMILY.compare(FAMILY.variants[name](*inputs, width=1, height=1), *inputs)
        assert comparison, f"{name}: {comparison.message}"


@pytest.mark.parametrize("name", WGSL)
def test_wide_neighbourhoods_stay_in_the_image(adapter, name):
    inputs = FAMILY.example(5, columns=9, radius=9)
    for report in trace_variant(FAMILY.variants[name], inputs, width=2, height=2):
        assert report.out_of_bounds == 0, "; ".join(map(str, report.faults))
        assert report.races == 0, "; ".join(map(str, report.faults))


def test_edges_stay_and_noise_goes(variant):
    random = np.random.default_rng(1)
    image = np.where(np.arange(40) < 20, 0, 20).astype(np.float32) + np.zeros((30, 1), np.float32)
    noisy = image + 0.3 * random.standard_normal(image.shape, dtype=np.float32)
    result = variant(noisy, np.array([3], np.int32))
    assert np.abs(result - image).max() < 0.6
    assert (result - image).std() < 0.3 * (noisy - image).std()


@pytest.mark.filterwarnings("ignore:invalid value", "ignore:overflow")
def test_nan_and_infinity_reach_the_radius(variant):
    if variant.backend == "wgpu" and not gpu.device().adapter.software:
        pytest.skip("WGSL lets a driver assume that there are no infinities, and some do")
    image, radius = FAMILY.example(40, seed=9, columns=46, radius=2)
    image[20, 30], image[0, 0], image[39, 45] = np.inf, -np.inf, np.nan
    comparison = FAMILY.compare(variant(image, radius), image, radius)
    assert comparison, comparison.message


@pytest.mark.filterwarnings("ignore:overflow")
@pytest.mark.parametrize("scale", [1e-30, 1e-3, 10, 1e6, 1e30])
def test_small_and_large_numbers(variant, scale):
    image, radius = FAMILY.example(30, seed=4)
    image *= np.float32(scale)
    comparison = FAMILY.compare(variant(image, radius), image, radius)
    assert comparison, comparison.message


def test_wrong_kernels_are_found():
    inputs = image, _ = FAMILY.example(30, seed=2, columns=20)
    right = FAMILY.reference(*inputs)
    assert FAMILY.compare(right, *inputs)
    assert FAMILY.compare(written_out(image, 3).astype(np.float32), *inputs)  # so only what differs below is found
    tile = right.copy()
    tile[8:16] = FAMILY.reference(image[8:16].copy(), inputs[1])
    wrong = {
        "a radius of 2": written_out(image, 2),
        "a radius of 4": written_out(image, 4),
        "S = 2": written_out(image, 3, space=2),
        "R = 1.1": written_out(image, 3, spread=1.1),
        "differences don't count": written_out(image, 3, spread=1e9),
        "reflected border": written_out(image, 3, border="reflect"),
        "zero border": written_out(image, 3, border="constant"),
        "no halo between tiles": tile,
        "shifted by one": np.roll(right, 1, axis=0),
        "not filtered": image,
        "poisoned": np.full_like(right, np.nan),
        "half precision": right.astype(np.float16),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result.astype(np.float32), *inputs), what


def test_tolerance_is_small():
    assert (FAMILY.tolerance(*FAMILY.example(40, seed=2)) < 3e-5).all()


@pytest.mark.parametrize(
    ("image", "radius", "words"),
    [
        (np.zeros((2, 2)), np.array([1], np.int32), "image must be a float32 matrix, not float64"),
        (np.zeros(4, np.float32), np.array([1], np.int32), "shape"),
        (np.zeros((2, 2), np.float32), np.array([1.0]), "radius must be an int32 vector of one, not float64"),
        (np.zeros((2, 2), np.float32), np.array([1, 2], np.int32), "vector of one"),
        (np.zeros((2, 2), np.float32), np.array([-1], np.int32), "0 to 64, not -1"),
        (np.zeros((2, 2), np.float32), np.array([65], np.int32), "0 to 64, not 65"),
    ],
)
def test_bad_inputs_are_named(variant, image, radius, words):
    with pytest.raises(ValueError, match=words):
        variant(image, radius)


def test_limits_are_named(adapter):
    with pytest.raises(gpu.LimitError, match="use a smaller tile or radius"):
        FAMILY.variants["wgpu-shared-halo"](*FAMILY.example(40, radius=64))


def test_costs():
    inputs = FAMILY.example(100, columns=50, radius=1)
    assert FAMILY.flops(*inputs) == 5000 * 73
    assert FAMILY.bytes(*inputs) == 4 * 10_001


def test_examples_are_reproducible_square_by_default_and_different_by_seed():
    first, again, other = (FAMILY.example(70, seed=s) for s in (1, 1, 2))
    assert first[0].shape == (70, 70)
    assert first[1] == 3
    np.testing.assert_array_equal(first[0], again[0])
    assert not np.array_equal(first[0], other[0])
