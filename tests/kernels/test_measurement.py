import time

import numpy as np
import pytest
from underhood_kernels import Spread, Steps, Variant, measure, registry

FAMILY = registry["convolution"]


class Scripted(Steps):
    """Steps whose device clock is set, so that what `measure` makes of it is known."""

    def __init__(self, seconds):
        self.seconds, self.calls = list(seconds), []

    def compile(self, *, again=False):
        self.calls.append(f"compile again={again}")
        time.sleep(0.01)

    def upload(self):
        self.calls.append("upload")

    def kernel(self):
        self.calls.append("kernel")

    def kernel_seconds(self):
        return self.seconds[min(self.calls.count("kernel") - 1, len(self.seconds) - 1)]

    def download(self):
        self.calls.append("download")
        return np.zeros(1, np.float32)


def scripted(seconds):
    steps = Scripted(seconds)
    variant = Variant(
        family="test",
        name="scripted",
        backend="numpy",
        summary="",
        source="",
        make_steps=lambda: steps,
        check_inputs=lambda: (),
    )
    return variant, steps


def test_the_median_is_the_devices_and_the_first_runs_extra_counts_as_compiling():
    variant, steps = scripted([5.0, 1.0, 2.0, 2.0, 2.0])
    measured = measure(variant, (), warm_up=0, budget=0)
    assert measured.clock == "device timestamps"
    assert measured.kernel == Spread(median=2.0, p20=2.0, p80=2.0, samples=3)
    assert measured.compile >= 3.0 + 0.01
    assert steps.calls[0] == "compile again=True"
    assert steps.calls.index("upload") < steps.calls.index("kernel") < steps.calls.index("download")


def test_the_wall_clock_is_the_fallback():
    variant, _ = scripted([None])
    measured = measure(variant, (), warm_up=0, budget=0)
    assert measured.clock == "wall clock"
    assert measured.kernel.median > 0


@pytest.mark.parametrize("name", list(FAMILY.variants))
def test_every_variant_can_be_measured_and_its_result_is_right(name):
    variant = FAMILY.variants[name]
    if not variant.available:
        pytest.skip(variant.reason)
    inputs = FAMILY.example(2000, seed=1)
    measured = measure(variant, inputs, warm_up=0, budget=0)
    assert FAMILY.compare(measured.result, *inputs)
    assert measured.kernel.samples >= 3
    assert measured.total > 0
    assert measured.device
    assert measured.kernel.p20 <= measured.kernel.median <= measured.kernel.p80


def test_a_software_adapter_is_named_as_one(adapter):
    measured = measure(FAMILY.variants["wgpu-naive"], FAMILY.example(100), warm_up=0, budget=0, work_group=32)
    assert measured.software == adapter.software
    assert adapter.kind in measured.device
