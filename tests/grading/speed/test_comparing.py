"""Results beside the reference's."""

from __future__ import annotations

import numpy as np
import pytest
from underhood_grading.speed.comparing import difference

X = np.array([1.0, -2.0, 3.0])


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (X + 1e-12, X),
        (X.astype(np.float32), X.astype(np.float32) * np.float32(1 + 1e-6)),
        ([1, (2.0, X)], [1, (2.0, X)]),
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf])),
        (3, np.int64(3)),
        (np.array([]), np.array([])),
        ("a", "a"),
        (None, None),
        (X + 0j, X),
    ],
)
def test_equal_up_to_rounding(found, expected) -> None:
    assert difference(found, expected) == ""


@pytest.mark.parametrize(
    ("found", "expected", "told"),
    [
        (X + 1e-6, X, "element (0,) is 1.000001, not 1"),
        (X.astype(np.float32) * np.float32(1.0000002), X, "element"),
        (X[:2], X, "its shape is (2,), not (3,)"),
        (X, [X, X], "not 2 results"),
        ((X, X + 1), (X, X), "of result 2 element (0,) is 2, not 1"),
        (np.array([np.nan]), np.array([1.0]), "element (0,) is nan, not 1"),
        (np.array([1.0]), np.array([np.inf]), "element (0,) is 1, not inf"),
        (np.array([1, 2]), np.array([1, 3]), "element (1,) is 2, not 3"),
        (None, X, "it is None"),
        (1.0, None, "it is 1, not None"),
        ("b", "a", "it is 'b', not 'a'"),
    ],
)
def test_what_differs_is_told(found, expected, told) -> None:
    assert told in difference(found, expected)


def test_the_tolerance_scales_with_the_values() -> None:
    assert not difference(X * 1e6 + 1e-4, X * 1e6)
    assert difference(X * 1e-6 + 1e-8, X * 1e-6)
    assert not difference(X * 1.05, X, tolerance=0.1)
