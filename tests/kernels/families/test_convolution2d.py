"""Each variant against the oracle, and the oracle against sums written out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.families.convolution2d.parts import parts_of
from underhood_kernels.trace import trace_variant

FAMILY = registry["convolution2d"]
SHAPES = [  # rows, columns, and the mask's width
    (0, 0, 3),
    (0, 5, 3),
    (5, 0, 3),
    (1, 1, 1),
    (1, 1, 7),
    (2, 3, 2),
    (1, 100, 3),
    (100, 1, 3),
    (16, 16, 4),
    (31, 64, 3),
    (37, 53, 7),
    (64, 33, 9),
    (40, 43, 31),
    (9, 10, 50),
]
MASKS = [(1, 1), (1, 5), (5, 1), (2, 3), (3, 13), (9, 2), (12, 12), (17, 25)]
WGSL = ["wgpu-naive", "wgpu-shared-halo", "wgpu-registers"]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def written_out(image, mask):
    """The definition, term by term."""
    rows, columns = image.shape
    result = np.zeros(image.shape)
    for r in range(rows):
        for c in range(columns):
            for i in range(mask.shape[0]):
                for j in range(mask.shape[1]):
                    y, x = r + (mask.shape[0] - 1) // 2 - i, c + (mask.shape[1] - 1) // 2 - j
                    if 0 <= y < rows and 0 <= x < columns:
                        result[r, c] += float(mask[i, j]) * float(image[y, x])
    return result


def random_mask(shape, seed=3):
    return np.random.default_rng(seed).standard_normal(shape, dtype=np.float32)


@pytest.mark.parametrize(("rows", "columns", "taps"), [s for s in SHAPES if s[2] < 30])
def test_reference_is_the_definition(rows, columns, taps):
    image, mask = FAMILY.example(rows, seed=rows, columns=columns, taps=taps)
    np.testing.assert_allclose(FAMILY.reference(image, mask), written_out(image, mask), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("shape", [(1, 4), (4, 1), (2, 5)])
def test_reference_is_the_definition_for_masks_of_any_shape(shape):
    (image, _), mask = FAMILY.example(13, columns=9), random_mask(shape)
    np.testing.assert_allclose(FAMILY.reference(image, mask), written_out(image, mask), rtol=1e-6, atol=1e-6)


def test_reference_of_many_rows_is_that_of_the_whole_image():
    image, mask = FAMILY.example(200, seed=1, columns=6, taps=5)  # the oracle takes 64 rows at a time
    np.testing.assert_allclose(FAMILY.reference(image, mask), written_out(image, mask), rtol=1e-6, atol=1e-6)


def test_one_row_is_convolution_in_one_dimension():
    signal, taps = registry["convolution"].example(60, seed=4, taps=6)
    np.testing.assert_array_equal(
        FAMILY.reference(signal[None], taps[None])[0], registry["convolution"].reference(signal, taps)
    )


@pytest.mark.parametrize(("rows", "columns", "taps"), SHAPES)
def test_variant_agrees_with_the_reference(variant, rows, columns, taps):
    inputs = FAMILY.example(rows, seed=rows + columns, columns=columns, taps=taps)
    result = variant(*inputs)
    comparison = FAMILY.compare(result, *inputs)
    assert comparison, comparison.message


@pytest.mark.parametrize("shape", MASKS)
def test_masks_of_any_shape_are_right(variant, shape):
    (image, _), mask = FAMILY.example(35, seed=1, columns=41), random_mask(shape)
    comparison = FAMILY.compare(variant(image, mask), image, mask)
    assert comparison, comparison.message


@settings(max_examples=8, deadline=None)
@given(
    rows=st.integers(0, 70),
    columns=st.integers(0, 150),
    taps=st.sampled_from([1, 2, 3]),
    seed=st.integers(0, 2**32 - 1),
)
def test_variants_agree_at_any_shape(rows, columns, taps, seed):
    inputs = FAMILY.example(rows, seed=seed, columns=columns, taps=taps)
    for variant in FAMILY.variants.values():
        if variant.available:
            comparison = FAMILY.compare(variant(*inputs), *inputs)
            assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("wgpu-naive", {"width": 1, "height": 1}),
        ("wgpu-naive", {"width": 7, "height": 3}),
        ("wgpu-shared-halo", {"width": 1, "height": 3}),
        ("wgpu-shared-halo", {"width": 64, "height": 5}),
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


@pytest.mark.parametrize(
    ("name", "parameters"),
    [("wgpu-naive", {}), ("wgpu-shared-halo", {"width": 8}), ("wgpu-registers", {"rows": 1, "width": 2, "height": 2})],
)
@pytest.mark.parametrize("shape", [(4, 5), (9, 14)])
def test_larger_masks_stay_in_the_image(adapter, name, parameters, shape):
    (image, _), mask = FAMILY.example(11, seed=2, columns=14), random_mask(shape)
    for report in trace_variant(FAMILY.variants[name], (image, mask), **parameters):
        assert report.out_of_bounds == 0, "; ".join(map(str, report.faults))
        assert report.races == 0, "; ".join(map(str, report.faults))


def test_shared_memory_spares_loads_and_registers_spare_more(adapter):
    inputs = FAMILY.example(32, seed=2)
    loads = {}
    for name in WGSL:
        small = {"width": 8} if name == "wgpu-registers" else {}
        (report,) = trace_variant(FAMILY.variants[name], inputs, **small)
        loads[name] = report.buffers["image"].loads
    assert loads["wgpu-naive"] == (3 * 32 - 2) ** 2  # nine a pixel, less at the borders
    assert loads["wgpu-shared-halo"] == 32 * (9 + 10 + 10 + 9)  # four tiles of 34 × 10, less what is outside
    assert loads["wgpu-registers"] == 32 / 8 * 8 * 10 * 3  # vectors: three a row, ten rows for eight results


def test_inputs_are_left_as_they_were(variant):
    inputs = FAMILY.example(30, seed=1, columns=31)
    copies = [array.copy() for array in inputs]
    variant(*inputs)
    for array, copy in zip(inputs, copies, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("taps", [3, 10])
def test_nan_and_infinity_reach_what_the_mask_brings_them_to(variant, taps):
    image, mask = FAMILY.example(40, seed=9, columns=46, taps=taps)
    image[20, 30], image[0, 0], image[39, 45], image[5, 20] = np.inf, -np.inf, np.nan, np.inf
    mask[0, 1] = 0
    comparison = FAMILY.compare(variant(image, mask), image, mask)
    assert comparison, comparison.message


def test_wrong_kernels_are_found():
    image, mask = FAMILY.example(150, seed=2, columns=90, taps=5)
    right = FAMILY.reference(image, mask)
    assert FAMILY.compare(right, image, mask)
    short, halved = mask.copy(), image.copy()
    short[4, 2] = 0
    halved[64:] = 0
    tile = right.copy()
    tile[32:40, 31] = FAMILY.reference(image[:, :32].copy(), mask)[32:40, 31]
    wrong = {
        "correlation instead of convolution": FAMILY.reference(image, mask[::-1, ::-1].copy()),
        "mirrored in one direction only": FAMILY.reference(image, mask[::-1].copy()),
        "the mask transposed": FAMILY.reference(image, mask.T.copy()),
        "shifted by one": np.roll(right, 1, axis=1),
        "one weight short": FAMILY.reference(image, short),
        "no halo between tiles": tile,
        "the lower part is zero": FAMILY.reference(halved, mask),
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, np.nan),
        "half precision": right.astype(np.float16).astype(np.float32),
        "TF32's ten bits": FAMILY.reference((image.view(np.uint32) & 0xFFFFE000).view(np.float32), mask),
        "cyclic": np.fft.irfft2(np.fft.rfft2(image) * np.fft.rfft2(mask, image.shape), image.shape).astype(np.float32),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result, image, mask), what
    assert "shape" in FAMILY.compare(right[:-1], image, mask).message
    assert "dtype" in FAMILY.compare(right.astype(np.float64), image, mask).message


def test_tolerance_grows_with_the_mask_and_with_the_numbers():
    image, mask = FAMILY.example(20, seed=2, taps=5)
    tolerance = FAMILY.tolerance(image, mask)
    assert tolerance.shape == image.shape
    np.testing.assert_allclose(FAMILY.tolerance(image * np.float32(1e6), mask), tolerance * 1e6, rtol=1e-3)
    assert (tolerance < 1e-3).all()


@pytest.mark.parametrize(("tall", "wide"), [(1, 1), (3, 3), (8, 12), (9, 13), (31, 31), (2, 100)])
def test_parts_hold_every_weight_once_and_mirrored(tall, wide):
    parts, mask = parts_of(tall, wide), random_mask((tall, wide))
    assert parts.tall <= 8
    assert parts.wide <= 12
    vectors = parts.weights(mask).reshape(-1, parts.across, parts.tall, parts.quads * 4)[..., : parts.wide]
    whole = vectors.swapaxes(1, 2).reshape(-1, parts.across * parts.wide)
    np.testing.assert_array_equal(whole[:tall, :wide], mask[::-1, ::-1])
    assert np.count_nonzero(whole) == mask.size
    assert parts.always_tall >= 1
    assert parts.always_wide >= 1


@pytest.mark.parametrize(
    ("image", "mask", "words"),
    [
        (np.zeros((4, 4)), np.ones((1, 1), np.float32), "image must be a float32 matrix, not float64"),
        (np.zeros(4, np.float32), np.ones((1, 1), np.float32), "shape"),
        (np.zeros((4, 4), np.float32), np.ones(3, np.float32), "mask must be a float32 matrix"),
        (np.zeros((4, 4), np.float32), np.ones((0, 3), np.float32), "at least one weight"),
        (np.zeros((4, 4), np.float32), np.full((3, 3), np.inf, np.float32), "NaN or infinite"),
    ],
)
def test_bad_inputs_are_named(variant, image, mask, words):
    with pytest.raises(ValueError, match=words):
        variant(image, mask)


def test_limits_are_named(adapter, monkeypatch):
    inputs = FAMILY.example(40)
    with pytest.raises(gpu.LimitError, match="a work group of 10000 threads"):
        FAMILY.variants["wgpu-naive"](*inputs, width=100, height=100)
    with pytest.raises(gpu.LimitError, match="use a smaller tile"):
        FAMILY.variants["wgpu-shared-halo"](*inputs, width=1000, height=1000)
    monkeypatch.setitem(gpu.device().limits, "max-uniform-buffer-binding-size", 1024)
    with pytest.raises(gpu.LimitError, match="`weights` has .* max-uniform-buffer-binding-size is 1,024"):
        FAMILY.variants["wgpu-registers"](*FAMILY.example(4, taps=40))


def test_costs():
    inputs = FAMILY.example(100, columns=50, taps=3)
    assert FAMILY.flops(*inputs) == 2 * 5000 * 9
    assert FAMILY.bytes(*inputs) == 4 * 10_009


def test_examples_are_reproducible_square_by_default_and_different_by_seed():
    first, again, other = (FAMILY.example(70, seed=s) for s in (1, 1, 2))
    assert first[0].shape == (70, 70)
    assert first[1].shape == (3, 3)
    for a, b, c in zip(first, again, other, strict=True):
        np.testing.assert_array_equal(a, b)
        assert not np.array_equal(a, c)
    with pytest.raises(ValueError, match="taps must be 1 or more"):
        FAMILY.example(10, taps=0)
    with pytest.raises(ValueError, match="columns must be 0 or more, not -1"):
        FAMILY.example(10, columns=-1)
