"""Each variant against the oracle, and the oracle against the definition."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.trace import trace_variant

FAMILY = registry["attention"]
SHAPES = [  # queries, keys, heads, width
    (0, 0, 1, 64),
    (0, 5, 2, 3),
    (3, 2, 0, 5),
    (1, 1, 1, 1),
    (2, 3, 2, 4),
    (64, 64, 1, 64),
    (65, 63, 3, 7),
    (7, 200, 1, 64),
    (130, 1, 1, 65),
    (33, 97, 2, 130),
]
WGSL = ["wgpu-materialised", "wgpu-online", "wgpu-blocked"]
NAN = np.nan


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def example(queries, keys, heads, width, seed=0):
    return FAMILY.example(queries, seed=seed, keys=keys, heads=heads, width=width)


def check(variant, *inputs, **parameters):
    comparison = FAMILY.compare(variant(*inputs, **parameters), *inputs)
    assert comparison, f"{variant.name}: {comparison.message}"


def test_reference_is_the_definition():
    q, k, v = example(5, 7, 2, 3)
    result = FAMILY.reference(q, k, v)
    for h in range(2):
        for i in range(5):
            scores = [math.fsum(float(a) * float(b) for a, b in zip(q[h, i], key, strict=True)) for key in k[h]]
            powers = [math.exp(score / math.sqrt(3)) for score in scores]
            for w in range(3):
                weighted = math.fsum(p * float(value) for p, value in zip(powers, v[h, :, w], strict=True))
                assert result[h, i, w] == pytest.approx(weighted / math.fsum(powers), rel=1e-6, abs=1e-7)


def test_reference_in_pieces_is_the_reference_of_the_pieces():
    q, k, v = example(1100, 3, 1, 2)
    parts = [FAMILY.reference(q[:, piece], k, v) for piece in (slice(0, 700), slice(700, None))]
    np.testing.assert_allclose(FAMILY.reference(q, k, v), np.concatenate(parts, axis=1), rtol=1e-6)


@pytest.mark.parametrize("shape", SHAPES)
def test_variant_agrees_with_the_reference(variant, shape):
    check(variant, *example(*shape, seed=sum(shape)))


@settings(max_examples=8, deadline=None)
@given(
    shape=st.tuples(st.integers(0, 80), st.integers(1, 150), st.integers(1, 3), st.integers(1, 70)),
    seed=st.integers(0, 2**32 - 1),
    spread=st.sampled_from([0, 1, 20]),
)
def test_variants_agree_at_any_shape_and_range(shape, seed, spread):
    q, k, v = example(*shape, seed)
    for variant in FAMILY.variants.values():
        if variant.available:
            check(variant, np.float32(spread) * q, k, v)


def test_scores_that_keep_growing_or_shrinking(variant):
    q, k, v = example(9, 300, 1, 8)
    for order in (1, -1):
        ramp = np.linspace(0, 30 * order, 300, dtype=np.float32)[None, :, None] + k * np.float32(0.1)
        check(variant, np.abs(q), ramp.astype(np.float32), v)


def test_large_scores_do_not_overflow(variant):
    q, k, v = example(5, 90, 1, 16)
    check(variant, 100 * q, 100 * k, v)


def test_one_key_gives_its_value_and_equal_keys_the_mean(variant):
    q, _, v = example(70, 70, 2, 64)
    one = variant(q, v[:, :1] * 0, v[:, :1])
    np.testing.assert_allclose(one, np.broadcast_to(v[:, :1], q.shape), rtol=1e-6)
    equal = variant(q, np.zeros_like(v), v)
    np.testing.assert_allclose(equal, np.broadcast_to(v.mean(axis=1, keepdims=True), q.shape), atol=1e-6)


def test_queries_and_heads_do_not_mix(variant):
    q, k, v = example(70, 90, 3, 10)
    whole = variant(q, k, v)
    for h in range(3):
        np.testing.assert_allclose(variant(q[h : h + 1], k[h : h + 1], v[h : h + 1])[0], whole[h], atol=1e-6)
    changed = q.copy()
    changed[1, 67] += 1
    differs = np.any(variant(changed, k, v) != whole, axis=2)
    assert np.argwhere(differs).tolist() == [[1, 67]]


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize(("which", "place"), [(0, (1, 33, 2)), (1, (1, 66, 0)), (2, (0, 0, 3)), (2, (1, 69, 4))])
def test_nan_spreads_as_documented(variant, which, place):
    inputs = example(70, 70, 2, 5)
    inputs[which][place] = NAN
    expected = np.zeros((2, 70, 5), bool)
    head, row, column = place
    expected[(head, row) if which == 0 else (head,) if which == 1 else (head, slice(None), column)] = True
    result = variant(*inputs)
    np.testing.assert_array_equal(np.isnan(result), expected)
    check(variant, *inputs)


def test_denormal_inputs(variant):
    q, k, v = example(5, 6, 1, 4)
    check(variant, q * np.float32(1e-39), k, v)
    check(variant, q, k, v * np.float32(1e-39))


@pytest.mark.parametrize("tile", [1, 3, 8])
@pytest.mark.parametrize("name", WGSL[:2])
def test_any_tile_is_right(adapter, name, tile):
    check(FAMILY.variants[name], *example(13, 29, 2, 9, seed=5), tile=tile)


BLOCKS = [
    {"queries": 32, "keys": 32, "rows": 4, "across": 8, "chunk": 16},
    {"queries": 64, "keys": 64, "rows": 8, "across": 8, "chunk": 32},
    {"queries": 32, "keys": 64, "rows": 4, "across": 16, "chunk": 4},
]


@pytest.mark.parametrize("blocks", BLOCKS, ids=str)
def test_any_blocks_are_right(adapter, blocks):
    for shape in ((70, 141, 2, 9), (3, 33, 1, 130)):
        check(FAMILY.variants["wgpu-blocked"], *example(*shape, seed=5), **blocks)


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ({"rows": 6}, "rows must be a multiple of 4, not 6"),
        ({"across": 4}, "across must be 8 or 16, not 4"),
        ({"queries": 96}, "queries must be a multiple of 8 × rows, 64, not 96"),
        ({"keys": 96}, "keys must be a multiple of 64, not 96"),
        ({"keys": 48, "across": 8}, "keys must be a multiple of 32, not 48"),
        ({"chunk": 24}, "chunk must be a power of two from 4 that divides keys, 64, not 24"),
        ({"chunk": 128}, "chunk must be"),
        ({"chunk": 2}, "chunk must be"),
    ],
)
def test_blocks_without_code_are_refused(adapter, blocks, words):
    with pytest.raises(ValueError, match=words):
        FAMILY.variants["wgpu-blocked"](*FAMILY.example(3), **blocks)


@pytest.mark.parametrize("name", WGSL)
def test_several_blocks_stay_in_bounds_without_races(adapter, name):
    for report in trace_variant(FAMILY.variants[name], example(3, 70, 2, 66)):
        assert (report.out_of_bounds, report.races) == (0, 0), report.faults
        assert ("scores" in report.buffers) == (name == "wgpu-materialised"), "only there, scores reach memory"


def test_more_work_groups_than_one_dimension_holds(adapter):
    check(FAMILY.variants["wgpu-online"], *example(65_600, 2, 1, 1), tile=1)


def test_inputs_are_left_as_they_were(variant):
    inputs = example(9, 10, 2, 5)
    copies = [array.copy() for array in inputs]
    variant(*inputs)
    for array, copy in zip(inputs, copies, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_limits_are_named(adapter, monkeypatch):
    inputs = FAMILY.example(40)
    with pytest.raises(gpu.LimitError, match="a work group of 10000 threads"):
        FAMILY.variants["wgpu-materialised"](*inputs, tile=100)
    limits = gpu.device().limits
    monkeypatch.setitem(limits, "max-compute-workgroup-storage-size", 16_384)
    with pytest.raises(gpu.LimitError, match="64 queries and 64 keys need 32,768 bytes .* is 16,384"):
        FAMILY.variants["wgpu-blocked"](*inputs)
    with pytest.raises(gpu.LimitError, match="blocks of 20 × 20 need 20,800 bytes"):
        FAMILY.variants["wgpu-online"](*inputs, tile=20)
    monkeypatch.setitem(limits, "max-storage-buffer-binding-size", 12_000)
    with pytest.raises(gpu.LimitError, match="`scores` has 12,100 bytes.*max-storage-buffer-binding-size is 12,000"):
        FAMILY.variants["wgpu-materialised"](*example(55, 55, 1, 2))
    check(FAMILY.variants["wgpu-online"], *example(55, 55, 1, 2))


def _attention(q, k, v, *, scale=None, keep=None, axis=2):
    scores = q.astype(np.float64) @ k.swapaxes(1, 2) * (1 / math.sqrt(q.shape[2]) if scale is None else scale)
    if keep is not None:
        scores = np.where(keep, scores, -np.inf)
    powers = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return (powers / powers.sum(axis=axis, keepdims=True) @ v).astype(np.float32)


@pytest.mark.parametrize("size", [40, 1024])
def test_wrong_kernels_are_found(size):
    q, k, v = example(size, size, 1, 64, seed=2)
    right = FAMILY.reference(q, k, v)
    assert FAMILY.compare(_attention(q, k, v), q, k, v)
    last = np.arange(size) < size - 1
    shifted = np.roll(k, 1, axis=1)
    wrong = {
        "last key missing": _attention(q, k, v, keep=last),
        "last column of the scores missing": _attention(q[:, :, :-1], k[:, :, :-1], v, scale=1 / 8),
        "not scaled": _attention(q, k, v, scale=1),
        "scaled by the width": _attention(q, k, v, scale=1 / 64),
        "base 2": _attention(q, k, v, scale=math.log(2) / 8),
        "softmax down the queries": _attention(q, k, v, axis=1),
        "keys and values swapped": _attention(q, v, k),
        "queries and keys swapped": _attention(k, q, v),
        "keys one off": _attention(q, shifted, v),
        "causal": _attention(q, k, v, keep=np.tri(size, dtype=bool)),
        "not rescaled": right * np.float32(1.001),
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, NAN),
        "half precision": _attention(*(a.astype(np.float16).astype(np.float32) for a in (q, k, v))),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result, q, k, v), what
    assert "shape" in FAMILY.compare(right[0], q, k, v).message
    assert "dtype" in FAMILY.compare(right.astype(np.float64), q, k, v).message


ONE, TWO = np.zeros((1, 2, 3), np.float32), np.zeros((2, 2, 3), np.float32)


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ((ONE.astype(np.float64), ONE, ONE), "q must be float32 .*float64"),
        ((ONE, ONE[0], ONE), "k must be .*shape"),
        ((ONE, ONE, TWO), "k and v must be of one shape"),
        ((TWO, ONE, ONE), "the same heads and width"),
        ((ONE[:, :, :2], ONE, ONE), "the same heads and width"),
        ((ONE[:, :, :0],) * 3, "width must be 1 or more"),
        ((ONE, ONE[:, :0], ONE[:, :0]), "2 queries, but no keys"),
    ],
)
def test_bad_inputs_are_named(variant, inputs, words):
    with pytest.raises(ValueError, match=f"attention: .*{words}"):
        variant(*inputs)


def test_costs():
    inputs = example(10, 20, 3, 8)
    assert FAMILY.flops(*inputs) == 3 * 10 * 20 * (4 * 8 + 5)
    assert FAMILY.bytes(*inputs) == 4 * 3 * 8 * (10 + 20 + 20 + 10)


def test_examples_are_reproducible_and_different_by_seed():
    first, again, other = (FAMILY.example(7, seed=s) for s in (1, 1, 2))
    assert [array.shape for array in first] == [(1, 7, 64)] * 3
    for one, two, three in zip(first, again, other, strict=True):
        np.testing.assert_array_equal(one, two)
        assert not np.array_equal(one, three)
    with pytest.raises(ValueError, match="heads must be 0 or more, not -1"):
        FAMILY.example(10, heads=-1)
