"""Each variant against the oracle, and the oracle against the definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.trace import trace_variant

FAMILY = registry["fir"]
SHAPES = [  # samples, taps, decimation
    (0, 3, 2),
    (1, 1, 1),
    (1, 70, 5),
    (50, 1, 1),
    (50, 7, 1),
    (64, 64, 4),
    (100, 9, 3),
    (257, 63, 4),
    (300, 5, 100),
    (300, 31, 301),
    (999, 130, 7),
    (1000, 400, 16),
    (700, 5, 64),
    (5000, 300, 2),
]
WGSL = ["wgpu-naive", "wgpu-shared", "wgpu-polyphase"]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def check(variant, inputs, **parameters):
    comparison = FAMILY.compare(variant(*inputs, **parameters), *inputs)
    assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize(("size", "taps", "decimation"), [shape for shape in SHAPES if shape[0] * shape[1] < 1e5])
def test_reference_is_the_definition(size, taps, decimation):
    signal, filtering, _ = FAMILY.example(size, taps=taps, decimation=decimation)
    expected = [
        sum(float(filtering[k]) * float(signal[now - k]) for k in range(min(taps, now + 1)))
        for now in range(0, size, decimation)
    ]
    result = FAMILY.reference(signal, filtering, np.array([decimation]))
    np.testing.assert_allclose(result, np.array(expected, np.float32), rtol=1e-6, atol=1e-6)


def test_without_decimation_it_is_a_causal_convolution():
    signal, taps, one = FAMILY.example(300, decimation=1)
    expected = np.convolve(signal.astype(np.float64), taps.astype(np.float64))[:300]
    np.testing.assert_allclose(FAMILY.reference(signal, taps, one), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(("size", "taps", "decimation"), SHAPES)
def test_variant_agrees_with_the_reference(variant, size, taps, decimation):
    check(variant, FAMILY.example(size, seed=size + taps, taps=taps, decimation=decimation))


@settings(max_examples=10, deadline=None)
@given(
    size=st.integers(0, 2000), taps=st.integers(1, 200), decimation=st.integers(1, 40), seed=st.integers(0, 2**32 - 1)
)
def test_variants_agree_at_any_shape(size, taps, decimation, seed):
    for variant in FAMILY.variants.values():
        if variant.available:
            check(variant, FAMILY.example(size, seed=seed, taps=taps, decimation=decimation))


@pytest.mark.parametrize("decimation", [1, 3, 8])
def test_small_whole_numbers_are_exact(variant, decimation):
    random = np.random.default_rng(decimation)
    signal = random.integers(-9, 10, 2003).astype(np.float32)
    taps = random.integers(-9, 10, 45).astype(np.float32)
    expected = np.convolve(signal.astype(np.int64), taps.astype(np.int64))[:2003:decimation]
    np.testing.assert_array_equal(variant(signal, taps, np.array([decimation])), expected)


@pytest.mark.parametrize("place", [0, 3, 11, 12, 44])
def test_every_tap_counts_once(variant, place):
    taps = np.zeros(45, np.float32)
    taps[place] = 1
    signal = np.arange(1, 501, dtype=np.float32)
    expected = np.concatenate([np.zeros(place, np.float32), signal])[:500:6]
    np.testing.assert_array_equal(variant(signal, taps, np.array([6])), expected)


@pytest.mark.parametrize("work_group", [1, 3, 50, 256])
@pytest.mark.parametrize("name", WGSL)
def test_any_work_group_size_is_right(adapter, name, work_group):
    for decimation in (1, 5, 40):
        check(FAMILY.variants[name], FAMILY.example(603, seed=5, decimation=decimation), work_group=work_group)


@pytest.mark.parametrize("name", WGSL)
def test_more_work_groups_than_one_dimension_holds(adapter, name):
    work_group, size = (1, 280_003) if name == "wgpu-polyphase" else (1, 70_001)
    check(FAMILY.variants[name], FAMILY.example(size, seed=6, taps=3, decimation=1), work_group=work_group)


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("special", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_reaches_the_taps_that_meet_it_and_no_others(variant, special):
    for decimation in (1, 4):
        signal, taps, number = FAMILY.example(700, seed=3, taps=30, decimation=decimation)
        signal[301] = special
        result = variant(signal, taps, number)
        met = (np.arange(len(result)) * decimation >= 301) & (np.arange(len(result)) * decimation < 331)
        assert not np.isfinite(result[met]).any()
        assert np.isfinite(result[~met]).all()
        check(variant, (signal, taps, number))


def test_the_polyphase_tile_has_no_bank_conflicts_where_the_plain_one_has_many(adapter):
    inputs = FAMILY.example(3000, taps=64, decimation=8)
    (plain,), (sorted_by_phase,) = (trace_variant(FAMILY.variants[name], inputs) for name in WGSL[1:])
    assert plain.bank_conflicts > 1000
    assert sorted_by_phase.bank_conflicts < 10


def test_limits_are_named(adapter, monkeypatch):
    inputs = FAMILY.example(1000)
    with pytest.raises(gpu.LimitError, match="a work group of 100000 threads"):
        FAMILY.variants["wgpu-shared"](*inputs, work_group=100_000)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 512)
    for name in WGSL:
        with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 512"):
            FAMILY.variants[name](*inputs)
    monkeypatch.setitem(gpu.device().limits, "max-compute-workgroup-storage-size", 2048)
    with pytest.raises(gpu.LimitError, match="use fewer threads"):
        FAMILY.variants["wgpu-polyphase"](*inputs)


def test_wrong_kernels_are_found():
    signal, taps, number = FAMILY.example(800, seed=2, taps=33, decimation=4)
    right = FAMILY.reference(signal, taps, number)
    assert FAMILY.compare(right, signal, taps, number)
    one_missing = taps.copy()
    one_missing[-1] = 0
    first = np.convolve(signal, taps)
    wrong = {
        "mirrored": FAMILY.reference(signal, taps[::-1], number),
        "last tap missing": FAMILY.reference(signal, one_missing, number),
        "one sample late": first[3:803:4],
        "centred": first[16:816:4],
        "one phase missing": FAMILY.reference(signal, np.where(np.arange(33) % 4 == 2, np.float32(0), taps), number),
        "phases swapped": FAMILY.reference(signal, taps[np.arange(33) ^ (np.arange(33) < 32)], number),
        "averaged instead of left out": first[:800].reshape(-1, 4).mean(1),
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, np.nan),
        "half precision": right.astype(np.float16).astype(np.float32),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result, signal, taps, number), what
    assert "shape" in FAMILY.compare(right[:-1], signal, taps, number).message


@pytest.mark.parametrize(
    ("signal", "taps", "decimation", "words"),
    [
        (np.zeros(4), np.ones(1, np.float32), 1, "signal must be a float32 vector, not float64"),
        (np.zeros(4, np.float32), np.ones((1, 1), np.float32), 1, "taps must be a float32 vector"),
        (np.zeros(4, np.float32), np.zeros(0, np.float32), 1, "taps is empty"),
        (np.zeros(4, np.float32), np.full(3, np.nan, np.float32), 1, "taps must be finite"),
        (np.zeros(4, np.float32), np.ones(1, np.float32), 0, "decimation must be a whole number from 1"),
        (np.zeros(4, np.float32), np.ones(1, np.float32), 1.5, "decimation must be a whole number from 1"),
        (np.zeros(4, np.float32), np.ones(1, np.float32), [1, 2], "decimation must be a whole number from 1"),
    ],
)
def test_bad_inputs_are_named(variant, signal, taps, decimation, words):
    with pytest.raises(ValueError, match=words):
        variant(signal, taps, decimation)


def test_a_plain_number_will_do_as_decimation(variant):
    signal, taps, _ = FAMILY.example(100)
    np.testing.assert_array_equal(variant(signal, taps, 4), variant(signal, taps, np.array([4])))


def test_costs():
    assert FAMILY.flops(*FAMILY.example(1001, taps=10, decimation=4)) == 2 * 251 * 10
    assert FAMILY.bytes(*FAMILY.example(1001, taps=10, decimation=4)) == 4 * (1001 + 10 + 251)
    assert FAMILY.flops(*FAMILY.example(0)) == 0


def test_examples_are_reproducible_and_different_by_seed():
    first, again, other = (FAMILY.example(2000, seed=s) for s in (1, 1, 2))
    np.testing.assert_array_equal(first[0], again[0])
    np.testing.assert_array_equal(first[1], again[1])
    assert not np.array_equal(first[0], other[0])
    for words in ({"taps": 0}, {"decimation": 0}):
        with pytest.raises(ValueError, match="taps and decimation must be 1 or more"):
            FAMILY.example(10, **words)
