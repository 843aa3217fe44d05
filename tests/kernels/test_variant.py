import numpy as np
import pytest
from underhood_kernels import UnavailableError, registry
from underhood_kernels.variant import HostSteps

CONVOLUTION = registry["convolution"]


def test_registry_is_a_mapping_that_names_what_it_has():
    assert list(registry) == ["convolution"]
    assert len(registry) == 1
    assert registry["convolution"] is CONVOLUTION
    with pytest.raises(KeyError, match="there is: convolution"):
        registry["fourier"]


def test_every_variant_says_what_it_is():
    for name, variant in CONVOLUTION.variants.items():
        assert variant.name == name
        assert variant.summary.endswith(".")
        assert len(variant.source.splitlines()) < 60, "a kernel is readable on one screen"


def test_unknown_parameters_and_bad_values_are_named():
    inputs = CONVOLUTION.example(10)
    naive = CONVOLUTION.variants["wgpu-naive"]
    with pytest.raises(TypeError, match=r"no parameter 'block'.*work_group"):
        naive.steps(*inputs, block=3)
    for value in (0, -1, 2.5, True):
        with pytest.raises(ValueError, match="work_group must be a whole number from 1"):
            naive.steps(*inputs, work_group=value)
    with pytest.raises(TypeError, match="it has none"):
        CONVOLUTION.variants["numpy"](*inputs, work_group=64)


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


def test_download_before_kernel_is_an_error():
    with pytest.raises(RuntimeError, match="nothing was computed"):
        HostSteps(np.copy, (np.zeros(1),)).download()
