"""What is this family's own (test_elementwise.py has the rest), and the oracle against the definition."""

import numpy as np
import pytest
from underhood_kernels import registry

FAMILY = registry["copy"]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def test_reference_is_another_array_of_the_same_values():
    (source,) = FAMILY.example(50, seed=3)
    np.testing.assert_array_equal(FAMILY.reference(source), source)
    assert not np.shares_memory(FAMILY.reference(source), source)


def test_every_bit_arrives(variant):
    special = np.array([np.nan, np.inf, -np.inf, -0.0, 1e-40, np.finfo(np.float32).max], np.float32)
    np.testing.assert_array_equal(variant(special).view(np.uint32), special.view(np.uint32))


def test_wrong_kernels_are_found():
    inputs = FAMILY.example(400, seed=2)
    right = FAMILY.reference(*inputs)
    assert FAMILY.compare(right, *inputs)
    wrong = {
        "one bit off": np.nextafter(right, np.float32(np.inf)),
        "shifted by one": np.roll(right, 1),
        "last element missing": np.append(right[:-1], np.float32(0)),
        "mirrored": right[::-1],
        "untouched": np.zeros_like(right),
        "poisoned": np.full_like(right, np.nan),
        "half precision": right.astype(np.float16).astype(np.float32),
    }
    for what, result in wrong.items():
        assert not FAMILY.compare(result, *inputs), what
    assert "shape" in FAMILY.compare(right[:-1], *inputs).message
    assert "dtype" in FAMILY.compare(right.astype(np.float64), *inputs).message


@pytest.mark.parametrize(
    ("source", "words"),
    [(np.zeros(4), "float64"), (np.zeros((2, 2), np.float32), r"shape \(2, 2\)"), (np.zeros(4, np.int32), "int32")],
)
def test_bad_inputs_are_named(variant, source, words):
    with pytest.raises(ValueError, match=words):
        variant(source)


def test_strided_inputs_are_copied_in_order(variant):
    (source,) = FAMILY.example(100, seed=4)
    np.testing.assert_array_equal(variant(source[::-3]), source[::-3])


def test_costs():
    (source,) = FAMILY.example(1000)
    assert FAMILY.flops(source) == 0
    assert FAMILY.bytes(source) == 8000


def test_examples_are_reproducible_zero_mean_and_different_by_seed():
    first, again, other = (FAMILY.example(5000, seed=s)[-1] for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert abs(first.mean()) < 0.1
    with pytest.raises(ValueError, match="size must be 0 or more, not -1"):
        FAMILY.example(-1)
