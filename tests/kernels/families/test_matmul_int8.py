"""Each variant against the oracle, and the oracle against Python's whole numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry

FAMILY = registry["matmul_int8"]
SHAPES = [  # rows, terms, columns
    (0, 3, 4),
    (3, 0, 4),
    (3, 4, 0),
    (1, 1, 1),
    (1, 100, 1),
    (2, 3, 5),
    (16, 16, 16),
    (17, 33, 129),
    (129, 31, 65),
    (5, 257, 300),
]
WGSL = ["wgpu-unpacked", "wgpu-packed", "wgpu-tiled"]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def check(variant, *inputs, **parameters):
    comparison = FAMILY.compare(variant(*inputs, **parameters), *inputs)
    assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize(("rows", "terms", "columns"), SHAPES[:8])
def test_reference_is_the_definition(rows, terms, columns):
    left, right = FAMILY.example(rows, terms=terms, columns=columns)
    a, b = left.tolist(), right.tolist()
    product = [[sum(a[i][p] * b[p][j] for p in range(terms)) for j in range(columns)] for i in range(rows)]
    result = FAMILY.reference(left, right)
    assert result.dtype == np.int32
    np.testing.assert_array_equal(result, np.array(product).reshape(rows, columns))


@pytest.mark.parametrize(("rows", "terms", "columns"), SHAPES)
def test_variant_agrees_with_the_reference(variant, rows, terms, columns):
    check(variant, *FAMILY.example(rows, seed=terms, terms=terms, columns=columns))


@settings(max_examples=6, deadline=None)
@given(rows=st.integers(0, 40), terms=st.integers(0, 70), columns=st.integers(0, 40), seed=st.integers(0, 2**32 - 1))
def test_variants_agree_at_any_shape(rows, terms, columns, seed):
    inputs = FAMILY.example(rows, seed=seed, terms=terms, columns=columns)
    for variant in FAMILY.variants.values():
        if variant.available:
            check(variant, *inputs)


@pytest.mark.parametrize("terms", [1025, 3000])
def test_the_largest_sums_are_exact(variant, terms):
    smallest = np.full((2, terms), -128, np.int8), np.full((terms, 3), -128, np.int8)
    assert (variant(*smallest) == terms << 14).all()
    check(variant, smallest[0], np.full((terms, 3), 127, np.int8))
    odd = smallest[1].copy()
    odd[-1] = -127  # one less in 2²⁴ and more, which a float32 would lose
    assert (variant(smallest[0], odd) == (terms << 14) - 128).all()


def test_as_many_terms_as_are_allowed_and_no_more(variant):
    most = np.full((1, 131_071), -128, np.int8), np.full((131_071, 1), -128, np.int8)
    assert variant(*most).tolist() == [[131_071 << 14]]
    with pytest.raises(ValueError, match="sums of 131072 products may leave int32: 131071"):
        variant(np.zeros((1, 131_072), np.int8), np.zeros((131_072, 1), np.int8))


@pytest.mark.parametrize("tile", [1, 3, 32])
@pytest.mark.parametrize("name", WGSL[:2])
def test_any_tile_is_right(adapter, name, tile):
    check(FAMILY.variants[name], *FAMILY.example(37, seed=5, terms=30, columns=53), tile=tile)


@pytest.mark.parametrize(("rows", "depth"), [(8, 4), (4, 4), (16, 2)])
def test_any_tile_of_registers_is_right(adapter, rows, depth):
    check(FAMILY.variants["wgpu-tiled"], *FAMILY.example(150, seed=5, terms=150, columns=131), rows=rows, depth=depth)


def test_more_work_groups_than_one_dimension_holds(adapter):
    inputs = FAMILY.example(70_001, seed=6, terms=2, columns=1)
    for name in WGSL[:2]:
        check(FAMILY.variants[name], *inputs, tile=1)


def test_limits_are_named(adapter, monkeypatch):
    inputs = FAMILY.example(40)
    tiled = FAMILY.variants["wgpu-tiled"]
    for rows, depth in ((8, 3), (20, 4), (5, 2)):
        with pytest.raises(ValueError, match=f"depth must be even.* not {rows} × {depth}"):
            tiled(*inputs, rows=rows, depth=depth)
    monkeypatch.setitem(gpu.device().limits, "max-compute-workgroup-storage-size", 8192)
    with pytest.raises(gpu.LimitError, match="needs 12,288 bytes .* use fewer rows or less depth"):
        tiled(*inputs)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 1024)
    for name in WGSL[:2]:
        with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 1,024"):
            FAMILY.variants[name](*inputs)


def test_wrong_kernels_are_found():
    left, right = FAMILY.example(40, seed=2)
    product = FAMILY.reference(left, right)
    assert FAMILY.compare(product, left, right)
    unsigned = left.view(np.uint8).astype(np.int32) @ right.astype(np.int32)
    wrong = {
        "operands swapped": FAMILY.reference(right, left),
        "transposed": product.T,
        "last term missing": FAMILY.reference(left[:, :-1], right[:-1]),
        "a byte taken as unsigned": unsigned,
        "sums of 16 bits": product.astype(np.int16),
        "one off by one": product + (np.arange(product.size).reshape(product.shape) == 77),
        "untouched": np.zeros_like(product),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result.astype(np.int32), left, right), what
    assert "dtype" in FAMILY.compare(product.astype(np.int64), left, right).message
    assert "shape" in FAMILY.compare(product[:-1], left, right).message


def test_bad_inputs_are_named(variant):
    good = np.zeros((2, 2), np.int8)
    for left, right, words in (
        (good.astype(np.uint8), good, "left must be an int8 matrix, not uint8"),
        (good, good[0], r"right must be an int8 matrix, not int8 of shape \(2,\)"),
        (good, np.zeros((3, 2), np.int8), "left has 2 columns, but right has 3 rows"),
    ):
        with pytest.raises(ValueError, match=f"matmul_int8: {words}"):
            variant(left, right)


def test_costs():
    inputs = FAMILY.example(10, terms=20, columns=30)
    assert FAMILY.flops(*inputs) == 12_000
    assert FAMILY.bytes(*inputs) == 200 + 600 + 1200


def test_examples_are_reproducible_square_by_default_and_different_by_seed():
    first, again, other = (FAMILY.example(70, seed=s)[1] for s in (1, 1, 2))
    assert first.shape == (70, 70)
    assert (first.min(), first.max()) == (-128, 127)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    with pytest.raises(ValueError, match="terms must be 0 or more, not -1"):
        FAMILY.example(10, terms=-1)
