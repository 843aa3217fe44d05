"""`morton` and `morton_decode`: each variant against the oracle, the oracles against strings of bits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry

ENCODE, DECODE = registry["morton"], registry["morton_decode"]
SIZES = [0, 1, 2, 3, 5, 127, 128, 1009, 4097]
CORNERS = np.array([[0, 0], [65535, 0], [0, 65535], [65535, 65535], [1, 2], [0x8000, 1], [21845, 43690]], np.uint16)


@pytest.fixture(params=[(f.name, name) for f in (ENCODE, DECODE) for name in f.variants], ids=" ".join)
def case(request):
    family, name = registry[request.param[0]], request.param[1]
    if not family.variants[name].available:
        pytest.skip(family.variants[name].reason)
    return family, family.variants[name]


def check(family, variant, *inputs, **parameters):
    comparison = family.compare(variant(*inputs, **parameters), *inputs)
    assert comparison, f"{family.name} {variant.name}: {comparison.message}"


def by_strings(x, y):
    """The code of one point, its bits written out: those of y and x in turn, the highest first."""
    return int("".join(b + a for a, b in zip(f"{x:016b}", f"{y:016b}", strict=True)), 2)


def test_references_are_strings_of_bits():
    (points,) = ENCODE.example(300, seed=3)
    points = np.concatenate([points, CORNERS])
    codes = ENCODE.reference(points)
    assert codes.tolist() == [by_strings(int(x), int(y)) for x, y in points]
    np.testing.assert_array_equal(DECODE.reference(codes), points)


def test_the_first_codes_go_in_the_shape_of_a_z():
    assert DECODE.reference(np.arange(6, dtype=np.uint32)).tolist() == [[0, 0], [1, 0], [0, 1], [1, 1], [2, 0], [3, 0]]


@pytest.mark.parametrize("size", SIZES)
def test_variant_agrees_with_the_reference(case, size):
    family, variant = case
    check(family, variant, *family.example(size, seed=size))


def test_corners(case):
    family, variant = case
    check(family, variant, CORNERS if family is ENCODE else ENCODE.reference(CORNERS))


@settings(max_examples=8, deadline=None)
@given(size=st.integers(0, 2000), seed=st.integers(0, 2**32 - 1))
def test_there_and_back(size, seed):
    (points,) = ENCODE.example(size, seed=seed)
    for name in ENCODE.variants.keys() & DECODE.variants.keys():
        if ENCODE.variants[name].available:
            np.testing.assert_array_equal(DECODE.variants[name](ENCODE.variants[name](points)), points)


@pytest.mark.parametrize("work_group", [1, 3, 300])
def test_any_work_group_size_is_right(adapter, work_group):
    for family in (ENCODE, DECODE):
        for variant in family.variants.values():
            if variant.backend == "wgpu":
                check(family, variant, *family.example(2503, seed=5), work_group=work_group)


@pytest.mark.parametrize("per_thread", [1, 7, 32])
def test_any_share_of_work_is_right(adapter, per_thread):
    for family in (ENCODE, DECODE):
        check(
            family, family.variants["wgpu-blocks"], *family.example(9001, seed=5), work_group=4, per_thread=per_thread
        )


def test_more_work_groups_than_one_dimension_holds(adapter):
    check(ENCODE, ENCODE.variants["wgpu-masks"], *ENCODE.example(70_003), work_group=1)


def test_limits_are_named(adapter, monkeypatch):
    inputs = ENCODE.example(1000)
    with pytest.raises(ValueError, match="per_thread must be 32 or less, not 33"):
        ENCODE.variants["wgpu-blocks"](*inputs, per_thread=33)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 1024)
    with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 1,024"):
        ENCODE.variants["wgpu-table"](*inputs)


def test_wrong_kernels_are_found():
    (points,) = ENCODE.example(400, seed=2)
    right = ENCODE.reference(points)
    assert ENCODE.compare(right, points)
    x, y = points.T.astype(np.uint32)
    wrong = {
        "x and y swapped": ENCODE.reference(np.ascontiguousarray(points[:, ::-1])),
        "one after the other": x | y << 16,
        "the highest bit missing": right & 0x7FFFFFFF,
        "last point missing": np.append(right[:-1], np.uint32(0)),
        "untouched": np.zeros_like(right),
    }
    for what, result in wrong.items():
        assert not ENCODE.compare(result, points), what
    assert "dtype" in ENCODE.compare(right.astype(np.int64), points).message
    assert "shape" in DECODE.compare(points.reshape(-1), right).message


@pytest.mark.parametrize(
    ("points", "words"), [(np.zeros((3, 2)), "float64"), (np.zeros((2, 3), np.uint16), "shape"), ([1, 2], "int64")]
)
def test_bad_points_are_named(points, words):
    with pytest.raises(ValueError, match=rf"morton: points must be uint16 of shape \(n, 2\), not .*{words}"):
        ENCODE.variants["numpy"](points)


def test_bad_codes_are_named():
    with pytest.raises(ValueError, match="morton_decode: codes must be a uint32 vector, not int64"):
        DECODE.variants["numpy"]([1, 2])


def test_costs():
    for family in (ENCODE, DECODE):
        assert family.flops(*family.example(100)) == 0
        assert family.bytes(*family.example(100)) == 800


def test_examples_are_reproducible_and_different_by_seed():
    for family in (ENCODE, DECODE):
        first, again, other = (family.example(500, seed=s)[0] for s in (1, 1, 2))
        np.testing.assert_array_equal(first, again)
        assert not np.array_equal(first, other)
        with pytest.raises(ValueError, match="size must be 0 or more"):
            family.example(-1)
