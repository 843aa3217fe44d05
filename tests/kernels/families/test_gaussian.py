"""Each variant against the oracle, and the oracle against sums written out."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import registry
from underhood_kernels.families.gaussian.inputs import weights
from underhood_kernels.trace import trace_variant

FAMILY = registry["gaussian"]
SHAPES = [  # rows, columns, sigma
    (0, 5, 2),
    (5, 0, 2),
    (1, 1, 2),
    (1, 100, 1),
    (100, 1, 1),
    (2, 3, 4),
    (37, 53, 2),
    (64, 130, 0.5),
    (21, 22, 0.1),
    (20, 43, 5),
]
WGSL = ["wgpu-direct", "wgpu-two-passes", "wgpu-fused", "wgpu-registers"]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def written_out(image, sigma):
    """The definition, term by term."""
    radius = int(4 * sigma + 0.5)
    bell = {k: math.exp(-(k**2) / (2 * sigma**2)) for k in range(-radius, radius + 1)}
    rows, columns = image.shape
    result = np.zeros(image.shape)
    for r, c in np.ndindex(rows, columns):
        for i, down in bell.items():
            for j, across in bell.items():
                nearest = image[min(max(r + i, 0), rows - 1), min(max(c + j, 0), columns - 1)]
                result[r, c] += down * across * float(nearest)
    return result / sum(bell.values()) ** 2


@pytest.mark.parametrize(("rows", "columns", "sigma"), [(1, 1, 2), (9, 7, 1), (70, 3, 0.5), (3, 5, 2)])
def test_reference_is_the_definition(rows, columns, sigma):
    inputs = FAMILY.example(rows, seed=3, columns=columns, sigma=sigma)
    np.testing.assert_allclose(FAMILY.reference(*inputs), written_out(inputs[0], sigma), rtol=1e-6, atol=1e-6)


def test_weights_are_a_bell_that_adds_up_to_one():
    bell = weights(np.array([2], np.float32))
    assert len(bell) == 17
    assert bell.sum() == pytest.approx(1, abs=1e-15)
    np.testing.assert_array_equal(bell, bell[::-1])
    assert bell[8] / bell[10] == pytest.approx(math.exp(0.5))
    assert len(weights(np.array([0.1], np.float32))) == 1


@pytest.mark.parametrize(("rows", "columns", "sigma"), SHAPES)
def test_variant_agrees_with_the_reference(variant, rows, columns, sigma):
    inputs = FAMILY.example(rows, seed=rows + columns, columns=columns, sigma=sigma)
    comparison = FAMILY.compare(variant(*inputs), *inputs)
    assert comparison, comparison.message


@settings(max_examples=8, deadline=None)
@given(rows=st.integers(0, 70), columns=st.integers(0, 150), sigma=st.sampled_from([1, 2]), seed=st.integers(0, 2**32))
def test_variants_agree_at_any_shape(rows, columns, sigma, seed):
    inputs = FAMILY.example(rows, seed=seed, columns=columns, sigma=sigma)
    for variant in FAMILY.variants.values():
        if variant.available:
            comparison = FAMILY.compare(variant(*inputs), *inputs)
            assert comparison, f"{variant.name}: {comparison.message}"


def test_a_constant_image_stays_constant(variant):
    image = np.full((40, 50), 3, np.float32)
    np.testing.assert_allclose(variant(image, np.array([3], np.float32)), image, rtol=1e-6)


@pytest.mark.parametrize("name", WGSL)
def test_wide_bells_stay_in_the_image(adapter, name):
    small = {"width": 2, "height": 2, **({"rows": 1} if name == "wgpu-registers" else {})}
    for report in trace_variant(FAMILY.variants[name], FAMILY.example(5, columns=9, sigma=4.2), **small):
        assert report.out_of_bounds == 0, "; ".join(map(str, report.faults))
        assert report.races == 0, "; ".join(map(str, report.faults))


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("sigma", [1, 4.2])
def test_nan_and_infinity_reach_the_radius(variant, sigma):
    inputs = FAMILY.example(60, seed=1, columns=90, sigma=sigma)
    inputs[0][20, 30], inputs[0][0, 0], inputs[0][59, 89], inputs[0][5, 70] = np.inf, -np.inf, np.nan, np.inf
    comparison = FAMILY.compare(variant(*inputs), *inputs)
    assert comparison, comparison.message


def test_wrong_kernels_are_found():
    inputs = image, sigma = FAMILY.example(90, seed=2, columns=70, sigma=2)
    right = FAMILY.reference(*inputs)
    assert FAMILY.compare(right, *inputs)
    bell = weights(sigma)
    shorter = bell.copy()
    shorter[0] = shorter[-1] = 0
    separable = registry["separable"]

    def with_weights(values, image=image):
        values = values.astype(np.float32)
        padded = np.pad(image, 8, mode="edge")
        return separable.reference(padded, values, values)[8:-8, 8:-8]

    np.testing.assert_allclose(with_weights(bell), right, atol=1e-6)  # so only what differs below is found
    wrong = {
        "zero border": separable.reference(image, bell.astype(np.float32), bell.astype(np.float32)),
        "reflected border": with_weights(bell, np.pad(image, 8, mode="reflect"))[8:-8, 8:-8],
        "the outermost weights missing": with_weights(shorter),
        "not normalised": with_weights(bell / bell[8]),
        "the variance for sigma": FAMILY.reference(image, sigma**2),
        "rows only": np.stack([np.convolve(np.pad(row, 8, mode="edge"), bell, "valid") for row in image]).astype("f4"),
        "shifted by one": np.roll(right, 1, axis=0),
        "poisoned": np.full_like(right, np.nan),
        "half precision": right.astype(np.float16).astype(np.float32),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result, *inputs), what


@pytest.mark.parametrize("sigma", [0, -1, np.nan, np.inf, 2000])
def test_sigma_is_a_positive_number(variant, sigma):
    with pytest.raises(ValueError, match="sigma must be one number, above 0 and up to 1024 pixels"):
        variant(np.zeros((4, 4), np.float32), np.array([sigma], np.float32))


def test_bad_inputs_are_named(variant):
    with pytest.raises(ValueError, match="sigma must be one number"):
        variant(np.zeros((4, 4), np.float32), np.array([1, 2], np.float32))
    with pytest.raises(ValueError, match="sigma must be a float32 vector, not float64"):
        variant(np.zeros((4, 4), np.float32), np.array([1.0]))
    with pytest.raises(ValueError, match="gaussian: image must be a float32 matrix"):
        variant(np.zeros(4, np.float32), np.array([1], np.float32))


def test_costs():
    inputs = FAMILY.example(100, columns=50, sigma=2)
    assert FAMILY.flops(*inputs) == 2 * 5000 * 34
    assert FAMILY.bytes(*inputs) == 4 * 10_001


def test_examples_are_reproducible_square_by_default_and_different_by_seed():
    first, again, other = (FAMILY.example(70, seed=s) for s in (1, 1, 2))
    assert first[0].shape == (70, 70)
    assert first[1] == 2
    np.testing.assert_array_equal(first[0], again[0])
    assert not np.array_equal(first[0], other[0])
