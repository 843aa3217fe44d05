"""What holds for every variant of every family, those to come included."""

import numpy as np
import pytest
from underhood_kernels import registry
from underhood_kernels.launch import WgpuSteps
from underhood_kernels.trace import trace_variant

SIZES = (0, 1, 2, 3, 31, 64, 257)
MOST_WORK = 3e7  # flops and bytes of one run; a family of images or matrices grows fast with its size
TRACED_SIZES = (0, 1, 37, 300)
MOST_TRACED = 4e5
VARIANTS = [  # one that is wrong on purpose promises nothing
    (name, variant.name) for name in registry for variant in registry[name].variants.values() if not variant.wrong
]
WGSL = [(family, variant) for family, variant in VARIANTS if variant.startswith("wgpu")]


def _pair(request):
    family = registry[request.param[0]]
    variant = family.variants[request.param[1]]
    if not variant.available:
        pytest.skip(variant.reason)
    return family, variant


@pytest.fixture(params=VARIANTS, ids=" ".join)
def pair(request):
    """A family and one of its variants that can run here."""
    return _pair(request)


@pytest.fixture(params=WGSL, ids=" ".join)
def wgsl(request):
    """A family and one of its WGSL variants that can run here."""
    return _pair(request)


def _examples(family, sizes, most):
    """Inputs of the family in several sizes, as far as they are little work."""
    for size in sizes:
        inputs = family.example(size, size + 1)
        if family.flops(*inputs) + family.bytes(*inputs) <= most:
            yield size, inputs


def test_any_size_is_right_whatever_the_memory_held(pair):
    family, variant = pair
    for size, inputs in _examples(family, SIZES, MOST_WORK):
        steps = variant.steps(*inputs)
        steps.compile()
        steps.upload()
        if isinstance(steps, WgpuSteps):
            steps.passes.poison()
        steps.kernel()
        comparison = family.compare(steps.download(), *inputs)
        assert comparison, f"size {size}: {comparison.message}"


def test_a_kernel_that_is_run_again_gives_the_same_result(pair):
    family, variant = pair
    inputs = family.example(100, 7)
    steps = variant.steps(*inputs)
    steps.compile()
    steps.upload()
    for _ in range(3):
        steps.kernel()
        comparison = family.compare(steps.download(), *inputs)
        assert comparison, comparison.message


def test_a_result_is_the_callers_own(pair):
    family, variant = pair
    inputs = family.example(64, 8)
    kept = [given.copy() for given in inputs]
    result = variant(*inputs)
    assert not any(np.shares_memory(result, given) for given in inputs)
    result[...] = 0
    assert family.compare(variant(*inputs), *inputs)
    for given, copy in zip(inputs, kept, strict=True):
        np.testing.assert_array_equal(given, copy)


def test_no_kernel_leaves_its_buffers_or_races(wgsl):
    """The families' kernels run without bounds checks, so this must hold for every one of them."""
    family, variant = wgsl
    for size, inputs in _examples(family, TRACED_SIZES, MOST_TRACED):
        for number, report in enumerate(trace_variant(variant, inputs)):
            where = f"size {size}, dispatch {number}: {'; '.join(map(str, report.faults))}"
            assert report.out_of_bounds == 0, where
            assert report.races == 0, where


def test_costs_are_whole_numbers_from_zero():
    for family in registry.values():
        for _, inputs in _examples(family, SIZES, MOST_WORK):
            for costs in (family.flops(*inputs), family.bytes(*inputs)):
                assert isinstance(costs, int), family.name
                assert costs >= 0, family.name
