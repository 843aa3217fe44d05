"""Each variant against the oracle, and the oracle against Python's own sort."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.families.radix_sort import launches
from underhood_kernels.gpu.passes import Passes

FAMILY = registry["radix_sort"]
SIZES = [0, 1, 2, 3, 255, 256, 257, 1009, 3839, 3840, 3841, 20_011]
WGSL = ["wgpu-four-bits", "wgpu-eight-bits", "wgpu-one-sweep"]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def check(variant, keys, **parameters):
    comparison = FAMILY.compare(variant(keys, **parameters), keys)
    assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize("size", SIZES)
def test_reference_is_pythons_own(size):
    (keys,) = FAMILY.example(size, seed=size)
    assert FAMILY.reference(keys).tolist() == sorted(keys.tolist())


@pytest.mark.parametrize("bits", [1, 13, 32])
@pytest.mark.parametrize("size", SIZES)
def test_variant_agrees_with_the_reference(variant, size, bits):
    check(variant, *FAMILY.example(size, seed=size, bits=bits))


@settings(max_examples=8, deadline=None)
@given(size=st.integers(0, 9000), seed=st.integers(0, 2**32 - 1), bits=st.integers(1, 32))
def test_variants_agree_at_any_size(size, seed, bits):
    for variant in FAMILY.variants.values():
        if variant.available:
            check(variant, *FAMILY.example(size, seed=seed, bits=bits))


def test_keys_that_are_extreme_or_in_order_already(variant):
    up = np.arange(9001, dtype=np.uint32)
    extremes = np.array([0xFFFFFFFF, 0, 0x80000000, 0x7FFFFFFF, 0xFFFFFFFF, 1, 0], np.uint32)
    for keys in (up, up[::-1], np.full(9001, 0xFFFFFFFF, np.uint32), extremes, np.resize(extremes, 9001), up << 20):
        check(variant, keys)


@pytest.mark.parametrize("per_thread", [1, 4, 15])
@pytest.mark.parametrize("name", WGSL)
def test_any_share_of_work_is_right(adapter, name, per_thread):
    check(FAMILY.variants[name], *FAMILY.example(5003, seed=5), per_thread=per_thread)


@pytest.mark.parametrize(("work_group", "per_thread"), [(1, 1), (1, 20), (3, 2), (50, 3), (256, 2)])
def test_any_work_group_size_is_right(adapter, work_group, per_thread):
    keys = FAMILY.example(2003, seed=5)
    check(FAMILY.variants["wgpu-four-bits"], *keys, work_group=work_group, per_thread=per_thread)


def test_more_work_groups_than_one_dimension_holds(adapter):
    check(FAMILY.variants["wgpu-four-bits"], *FAMILY.example(66_003, seed=6), work_group=1, per_thread=1)


def test_blocks_that_never_publish_are_counted_by_those_that_wait(adapter):
    (keys,) = FAMILY.example(3001, seed=7)
    launch = launches.one_sweep(keys, per_thread=1)
    source = FAMILY.variants["wgpu-one-sweep"].source
    for old, new in (
        ("PER_THREAD = 15u", "PER_THREAD = 1u"),
        ("POLLS = 256u", "POLLS = 3u"),
        ("    publish(block, lane, OWN, count);", ""),
        ("    publish(block, lane, UP_TO, before + count);", ""),
    ):
        assert old in source
        source = source.replace(old, new)
    passes = Passes(source, launch.buffers, launch.passes)
    passes.compile()
    passes.upload()
    passes.kernel()
    np.testing.assert_array_equal(passes.download("result")["result"], np.sort(keys))


def test_inputs_are_left_as_they_were(variant):
    (keys,) = FAMILY.example(5003, seed=1)
    copy = keys.copy()
    variant(keys)
    np.testing.assert_array_equal(keys, copy)


def test_a_variant_can_be_run_again(variant):
    (keys,) = FAMILY.example(9001, seed=7)
    steps = variant.steps(keys)
    steps.compile()
    steps.upload()
    for _ in range(3):
        steps.kernel()
    assert FAMILY.compare(steps.download(), keys)


def test_limits_are_named(adapter, monkeypatch):
    (keys,) = FAMILY.example(1000)
    for name in WGSL:
        with pytest.raises(gpu.LimitError, match="max-compute-workgroup-storage-size .* fewer keys per thread"):
            FAMILY.variants[name](keys, per_thread=100)
    monkeypatch.setattr(launches, "MOST_KEYS", 1000)
    with pytest.raises(ValueError, match="counts below 1,000; there are 1,000 keys"):
        FAMILY.variants["wgpu-one-sweep"](keys)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 1024)
    for name in WGSL[:2]:
        with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 1,024"):
            FAMILY.variants[name](keys)


def test_wrong_kernels_are_found():
    (keys,) = FAMILY.example(4001, seed=2)
    right = FAMILY.reference(keys)
    assert FAMILY.compare(right, keys)
    swapped = right.copy()
    swapped[[2000, 2001]] = swapped[[2001, 2000]]
    wrong = {
        "not sorted": keys,
        "descending": right[::-1],
        "signed": np.sort(keys.view(np.int32)).view(np.uint32),
        "highest digit missing": keys[np.argsort(keys & 0x0FFFFFFF, kind="stable")],
        "lowest digit missing": keys[np.argsort(keys >> 20, kind="stable")],
        "two swapped": swapped,
        "one key lost and one twice": np.append(right[1:], right[-1]),
        "rounded to float32": right.astype(np.float32).astype(np.float64).clip(0, 2**32 - 1).astype(np.uint32),
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, 0xFFFFFFFF),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result, keys), what
    assert "shape" in FAMILY.compare(right[:-1], keys).message
    assert "dtype" in FAMILY.compare(right.astype(np.int64), keys).message


@pytest.mark.parametrize(
    ("keys", "words"),
    [(np.zeros(4), "float64"), (np.zeros((2, 2), np.uint32), "shape"), (np.zeros(4, np.int32), "int32")],
)
def test_bad_inputs_are_named(variant, keys, words):
    with pytest.raises(ValueError, match=f"radix_sort: keys must be .*{words}"):
        variant(keys)


def test_costs():
    assert FAMILY.flops(*FAMILY.example(1000)) == 0
    assert FAMILY.bytes(*FAMILY.example(1000)) == 8000


def test_examples_are_reproducible_of_as_many_bits_and_different_by_seed():
    first, again, other = (FAMILY.example(5000, seed=s)[0] for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.max() > 0xFFF00000
    assert FAMILY.example(5000, bits=4)[0].max() == 15
    with pytest.raises(ValueError, match="size must be 0 or more"):
        FAMILY.example(-1)
    with pytest.raises(ValueError, match="bits must be 1 to 32, not 33"):
        FAMILY.example(10, bits=33)
