"""Each variant against the oracle, and the oracle against itertools."""

from itertools import groupby

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry

FAMILY = registry["run_length"]
SIZES = [0, 1, 2, 3, 15, 16, 17, 33, 127, 128, 129, 4095, 4097, 20_011]
RUNS = [1, 3, 1000]
WGSL = ["wgpu-bytewise", "wgpu-vectors"]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def check(variant, data, **parameters):
    comparison = FAMILY.compare(variant(data, **parameters), data)
    assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("size", SIZES)
def test_reference_groups_equal_neighbours(size, run):
    (data,) = FAMILY.example(size, seed=size, run=run)
    result = FAMILY.reference(data)
    assert result.dtype == np.uint32
    assert result.shape == (len(result), 2)
    assert result.tolist() == [[value, len(list(equal))] for value, equal in groupby(data.tolist())]


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("size", SIZES)
def test_variant_agrees_with_the_reference(variant, size, run):
    (data,) = FAMILY.example(size, seed=size, run=run)
    result = variant(data)
    assert FAMILY.compare(result, data), FAMILY.compare(result, data).message
    np.testing.assert_array_equal(np.repeat(result[:, 0].astype(np.uint8), result[:, 1]), data)


@pytest.mark.parametrize("size", [1, 16, 4096, 65_536, 65_537, 140_000])
@pytest.mark.parametrize("value", [0, 1, 128, 255])
def test_one_run_over_all_blocks(variant, size, value):
    assert variant(np.full(size, value, np.uint8)).tolist() == [[value, size]]


def test_ends_at_the_borders_of_words_vectors_and_blocks(variant):
    for border in (1, 4, 16, 128, 4096, 65_536):
        for place in (border - 1, border, border + 1):
            data = np.zeros(70_000, np.uint8)
            data[place:] = 7
            check(variant, data)
            data[place + 1 :] = 0
            check(variant, data)


def test_bytes_that_differ_in_any_bit_are_told_apart(variant):
    check(variant, np.repeat(np.array([0, 1, 0, 128, 0, 255, 254, 127, 128, 64, 0], np.uint8), 3))
    check(variant, np.arange(4096).astype(np.uint8))


@settings(max_examples=8, deadline=None)
@given(size=st.integers(0, 9000), run=st.integers(1, 300), seed=st.integers(0, 2**32 - 1))
def test_variants_agree_at_any_size(size, run, seed):
    for variant in FAMILY.variants.values():
        if variant.available:
            check(variant, *FAMILY.example(size, seed=seed, run=run))


@pytest.mark.parametrize("work_group", [2, 3, 50, 1000])
@pytest.mark.parametrize("name", WGSL)
def test_any_work_group_size_is_right(adapter, name, work_group):
    check(FAMILY.variants[name], *FAMILY.example(5003, seed=5, run=3), work_group=work_group)


def test_more_work_groups_than_one_dimension_holds(adapter):
    check(FAMILY.variants["wgpu-bytewise"], *FAMILY.example(140_003, seed=6), work_group=2)


def test_limits_are_named(adapter, monkeypatch):
    inputs = FAMILY.example(1000)
    for name in WGSL:
        with pytest.raises(ValueError, match="use 2 threads or more"):
            FAMILY.variants[name](*inputs, work_group=1)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 4096)
    for name in WGSL:
        with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 4,096"):
            FAMILY.variants[name](*inputs)


def test_too_many_bytes_are_refused(variant):
    many = np.broadcast_to(np.zeros(1, np.uint8), 1 << 31)  # takes one byte
    with pytest.raises(ValueError, match="2,147,483,648 bytes are more than 2,147,483,647"):
        variant(many)


def test_wrong_kernels_are_found():
    (data,) = FAMILY.example(4001, seed=2)
    right = FAMILY.reference(data)
    assert FAMILY.compare(right, data)
    wrong = {
        "last run missing": right[:-1],
        "a run split at a block": np.insert(right, 5, right[5], axis=0),
        "starts instead of lengths": np.stack([right[:, 0], np.cumsum(right[:, 1]) - right[:, 1]], axis=1),
        "one length off by one": right + (np.arange(right.size).reshape(right.shape) == 41),
        "columns swapped": right[:, ::-1],
        "two runs swapped": right[np.r_[1, 0, 2 : len(right)]],
        "untouched": np.zeros_like(right),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result.astype(np.uint32), data), what
    assert "dtype" in FAMILY.compare(right.astype(np.int64), data).message


@pytest.mark.parametrize(
    ("data", "words"), [(np.zeros(4), "float64"), (np.zeros((2, 2), np.uint8), "shape"), (np.zeros(4, np.int8), "int8")]
)
def test_bad_inputs_are_named(variant, data, words):
    with pytest.raises(ValueError, match=f"run_length: data must be .*{words}"):
        variant(data)


def test_costs():
    data = np.array([1, 1, 1, 2, 2, 1], np.uint8)
    assert FAMILY.flops(data) == 0
    assert FAMILY.bytes(data) == 6 + 3 * 8
    assert FAMILY.bytes(data[:0]) == 0


def test_examples_are_reproducible_of_about_the_length_asked_for_and_different_by_seed():
    first, again, other = (FAMILY.example(50_000, seed=s, run=20)[0] for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert 15 < 50_000 / len(FAMILY.reference(first)) < 25
    with pytest.raises(ValueError, match="size must be 0 or more"):
        FAMILY.example(-1)
    with pytest.raises(ValueError, match="run must be 1 or more, not 0"):
        FAMILY.example(10, run=0)
