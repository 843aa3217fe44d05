"""What drivers do that they should not, and how it is kept from a result."""

import numpy as np
import pytest
from underhood_kernels import gpu, registry
from underhood_kernels.gpu import quirks

pytestmark = pytest.mark.usefixtures("adapter")


def test_the_probe_counts_what_the_adapter_counts():
    for rounds in (10, quirks.MOST_ROUNDS):
        counted = gpu.run(quirks.COUNT, {"rounds": np.uint32(rounds), "result": gpu.empty(1, np.uint32)}, work_groups=1)
        assert counted.buffers["result"][0] == rounds
    rounds = 2 * quirks.MOST_ROUNDS
    counted = gpu.run(quirks.COUNT, {"rounds": np.uint32(rounds), "result": gpu.empty(1, np.uint32)}, work_groups=1)
    assert (counted.buffers["result"][0] != rounds) == quirks.loops_end_early()


def test_a_launch_that_would_be_cut_short_is_refused(monkeypatch):
    monkeypatch.setattr(quirks, "loops_end_early", lambda: True)
    quirks.check_rounds("mine.wgsl", quirks.MOST_ROUNDS)
    with pytest.raises(gpu.LimitError, match=r"mine\.wgsl: a thread goes round its loops 65,536 times"):
        quirks.check_rounds("mine.wgsl", quirks.MOST_ROUNDS + 1)
    monkeypatch.setattr(quirks, "loops_end_early", lambda: False)
    quirks.check_rounds("mine.wgsl", 1 << 30)


@pytest.mark.parametrize(
    ("family", "name", "sizes"),
    [
        ("nbody", "wgpu-naive", {"size": 65_600}),
        ("nbody", "wgpu-tiled", {"size": 65_600}),
        ("mandelbrot", "wgpu-naive", {"size": 8, "columns": 8, "iterations": 70_000}),
        ("mandelbrot", "wgpu-interior", {"size": 8, "columns": 8, "iterations": 70_000}),
        ("attention", "wgpu-online", {"size": 1, "keys": 16_384}),
        ("iir", "wgpu-per-channel", {"size": 70_000}),
        ("matvec", "wgpu-naive", {"size": 1, "columns": 300_000}),
        ("gaussian", "wgpu-direct", {"size": 4, "columns": 4, "sigma": 32}),
    ],
)
def test_families_whose_loops_grow_say_so(monkeypatch, family, name, sizes):
    variant = registry[family].variants[name]
    monkeypatch.setattr(quirks, "loops_end_early", lambda: True)
    with pytest.raises(gpu.LimitError, match="goes round its loops"):
        variant.steps(*registry[family].example(seed=1, **sizes))
