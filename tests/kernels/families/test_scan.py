"""Each variant against the oracle, and the oracle against sums written out."""

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.families.scan import launches
from underhood_kernels.gpu.passes import Passes

FAMILY = registry["scan"]
SIZES = [0, 1, 2, 3, 127, 128, 129, 1009, 1024, 1025, 16_385, 40_009]
WGSL = ["wgpu-work-group", "wgpu-reduce-then-scan", "wgpu-look-back", "wgpu-look-back-subgroups"]
LOOK_BACK = WGSL[2:]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def check(variant, values, **parameters):
    comparison = FAMILY.compare(variant(values, **parameters), values)
    assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize("size", SIZES)
def test_reference_is_the_definition(size):
    (values,) = FAMILY.example(size, seed=size)
    np.testing.assert_array_equal(FAMILY.reference(values), np.float32(list(accumulate(map(float, values)))))


@pytest.mark.parametrize("size", SIZES)
def test_variant_agrees_with_the_reference(variant, size):
    check(variant, *FAMILY.example(size, seed=size))


@settings(max_examples=12, deadline=None)
@given(size=st.integers(0, 3000), seed=st.integers(0, 2**32 - 1))
def test_variants_agree_at_any_size(size, seed):
    for variant in FAMILY.variants.values():
        if variant.available:
            check(variant, *FAMILY.example(size, seed=seed))


@pytest.mark.parametrize("size", [127, 5003, 70_001])
def test_sums_of_small_whole_numbers_are_exact(variant, size):
    # Below 2²⁴ no order of summation rounds, so not one value may be missing or counted twice.
    values = np.random.default_rng(size).integers(-9, 10, size).astype(np.float32)
    np.testing.assert_array_equal(variant(values), np.cumsum(values.astype(np.int64)))


@pytest.fixture(params=WGSL)
def wgsl(adapter, request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


@pytest.mark.parametrize("work_group", [2, 3, 50, 300])
def test_any_work_group_size_is_right(wgsl, work_group):
    check(wgsl, *FAMILY.example(2503, seed=5), work_group=work_group)


@pytest.mark.parametrize("in_shared", [1, 3, 8])
def test_rows_in_shared_memory_come_after_those_in_registers(in_shared):
    check(FAMILY.variants[WGSL[3]], *FAMILY.example(5003, seed=6), work_group=32, per_thread=2, in_shared=in_shared)


@pytest.mark.parametrize(("work_group", "per_thread"), [(1, 1), (1, 13), (32, 1), (50, 7)])
def test_any_share_of_work_is_right(wgsl, work_group, per_thread):
    if "per_thread" in wgsl.parameters:
        check(wgsl, *FAMILY.example(5003, seed=5), work_group=work_group, per_thread=per_thread)


def test_more_work_groups_than_one_dimension_holds(wgsl):
    values = np.random.default_rng(6).integers(-9, 10, 270_003).astype(np.float32)
    check(
        wgsl, values, **({"work_group": 1, "per_thread": 1} if "per_thread" in wgsl.parameters else {"work_group": 2})
    )


def _edited(name, values, *, work_group, edits):
    """Run a look-back whose source is edited."""
    variant = FAMILY.variants[name]
    values_of = {key: parameter.default for key, parameter in variant.parameters.items()}
    launch = getattr(launches, name.removeprefix("wgpu-").replace("-", "_"))(
        values, **{**values_of, "work_group": work_group}
    )
    source = variant.source
    for old, new in edits:
        assert old in source
        source = source.replace(old, new)
    passes = Passes(source, launch.buffers, launch.passes)
    passes.compile()
    passes.upload()
    passes.kernel()
    return passes.download("result")["result"]


@pytest.mark.parametrize("name", LOOK_BACK)
def test_blocks_that_never_publish_are_added_up_by_those_that_wait(adapter, name):
    if not FAMILY.variants[name].available:
        pytest.skip(FAMILY.variants[name].reason)
    values = np.random.default_rng(7).integers(-9, 10, 5003).astype(np.float32)
    silent = ("fn publish(at: u32, sum: f32) {", "fn publish(at: u32, sum: f32) { return;")
    hasty = ("POLLS = 256u", "POLLS = 3u")
    for edits in ((hasty,), (silent, hasty)):
        result = _edited(name, values, work_group=8, edits=edits)
        np.testing.assert_array_equal(result, np.cumsum(values))


@pytest.mark.parametrize("name", LOOK_BACK)
@pytest.mark.parametrize("size", [20_011, 65_536])
def test_many_windows_are_looked_back_at(adapter, name, size):
    if not FAMILY.variants[name].available:
        pytest.skip(FAMILY.variants[name].reason)
    values = np.random.default_rng(8).integers(-9, 10, size).astype(np.float32)
    check(FAMILY.variants[name], values, work_group=4, per_thread=1)


@pytest.mark.parametrize("name", LOOK_BACK)
def test_a_sum_that_looks_like_no_sum_is_published_as_another_nan(adapter, name):
    if not FAMILY.variants[name].available:
        pytest.skip(FAMILY.variants[name].reason)
    values = np.ones(5003, np.float32)
    values[700] = np.uint32(0xFFFFFFFF).view(np.float32)
    result = FAMILY.variants[name](values, work_group=8)
    np.testing.assert_array_equal(result[:700], np.arange(1, 701))
    assert np.isnan(result[700:]).all()


def test_blocks_of_one_are_refused_as_they_would_never_end(adapter):
    (values,) = FAMILY.example(10)
    with pytest.raises(ValueError, match="use 2 threads or more"):
        FAMILY.variants["wgpu-work-group"](values, work_group=1)


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("special", [[np.nan], [np.inf], [-np.inf, 1, np.nan], [np.inf, -np.inf], [np.inf, np.inf]])
def test_nan_and_infinity_spread_forwards_only(variant, special):
    for size in (len(special), 400):
        values = np.ones(size, np.float32)
        values[size // 2 : size // 2 + len(special)] = special[: size - size // 2]
        check(variant, values)
        assert np.isfinite(variant(values)[: size // 2]).all()


def test_inputs_are_left_as_they_were(variant):
    (values,) = FAMILY.example(300, seed=1)
    copy = values.copy()
    variant(values)
    np.testing.assert_array_equal(values, copy)


def test_a_variant_can_be_run_again(wgsl):
    (values,) = FAMILY.example(5003, seed=7)
    steps = wgsl.steps(values, work_group=16)
    steps.compile()
    steps.upload()
    for _ in range(3):
        steps.kernel()
    assert FAMILY.compare(steps.download(), values)


def test_limits_are_named(adapter, monkeypatch):
    (values,) = FAMILY.example(1000)
    with pytest.raises(gpu.LimitError, match="a work group of 100000 threads"):
        FAMILY.variants["wgpu-work-group"](values, work_group=100_000)
    for name in WGSL[1:3]:
        with pytest.raises(gpu.LimitError, match="max-compute-workgroup-storage-size .* fewer vectors per thread"):
            FAMILY.variants[name](values, work_group=512)
    with pytest.raises(ValueError, match="per_thread must be 32 or less, not 33"):
        FAMILY.variants[WGSL[3]](values, per_thread=33)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 1024)
    for name in (name for name in WGSL if FAMILY.variants[name].available):
        with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 1,024"):
            FAMILY.variants[name](values)


def test_wrong_kernels_are_found():
    (values,) = FAMILY.example(400, seed=2)
    right = FAMILY.reference(values)
    assert FAMILY.compare(right, values)
    blocks = np.concatenate([np.cumsum(values[i : i + 128]) for i in range(0, 400, 128)])
    wrong = {
        "exclusive": np.append(np.float32(0), right[:-1]),
        "blocks not joined": blocks,
        "from the other end": FAMILY.reference(values[::-1])[::-1],
        "one value missing": FAMILY.reference(np.where(np.arange(400) == 200, np.float32(0), values)),
        "one value twice": FAMILY.reference(np.where(np.arange(400) == 128, 2 * values, values)),
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, np.nan),
        "half precision": right.astype(np.float16).astype(np.float32),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result, values), what
    assert "shape" in FAMILY.compare(right[:-1], values).message
    assert "dtype" in FAMILY.compare(right.astype(np.float64), values).message


def test_tolerance_grows_along_the_scan_and_with_the_numbers():
    (values,) = FAMILY.example(100, seed=2)
    tolerance = FAMILY.tolerance(values)
    assert tolerance.shape == values.shape
    assert (np.diff(tolerance) > 0).all()
    np.testing.assert_allclose(FAMILY.tolerance(values * np.float32(1e6)), tolerance * 1e6, rtol=1e-3)


@pytest.mark.parametrize(("values", "words"), [(np.zeros(4), "float64"), (np.zeros((2, 2), np.float32), "shape")])
def test_bad_inputs_are_named(variant, values, words):
    with pytest.raises(ValueError, match=f"scan: values must be .*{words}"):
        variant(values)


def test_costs():
    assert FAMILY.flops(*FAMILY.example(1000)) == 999
    assert FAMILY.flops(*FAMILY.example(0)) == 0
    assert FAMILY.bytes(*FAMILY.example(1000)) == 8000


def test_examples_are_reproducible_zero_mean_and_different_by_seed():
    first, again, other = (FAMILY.example(5000, seed=s)[0] for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert abs(first.mean()) < 0.1
    with pytest.raises(ValueError, match="size must be 0 or more"):
        FAMILY.example(-1)
