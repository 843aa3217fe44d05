"""Each variant against the oracle, and the oracle against plain loops over the groups."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry
from underhood_kernels.families.sparse_2_4 import expanded, packed

FAMILY = registry["sparse_2_4"]
SHAPES = [  # rows, terms, columns
    (0, 4, 4),
    (4, 0, 4),
    (4, 4, 0),
    (1, 4, 1),
    (3, 8, 5),
    (17, 36, 3),
    (64, 32, 64),
    (65, 132, 67),
    (5, 1000, 1),
    (130, 28, 4),
]
WGSL = ["wgpu-whole", "wgpu-packed", "wgpu-tiled"]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def check(variant, *inputs, **parameters):
    comparison = FAMILY.compare(variant(*inputs, **parameters), *inputs)
    assert comparison, f"{variant.name}: {comparison.message}"


def by_loops(values, places, right):
    rows, half = values.shape
    result = np.zeros((rows, right.shape[1]))
    for i in range(rows):
        for k in range(half):
            place = int(places[i, k // 16]) >> 2 * (k % 16) & 3
            result[i] += float(values[i, k]) * right[4 * (k // 2) + place].astype(np.float64)
    return result


@pytest.mark.parametrize(("rows", "terms", "columns"), SHAPES)
def test_reference_is_the_definition(rows, terms, columns):
    inputs = FAMILY.example(rows, seed=1, terms=terms, columns=columns)
    result = FAMILY.reference(*inputs)
    assert (result.shape, result.dtype) == ((rows, columns), np.float32)
    np.testing.assert_allclose(result, by_loops(*inputs), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("terms", [0, 4, 28, 32, 36, 256])
def test_packed_and_expanded_undo_each_other(terms):
    values, places, _ = FAMILY.example(9, seed=2, terms=terms)
    whole = expanded(values, places)
    assert whole.shape == (9, terms)
    assert ((whole.reshape(9, terms // 4, 4) != 0).sum(axis=2) == 2).all()
    for one, two in zip(packed(whole), (values, places), strict=True):
        np.testing.assert_array_equal(one, two)


def test_the_two_largest_of_four_stay():
    values, places = packed(np.array([[1, -5, 3, 0, 0, 0, 0, 0, 2, 2, 2, -2]], np.float32))
    assert values.tolist() == [[-5, 3, 0, 0, 2, 2]]
    assert places.tolist() == [[0b0100_0100_1001]]


@pytest.mark.parametrize(("rows", "terms", "columns"), SHAPES)
def test_variant_agrees_with_the_reference(variant, rows, terms, columns):
    check(variant, *FAMILY.example(rows, seed=rows, terms=terms, columns=columns))


@settings(max_examples=6, deadline=None)
@given(rows=st.integers(0, 70), groups=st.integers(0, 30), columns=st.integers(0, 70), seed=st.integers(0, 2**32 - 1))
def test_variants_agree_at_any_shape(rows, groups, columns, seed):
    inputs = FAMILY.example(rows, seed=seed, terms=4 * groups, columns=columns)
    for variant in FAMILY.variants.values():
        if variant.available:
            check(variant, *inputs)


def test_whole_numbers_are_exact_and_every_pair_of_places_works(variant):
    pairs = np.array([0b0100, 0b1000, 0b1100, 0b1001, 0b1101, 0b1110])
    random = np.random.default_rng(3)
    nibbles = random.choice(pairs, (20, 16)).astype(np.uint32).reshape(20, 2, 8)
    places = np.bitwise_or.reduce(nibbles << np.arange(0, 32, 4, dtype=np.uint32), axis=2)
    values = random.integers(-9, 10, (20, 32)).astype(np.float32)
    right = random.integers(-9, 10, (64, 6)).astype(np.float32)
    np.testing.assert_array_equal(variant(values, places, right), by_loops(values, places, right).astype(np.float32))


@pytest.mark.filterwarnings("ignore:invalid value")
def test_nan_and_infinity_stay_in_their_rows(variant):
    values, places, right = FAMILY.example(10, seed=4, columns=3)
    for special in (np.nan, np.inf, -np.inf):
        changed = values.copy()
        changed[6, 3] = special
        result = variant(changed, places, right)
        assert FAMILY.compare(result, changed, places, right)
        assert np.argwhere(~np.isfinite(result)).tolist() == [[6, 0], [6, 1], [6, 2]]


@pytest.mark.parametrize(("threads", "rows"), [(1, 1), (3, 2), (16, 7), (128, 2)])
@pytest.mark.parametrize("name", WGSL[:2])
def test_any_work_group_is_right(adapter, name, threads, rows):
    inputs = FAMILY.example(33, seed=5, terms=72, columns=7)
    check(FAMILY.variants[name], *inputs, threads=threads, rows=rows)


@pytest.mark.parametrize("rows", [1, 2, 8])
def test_any_tile_is_right(adapter, rows):
    check(FAMILY.variants["wgpu-tiled"], *FAMILY.example(150, seed=5, terms=72, columns=70), rows=rows)


def test_more_work_groups_than_one_dimension_holds(adapter):
    inputs = FAMILY.example(70_001, seed=6, terms=4, columns=1)
    for name in WGSL[:2]:
        check(FAMILY.variants[name], *inputs, threads=2, rows=1)


def test_limits_are_named(adapter, monkeypatch):
    inputs = FAMILY.example(40)
    with pytest.raises(ValueError, match="rows must be 16 or less, not 17"):
        FAMILY.variants["wgpu-tiled"](*inputs, rows=17)
    with pytest.raises(gpu.LimitError, match="use fewer threads or fewer rows"):
        FAMILY.variants["wgpu-packed"](*inputs, threads=1024, rows=8)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 512)
    for name in WGSL:
        with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 512"):
            FAMILY.variants[name](*inputs)


def test_wrong_kernels_are_found():
    values, places, right = inputs = FAMILY.example(40, seed=2, columns=6)
    good = FAMILY.reference(*inputs)
    assert FAMILY.compare(good, *inputs)
    whole = expanded(values, places)
    dropped = values.copy()
    dropped[:, -1] = 0
    wrong = {
        "last value missing": FAMILY.reference(dropped, places, right),
        "values of a group swapped": expanded(values.reshape(-1, 2)[:, ::-1].reshape(values.shape), places) @ right,
        "groups one off": np.roll(whole, 4, axis=1) @ right,
        "places one off": np.roll(whole, 1, axis=1) @ right,
        "columns swapped": good[:, ::-1],
        "half precision": good.astype(np.float16),
        "untouched": np.zeros_like(good),
        "poisoned": np.full_like(good, np.nan),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result.astype(np.float32), *inputs), what


def test_bad_inputs_are_named():
    values, places, right = FAMILY.example(3, terms=36)
    swapped = places.copy()
    swapped[2, 1] = 0b0001
    for bad, words in (
        ((values.astype(np.float64), places, right), "values must be a matrix of float32, not float64"),
        ((values, places.astype(np.int32), right), "places must be a matrix of uint32, not int32"),
        ((values, places, right[0]), "right must be a matrix"),
        ((values, places, right[:-1]), "right must have a multiple of 4 rows, not 35"),
        ((values[:, :-1], places, right), r"values must be of shape \(3, 18\), not \(3, 17\)"),
        ((values, places[:, :1], right), r"places must be of shape \(3, 2\), not \(3, 1\)"),
        ((values, swapped, right), "places in row 2, group 8: the first must come before the second"),
    ):
        with pytest.raises(ValueError, match=f"sparse_2_4: {words}"):
            FAMILY.variants["numpy"](*bad)


def test_costs():
    inputs = FAMILY.example(10, terms=64, columns=3)
    assert FAMILY.flops(*inputs) == 2 * 10 * 32 * 3
    assert FAMILY.bytes(*inputs) == 4 * (320 + 20 + 192 + 30)


def test_examples_are_reproducible_and_different_by_seed():
    first, again, other = (FAMILY.example(70, seed=s) for s in (1, 1, 2))
    assert first[2].shape == (72, 4)
    for one, two, three in zip(first, again, other, strict=True):
        np.testing.assert_array_equal(one, two)
        assert not np.array_equal(one, three)
    with pytest.raises(ValueError, match="terms must be a multiple of 4, not 5"):
        FAMILY.example(10, terms=5)
    with pytest.raises(ValueError, match="columns must be 0 or more"):
        FAMILY.example(10, columns=-1)
