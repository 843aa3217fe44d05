"""The four methods of summation: each variant keeps to its own method's error, and worse ones are found out."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.families.summation import host, klein

METHODS = ("sum_naive", "sum_kahan", "sum_klein", "sum_pairwise")
NAIVE, KAHAN, KLEIN, PAIRWISE = (registry[name] for name in METHODS)
SIZES = [0, 1, 2, 3, 63, 64, 65, 129, 1009, 4096, 40_009]
TENTHS = np.full(1_000_000, 0.1, np.float32)


@pytest.fixture(params=[(name, variant) for name in METHODS for variant in registry[name].variants], ids=" ".join)
def case(request):
    family, name = registry[request.param[0]], request.param[1]
    if not family.variants[name].available:
        pytest.skip(family.variants[name].reason)
    return family, family.variants[name]


def check(family, variant, values, **parameters):
    comparison = family.compare(variant(values, **parameters), values)
    assert comparison, f"{family.name} {variant.name}: {comparison.message}"


def in_wgsl():
    return [(f, v) for f in map(registry.get, METHODS) for v in f.variants.values() if v.backend == "wgpu"]


@pytest.mark.parametrize("digits", [0, 4, 7])
@pytest.mark.parametrize("size", SIZES)
def test_references_are_pythons_exact_sum(size, digits):
    for family in map(registry.get, METHODS):
        (values,) = family.example(size, seed=size, digits=digits)
        assert family.reference(values)[0] == np.float32(math.fsum(map(float, values)))


def test_the_oracle_knows_every_float():
    bits = np.random.default_rng(1).integers(0, 1 << 32, 3000, np.uint32)
    floats = bits.view(np.float32)
    values = floats[np.abs(floats) < 1e37]  # NaN is not less; the sum stays below float32's largest
    assert KLEIN.reference(values)[0] == np.float32(math.fsum(map(float, values)))
    small = np.array([1e-45, 1e-45, -1e-40, 1e-38], np.float32)
    assert KLEIN.reference(small)[0] == np.float32(math.fsum(map(float, small)))
    largest = np.full(3, np.finfo(np.float32).max)
    assert NAIVE.reference(largest).tolist() == [math.inf]
    assert NAIVE.reference(-largest).tolist() == [-math.inf]


@pytest.mark.parametrize("size", SIZES)
def test_variant_keeps_to_its_methods_error(case, size):
    family, variant = case
    for digits in (0, 3, 7):
        check(family, variant, *family.example(size, seed=size, digits=digits))


@settings(max_examples=4, deadline=None)
@given(size=st.integers(0, 3000), seed=st.integers(0, 2**32 - 1), digits=st.integers(0, 9))
def test_variants_agree_at_any_size(size, seed, digits):
    for family in map(registry.get, METHODS):
        for variant in family.variants.values():
            if variant.available:
                check(family, variant, *family.example(size, seed=seed, digits=digits))


def test_sums_of_small_whole_numbers_are_exact(case):
    _, variant = case  # below 2²⁴ no order of summation rounds, so not one value may be missing
    for size in (1, 127, 5003, 100_003):
        values = np.random.default_rng(size).integers(-9, 10, size).astype(np.float32)
        assert variant(values)[0] == values.sum(dtype=np.float64)


def test_every_value_counts(case):
    _, variant = case
    values = np.zeros(700, np.float32)
    for place in (0, 1, 63, 64, 127, 128, 511, 512, 698, 699):
        values[place] = 5
        assert variant(values)[0] == 5
        values[place] = 0


def test_klein_is_right_to_the_last_digit_where_values_cancel():
    (values,) = KLEIN.example(100_003, seed=3, digits=7)
    exact = float(KLEIN.reference(values)[0])
    for variant in KLEIN.variants.values():
        if variant.available:
            assert abs(float(variant(values)[0]) - exact) <= 2**-23 * abs(exact), variant.name
    for family in (NAIVE, PAIRWISE, KAHAN):  # nobody else is, so it is no gift of the example
        result = family.variants["numpy"](values)
        assert abs(float(result[0]) - exact) > 1e-3 * abs(exact), family.name


def test_a_million_tenths_differ_from_method_to_method():
    exact = float(NAIVE.reference(TENTHS)[0])
    errors = {f.name: abs(float(f.variants["numpy"](TENTHS)[0]) - exact) for f in map(registry.get, METHODS)}
    assert errors["sum_naive"] > 500
    assert errors["sum_pairwise"] < 0.1
    assert errors["sum_kahan"] <= 0.0079
    assert errors["sum_klein"] == 0


def test_less_accurate_methods_are_found_out():
    running = np.cumsum(TENTHS)[-1:]
    for family, ok in ((NAIVE, True), (PAIRWISE, False), (KAHAN, False), (KLEIN, False)):
        assert bool(family.compare(running, TENTHS)) is ok
    (values,) = KAHAN.example(10_007, seed=4, digits=7)
    assert not KLEIN.compare(KAHAN.variants["numpy"](values), values)
    assert not KLEIN.compare(PAIRWISE.variants["numpy"](values), values)


def test_compensation_that_a_compiler_took_away_is_found_out():
    """Kahan's and Klein's sums with nothing ever lost are running totals; the order is then that of the lanes."""
    values = np.tile(np.array([1.0, 1e-8], np.float32), 40_000)
    for family in (KAHAN, KLEIN):
        for variant in family.variants.values():
            if variant.available:
                check(family, variant, values)
    for lanes in (64, 256, 1024):
        uncompensated = np.cumsum(values[1:].reshape(-1)[:79_872].reshape(-1, lanes), axis=0)[-1].sum(keepdims=True)
        assert not KAHAN.compare(uncompensated, values)
    for function in (host.numba_sum_kahan, klein.numba_sum_klein, host.numba_sum_pairwise, host.numba_sum_naive):
        assert function.in_order


@pytest.mark.filterwarnings("ignore:invalid value")
def test_nan_and_infinity(case):
    family, variant = case
    nan, inf = np.nan, np.inf
    for special in ([nan], [inf], [-inf], [inf, -inf], [nan, inf]):
        for size in (len(special), 300):
            values = np.full(size, -1, np.float32)
            values[np.linspace(0, size - 1, len(special), dtype=int)] = special
            check(family, variant, values)
            if family in (KAHAN, KLEIN):
                assert np.isnan(variant(values)[0])


@pytest.mark.parametrize("work_group", [2, 3, 50, 256])
def test_any_work_group_size_is_right(adapter, work_group):
    for family, variant in in_wgsl():
        check(family, variant, *family.example(2503, seed=5, digits=5), work_group=work_group)


@pytest.mark.parametrize("per_thread", [1, 7, 32])
def test_any_share_of_work_is_right(adapter, per_thread):
    for family, variant in in_wgsl():
        if "per_thread" in variant.parameters:
            inputs = family.example(9001, seed=5, digits=5)
            check(family, variant, *inputs, work_group=4, per_thread=per_thread)


def test_more_work_groups_than_one_dimension_holds(adapter):
    for family, variant in in_wgsl():
        if variant.name in ("wgpu-scalar", "wgpu-tree"):
            check(
                family,
                variant,
                *family.example(140_003, seed=6),
                work_group=2,
                **({"per_thread": 1} if "per_thread" in variant.parameters else {}),
            )


def test_limits_are_named(adapter, monkeypatch):
    inputs = KLEIN.example(1000)
    with pytest.raises(ValueError, match="use 2 threads or more"):
        PAIRWISE.variants["wgpu-tree"](*inputs, work_group=1)
    for family, name in ((KLEIN, "wgpu-vec4"), (PAIRWISE, "wgpu-registers")):
        with pytest.raises(ValueError, match="per_thread must be 32 or less, not 33"):
            family.variants[name](*inputs, per_thread=33)
    with pytest.raises(gpu.LimitError, match="needs 49,152 bytes .* use fewer threads"):
        KLEIN.variants["wgpu-vec4"](*inputs, work_group=1024)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 1024)
    for _, variant in in_wgsl():
        with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 1,024"):
            variant(*inputs)


def test_wrong_kernels_are_found():
    for family in map(registry.get, METHODS):
        (values,) = family.example(400, seed=2)
        right = family.reference(values)
        assert family.compare(right, values)
        wrong = {
            "first value missing": family.reference(values[1:]),
            "last value twice": family.reference(np.append(values, values[-1])),
            "half of the values": family.reference(values[::2]),
            "untouched": np.zeros_like(right),
            "poisoned": np.full_like(right, np.nan),
        }
        for what, result in wrong.items():
            assert not family.compare(result, values), f"{family.name}: {what}"
        assert "shape" in family.compare(right[0], values).message
        assert "dtype" in family.compare(right.astype(np.float64), values).message


def test_tolerances_follow_from_the_methods():
    (values,) = NAIVE.example(1_000_000, seed=1)
    magnitudes = float(np.abs(values).sum(dtype=np.float64))
    bounds = {f.name: float(f.tolerance(values)[0]) / (2**-24 * magnitudes) for f in map(registry.get, METHODS)}
    assert bounds["sum_naive"] == pytest.approx(999_999, rel=1e-3)
    assert bounds["sum_pairwise"] == pytest.approx(20 + 12, rel=1e-2)
    assert bounds["sum_kahan"] == pytest.approx(2, rel=1e-2)
    assert bounds["sum_klein"] < 0.01


@pytest.mark.parametrize(("values", "words"), [(np.zeros(4), "float64"), (np.zeros((2, 2), np.float32), "shape")])
def test_bad_inputs_are_named(case, values, words):
    family, variant = case
    with pytest.raises(ValueError, match=f"{family.name}: values must be .*{words}"):
        variant(values)


def test_costs():
    assert [f.flops(*f.example(1000)) for f in map(registry.get, METHODS)] == [999, 3996, 12_987, 999]
    assert all(f.bytes(*f.example(1000)) == 4004 and f.flops(*f.example(0)) == 0 for f in map(registry.get, METHODS))


def test_examples_are_the_same_for_all_methods_reproducible_and_different_by_seed():
    first, again, other = (NAIVE.example(5000, seed=s, digits=3)[0] for s in (1, 1, 2))
    for family in map(registry.get, METHODS):
        np.testing.assert_array_equal(first, family.example(5000, seed=1, digits=3)[0])
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert np.abs(first).sum() > 1e4 * abs(first.sum(dtype=np.float64))
    with pytest.raises(ValueError, match="sum_klein: digits must be 0 or more"):
        KLEIN.example(10, digits=-1)
