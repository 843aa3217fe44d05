"""What is this family's own (test_elementwise.py has the rest), and the oracle against sums written out."""

import numpy as np
import pytest
from underhood_kernels import registry

FAMILY = registry["saxpy"]


@pytest.fixture(params=list(FAMILY.variants))
def variant(request):
    variant = FAMILY.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def test_reference_is_the_definition():
    a, x, y = FAMILY.example(50, seed=3)
    expected = [np.float32(float(a) * float(x[i]) + float(y[i])) for i in range(50)]
    np.testing.assert_array_equal(FAMILY.reference(a, x, y), expected)


@pytest.mark.filterwarnings("ignore:invalid value")
def test_nan_and_infinity_pass_through_as_in_numpy(variant):
    x = np.array([np.nan, np.inf, -np.inf, 1, 0, np.inf, 2], np.float32)
    y = np.array([1, 1, np.inf, np.nan, -np.inf, -np.inf, 3], np.float32)
    for a in (2, -1, 0.5):
        comparison = FAMILY.compare(variant(a, x, y), np.float32(a), x, y)
        assert comparison, f"{a}: {comparison.message}"


def test_a_plain_number_will_do(variant):
    _, x, y = FAMILY.example(10)
    np.testing.assert_array_equal(variant(2, x, y), variant(np.float32(2), x, y))


def test_wrong_kernels_are_found():
    inputs = FAMILY.example(400, seed=2)
    right = FAMILY.reference(*inputs)
    assert FAMILY.compare(right, *inputs)
    wrong = {
        "y forgotten": FAMILY.reference(inputs[0], inputs[1], np.zeros_like(inputs[2])),
        "x and y exchanged": FAMILY.reference(inputs[0], inputs[2], inputs[1]),
        "a forgotten": FAMILY.reference(np.float32(1), inputs[1], inputs[2]),
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


def test_tolerance_grows_with_the_numbers():
    a, x, y = FAMILY.example(100, seed=2)
    tolerance = FAMILY.tolerance(a, x, y)
    assert tolerance.shape == x.shape
    million = np.float32(1e6)
    np.testing.assert_allclose(FAMILY.tolerance(a, x * million, y * million), tolerance * 1e6, rtol=1e-3)


@pytest.mark.parametrize(
    ("a", "x", "y", "words"),
    [
        (1.0, np.zeros(4), np.zeros(4, np.float32), "x must be a float32 vector, not float64"),
        (1.0, np.zeros(4, np.float32), np.zeros((2, 2), np.float32), "y must be .* shape"),
        (1.0, np.zeros(4, np.float32), np.zeros(3, np.float32), "one length, not 4 and 3"),
        (np.ones(2, np.float32), np.zeros(4, np.float32), np.zeros(4, np.float32), "a must be one float32 number"),
        (np.float64(1), np.zeros(4, np.float32), np.zeros(4, np.float32), "not float64"),
    ],
)
def test_bad_inputs_are_named(variant, a, x, y, words):
    with pytest.raises(ValueError, match=words):
        variant(a, x, y)


def test_costs():
    inputs = FAMILY.example(1000)
    assert FAMILY.flops(*inputs) == 2000
    assert FAMILY.bytes(*inputs) == 12_000


def test_examples_are_reproducible_zero_mean_and_different_by_seed():
    first, again, other = (FAMILY.example(5000, seed=s)[-1] for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert abs(first.mean()) < 0.1
    with pytest.raises(ValueError, match="size must be 0 or more, not -1"):
        FAMILY.example(-1)
