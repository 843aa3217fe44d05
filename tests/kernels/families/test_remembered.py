"""Results are kept for the same inputs, and are the caller's own."""

import numpy as np
from underhood_kernels.families import remembered as module
from underhood_kernels.families.remembered import remembered


def test_the_same_inputs_are_computed_once():
    calls = []

    @remembered
    def double(values):
        calls.append(len(values))
        return 2 * values

    first = double(np.arange(3.0))
    first[:] = -1
    second = double(np.arange(3.0))
    second[:] = -2
    np.testing.assert_array_equal(double(np.arange(3.0)), [0, 2, 4])
    assert calls == [3]
    double(np.arange(3))  # the same bytes would not be the same numbers
    double(np.arange(3.0).reshape(1, 3))
    assert len(calls) == 3


def test_few_and_small_results_are_kept(monkeypatch):
    calls = []

    @remembered
    def same(values):
        calls.append(len(values))
        return values

    monkeypatch.setattr(module, "KEPT", 2)
    monkeypatch.setattr(module, "LARGEST", 100)
    for size in (1, 2, 1, 3, 1, 2, 50, 50):
        same(np.zeros(size))
    assert calls == [1, 2, 3, 2, 50, 50]
