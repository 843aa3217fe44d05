"""What holds for every variant of every family, those to come included."""

import numpy as np
import pytest
from underhood_kernels import registry

VARIANTS = [(family, variant) for family in registry for variant in registry[family].variants]


@pytest.fixture(params=VARIANTS, ids=" ".join)
def pair(request):
    """A family and one of its variants that can run here."""
    family = registry[request.param[0]]
    variant = family.variants[request.param[1]]
    if not variant.available:
        pytest.skip(variant.reason)
    return family, variant


def test_a_kernel_that_is_run_again_gives_the_same_result(pair):
    family, variant = pair
    inputs = family.example(1000, 7)
    steps = variant.steps(*inputs)
    steps.compile()
    steps.upload()
    for _ in range(3):
        steps.kernel()
        comparison = family.compare(steps.download(), *inputs)
        assert comparison, comparison.message


def test_a_result_is_the_callers_own(pair):
    family, variant = pair
    inputs = family.example(100, 8)
    result = variant(*inputs)
    assert not any(np.shares_memory(result, given) for given in inputs)
    result[...] = 0
    assert family.compare(variant(*inputs), *inputs)
