"""Each variant against the oracle, and the oracle against the definition and physics."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry

FAMILY = registry["nbody"]
SIZES = [0, 1, 2, 3, 31, 97, 128, 129, 300]
WGSL = ["wgpu-naive", "wgpu-tiled", "wgpu-register-blocked"]
SOFTENING = np.array([0.125], np.float32)


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


@pytest.mark.parametrize("size", [0, 1, 2, 3, 20])
def test_reference_is_the_definition(size):
    bodies, softening = FAMILY.example(size, seed=size)
    expected = np.zeros((size, 3))
    for i in range(size):
        for j in range(size):
            offset = [float(bodies[j, axis]) - float(bodies[i, axis]) for axis in range(3)]
            distance = (sum(d * d for d in offset) + float(softening[0]) ** 2) ** 0.5
            for axis in range(3):
                expected[i, axis] += float(bodies[j, 3]) * offset[axis] / distance**3
    np.testing.assert_allclose(FAMILY.reference(bodies, softening), expected, rtol=1e-6, atol=1e-12)


def test_every_action_has_its_reaction():
    bodies, softening = FAMILY.example(200, seed=3)
    momentum = bodies[:, 3].astype(np.float64) @ FAMILY.reference(bodies, softening)
    np.testing.assert_allclose(momentum, 0, atol=1e-8)


def test_two_bodies_by_hand(variant):
    bodies = np.array([[0, 0, 0, 2], [3, 0, 4, 5]], np.float32)
    result = variant(bodies, np.array([1e-5], np.float32))
    np.testing.assert_allclose(result, [[5 * 3 / 125, 0, 5 * 4 / 125], [-2 * 3 / 125, 0, -2 * 4 / 125]], rtol=1e-6)


@pytest.mark.parametrize("size", SIZES)
def test_variant_agrees_with_the_reference(variant, size):
    inputs = FAMILY.example(size, seed=size)
    comparison = FAMILY.compare(variant(*inputs), *inputs)
    assert comparison, comparison.message


@settings(max_examples=10, deadline=None)
@given(
    size=st.integers(0, 200),
    seed=st.integers(0, 2**32 - 1),
    scale=st.sampled_from([1e-4, 1.0, 1e5]),
    shift=st.sampled_from([0.0, 100.0]),
)
def test_variants_agree_whatever_the_scale(size, seed, scale, shift):
    bodies, softening = FAMILY.example(size, seed=seed)
    bodies[:, :3] = (bodies[:, :3] + np.float32(shift)) * np.float32(scale)
    softening = softening * np.float32(scale)
    for variant in FAMILY.variants.values():
        if variant.available:
            comparison = FAMILY.compare(variant(bodies, softening), bodies, softening)
            assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize("work_group", [1, 7, 64, 256])
@pytest.mark.parametrize("name", WGSL[:2])
def test_any_work_group_is_right(adapter, name, work_group):
    inputs = FAMILY.example(131, seed=5)
    comparison = FAMILY.compare(FAMILY.variants[name](*inputs, work_group=work_group), *inputs)
    assert comparison, comparison.message


@pytest.mark.parametrize(
    "values",
    [
        {"work_group": 1, "per_thread": 1, "slices": 1, "unroll": 1},
        {"work_group": 1, "per_thread": 3, "slices": 1, "unroll": 1},
        {"work_group": 15, "per_thread": 2, "slices": 5, "unroll": 3},
        {"work_group": 64, "per_thread": 1, "slices": 64, "unroll": 1},
        {"work_group": 128, "per_thread": 2, "slices": 4, "unroll": 8},
        {"work_group": 512, "per_thread": 4, "slices": 16, "unroll": 2},
    ],
    ids=str,
)
def test_any_blocking_is_right(adapter, values):
    for size in (1, 131):
        inputs = FAMILY.example(size, seed=6)
        comparison = FAMILY.compare(FAMILY.variants["wgpu-register-blocked"](*inputs, **values), *inputs)
        assert comparison, comparison.message


def test_more_work_groups_than_one_dimension_holds(adapter, monkeypatch):
    import underhood_kernels.launch

    monkeypatch.setattr(underhood_kernels.launch, "WORK_GROUPS_PER_DIMENSION", 7)
    inputs = FAMILY.example(120, seed=7)
    for name, values in zip(WGSL, ({}, {}, {"slices": 2, "per_thread": 1}), strict=True):
        comparison = FAMILY.compare(FAMILY.variants[name](*inputs, work_group=8, **values), *inputs)
        assert comparison, f"{name}: {comparison.message}"


def test_impossible_blockings_are_named(adapter):
    inputs = FAMILY.example(10)
    with pytest.raises(ValueError, match="slices × unroll must divide the work-group size"):
        FAMILY.variants["wgpu-register-blocked"](*inputs, work_group=100, slices=3)
    with pytest.raises(gpu.LimitError, match="max-compute-workgroup-storage-size"):
        FAMILY.variants["wgpu-tiled"](*inputs, work_group=1 << 20)
    with pytest.raises(gpu.LimitError, match="max-compute-workgroup-storage-size"):
        FAMILY.variants["wgpu-register-blocked"](*inputs, work_group=1 << 20)
    with pytest.raises(gpu.LimitError, match="a work group of 10000 threads"):
        FAMILY.variants["wgpu-naive"](*inputs, work_group=10_000)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_one_place_that_is_no_number_spoils_all(variant, value):
    bodies, softening = FAMILY.example(70, seed=8)
    bodies[33, 1] = value
    result = variant(bodies, softening)
    assert np.isnan(result[:, 1]).all()
    comparison = FAMILY.compare(result, bodies, softening)
    assert comparison, comparison.message


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_mass_that_is_no_number_is_as_in_the_reference(variant, value):
    bodies, softening = FAMILY.example(70, seed=8)
    bodies[33, 3] = value
    comparison = FAMILY.compare(variant(bodies, softening), bodies, softening)
    assert comparison, comparison.message


def test_bodies_without_mass_and_bodies_at_one_place_pull_nobody(variant):
    bodies = np.zeros((40, 4), np.float32)
    np.testing.assert_array_equal(variant(bodies, SOFTENING), np.zeros((40, 3)))
    bodies[:] = (1, 2, 3, 4)
    np.testing.assert_array_equal(variant(bodies, SOFTENING), np.zeros((40, 3)))


def test_wrong_kernels_are_found():
    bodies, softening = FAMILY.example(400, seed=2)
    right = FAMILY.reference(bodies, softening)
    assert FAMILY.compare(right, bodies, softening)
    one_less = bodies[:-1]
    heavier = bodies.copy()
    heavier[:, 3] = 1
    swapped = right.copy()
    swapped[[5, 6]] = swapped[[6, 5]]
    twice = bodies.copy()
    twice[17, 3] *= 2
    wrong = {
        "last body pulls nobody": np.vstack([FAMILY.reference(one_less, softening), right[-1:]]),
        "one body met twice": FAMILY.reference(twice, softening),
        "sign": -right,
        "masses left out": FAMILY.reference(heavier, softening),
        "no softening": FAMILY.reference(bodies, softening / 1000),
        "softening not squared": FAMILY.reference(bodies, np.sqrt(softening)),
        "two bodies mixed up": swapped,
        "axes mixed up": right[:, [1, 0, 2]],
        "last body untouched": np.vstack([right[:-1], np.zeros((1, 3), np.float32)]),
        "poisoned": np.full_like(right, np.nan),
        "half precision": right.astype(np.float16).astype(np.float32),
        "an inverse root of 15 bits": right * np.float32(1 + 3 * 2**-15),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result, bodies, softening), what
    assert "shape" in FAMILY.compare(right[:-1], bodies, softening).message
    assert "dtype" in FAMILY.compare(right.astype(np.float64), bodies, softening).message


@pytest.mark.parametrize(
    ("bodies", "softening", "words"),
    [
        (np.zeros((2, 4)), SOFTENING, "float64"),
        (np.zeros((2, 3), np.float32), SOFTENING, r"shape \(2, 3\)"),
        (np.zeros(4, np.float32), SOFTENING, r"shape \(4,\)"),
        (np.zeros((2, 4), np.float32), np.zeros(1, np.float32), "softening must be one number from 1e-10"),
        (np.zeros((2, 4), np.float32), np.array([np.nan], np.float32), "softening must be one number"),
        (np.zeros((2, 4), np.float32), np.ones(2, np.float32), "softening must be one number"),
        (np.zeros((2, 4), np.float32), 0.5, "softening must be a float32 vector"),
    ],
)
def test_bad_inputs_are_named(variant, bodies, softening, words):
    with pytest.raises(ValueError, match=words):
        variant(bodies, softening)


def test_inputs_of_any_layout_are_taken(variant):
    bodies, softening = FAMILY.example(20, seed=9)
    laid_out = np.asfortranarray(bodies)
    comparison = FAMILY.compare(variant(laid_out, softening), bodies, softening)
    assert comparison, comparison.message


def test_costs():
    inputs = FAMILY.example(10)
    assert FAMILY.flops(*inputs) == 2000
    assert FAMILY.bytes(*inputs) == 10 * 16 + 10 * 12 + 4


def test_examples_are_reproducible_and_different_by_seed():
    first, again, other = (FAMILY.example(70, seed=s)[0] for s in (1, 1, 2))
    assert first.shape == (70, 4)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    with pytest.raises(ValueError, match="size must be 0 or more, not -1"):
        FAMILY.example(-1)
