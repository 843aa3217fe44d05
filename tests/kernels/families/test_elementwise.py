"""What copy and saxpy have in common: the same ladder, each element by itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_kernels import gpu, registry

FAMILIES = ["copy", "saxpy"]
SIZES = [0, 1, 2, 3, 4, 5, 127, 128, 129, 1009, 4096, 10_007]
HOST = ["numpy", "numba", "torch"]
WGSL = ["wgpu-scalar", "wgpu-vec4", "wgpu-grid-stride", "wgpu-blocks"]


@pytest.fixture(params=FAMILIES)
def family(request):
    return registry[request.param]


@pytest.fixture(params=[*HOST, *WGSL])
def variant(request, family):
    variant = family.variants[request.param]
    if not variant.available:
        pytest.skip(variant.reason)
    return variant


def test_these_are_all_the_variants(family):
    assert list(family.variants) == [*HOST, *WGSL]


@pytest.mark.parametrize("size", SIZES)
def test_variant_agrees_with_the_reference(family, variant, size):
    inputs = family.example(size, seed=size)
    comparison = family.compare(variant(*inputs), *inputs)
    assert comparison, comparison.message


@pytest.mark.parametrize("name", FAMILIES)
@settings(max_examples=12, deadline=None)
@given(size=st.integers(0, 3000), seed=st.integers(0, 2**32 - 1))
def test_variants_agree_at_any_size(name, size, seed):
    family = registry[name]
    inputs = family.example(size, seed=seed)
    for variant in family.variants.values():
        if variant.available:
            comparison = family.compare(variant(*inputs), *inputs)
            assert comparison, f"{variant.name}: {comparison.message}"


@pytest.mark.parametrize("work_group", [1, 3, 1000])
@pytest.mark.parametrize("name", WGSL)
def test_any_work_group_size_is_right(adapter, family, name, work_group):
    inputs = family.example(5003, seed=5)
    comparison = family.compare(family.variants[name](*inputs, work_group=work_group), *inputs)
    assert comparison, comparison.message


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("wgpu-grid-stride", {"groups": 1}),
        ("wgpu-grid-stride", {"groups": 1000}),
        ("wgpu-blocks", {"per_thread": 1}),
        ("wgpu-blocks", {"per_thread": 7}),
    ],
)
def test_any_share_of_work_is_right(adapter, family, name, parameters):
    inputs = family.example(5003, seed=6)
    comparison = family.compare(family.variants[name](*inputs, **parameters), *inputs)
    assert comparison, comparison.message


def test_more_vectors_than_registers_are_refused(family):
    with pytest.raises(ValueError, match="per_thread must be 32 or less, not 33"):
        family.variants["wgpu-blocks"](*family.example(10), per_thread=33)


@pytest.mark.parametrize(("name", "size"), [("wgpu-scalar", 70_001), ("wgpu-vec4", 280_003), ("wgpu-blocks", 280_003)])
def test_more_work_groups_than_one_dimension_holds(adapter, family, name, size):
    inputs = family.example(size, seed=6)
    parameters = {"per_thread": 1} if name == "wgpu-blocks" else {}
    comparison = family.compare(family.variants[name](*inputs, work_group=1, **parameters), *inputs)
    assert comparison, comparison.message


def test_inputs_are_left_as_they_were_and_results_are_new(family, variant):
    inputs = family.example(300, seed=1)
    copies = [array.copy() for array in inputs]
    result = variant(*inputs)
    for array, copy in zip(inputs, copies, strict=True):
        np.testing.assert_array_equal(array, copy)
        assert not np.shares_memory(result, array)


def test_limits_are_named(adapter, family, monkeypatch):
    inputs = family.example(1000)
    with pytest.raises(gpu.LimitError, match="65536 work groups in one dimension"):
        family.variants["wgpu-grid-stride"](*inputs, groups=65_536)
    monkeypatch.setitem(gpu.device().limits, "max-storage-buffer-binding-size", 1024)
    for name in WGSL:
        with pytest.raises(gpu.LimitError, match="max-storage-buffer-binding-size is 1,024"):
            family.variants[name](*inputs)
