"""Each variant against the oracle, and the oracle against the definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry

FAMILY = registry["transpose"]
SHAPES = [
    (0, 0),
    (0, 5),
    (5, 0),
    (1, 1),
    (1, 100),
    (100, 1),
    (16, 16),
    (17, 15),
    (31, 64),
    (97, 101),
    (300, 7),
    (128, 256),
]
WGSL = ["wgpu-naive", "wgpu-tiled", "wgpu-padded", "wgpu-rows"]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


@pytest.mark.parametrize(("rows", "columns"), SHAPES)
def test_reference_is_the_definition(rows, columns):
    (matrix,) = FAMILY.example(rows, columns=columns)
    result = FAMILY.reference(matrix)
    assert result.shape == (columns, rows)
    assert result.flags.c_contiguous
    assert all(result[c, r] == matrix[r, c] for r in range(rows) for c in range(columns))


@pytest.mark.parametrize(("rows", "columns"), SHAPES)
def test_variant_agrees_with_the_reference(variant, rows, columns):
    inputs = FAMILY.example(rows, seed=rows + columns, columns=columns)
    result = variant(*inputs)
    comparison = FAMILY.compare(result, *inputs)
    assert comparison, comparison.message
    assert result.flags.c_contiguous, "the elements were moved, not only viewed"


@settings(max_examples=12, deadline=None)
@given(rows=st.integers(0, 90), columns=st.integers(0, 90), seed=st.integers(0, 2**32 - 1))
def test_variants_agree_at_any_shape(rows, columns, seed):
    inputs = FAMILY.example(rows, seed=seed, columns=columns)
    for variant in FAMILY.variants.values():
        if variant.available:
            comparison = FAMILY.compare(variant(*inputs), *inputs)
            assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize("tile", [1, 3, 8, 32])
@pytest.mark.parametrize("name", WGSL)
def test_any_tile_is_right(adapter, name, tile):
    inputs = FAMILY.example(101, seed=5, columns=53)
    comparison = FAMILY.compare(FAMILY.variants[name](*inputs, tile=tile), *inputs)
    assert comparison, comparison.message


@pytest.mark.parametrize(("tile", "height"), [(1, 1), (5, 2), (7, 7), (8, 11), (32, 3), (64, 8)])
def test_any_height_is_right(adapter, tile, height):
    inputs = FAMILY.example(101, seed=5, columns=53)
    comparison = FAMILY.compare(FAMILY.variants["wgpu-rows"](*inputs, tile=tile, height=height), *inputs)
    assert comparison, comparison.message


@pytest.mark.parametrize("shape", [(70_001, 1), (1, 70_001), (300, 301)])
def test_more_work_groups_than_one_dimension_holds(adapter, shape):
    inputs = FAMILY.example(shape[0], seed=6, columns=shape[1])
    for name in WGSL:
        comparison = FAMILY.compare(FAMILY.variants[name](*inputs, tile=1), *inputs)
        assert comparison, f"{name}: {comparison.message}"


def test_inputs_are_left_as_they_were_and_results_are_new(variant):
    for shape in ((30, 40), (1, 40)):
        (matrix,) = FAMILY.example(shape[0], columns=shape[1])
        copy = matrix.copy()
        assert not np.shares_memory(variant(matrix), matrix)
        np.testing.assert_array_equal(matrix, copy)


def test_every_bit_arrives(variant):
    special = np.array([[np.nan, np.inf, -np.inf], [-0.0, 1e-40, np.finfo(np.float32).max]], np.float32)
    np.testing.assert_array_equal(variant(special).view(np.uint32), special.T.copy().view(np.uint32))


def test_limits_are_named(adapter, monkeypatch):
    inputs = FAMILY.example(40)
    with pytest.raises(gpu.LimitError, match="a work group of 10000 threads"):
        FAMILY.variants["wgpu-tiled"](*inputs, tile=100)
    with pytest.raises(gpu.LimitError, match="max-compute-workgroup-storage-size .* narrower tile"):
        FAMILY.variants["wgpu-rows"](*inputs, tile=1000)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 1024)
    for name in WGSL:
        with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 1,024"):
            FAMILY.variants[name](*inputs)


def test_wrong_kernels_are_found():
    (matrix,) = FAMILY.example(40, seed=2)
    right = FAMILY.reference(matrix)
    assert FAMILY.compare(right, matrix)
    tiles = right.copy()
    tiles[:16, 16:32] = tiles[:16, 16:32].T
    wrong = {
        "not transposed": matrix,
        "turned instead of mirrored": np.rot90(matrix),
        "transposed twice": right.T,
        "a tile not turned": tiles,
        "last row missing": np.vstack([right[:-1], np.zeros((1, 40), np.float32)]),
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, np.nan),
        "half precision": right.astype(np.float16).astype(np.float32),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result, matrix), what
    assert "shape" in FAMILY.compare(right[:-1], matrix).message
    assert "dtype" in FAMILY.compare(right.astype(np.float64), matrix).message


@pytest.mark.parametrize(
    ("matrix", "words"), [(np.zeros((2, 2)), "float64"), (np.zeros(4, np.float32), "shape"), ([[1, 2]], "int64")]
)
def test_bad_inputs_are_named(variant, matrix, words):
    with pytest.raises(ValueError, match=words):
        variant(matrix)


def test_costs():
    assert FAMILY.flops(*FAMILY.example(10)) == 0
    assert FAMILY.bytes(*FAMILY.example(10, columns=30)) == 2400


def test_examples_are_reproducible_square_by_default_and_different_by_seed():
    first, again, other = (FAMILY.example(70, seed=s)[0] for s in (1, 1, 2))
    assert first.shape == (70, 70)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    with pytest.raises(ValueError, match="columns must be 0 or more, not -1"):
        FAMILY.example(10, columns=-1)
