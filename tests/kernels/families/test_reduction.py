"""`sum` and `max`: each variant against the oracle, and the oracles against Python's own functions."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry

SUM, MAX = registry["sum"], registry["max"]
WGSL = ["wgpu-interleaved", "wgpu-sequential", "wgpu-first-add", "wgpu-vec4", "wgpu-subgroups"]
SIZES = [0, 1, 2, 3, 5, 127, 128, 129, 1009, 4096, 40_009]


@pytest.fixture(params=[(family, name) for family in (SUM, MAX) for name in family.variants], ids=lambda p: p[1])
def case(request):
    family, name = request.param
    if not family.variants[name].available:
        pytest.skip(family.variants[name].reason)
    return family, family.variants[name]


def check(family, variant, values, **parameters):
    comparison = family.compare(variant(values, **parameters), values)
    assert comparison, f"{family.name} {variant.name}: {comparison.message}"


@pytest.mark.parametrize("size", SIZES)
def test_references_are_pythons_own(size):
    (values,) = SUM.example(size, seed=size)
    assert SUM.reference(values)[0] == np.float32(math.fsum(map(float, values)))
    assert MAX.reference(values)[0] == max(map(float, values), default=-math.inf)


@pytest.mark.parametrize("size", SIZES)
def test_variant_agrees_with_the_reference(case, size):
    family, variant = case
    check(family, variant, *family.example(size, seed=size))


@settings(max_examples=8, deadline=None)
@given(size=st.integers(0, 3000), seed=st.integers(0, 2**32 - 1))
def test_variants_agree_at_any_size(size, seed):
    for family in (SUM, MAX):
        for variant in family.variants.values():
            if variant.available:
                check(family, variant, *family.example(size, seed=seed))


def test_sums_of_small_whole_numbers_are_exact(case):
    _, variant = case
    if variant.family == "sum":  # below 2²⁴ no order of summation rounds, so not one value may be missing
        for size in (127, 5003, 100_003):
            values = np.random.default_rng(size).integers(-9, 10, size).astype(np.float32)
            assert variant(values)[0] == values.sum(dtype=np.float64)


def test_every_value_counts(case):
    family, variant = case
    values = np.full(700, -3, np.float32)
    for place in (0, 1, 127, 128, 511, 512, 698, 699):
        values[place] = 5
        assert variant(values)[0] == family.reference(values)[0]
        values[place] = -3


@pytest.mark.parametrize("work_group", [2, 3, 50, 1000])
@pytest.mark.parametrize("name", WGSL)
def test_any_work_group_size_is_right(adapter, name, work_group):
    for family in (SUM, MAX):
        if family.variants[name].available:
            check(family, family.variants[name], *family.example(2503, seed=5), work_group=work_group)


@pytest.mark.parametrize("name", WGSL[3:])
@pytest.mark.parametrize("per_thread", [1, 7])
def test_any_share_of_work_is_right(adapter, name, per_thread):
    if not SUM.variants[name].available:
        pytest.skip(SUM.variants[name].reason)
    check(SUM, SUM.variants[name], *SUM.example(9001, seed=5), work_group=1, per_thread=per_thread)


def test_more_work_groups_than_one_dimension_holds(adapter):
    (values,) = SUM.example(140_003, seed=6)
    check(SUM, SUM.variants["wgpu-sequential"], values, work_group=2)
    check(MAX, MAX.variants["wgpu-interleaved"], values, work_group=2)


@pytest.mark.parametrize("name", WGSL[:2])
def test_a_work_group_of_one_is_refused_where_it_would_never_end(adapter, name):
    with pytest.raises(ValueError, match="use 2 threads or more"):
        SUM.variants[name](*SUM.example(10), work_group=1)


def test_nothing_has_a_sum_and_a_maximum():
    nothing = np.zeros(0, np.float32)
    assert SUM.reference(nothing).tolist() == [0]
    assert MAX.reference(nothing).tolist() == [-math.inf]


@pytest.mark.filterwarnings("ignore:invalid value")
def test_nan_and_infinity_behave_as_in_numpy(case):
    family, variant = case
    nan, inf = np.nan, np.inf
    for special in ([nan], [inf], [-inf], [inf, -inf], [nan, inf], [-inf, nan, 5], [-nan, 1]):
        for size in (len(special), 300):
            values = np.full(size, -1, np.float32)
            values[np.linspace(0, size - 1, len(special), dtype=int)] = special
            check(family, variant, values)
    check(family, variant, np.full(130, -inf, np.float32))


def test_inputs_are_left_as_they_were(case):
    family, variant = case
    (values,) = family.example(300, seed=1)
    copy = values.copy()
    variant(values)
    np.testing.assert_array_equal(values, copy)


def test_a_variant_can_be_run_again(adapter):
    (values,) = SUM.example(5003, seed=7)
    steps = SUM.variants["wgpu-vec4"].steps(values)
    steps.compile()
    steps.upload()
    for _ in range(3):
        steps.kernel()
    assert SUM.compare(steps.download(), values)


def test_limits_are_named(adapter, monkeypatch):
    (values,) = SUM.example(1000)
    with pytest.raises(gpu.LimitError, match="a work group of 100000 threads"):
        SUM.variants["wgpu-sequential"](values, work_group=100_000)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 1024)
    for name in WGSL:
        if SUM.variants[name].available:
            with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 1,024"):
                SUM.variants[name](values)


def test_wrong_kernels_are_found():
    (values,) = SUM.example(400, seed=2)
    for family in (SUM, MAX):
        right = family.reference(values)
        largest = np.argmax(values)
        assert family.compare(right, values)
        wrong = {
            "largest value missing": family.reference(np.delete(values, largest)),
            "half of the values": family.reference(values[(largest + 1) % 2 :: 2]),
            "last work group missing": family.reference(values[: min(256, largest)]),
            "largest by magnitude": family.reference(np.abs(values)) + 1,
            "untouched": np.zeros_like(right),
            "poisoned": np.full_like(right, np.nan),
            "half precision": np.float32(np.float16(right * 1.0009)),
        }
        for what, result in wrong.items():
            assert not family.compare(result, values), f"{family.name}: {what}"
        assert "shape" in family.compare(right[0], values).message
        assert "dtype" in family.compare(right.astype(np.float64), values).message
    doubled = SUM.reference(np.append(values, values[-1]))
    assert not SUM.compare(doubled, values)


def test_tolerance_grows_with_the_numbers_and_is_zero_for_a_maximum():
    (values,) = SUM.example(100, seed=2)
    np.testing.assert_allclose(SUM.tolerance(values * np.float32(1e6)), SUM.tolerance(values) * 1e6, rtol=1e-3)
    assert MAX.tolerance(values).tolist() == [0]


def test_a_running_float32_total_drifts_out_of_the_tolerance():
    values = np.full(1_000_000, 0.1, np.float32)
    running = np.cumsum(values)[-1:]
    assert not SUM.compare(running, values)
    assert SUM.compare(np.sum(values, keepdims=True), values)


@pytest.mark.parametrize(("values", "words"), [(np.zeros(4), "float64"), (np.zeros((2, 2), np.float32), "shape")])
def test_bad_inputs_are_named(case, values, words):
    family, variant = case
    with pytest.raises(ValueError, match=f"{family.name}: values must be .*{words}"):
        variant(values)


def test_costs():
    assert SUM.flops(*SUM.example(1000)) == 999
    assert SUM.flops(*SUM.example(0)) == 0
    assert SUM.bytes(*SUM.example(1000)) == 4004


def test_examples_are_reproducible_zero_mean_and_different_by_seed():
    first, again, other = (SUM.example(5000, seed=s)[0] for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert abs(first.mean()) < 0.1
    with pytest.raises(ValueError, match="max: size must be 0 or more"):
        MAX.example(-1)
