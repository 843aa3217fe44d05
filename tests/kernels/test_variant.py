from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from underhood_kernels import UnavailableError, families, registry
from underhood_kernels.families import NAMES
from underhood_kernels.gpu.adapter import Adapter
from underhood_kernels.variant import HostSteps

CONVOLUTION = registry["convolution"]


def test_registry_is_a_mapping_that_names_what_it_has():
    assert list(registry) == list(NAMES)
    assert len(registry) == len(NAMES)
    assert registry["convolution"] is CONVOLUTION
    with pytest.raises(KeyError, match="there is: convolution, copy"):
        registry["fourier"]


@pytest.mark.parametrize("family", registry.values(), ids=lambda family: family.name)
def test_every_variant_says_what_it_is(family):
    assert registry[family.name] is family
    assert next(iter(family.dimensions)) == "size"
    for name, variant in family.variants.items():
        assert (variant.family, variant.name) == (family.name, name)
        assert variant.summary.endswith(".")
        assert variant.source


def test_every_kernel_is_readable_on_one_screen():
    for file in Path(families.__file__).parent.rglob("*.wgsl*"):
        assert len(file.read_text("utf-8").splitlines()) <= 75, file


def test_unknown_parameters_and_bad_values_are_named():
    inputs = CONVOLUTION.example(10)
    naive = CONVOLUTION.variants["wgpu-naive"]
    with pytest.raises(TypeError, match=r"no parameter 'block'.*work_group"):
        naive.steps(*inputs, block=3)
    for value in (0, -1, 2.5, True, "x", float("nan"), None):
        with pytest.raises(ValueError, match="work_group must be a whole number from 1"):
            naive.steps(*inputs, work_group=value)
    with pytest.raises(TypeError, match="it has none"):
        CONVOLUTION.variants["numpy"](*inputs, work_group=64)


def test_numpys_integers_are_whole_numbers(adapter):
    inputs = CONVOLUTION.example(10)
    assert CONVOLUTION.compare(CONVOLUTION.variants["wgpu-naive"](*inputs, work_group=np.int64(7)), *inputs)


def test_a_missing_back_end_has_a_reason_and_refuses(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    variant = CONVOLUTION.variants["torch"]
    assert not variant.available
    assert "pip install torch" in variant.reason
    with pytest.raises(UnavailableError, match="torch is not installed"):
        variant(*CONVOLUTION.example(10))


def test_no_adapter_is_a_reason_with_its_cure(monkeypatch):
    monkeypatch.setattr("underhood_kernels.gpu.adapter.adapters", tuple)
    variant = CONVOLUTION.variants["wgpu-naive"]
    assert not variant.available
    assert "install" in variant.reason or "driver" in variant.reason
    assert CONVOLUTION.variants["numpy"].available


def test_a_feature_that_the_gpu_lacks_is_a_reason(monkeypatch):
    plain = Adapter("Plain", "hardware", "Vulkan", "1.0", SimpleNamespace(features=set()))
    monkeypatch.setattr("underhood_kernels.gpu.adapter.choose", lambda: (plain, "the only GPU"))
    assert CONVOLUTION.variants["wgpu-naive"].available
    fussy = replace(CONVOLUTION.variants["wgpu-naive"], needs="subgroup")
    assert "Plain (hardware) doesn't have the feature 'subgroup'" in fussy.reason
    with pytest.raises(UnavailableError, match="subgroup"):
        fussy(*CONVOLUTION.example(10))


def test_download_before_kernel_is_an_error():
    with pytest.raises(RuntimeError, match="nothing was computed"):
        HostSteps(np.copy, (np.zeros(1),)).download()
