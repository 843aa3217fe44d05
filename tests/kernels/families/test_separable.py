"""Each variant against the oracle, and the oracle against `convolution2d` with the product of both vectors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.trace import trace_variant

FAMILY = registry["separable"]
SHAPES = [  # rows, columns, and the weights down and across
    (0, 5, 3, 3),
    (5, 0, 3, 3),
    (1, 1, 1, 1),
    (1, 1, 7, 4),
    (1, 100, 3, 7),
    (100, 1, 7, 3),
    (31, 64, 2, 2),
    (37, 53, 7, 7),
    (70, 33, 1, 9),
    (70, 133, 12, 1),
    (20, 23, 40, 35),
]
WGSL = ["wgpu-direct", "wgpu-two-passes", "wgpu-fused", "wgpu-registers"]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def problem(rows, columns, tall, wide, seed=1):
    random = np.random.default_rng(seed)
    return tuple(random.standard_normal(shape, dtype=np.float32) for shape in ((rows, columns), tall, wide))


@pytest.mark.parametrize("shape", [s for s in SHAPES if s[2] < 20])
def test_reference_is_convolution_with_the_product(shape):
    image, down, across = problem(*shape)
    product = registry["convolution2d"].reference(image, np.outer(down, across))
    np.testing.assert_allclose(FAMILY.reference(image, down, across), product, rtol=1e-5, atol=1e-5)


def test_reference_is_the_definition():
    image, down, across = problem(7, 6, 4, 3)
    result = np.zeros((7, 6))
    for r, c, i, j in np.ndindex(7, 6, 4, 3):
        y, x = r + 1 - i, c + 1 - j
        if 0 <= y < 7 and 0 <= x < 6:
            result[r, c] += float(down[i]) * float(across[j]) * float(image[y, x])
    np.testing.assert_allclose(FAMILY.reference(image, down, across), result, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("shape", SHAPES)
def test_variant_agrees_with_the_reference(variant, shape):
    inputs = problem(*shape, seed=sum(shape))
    comparison = FAMILY.compare(variant(*inputs), *inputs)
    assert comparison, comparison.message


@settings(max_examples=8, deadline=None)
@given(
    rows=st.integers(0, 70),
    columns=st.integers(0, 150),
    tall=st.sampled_from([1, 4]),
    wide=st.sampled_from([2, 5]),
    seed=st.integers(0, 2**32 - 1),
)
def test_variants_agree_at_any_shape(rows, columns, tall, wide, seed):
    inputs = problem(rows, columns, tall, wide, seed)
    for variant in FAMILY.variants.values():
        if variant.available:
            comparison = FAMILY.compare(variant(*inputs), *inputs)
            assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("wgpu-direct", {"width": 7, "height": 3}),
        ("wgpu-two-passes", {"width": 1, "height": 5}),
        ("wgpu-fused", {"width": 5, "height": 1}),
        ("wgpu-fused", {"width": 64, "height": 16}),
        ("wgpu-registers", {"width": 1, "height": 1, "rows": 1}),
        ("wgpu-registers", {"width": 5, "height": 3, "rows": 3}),
    ],
)
def test_any_parameters_are_right(adapter, name, parameters):
    inputs = FAMILY.example(101, seed=5, columns=53)
    comparison = FAMILY.compare(FAMILY.variants[name](*inputs, **parameters), *inputs)
    assert comparison, comparison.message


@pytest.mark.parametrize("shape", [(70_001, 1), (1, 70_001)])
def test_more_work_groups_than_one_dimension_holds(adapter, shape):
    inputs = problem(*shape, 2, 3)
    for name in WGSL:
        few = {"width": 1, "height": 1, **({"rows": 1} if name == "wgpu-registers" else {})}
        comparison = FAMILY.compare(FAMILY.variants[name](*inputs, **few), *inputs)
        assert comparison, f"{name}: {comparison.message}"


@pytest.mark.parametrize("name", WGSL)
def test_weights_in_parts_stay_in_the_image(adapter, name):
    small = {"width": 2, "height": 2, **({"rows": 1} if name == "wgpu-registers" else {})}
    for report in trace_variant(FAMILY.variants[name], problem(5, 9, 35, 37), **small):
        assert report.out_of_bounds == 0, "; ".join(map(str, report.faults))
        assert report.races == 0, "; ".join(map(str, report.faults))


def test_fused_moves_no_image_in_between(adapter):
    inputs = FAMILY.example(32, seed=2, taps=7)
    stores = {
        name: sum(
            counts.stores
            for report in trace_variant(FAMILY.variants[name], inputs)
            for buffer, counts in report.buffers.items()
            if buffer in {"result", "image"}
        )
        for name in ("wgpu-two-passes", "wgpu-fused")
    }
    assert stores == {"wgpu-two-passes": 2 * 32 * 32, "wgpu-fused": 32 * 32}


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("taps", [3, 33])
def test_nan_and_infinity_reach_what_the_mask_brings_them_to(variant, taps):
    inputs = image, down, across = problem(50, 90, taps, taps)
    image[20, 30], image[0, 0], image[49, 89], image[5, 20] = np.inf, -np.inf, np.nan, np.inf
    down[0] = across[1] = 0
    comparison = FAMILY.compare(variant(*inputs), *inputs)
    assert comparison, comparison.message


def test_wrong_kernels_are_found():
    inputs = image, down, across = FAMILY.example(150, seed=2, columns=90, taps=7)
    right = FAMILY.reference(*inputs)
    assert FAMILY.compare(right, *inputs)
    short, tile = down.copy(), right.copy()
    short[6] = 0
    tile[32:40] = FAMILY.reference(image[32:40].copy(), down, across)
    wrong = {
        "not mirrored": FAMILY.reference(image, down[::-1].copy(), across[::-1].copy()),
        "down and across swapped": FAMILY.reference(image, across, down),
        "rows only": FAMILY.reference(image, np.ones(1, np.float32), across),
        "one weight short": FAMILY.reference(image, short, across),
        "no halo between tiles": tile,
        "shifted by one": np.roll(right, 1, axis=0),
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, np.nan),
        "half precision": right.astype(np.float16).astype(np.float32),
        "TF32's ten bits": FAMILY.reference((image.view(np.uint32) & 0xFFFFE000).view(np.float32), down, across),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result, *inputs), what


def test_tolerance_scales_with_the_numbers_and_is_small():
    image, down, across = FAMILY.example(40, seed=2)
    tolerance = FAMILY.tolerance(image, down, across)
    np.testing.assert_allclose(FAMILY.tolerance(image * np.float32(1e6), down, across), tolerance * 1e6, rtol=1e-3)
    assert (tolerance < 2e-4).all()


@pytest.mark.parametrize(
    ("down", "words"),
    [
        (np.ones(3), "down must be a float32 vector, not float64"),
        (np.ones((1, 3), np.float32), "shape"),
        (np.ones(0, np.float32), "at least one weight"),
        (np.full(3, np.nan, np.float32), "NaN or infinite"),
    ],
)
def test_bad_inputs_are_named(variant, down, words):
    with pytest.raises(ValueError, match=words):
        variant(np.zeros((4, 4), np.float32), down, np.ones(1, np.float32))
    with pytest.raises(ValueError, match="separable: image must be a float32 matrix"):
        variant(np.zeros(4, np.float32), np.ones(1, np.float32), np.ones(1, np.float32))


def test_limits_are_named(adapter):
    inputs = FAMILY.example(40)
    for name in ("wgpu-fused", "wgpu-registers"):
        with pytest.raises(gpu.LimitError, match="bytes of shared memory"):
            FAMILY.variants[name](*inputs, width=64, height=300)


def test_costs():
    inputs = problem(100, 50, 3, 5)
    assert FAMILY.flops(*inputs) == 2 * 5000 * 8
    assert FAMILY.bytes(*inputs) == 4 * 10_008


def test_examples_are_reproducible_square_by_default_and_different_by_seed():
    first, again, other = (FAMILY.example(70, seed=s) for s in (1, 1, 2))
    assert [array.shape for array in first] == [(70, 70), (7,), (7,)]
    for a, b, c in zip(first, again, other, strict=True):
        np.testing.assert_array_equal(a, b)
        assert not np.array_equal(a, c)
    with pytest.raises(ValueError, match="taps must be 1 or more"):
        FAMILY.example(10, taps=0)
