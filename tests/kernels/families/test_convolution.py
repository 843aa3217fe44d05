"""Each variant against the oracle, and the oracle against sums written out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import registry

FAMILY = registry["convolution"]
SIZES = [
    (0, 1),
    (0, 5),
    (1, 1),
    (1, 7),
    (2, 2),
    (7, 3),
    (31, 31),
    (64, 64),
    (97, 16),
    (100, 333),
    (257, 31),
    (1009, 130),
]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def written_out(signal, taps):
    """The definition, term by term."""
    centre = (len(taps) - 1) // 2
    result = np.zeros(len(signal))
    for i in range(len(signal)):
        for k in range(len(taps)):
            if 0 <= i + centre - k < len(signal):
                result[i] += float(taps[k]) * float(signal[i + centre - k])
    return result


@pytest.mark.parametrize(("size", "taps"), SIZES)
def test_reference_is_the_definition(size, taps):
    signal, filter_taps = FAMILY.example(size, seed=size, taps=taps)
    np.testing.assert_allclose(
        FAMILY.reference(signal, filter_taps), written_out(signal, filter_taps), rtol=1e-6, atol=1e-6
    )


def test_reference_is_numpys_same_for_filters_no_longer_than_the_signal():
    signal, taps = FAMILY.example(50, seed=3, taps=8)
    np.testing.assert_allclose(FAMILY.reference(signal, taps), np.convolve(signal, taps, "same"), atol=1e-5)


@pytest.mark.parametrize(("size", "taps"), SIZES)
def test_variant_agrees_with_the_reference(variant, size, taps):
    inputs = FAMILY.example(size, seed=size + taps, taps=taps)
    comparison = FAMILY.compare(variant(*inputs), *inputs)
    assert comparison, comparison.message


@settings(max_examples=12, deadline=None)
@given(size=st.integers(1, 700), taps=st.integers(1, 90), seed=st.integers(0, 2**32 - 1))
def test_variants_agree_at_any_size(size, taps, seed):
    inputs = FAMILY.example(size, seed=seed, taps=taps)
    for variant in FAMILY.variants.values():
        if variant.available:
            comparison = FAMILY.compare(variant(*inputs), *inputs)
            assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize("work_group", [1, 3, 32, 1000])
@pytest.mark.parametrize("name", ["wgpu-naive", "wgpu-padded", "wgpu-shared"])
def test_any_work_group_size_is_right(adapter, name, work_group):
    inputs = FAMILY.example(1501, seed=5, taps=37)
    comparison = FAMILY.compare(FAMILY.variants[name](*inputs, work_group=work_group), *inputs)
    assert comparison, comparison.message


def test_more_work_groups_than_one_dimension_holds(adapter):
    inputs = FAMILY.example(70_001, seed=6, taps=2)
    comparison = FAMILY.compare(FAMILY.variants["wgpu-naive"](*inputs, work_group=1), *inputs)
    assert comparison, comparison.message


def test_inputs_are_left_as_they_were(variant):
    inputs = FAMILY.example(300, seed=1, taps=9)
    copies = [array.copy() for array in inputs]
    variant(*inputs)
    for array, copy in zip(inputs, copies, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_wrong_kernels_are_found():
    signal, taps = FAMILY.example(400, seed=2, taps=15)
    right = FAMILY.reference(signal, taps)
    assert FAMILY.compare(right, signal, taps)
    wrong = {
        "correlation instead of convolution": FAMILY.reference(signal, taps[::-1].copy()),
        "shifted by one": np.roll(right, 1),
        "one tap short": FAMILY.reference(signal, np.concatenate([taps[:-1], [np.float32(0)]])),
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, np.nan),
        "half precision": right.astype(np.float16).astype(np.float32),
        "cyclic": np.fft.irfft(np.fft.rfft(signal) * np.fft.rfft(taps, len(signal)), len(signal)).astype(np.float32),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result, signal, taps), what
    assert "shape" in FAMILY.compare(right[:-1], signal, taps).message
    assert "dtype" in FAMILY.compare(right.astype(np.float64), signal, taps).message


def test_tolerance_grows_with_the_filter_and_with_the_numbers():
    signal, taps = FAMILY.example(100, seed=2, taps=15)
    tolerance = FAMILY.tolerance(signal, taps)
    assert tolerance.shape == signal.shape
    np.testing.assert_allclose(FAMILY.tolerance(signal * np.float32(1e6), taps), tolerance * 1e6, rtol=1e-3)


@pytest.mark.parametrize(
    ("signal", "taps", "words"),
    [
        (np.zeros(4), np.ones(1, np.float32), "float64"),
        (np.zeros((2, 2), np.float32), np.ones(1, np.float32), "shape"),
        (np.zeros(4, np.float32), np.ones(0, np.float32), "at least one tap"),
    ],
)
def test_bad_inputs_are_named(variant, signal, taps, words):
    with pytest.raises(ValueError, match=words):
        variant(signal, taps)


def test_costs():
    signal, taps = FAMILY.example(1000, taps=10)
    assert FAMILY.flops(signal, taps) == 20_000
    assert FAMILY.bytes(signal, taps) == 4 * 2010


def test_examples_are_reproducible_zero_mean_and_different_by_seed():
    first, again, other = (FAMILY.example(5000, seed=s)[0] for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert abs(first.mean()) < 0.1
    with pytest.raises(ValueError, match="taps 1 or more"):
        FAMILY.example(10, taps=0)
