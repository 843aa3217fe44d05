"""Each variant against the oracle, and the oracle against Python's whole numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.families.delta import encoded

FAMILY = registry["delta"]
SIZES = [0, 1, 2, 3, 4, 5, 127, 128, 129, 1009, 2047, 2049, 20_011]
WGSL = ["wgpu-work-group", "wgpu-subgroups"]
EDGES = np.array([0, 2**31 - 1, -(2**31), -1, 2**31 - 1, 2**31 - 1, -(2**31), 5], np.int32)


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def check(variant, codes, **parameters):
    comparison = FAMILY.compare(variant(codes, **parameters), codes)
    assert comparison, f"{variant.name}: {comparison.message}"


def by_hand(codes):
    total, values = 0, []
    for z in codes.tolist():
        total += z // 2 if z % 2 == 0 else -(z + 1) // 2
        values.append((total + 2**31) % 2**32 - 2**31)
    return values


@pytest.mark.parametrize("size", SIZES)
def test_reference_is_the_definition(size):
    (codes,) = FAMILY.example(size, seed=size)
    result = FAMILY.reference(codes)
    assert result.dtype == np.int32
    assert result.tolist() == by_hand(codes)


def test_codes_of_small_steps_are_small():
    assert encoded(np.array([0, -1, 0, -2, 0], np.int32)).tolist() == [0, 1, 2, 3, 4]
    assert encoded(np.array([-5, 0], np.int32)).tolist() == [9, 10]


def test_any_values_come_back(variant):
    values = np.random.default_rng(1).integers(-(2**31), 2**31, 3001, np.int32)
    for sent in (values, EDGES, np.zeros(0, np.int32)):
        np.testing.assert_array_equal(variant(encoded(sent)), sent)


def test_any_codes_are_decoded(variant):
    codes = np.random.default_rng(2).integers(0, 2**32, 5003, np.uint32)  # the sums wrap around again and again
    assert variant(codes).tolist() == by_hand(codes)
    check(variant, np.full(1000, 0xFFFFFFFF, np.uint32))


@pytest.mark.parametrize("size", SIZES)
def test_variant_agrees_with_the_reference(variant, size):
    check(variant, *FAMILY.example(size, seed=size))


@settings(max_examples=8, deadline=None)
@given(size=st.integers(0, 5000), seed=st.integers(0, 2**32 - 1))
def test_variants_agree_at_any_size(size, seed):
    for variant in FAMILY.variants.values():
        if variant.available:
            check(variant, *FAMILY.example(size, seed=seed))


@pytest.mark.parametrize("work_group", [2, 3, 50, 256])
@pytest.mark.parametrize("name", WGSL)
def test_any_work_group_size_is_right(adapter, name, work_group):
    if FAMILY.variants[name].available:
        check(FAMILY.variants[name], *FAMILY.example(2503, seed=5), work_group=work_group)


@pytest.mark.parametrize("per_thread", [1, 3, 16])
def test_any_share_of_work_is_right(adapter, per_thread):
    if FAMILY.variants["wgpu-subgroups"].available:
        check(FAMILY.variants["wgpu-subgroups"], *FAMILY.example(9001, seed=5), work_group=24, per_thread=per_thread)


def test_more_work_groups_than_one_dimension_holds(adapter):
    check(FAMILY.variants["wgpu-work-group"], *FAMILY.example(140_003, seed=6), work_group=2)


def test_limits_are_named(adapter, monkeypatch):
    inputs = FAMILY.example(1000)
    with pytest.raises(ValueError, match="use 2 threads or more"):
        FAMILY.variants["wgpu-work-group"](*inputs, work_group=1)
    if FAMILY.variants["wgpu-subgroups"].available:
        with pytest.raises(ValueError, match="per_thread must be 32 or less, not 33"):
            FAMILY.variants["wgpu-subgroups"](*inputs, per_thread=33)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 1024)
    with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 1,024"):
        FAMILY.variants["wgpu-work-group"](*inputs)


def test_wrong_kernels_are_found():
    (codes,) = FAMILY.example(400, seed=2)
    right = FAMILY.reference(codes)
    assert FAMILY.compare(right, codes)
    wrong = {
        "exclusive": np.concatenate([[0], right[:-1]]),
        "signs lost": np.cumsum(codes >> 1),
        "not added up": (codes >> 1 ^ -(codes & 1)).astype(np.uint32).view(np.int32),
        "a block's total missing": right - (np.arange(400) >= 128) * right[127],
        "one step twice": right + (np.arange(400) >= 300),
        "untouched": np.zeros_like(right),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result.astype(np.int32), codes), what
    assert "dtype" in FAMILY.compare(right.view(np.uint32), codes).message
    assert "shape" in FAMILY.compare(right[:-1], codes).message


@pytest.mark.parametrize(
    ("codes", "words"), [(np.zeros(4), "float64"), (np.zeros((2, 2), np.uint32), "shape"), ([1, 2], "int64")]
)
def test_bad_inputs_are_named(variant, codes, words):
    with pytest.raises(ValueError, match=f"delta: codes must be .*{words}"):
        variant(codes)


def test_costs():
    assert FAMILY.flops(*FAMILY.example(1000)) == 999
    assert FAMILY.flops(*FAMILY.example(0)) == 0
    assert FAMILY.bytes(*FAMILY.example(1000)) == 8000


def test_examples_are_reproducible_small_and_different_by_seed():
    first, again, other = (FAMILY.example(5000, seed=s)[0] for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.max() < 1000
    with pytest.raises(ValueError, match="size must be 0 or more"):
        FAMILY.example(-1)
