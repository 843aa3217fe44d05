"""Each variant against the oracle, and the oracle against the recurrence written out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.families.iir.inputs import impulse_response
from underhood_kernels.trace import trace_variant

FAMILY = registry["iir"]
SHAPES = [  # samples, channels, sections
    (0, 1, 2),
    (5, 0, 1),
    (1, 1, 1),
    (2, 5, 3),
    (31, 70, 1),
    (256, 1, 2),
    (257, 3, 2),
    (1000, 2, 4),
    (5003, 1, 2),
    (33_001, 1, 1),
]
WGSL = ["wgpu-per-channel", "wgpu-blocks", "wgpu-tiled"]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def check(variant, inputs, **parameters):
    comparison = FAMILY.compare(variant(*inputs, **parameters), *inputs)
    assert comparison, f"{variant.name}: {comparison.message}"


def recurrence(signal, sections):
    """The definition, in Python's own numbers."""
    rows = signal.tolist()
    for b0, b1, b2, a1, a2 in sections.tolist():
        for x in rows:
            y = []
            for i, sample in enumerate(x):
                past = [0.0 if i < late else values[i - late] for values in (x, y) for late in (1, 2)]
                y.append(b0 * sample + b1 * past[0] + b2 * past[1] - a1 * past[2] - a2 * past[3])
            x[:] = y
    return np.array(rows).reshape(signal.shape)


@pytest.mark.parametrize(("size", "channels", "sections"), SHAPES[:-1])
def test_reference_is_the_definition(size, channels, sections):
    inputs = FAMILY.example(size, seed=size, channels=channels, sections=sections)
    np.testing.assert_allclose(FAMILY.reference(*inputs), recurrence(*inputs), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(("size", "channels", "sections"), SHAPES)
def test_variant_agrees_with_the_reference(variant, size, channels, sections):
    check(variant, FAMILY.example(size, seed=size + channels, channels=channels, sections=sections))


@settings(max_examples=8, deadline=None)
@given(
    size=st.integers(0, 1500), channels=st.integers(0, 5), sections=st.integers(1, 4), seed=st.integers(0, 2**32 - 1)
)
def test_variants_agree_at_any_shape(size, channels, sections, seed):
    for variant in FAMILY.variants.values():
        if variant.available:
            check(variant, FAMILY.example(size, seed=seed, channels=channels, sections=sections))


@pytest.mark.parametrize(("work_group", "block"), [(1, 5), (32, 1), (50, 33), (64, 32), (200, 100), (128, 4096)])
@pytest.mark.parametrize("name", WGSL[1:])
def test_any_share_of_work_is_right(adapter, name, work_group, block):
    check(FAMILY.variants[name], FAMILY.example(1503, channels=2), work_group=work_group, block=block)


def test_more_blocks_than_a_group_of_groups_holds(adapter):
    for name in WGSL[1:]:
        check(FAMILY.variants[name], FAMILY.example(40_003, seed=3), block=8)


@pytest.mark.parametrize("name", WGSL)
def test_more_work_groups_than_one_dimension_holds(adapter, name):
    parameters = {"work_group": 1} if name == WGSL[0] else {"work_group": 1, "block": 1}
    check(FAMILY.variants[name], FAMILY.example(1, channels=70_001, sections=1), **parameters)


def test_an_impulse_gives_the_impulse_response(variant):
    _, sections = FAMILY.example(0, seed=5, sections=1)
    impulse = np.zeros((1, 600), np.float32)
    impulse[0, 300] = 1
    result = variant(impulse, sections)[0]
    assert not result[:300].any()
    np.testing.assert_allclose(result[300:], impulse_response(sections[0], 300), atol=1e-5)


def test_a_pure_delay_moves_every_sample(variant):
    signal = np.arange(1, 1001, dtype=np.float32)[None]
    delays = np.array([[0, 0, 1, 0, 0], [0, 1, 0, 0, 0]], np.float32)
    np.testing.assert_array_equal(variant(signal, delays)[0], np.concatenate([np.zeros(3), signal[0, :-3]]))


def test_poles_near_the_circle_remember_for_long(variant):
    radius = 0.9995
    sections = np.array([[1e-3, 0, 0, -2 * radius * np.cos(0.02), radius**2]], np.float32)
    signal, _ = FAMILY.example(20_000, seed=4)
    check(variant, (signal, sections))


@pytest.mark.filterwarnings("ignore:invalid value", "ignore:overflow")
@pytest.mark.parametrize("special", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_stays_in_its_channel_and_goes_on_for_ever(variant, special):
    signal, sections = FAMILY.example(900, seed=3, channels=3)
    signal[1, 400] = special
    result = variant(signal, sections)
    assert np.isfinite(result[[0, 2]]).all()
    assert np.isfinite(result[1, :400]).all()
    assert not np.isfinite(result[1, 400:]).any()
    assert np.isnan(FAMILY.reference(signal, sections)[1, 400:]).all()


def test_the_tile_makes_neighbours_read_side_by_side(adapter):
    inputs = FAMILY.example(64 * 256, sections=1)
    plain, tiled = (trace_variant(FAMILY.variants[name], inputs)[-1] for name in WGSL[1:])
    assert plain.buffers["source"].coalescing < 0.2
    assert tiled.buffers["source"].coalescing == tiled.buffers["result"].coalescing == 1
    assert tiled.bank_conflicts == 0


def test_limits_are_named(adapter, monkeypatch):
    inputs = FAMILY.example(1000)
    with pytest.raises(gpu.LimitError, match="a work group of 100000 threads"):
        FAMILY.variants["wgpu-blocks"](*inputs, work_group=100_000)
    with pytest.raises(gpu.LimitError, match="max-compute-workgroup-storage-size"):
        FAMILY.variants["wgpu-tiled"](*inputs, work_group=512)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 1024)
    for name in WGSL:
        with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 1,024"):
            FAMILY.variants[name](*inputs)


def test_wrong_kernels_are_found():
    signal, sections = FAMILY.example(1024, seed=2, channels=2)
    right = FAMILY.reference(signal, sections)
    assert FAMILY.compare(right, signal, sections)
    assert FAMILY.compare(recurrence(signal, sections).astype(np.float32), signal, sections)
    alone = np.concatenate([FAMILY.reference(part, sections) for part in np.split(signal, 4, axis=1)], axis=1)
    other = [sections.copy() for _ in range(3)]
    other[0][:, 3] *= -1
    other[1][1, 2] = 0
    other[2][0, 4] *= 1.001
    wrong = {
        "blocks not joined": alone,
        "sign of a1": FAMILY.reference(signal, other[0]),
        "b2 missing": FAMILY.reference(signal, other[1]),
        "a2 a little off": FAMILY.reference(signal, other[2]),
        "a section missing": FAMILY.reference(signal, sections[:1]),
        "a section twice": FAMILY.reference(signal, sections[[0, 1, 1]]),
        "one sample late": np.roll(right, 1, axis=1),
        "one sample missing": FAMILY.reference(np.where(np.arange(1024) == 500, np.float32(0), signal), sections),
        "channels joined": FAMILY.reference(signal.reshape(1, -1), sections).reshape(2, -1),
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, np.nan),
        "half precision": right.astype(np.float16).astype(np.float32),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result, signal, sections), what
    assert "shape" in FAMILY.compare(right[:, :-1], signal, sections).message


def test_tolerance_grows_along_a_channel_and_with_the_memory_of_its_poles():
    signal, _ = FAMILY.example(500, seed=2)
    near, far = (np.array([[1, 0, 0, -r, 0]], np.float32) for r in (0.99, 0.5))
    grown = FAMILY.tolerance(signal, near)[0]
    assert grown[-1] > 2 * grown[0]
    assert FAMILY.tolerance(signal, near).max() > 20 * FAMILY.tolerance(signal, far).max()


ROW = np.array([[1, 0, 0, 0.1, 0.1]], np.float32)


@pytest.mark.parametrize(
    ("signal", "sections", "words"),
    [
        (np.zeros((1, 4)), ROW, "signal must be a float32 matrix, not float64"),
        (np.zeros(4, np.float32), ROW, "signal must be a float32 matrix"),
        (np.zeros((1, 4), np.float32), ROW[0], "sections must be a float32 matrix"),
        (np.zeros((1, 4), np.float32), ROW[:, :4], "rows of b0, b1, b2, a1, a2"),
        (np.zeros((1, 4), np.float32), ROW[:0], "one at least"),
        (np.zeros((1, 4), np.float32), ROW * np.float32(np.nan), "finite"),
        (np.zeros((1, 4), np.float32), np.array([[1, 0, 0, -1, 0]], np.float32), "section 0 is unstable: a1 = -1"),
        (np.zeros((1, 4), np.float32), np.concatenate([ROW, 11 * ROW]), "section 1 is unstable"),
    ],
)
def test_bad_inputs_are_named(variant, signal, sections, words):
    with pytest.raises(ValueError, match=words):
        variant(signal, sections)


def test_costs():
    assert FAMILY.flops(*FAMILY.example(100, channels=3, sections=2)) == 9 * 300 * 2
    assert FAMILY.bytes(*FAMILY.example(100, channels=3, sections=2)) == 4 * (600 + 10)


def test_examples_are_reproducible_stable_and_different_by_seed():
    first, again, other = (FAMILY.example(2000, seed=s, sections=16) for s in (1, 1, 2))
    np.testing.assert_array_equal(first[0], again[0])
    np.testing.assert_array_equal(first[1], again[1])
    assert not np.array_equal(first[0], other[0])
    for rows in (first[1], other[1]):
        assert all(np.abs(np.roots([1, a1, a2])).max() < 0.96 for a1, a2 in rows[:, 3:])
    with pytest.raises(ValueError, match="sections must be 1 or more"):
        FAMILY.example(10, sections=0)
