"""Each variant against the oracle, and the oracle against the definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry

FAMILY = registry["spectrogram"]
SHAPES = [  # samples, frame, hop
    (0, 16, 4),
    (1, 1, 1),
    (15, 16, 1),
    (16, 16, 9),
    (50, 1, 3),
    (50, 2, 1),
    (200, 7, 3),
    (300, 8, 5),
    (1000, 64, 16),
    (1000, 100, 30),
    (2000, 257, 500),
    (4000, 1024, 256),
    (5000, 2048, 1024),
]
WGSL = ["wgpu-separate", "wgpu-fused", "wgpu-paired"]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def example(size, frame, hop, seed=0):
    """As the family's own, but without a shorter frame for a short signal."""
    _, window, number = FAMILY.example(frame, frame=frame, hop=hop)
    return FAMILY.example(size, seed)[0], window, number


def check(variant, inputs, **parameters):
    comparison = FAMILY.compare(variant(*inputs, **parameters), *inputs)
    assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize(("size", "frame", "hop"), [shape for shape in SHAPES if shape[1] < 300])
def test_reference_is_the_definition(size, frame, hop):
    signal, window, number = example(size, frame, hop)
    result = FAMILY.reference(signal, window, number)
    count = max(0, (size - frame) // hop + 1)
    j, k = np.arange(frame), np.arange(frame // 2 + 1)
    matrix = np.exp(-2j * np.pi / frame * (j[:, None] * k % frame))
    assert result.shape == (count, len(k))
    for f in range(count):
        frames = window.astype(np.float64) * signal[f * hop : f * hop + frame]
        np.testing.assert_allclose(result[f], np.abs(frames @ matrix) ** 2, rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize(("size", "frame", "hop"), SHAPES)
def test_variant_agrees_with_the_reference(variant, size, frame, hop):
    check(variant, example(size, frame, hop, seed=size + frame))


@settings(max_examples=6, deadline=None)
@given(size=st.integers(0, 800), frame=st.integers(1, 130), hop=st.integers(1, 200), seed=st.integers(0, 2**32 - 1))
def test_variants_agree_at_any_shape(size, frame, hop, seed):
    for variant in FAMILY.variants.values():
        if variant.available:
            check(variant, example(size, frame, hop, seed))


@pytest.mark.parametrize(("tile", "radix", "per_thread"), [(64, 16, 4), (256, 256, 16), (1024, 64, 2)])
@pytest.mark.parametrize("name", WGSL)
def test_any_tile_and_radix_are_right(adapter, name, tile, radix, per_thread):
    for frame in (4, 16, 128, 60):
        inputs = example(600, frame, 50, seed=tile)
        check(FAMILY.variants[name], inputs, tile=tile, radix=radix, per_thread=per_thread)


def test_one_dispatch_is_all_where_a_frame_fits(adapter):
    inputs = example(4000, 256, 64)
    dispatches = {name: len(FAMILY.variants[name].steps(*inputs).passes.passes) for name in WGSL}
    assert dispatches == {"wgpu-separate": 3, "wgpu-fused": 1, "wgpu-paired": 1}


def test_pairs_halve_the_work_groups(adapter):
    inputs = example(64 * 101, 64, 64)
    groups = [FAMILY.variants[name].steps(*inputs, tile=64, radix=64).passes.passes[0].work_groups for name in WGSL[1:]]
    assert groups == [(101, 1, 1), (51, 1, 1)]


@pytest.mark.parametrize("name", WGSL)
@pytest.mark.parametrize("frame", [16, 10, 512])
def test_frames_in_several_groups(adapter, monkeypatch, name, frame):
    inputs = example(1500, frame, 60, seed=3)
    limit = max(len(inputs[0]) * 4, 2 * 8 * 1024, 4 * (1500 - frame + 60) // 60 * (frame // 2 + 1)) + 4
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", limit)
    check(FAMILY.variants[name], inputs, radix=64)


def test_a_tone_is_a_line(variant):
    frame = 128
    _, window, hop = example(0, frame, 32)
    tone = np.cos(2 * np.pi * 10 / frame * np.arange(2000)).astype(np.float32)
    result = variant(tone, window, hop)
    np.testing.assert_allclose(result[:, 10], (frame / 4) ** 2, rtol=1e-4)
    assert result[:, :8].max() < 1e-4
    assert result[:, 13:].max() < 1e-4


def test_a_quiet_frame_beside_a_loud_one(variant):
    signal, window, hop = example(256, 64, 64, seed=4)
    signal[64:128] *= 1e-3
    signal[128:192] *= 1e3
    check(variant, (signal, window, hop))


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("frame", [64, 60])
def test_what_is_not_finite_reaches_its_frames_and_at_most_their_partners(variant, frame):
    signal, window, hop = example(64 * 9, frame, 64, seed=5)
    signal[64 * 4 + 20] = np.nan
    result = variant(signal, window, hop)
    assert not np.isfinite(result[4]).any()
    others = np.delete(np.arange(len(result)), [4, 5])
    assert np.isfinite(result[others]).all()


def test_limits_are_named(adapter, monkeypatch):
    inputs = example(1000, 256, 64)
    with pytest.raises(gpu.LimitError, match="max-compute-workgroup-storage-size"):
        FAMILY.variants["wgpu-fused"](*inputs, tile=1 << 20)
    with pytest.raises(ValueError, match="radix must be at least"):
        FAMILY.variants["wgpu-paired"](*inputs, radix=8)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 1024)
    for name in WGSL:
        with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 1,024"):
            FAMILY.variants[name](*inputs)


def test_wrong_kernels_are_found():
    signal, window, hop = example(1000, 64, 16, seed=2)
    right = FAMILY.reference(signal, window, hop)
    assert FAMILY.compare(right, signal, window, hop)
    symmetric = np.hanning(64).astype(np.float32)
    one_missing = signal.copy()
    one_missing[500] = 0
    swapped = right.copy()
    swapped[[2, 3]] = swapped[[3, 2]]
    wrong = {
        "no window": FAMILY.reference(signal, np.ones(64, np.float32), hop),
        "window one sample off": FAMILY.reference(signal, np.roll(window, 1), hop),
        "symmetric window": FAMILY.reference(signal, symmetric, hop),
        "one sample late": FAMILY.reference(np.roll(signal, -1), window, hop),
        "one sample missing": FAMILY.reference(one_missing, window, hop),
        "magnitude": np.sqrt(right),
        "halved": right / 2,
        "pair swapped": swapped,
        "backwards": right[:, ::-1],
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, np.nan),
        "half precision": right.astype(np.float16).astype(np.float32),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result, signal, window, hop), what
    assert "shape" in FAMILY.compare(right[:, 1:], signal, window, hop).message


@pytest.mark.parametrize(
    ("signal", "window", "hop", "words"),
    [
        (np.zeros(4), np.ones(2, np.float32), 1, "signal must be a float32 vector, not float64"),
        (np.zeros(4, np.float32), np.ones((1, 1), np.float32), 1, "window must be a float32 vector"),
        (np.zeros(4, np.float32), np.zeros(0, np.float32), 1, "window is empty"),
        (np.zeros(4, np.float32), np.ones(2, np.float32), 0, "hop must be a whole number from 1"),
        (np.zeros(4, np.float32), np.ones(2, np.float32), 0.5, "hop must be a whole number from 1"),
    ],
)
def test_bad_inputs_are_named(variant, signal, window, hop, words):
    with pytest.raises(ValueError, match=words):
        variant(signal, window, hop)


def test_costs():
    inputs = FAMILY.example(1000, frame=64, hop=100)
    assert FAMILY.flops(*inputs) == 10 * (64 + 2.5 * 64 * 6 + 3 * 33)
    assert FAMILY.bytes(*inputs) == 4 * (1000 + 64 + 10 * 33)
    assert FAMILY.flops(*FAMILY.example(0)) == 0


def test_examples_are_reproducible_and_windowed():
    first, again, other = (FAMILY.example(2000, seed=s) for s in (1, 1, 2))
    np.testing.assert_array_equal(first[0], again[0])
    assert not np.array_equal(first[0], other[0])
    window = first[1]
    assert len(window) == 1024
    assert window[0] == 0
    assert window[512] == 1
    np.testing.assert_allclose(window[1:], window[:0:-1], atol=1e-6)
    assert len(FAMILY.example(100)[1]) == 100
    with pytest.raises(ValueError, match="frame and hop must be 1 or more"):
        FAMILY.example(10, hop=0)
