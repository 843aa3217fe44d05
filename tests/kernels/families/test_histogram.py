"""Each variant against the oracle, and the oracle against counting one by one."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.trace import trace_variant

FAMILY = registry["histogram"]
SIZES = [0, 1, 2, 3, 4, 5, 127, 509, 1009, 8192, 8193, 100_003]
WGSL = ["wgpu-global-atomics", "wgpu-shared-bins", "wgpu-private-bins", "wgpu-replicated-bins"]
RIGHT = [name for name, variant in FAMILY.variants.items() if not variant.wrong]


@pytest.fixture(params=RIGHT)
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def check(variant, data, **parameters):
    comparison = FAMILY.compare(variant(data, **parameters), data)
    assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize("size", SIZES)
def test_reference_is_counting_one_by_one(size):
    (data,) = FAMILY.example(size, seed=size)
    counts = Counter(data.tolist())
    assert FAMILY.reference(data).tolist() == [counts[v] for v in range(256)]


@pytest.mark.parametrize("in_order", [0, 1])
@pytest.mark.parametrize("size", SIZES)
def test_variant_agrees_with_the_reference(variant, size, in_order):
    check(variant, *FAMILY.example(size, seed=size, in_order=in_order))


@settings(max_examples=12, deadline=None)
@given(size=st.integers(0, 3000), seed=st.integers(0, 2**32 - 1), in_order=st.integers(0, 1))
def test_variants_agree_at_any_size(size, seed, in_order):
    for variant in (FAMILY.variants[name] for name in RIGHT):
        if variant.available:
            check(variant, *FAMILY.example(size, seed=seed, in_order=in_order))


@pytest.mark.parametrize("value", [0, 3, 255])
def test_data_all_alike_overflow_no_bin(variant, value):
    check(variant, np.full(70_001, value, np.uint8))


def test_every_value_has_its_bin(variant):
    check(variant, np.repeat(np.arange(256, dtype=np.uint8), np.arange(256))[::-1])


@pytest.mark.parametrize("work_group", [1, 3, 100])
@pytest.mark.parametrize("name", WGSL)
def test_any_work_group_size_is_right(adapter, name, work_group):
    check(FAMILY.variants[name], *FAMILY.example(5003, seed=5), work_group=work_group)


@pytest.mark.parametrize("per_thread", [1, 7, 63])
@pytest.mark.parametrize("name", WGSL[1:])
def test_any_share_of_work_is_right(adapter, name, per_thread):
    check(FAMILY.variants[name], np.full(40_001, 9, np.uint8), per_thread=per_thread)


@pytest.mark.parametrize("copies", [1, 3, 31])
@pytest.mark.parametrize("size", [15, 16, 17, 33, 40_001])
def test_any_number_of_copies_is_right(adapter, copies, size):
    variant = FAMILY.variants["wgpu-replicated-bins"]
    check(variant, *FAMILY.example(size, seed=5), copies=copies, work_group=20, per_thread=3)


def test_the_racy_one_loses_counts_and_says_so(adapter):
    racy = FAMILY.variants["wgpu-racy"]
    assert "counts are lost" in racy.wrong
    data = np.full(70_001, 9, np.uint8)
    counts = racy(data)
    assert 0 < counts[9] < len(data)
    assert counts.sum() == counts[9]
    _, report = trace_variant(racy, (data[:300],))
    assert report.races > 0
    assert report.out_of_bounds == 0
    assert not any(FAMILY.variants[name].wrong for name in RIGHT)


def test_more_work_groups_than_one_dimension_holds(adapter):
    (data,) = FAMILY.example(280_003, seed=6)
    check(FAMILY.variants["wgpu-global-atomics"], data, work_group=1)


def test_inputs_are_left_as_they_were(variant):
    (data,) = FAMILY.example(301, seed=1)
    copy = data.copy()
    variant(data)
    np.testing.assert_array_equal(data, copy)


def test_a_second_run_counts_from_zero(variant):
    (data,) = FAMILY.example(5003, seed=7)
    steps = variant.steps(data)
    steps.compile()
    steps.upload()
    for _ in range(3):
        steps.kernel()
    assert FAMILY.compare(steps.download(), data)


def test_limits_are_named(adapter, monkeypatch):
    (data,) = FAMILY.example(5000)
    private = FAMILY.variants["wgpu-private-bins"]
    with pytest.raises(gpu.LimitError, match="max-compute-workgroup-storage-size .* fewer threads"):
        private(data, work_group=1024)
    with pytest.raises(gpu.LimitError, match="max-compute-workgroup-storage-size .* fewer copies"):
        FAMILY.variants["wgpu-replicated-bins"](data, copies=1000)
    with pytest.raises(ValueError, match="per_thread must be 63 or less, not 64"):
        private(data, per_thread=64)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 2048)
    for name in WGSL:
        with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 2,048"):
            FAMILY.variants[name](data)


def test_wrong_kernels_are_found():
    (data,) = FAMILY.example(4001, seed=2)
    right = FAMILY.reference(data)
    assert FAMILY.compare(right, data)
    wrong = {
        "last byte missing": FAMILY.reference(data[:-1]),
        "padding counted": FAMILY.reference(np.append(data, np.zeros(3, np.uint8))),
        "one count lost": right - (right == right.max()),
        "signed bytes": np.roll(right, 128),
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, 0xFFFFFFFF),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result.astype(np.uint32), data), what
    assert "shape" in FAMILY.compare(right[:-1], data).message
    assert "dtype" in FAMILY.compare(right.astype(np.int64), data).message


@pytest.mark.parametrize(
    ("data", "words"), [(np.zeros(4), "float64"), (np.zeros((2, 2), np.uint8), "shape"), (np.zeros(4, np.int8), "int8")]
)
def test_bad_inputs_are_named(variant, data, words):
    with pytest.raises(ValueError, match=f"histogram: data must be .*{words}"):
        variant(data)


def test_costs():
    assert FAMILY.flops(*FAMILY.example(1000)) == 0
    assert FAMILY.bytes(*FAMILY.example(1000)) == 2024


def test_examples_are_reproducible_skewed_and_different_by_seed():
    first, again, other = (FAMILY.example(5000, seed=s)[0] for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    counts = FAMILY.reference(first)
    assert counts.max() > 3 * counts.mean()
    (in_order,) = FAMILY.example(5000, seed=1, in_order=1)
    np.testing.assert_array_equal(in_order, np.sort(first))
    with pytest.raises(ValueError, match="size must be 0 or more"):
        FAMILY.example(-1)
    with pytest.raises(ValueError, match="in_order must be 0 or 1"):
        FAMILY.example(10, in_order=2)
