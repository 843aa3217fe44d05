"""Values compared and written short, whatever they are."""

import numpy as np
import pytest
from underhood_course.exercises.values import LONGEST, difference, represent


@pytest.mark.parametrize(
    ("expected", "came", "tolerance", "kind"),
    [
        (4, 4, 0, None),
        (4, np.int64(4), 0, None),
        ((3, 2), (3, 2), 0, None),
        ((3, 2), [3, 2], 0, None),
        (1.0, 1.0000001, 1e-6, None),
        (1e6, 1e6 + 0.5, 1e-6, None),
        (np.nan, np.nan, 0, None),
        (np.inf, np.inf, 0, None),
        ("a", "a", 0, None),
        ({"a": 1}, {"a": 1}, 0, None),
        ([[1], [1, 2]], [[1], [1, 2]], 0, None),
        (2**80, 2**80, 0, None),
        (4, 5, 0, "value"),
        (np.nan, 1.0, 0, "value"),
        (np.zeros(3), np.zeros(4), 0, "shape"),
        ((3, 2), 3, 0, "shape"),
        (4, None, 0, "type"),
        ("a", 1, 0, "type"),
        (2**80, 2**80 + 1, 0, "value"),
        (np.uint8(1), np.uint8(2), 0, "value"),
        (2**62 + 1, 2**62, 0, "value"),
    ],
)
def test_difference(expected, came, tolerance, kind):
    found = difference(expected, came, tolerance)
    assert (found and found["kind"]) == kind


def test_the_first_place_that_differs_is_named():
    wanted = np.arange(12, dtype=np.float32).reshape(3, 4)
    given = wanted.copy()
    given[1, 2] += 0.5
    given[2, 3] -= 2
    found = difference(wanted, given)
    assert (found["index"], found["expected"], found["came"]) == ("[1, 2]", "6.0", "6.5")
    assert (found["differing"], found["size"], found["max_error"]) == (2, 12, "2")


def test_values_are_short_whatever_they_are():
    class Evil:
        def __repr__(self):
            raise RuntimeError("no")

    for value in (np.zeros((1000, 1000)), list(range(10**5)), "x" * 10**6, Evil(), {i: i for i in range(1000)}):
        assert len(represent(value)) <= LONGEST
    assert represent(np.arange(3, dtype=np.uint8)) == "uint8 array of shape (3,): [0 1 2]"
