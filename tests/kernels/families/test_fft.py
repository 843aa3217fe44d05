"""Each variant against the oracle, and the oracle against the definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.families.fft.inputs import chirp, chirp_filter, power_of_two
from underhood_kernels.families.fft.plan import registers_plan, shared_plan, split
from underhood_kernels.trace import trace_variant

FAMILY = registry["fft"]
SHAPES = [
    (0, 1),
    (5, 0),
    (1, 1),
    (1, 70),
    (2, 3),
    (3, 2),
    (4, 1),
    (7, 5),
    (8, 9),
    (16, 1),
    (30, 3),
    (97, 2),
    (128, 65),
    (512, 3),
    (1000, 1),
    (2048, 2),
    (8192, 1),
    (16_384, 1),
]
WGSL = ["wgpu-radix2", "wgpu-radix4", "wgpu-shared", "wgpu-registers"]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def check(variant, rows, **parameters):
    comparison = FAMILY.compare(variant(rows, **parameters), rows)
    assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize("points", [1, 2, 3, 7, 16, 60, 97])
def test_reference_is_the_definition(points):
    (rows,) = FAMILY.example(points, batch=3)
    j = np.arange(points)
    matrix = np.exp(-2j * np.pi / points * (j[:, None] * j % points))
    np.testing.assert_allclose(FAMILY.reference(rows), rows.astype(np.complex128) @ matrix, rtol=1e-6, atol=1e-5)


@pytest.mark.parametrize(("points", "batch"), SHAPES)
def test_variant_agrees_with_the_reference(variant, points, batch):
    check(variant, *FAMILY.example(points, seed=points + batch, batch=batch))


@settings(max_examples=8, deadline=None)
@given(points=st.integers(0, 300), batch=st.integers(0, 20), seed=st.integers(0, 2**32 - 1))
def test_variants_agree_at_any_shape(points, batch, seed):
    for variant in FAMILY.variants.values():
        if variant.available:
            check(variant, *FAMILY.example(points, seed=seed, batch=batch))


@pytest.mark.parametrize("points", [64, 100, 4096])
def test_one_tone_is_one_peak(variant, points):
    tone = np.exp(2j * np.pi * 5 / points * np.arange(points)).astype(np.complex64)
    result = variant(tone[None])[0]
    assert abs(result[5] - points) < 1e-5 * points
    assert np.abs(np.delete(result, 5)).max() < 1e-5 * points


@pytest.mark.parametrize("place", [0, 1, 77, 255])
def test_one_point_turns_all_the_way_round(variant, place):
    rows = np.zeros((1, 256), np.complex64)
    rows[0, place] = 1
    expected = np.exp(-2j * np.pi / 256 * (place * np.arange(256) % 256))
    np.testing.assert_allclose(variant(rows)[0], expected, atol=2e-6)


@pytest.mark.parametrize("points", [256, 250])
def test_structured_rows_stay_within_the_tolerance(variant, points):
    ramp = np.arange(points) / 7
    for row in (ramp, ramp - ramp.mean(), np.full(points, 0.1), np.sin(ramp), 1e-30 * ramp, 1e30 * np.cos(ramp)):
        check(variant, np.stack([row, 1j * row[::-1]]).astype(np.complex64))


@pytest.mark.parametrize("work_group", [1, 2, 32, 1024])
@pytest.mark.parametrize("name", WGSL[:3])
def test_any_power_of_two_is_a_work_group(adapter, name, work_group):
    for points in (128, 60):
        check(FAMILY.variants[name], *FAMILY.example(points, seed=5, batch=3), work_group=work_group)


@pytest.mark.parametrize("name", WGSL[:2])
def test_other_work_groups_are_right_too(adapter, name):
    check(FAMILY.variants[name], *FAMILY.example(128, seed=5, batch=3), work_group=100)


@pytest.mark.parametrize(
    ("tile", "radix", "per_thread"),
    [(4, 4, 2), (64, 8, 2), (64, 64, 4), (1024, 32, 4), (512, 64, 8), (2048, 256, 16), (4096, 4096, 16)],
)
def test_any_tile_and_radix_are_right(adapter, tile, radix, per_thread):
    variant = FAMILY.variants["wgpu-registers"]
    for points, batch in ((1, 3), (2, 5), (8, 3), (128, 4), (100, 2), (4096, 1)):
        rows = FAMILY.example(points, seed=tile, batch=batch)
        check(variant, *rows, tile=tile, radix=radix, per_thread=per_thread)


def test_rows_may_wait_for_others(adapter):
    for points in (64, 30):
        check(FAMILY.variants["wgpu-registers"], *FAMILY.example(points, batch=7), rows_at_once=3)


@pytest.mark.parametrize("name", WGSL)
def test_rows_are_spread_over_several_bindings(adapter, monkeypatch, name):
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 3 * 64 * 8 + 4)
    (rows,) = FAMILY.example(64, seed=3, batch=10)
    steps = FAMILY.variants[name].steps(rows)
    steps.compile()
    steps.upload()
    assert len([array for array in steps.passes.arrays() if array.startswith("result")]) == 4
    for _ in range(2):
        steps.kernel()
    assert FAMILY.compare(steps.download(), rows)


def test_limits_are_named(adapter, monkeypatch):
    (rows,) = FAMILY.example(200)
    with pytest.raises(gpu.LimitError, match="a work group of 4096 threads"):
        FAMILY.variants["wgpu-shared"](rows, work_group=4096)
    with pytest.raises(gpu.LimitError, match="max-compute-workgroup-storage-size"):
        FAMILY.variants["wgpu-registers"](rows, tile=1 << 20)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 1024)
    for name in WGSL:
        with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 1,024"):
            FAMILY.variants[name](rows)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"per_thread": 3}, "per_thread must be a power of two, not 3"),
        ({"per_thread": 32}, "per_thread must be 2, 4, 8 or 16, not 32"),
        ({"radix": 32}, "radix must be at least 8² = 64 and at most the tile of 4096 points, not 32"),
        ({"radix": 8192}, "at most the tile"),
        ({"tile": 3000}, "tile must be a power of two"),
    ],
)
def test_impossible_parameters_are_named(adapter, parameters, words):
    with pytest.raises(ValueError, match=words):
        FAMILY.variants["wgpu-registers"](*FAMILY.example(8), **parameters)


def test_plans_cover_every_stage_once(adapter):
    assert split(20, 10) == [10, 10]
    assert split(23, 10) == [8, 8, 7]
    for log in range(3, 25):
        for plan in (shared_plan(256), registers_plan(4096, 1024, 8), registers_plan(4096, 64, 8)):
            assert sum(radix.log for radix in plan(log, 16)) == log
        for radix in registers_plan(4096, 1024, 8)(log, 1 << 20):
            assert radix.log >= 3
            assert radix.columns << radix.log == 4096


def test_memory_is_read_and_written_in_whole_sectors(adapter):
    reports = trace_variant(FAMILY.variants["wgpu-registers"], FAMILY.example(4096), tile=1024, radix=256)
    assert len(reports) == 2
    for report in reports:
        assert report.buffers["source"].coalescing == report.buffers["result"].coalescing == 1
        assert report.bank_conflicts == 0


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("points", [64, 100])
@pytest.mark.parametrize("special", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_reaches_all_of_its_row_and_no_other(variant, points, special):
    rows = FAMILY.example(points, seed=4, batch=3)[0]
    rows[1, 5] = special
    result = variant(rows)
    assert not np.isfinite(result[1]).any()
    others = rows[[0, 2]]
    assert FAMILY.compare(np.ascontiguousarray(result[[0, 2]]), others)


def test_bluesteins_filter_is_the_chirp_both_ways():
    for points in (3, 5, 97, 1000):
        length = power_of_two(points)
        assert length >= 2 * points - 1
        around = np.fft.ifft(chirp_filter(points) * length)
        j = np.arange(points)
        np.testing.assert_allclose(around[j], np.exp(1j * np.pi / points * (j**2 % (2 * points))), atol=1e-12)
        np.testing.assert_allclose(around[-j], around[j], atol=1e-12)
        assert np.abs(chirp_filter(points) * length).max() < 1.5 * np.sqrt(length)
        assert chirp(points)[0] == 1


def test_wrong_kernels_are_found():
    for points in (256, 255):
        (rows,) = FAMILY.example(points, seed=2, batch=2)
        right = FAMILY.reference(rows)
        assert FAMILY.compare(right, rows)
        exact = rows.astype(np.complex128)
        j = np.arange(points)
        angles = 2 * np.pi / points * (np.outer(j, j) % points)
        rough = np.exp(-1j * np.round(angles * 2**11) / 2**11)  # what WGSL's sin and cos may be
        missing = exact.copy()
        missing[:, 100] = 0
        swapped = exact.copy()
        swapped[:, [3, 4]] = swapped[:, [4, 3]]
        wrong = {
            "backwards": np.fft.ifft(exact) * points,
            "divided by n": np.fft.fft(exact) / points,
            "over the batch": np.fft.fft2(exact),
            "one point missing": np.fft.fft(missing),
            "two points swapped": np.fft.fft(swapped),
            "a bin too far": np.roll(right, 1, axis=1),
            "conjugated": right.conj(),
            "rows swapped": right[::-1],
            "rough twiddle factors": exact @ rough,
            "half precision": np.fft.fft(rows.real.astype(np.float16) + 1j * rows.imag.astype(np.float16)),
            "untouched": np.zeros_like(right),
            "poisoned": np.full_like(right, np.nan),
        }
        for what, result in wrong.items():
            assert not FAMILY.compare(result.astype(np.complex64), rows), what
        assert "shape" in FAMILY.compare(right[:, 1:], rows).message
        assert "dtype" in FAMILY.compare(right.astype(np.complex128), rows).message


def test_one_point_of_a_long_row_counts():
    (rows,) = FAMILY.example(1 << 17, seed=2)
    missing = rows.copy()
    missing[0, 99] = 0
    assert not FAMILY.compare(FAMILY.reference(missing), rows)


@pytest.mark.parametrize(
    ("rows", "words"),
    [(np.zeros((2, 2)), "float64"), (np.zeros(4, np.complex64), "shape"), (np.zeros((1, 4)) * 1j, "complex128")],
)
def test_bad_inputs_are_named(variant, rows, words):
    with pytest.raises(ValueError, match=f"fft: rows must be a complex64 matrix, not .*{words}"):
        variant(rows)


def test_costs():
    assert FAMILY.flops(*FAMILY.example(1024, batch=3)) == 3 * 5 * 1024 * 10
    assert FAMILY.flops(*FAMILY.example(0)) == FAMILY.flops(*FAMILY.example(1)) == 0
    assert FAMILY.bytes(*FAMILY.example(10, batch=3)) == 480


def test_examples_are_reproducible_zero_mean_and_different_by_seed():
    first, again, other = (FAMILY.example(2000, seed=s)[0] for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert abs(first.mean()) < 0.1
    with pytest.raises(ValueError, match="batch must be 0 or more, not -1"):
        FAMILY.example(10, batch=-1)
