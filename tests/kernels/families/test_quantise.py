"""`quantise` and `dequantise`: each variant against the oracle, the oracles against exact fractions."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry

QUANTISE, DEQUANTISE = registry["quantise"], registry["dequantise"]
SIZES = [0, 1, 31, 32, 33, 127, 128, 129, 1009, 4096, 5003]


@pytest.fixture(params=[(f.name, name) for f in (QUANTISE, DEQUANTISE) for name in f.variants], ids=" ".join)
def case(request):
    family, name = registry[request.param[0]], request.param[1]
    if not family.variants[name].available:
        pytest.skip(family.variants[name].reason)
    return family, family.variants[name]


@pytest.fixture(params=list(QUANTISE.variants))
def quantise(request):
    variant = QUANTISE.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def check(family, variant, *inputs, **parameters):
    comparison = family.compare(variant(*inputs, **parameters), *inputs)
    assert comparison, f"{family.name} {variant.name}: {comparison.message}"


def exactly(values):
    """A block of up to 32 values in fractions: the power of two found by trying, Python's rounding to even."""
    values = [Fraction(float(v)) for v in values] + [Fraction(0)] * (32 - len(values))
    exponent = -126
    while max(map(abs, values)) >= Fraction(2) ** (exponent + 1):
        exponent += 1
    scale = Fraction(2) ** (exponent - 6)
    byte = exponent + 127 if max(map(abs, values)) >= Fraction(2) ** exponent else 0
    return [max(-127, min(127, round(v / scale))) for v in values], byte


def parted(result):
    blocks = len(result) // 33
    return result[: 32 * blocks].reshape(blocks, 32), result[32 * blocks :].view(np.uint8)


@pytest.mark.parametrize("size", [1, 32, 97])
def test_reference_is_exact(size):
    (values,) = QUANTISE.example(size, seed=size)
    integers, exponents = parted(QUANTISE.reference(values))
    for block, (q, byte) in enumerate(zip(integers.tolist(), exponents.tolist(), strict=True)):
        assert (q, byte) == exactly(values[32 * block : 32 * (block + 1)])


@pytest.mark.parametrize("size", SIZES)
def test_variant_agrees_with_the_reference(case, size):
    family, variant = case
    check(family, variant, *family.example(size, seed=size))


@settings(max_examples=8, deadline=None)
@given(size=st.integers(0, 3000), seed=st.integers(0, 2**32 - 1))
def test_variants_agree_at_any_size(size, seed):
    for family in (QUANTISE, DEQUANTISE):
        for variant in family.variants.values():
            if variant.available:
                check(family, variant, *family.example(size, seed=seed))


def test_ties_go_to_even_and_the_largest_stay(quantise):
    halves = np.arange(-127.5, 128, 0.5).astype(np.float32)  # in steps of half an integer, the scale is 1
    values = np.concatenate([np.append(halves[i : i + 31], 64) for i in range(0, len(halves), 31)]).astype(np.float32)
    check(QUANTISE, quantise, values)
    integers, exponents = parted(quantise(values))
    assert set(exponents.tolist()) == {127 + 6}
    assert (integers.min(), integers.max()) == (-127, 127)
    np.testing.assert_array_equal(integers.reshape(-1)[: len(values)], np.clip(np.rint(values), -127, 127))


def test_every_exponent_has_its_scale(quantise):
    exponents = np.repeat(np.arange(-149, 128), 32)
    values = np.ldexp(np.random.default_rng(3).uniform(-1.99, 1.99, len(exponents)), exponents).astype(np.float32)
    check(QUANTISE, quantise, values)


def test_values_of_any_bits(quantise):
    bits = np.random.default_rng(4).integers(0, 1 << 32, 32 * 300, np.uint32)
    check(QUANTISE, quantise, bits.view(np.float32))


@pytest.mark.parametrize("special", [np.nan, -np.nan, np.inf, -np.inf])
def test_a_block_with_nan_or_infinity_is_marked_and_no_other(quantise, special):
    (values,) = QUANTISE.example(100, seed=1)
    values[40] = special
    integers, exponents = parted(quantise(values))
    assert (exponents == 255).tolist() == [False, True, False, False]
    assert not integers[1].any()
    check(QUANTISE, quantise, values)


def test_zeros_and_the_smallest_numbers(quantise):
    small = np.array([0.0, -0.0, 1e-45, -1e-40, 1.1e-38], np.float32)
    for values in (np.zeros(50, np.float32), np.tile(small, 20), np.full(32, 1e-39, np.float32)):
        check(QUANTISE, quantise, values)
    assert parted(quantise(np.zeros(50, np.float32)))[1].tolist() == [0, 0]


def test_there_and_back_loses_half_a_step_at_most(case):
    family, variant = case
    if family is DEQUANTISE:
        (values,) = QUANTISE.example(1000, seed=5)
        back = variant(QUANTISE.reference(values))
        assert len(back) == 1024
        assert not back[1000:].any()
        blocks = np.pad(values, (0, 24)).reshape(-1, 32)
        step = np.exp2(np.floor(np.log2(np.abs(blocks).max(axis=1))) - 6)
        error = np.abs(back.reshape(-1, 32) - blocks)
        assert (error <= step[:, None] * (0.5 + (np.abs(blocks) > 127 * step[:, None]))).all()


def test_all_bytes_come_back(case):
    family, variant = case
    if family is DEQUANTISE:
        integers = np.tile(np.arange(-128, 128), 32).astype(np.int8)  # 256 blocks, and every exponent's byte
        check(DEQUANTISE, variant, np.concatenate([integers, np.arange(256).astype(np.uint8).view(np.int8)]))


@pytest.mark.parametrize("work_group", [32, 96, 512])
def test_any_work_group_size_is_right(adapter, work_group):
    for family in (QUANTISE, DEQUANTISE):
        for variant in family.variants.values():
            if variant.backend == "wgpu" and variant.available:
                check(family, variant, *family.example(5003, seed=5), work_group=work_group)


@pytest.mark.parametrize("per_thread", [1, 3, 16])
def test_any_share_of_work_is_right(adapter, per_thread):
    variant = QUANTISE.variants["wgpu-subgroups"]
    if variant.available:
        check(QUANTISE, variant, *QUANTISE.example(9001, seed=5), work_group=48, per_thread=per_thread)
    check(
        DEQUANTISE, DEQUANTISE.variants["wgpu-blocks"], *DEQUANTISE.example(9001), work_group=3, per_thread=per_thread
    )


def test_more_work_groups_than_one_dimension_holds(adapter):
    check(QUANTISE, QUANTISE.variants["wgpu-serial"], *QUANTISE.example(128 * 66_000, seed=6), work_group=1)
    check(DEQUANTISE, DEQUANTISE.variants["wgpu-words"], *DEQUANTISE.example(280_000, seed=6), work_group=1)


def test_limits_are_named(adapter, monkeypatch):
    inputs = QUANTISE.example(1000)
    with pytest.raises(ValueError, match="work_group must be a multiple of 32, not 48"):
        QUANTISE.variants["wgpu-shared"](*inputs, work_group=48)
    if QUANTISE.variants["wgpu-subgroups"].available:
        with pytest.raises(ValueError, match="work_group must be a multiple of 16, not 40"):
            QUANTISE.variants["wgpu-subgroups"](*inputs, work_group=40)
        with pytest.raises(ValueError, match="per_thread must be 16 or less, not 17"):
            QUANTISE.variants["wgpu-subgroups"](*inputs, per_thread=17)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 512)
    for name in ("wgpu-serial", "wgpu-shared"):
        with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 512"):
            QUANTISE.variants[name](*inputs)


def test_wrong_kernels_are_found():
    (values,) = QUANTISE.example(400, seed=2)
    right = QUANTISE.reference(values)
    assert QUANTISE.compare(right, values)
    integers, exponents = parted(right)
    wrong = {
        "one integer off by one": right + (np.arange(len(right)) == 17),
        "one exponent off by one": right + (np.arange(len(right)) == len(right) - 2),
        "signs lost": np.concatenate([np.abs(integers).reshape(-1), exponents.view(np.int8)]),
        "exponents first": np.concatenate([exponents.view(np.int8), integers.reshape(-1)]),
        "untouched": np.zeros_like(right),
    }
    for what, result in wrong.items():
        assert not QUANTISE.compare(result.astype(np.int8), values), what
    assert "shape" in QUANTISE.compare(right[:-1], values).message
    back = DEQUANTISE.reference(right)
    for result in (back * 2, np.roll(back, 32), np.nextafter(back, np.float32(9))):
        assert not DEQUANTISE.compare(result, right)


def test_bad_inputs_are_named(quantise):
    with pytest.raises(ValueError, match="quantise: values must be a float32 vector, not float64"):
        quantise(np.zeros(4))
    for quantised, words in ((np.zeros(33), "float64"), (np.zeros(40, np.int8), "33 bytes a block, not 40")):
        with pytest.raises(ValueError, match=f"dequantise: quantised must .*{words}"):
            DEQUANTISE.variants["numpy"](quantised)


def test_costs():
    assert QUANTISE.flops(*QUANTISE.example(100)) == 200
    assert QUANTISE.bytes(*QUANTISE.example(100)) == 400 + 4 * 33
    assert DEQUANTISE.flops(*DEQUANTISE.example(100)) == 128
    assert DEQUANTISE.bytes(*DEQUANTISE.example(100)) == 4 * 33 + 4 * 128


def test_examples_are_reproducible_and_different_by_seed():
    for family in (QUANTISE, DEQUANTISE):
        first, again, other = (family.example(5000, seed=s)[0] for s in (1, 1, 2))
        np.testing.assert_array_equal(first, again)
        assert not np.array_equal(first, other)
        with pytest.raises(ValueError, match="size must be 0 or more"):
            family.example(-1)
