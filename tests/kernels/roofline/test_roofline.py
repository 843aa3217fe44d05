"""Ceilings that are measured, points under them, and the picture."""

import json
from dataclasses import replace

import numpy as np
import pytest
from underhood_kernels import gpu, machine, measure_together, registry
from underhood_kernels.roofline import Ceilings, Point, ceilings, figure, points, roofs

ROOF = Ceilings(
    where="gpu",
    device="a card",
    software=False,
    flops=100e9,
    bandwidth=10e9,
    close=200e9,
    close_name="work-group memory",
    taken="2026-01-01T00:00:00+00:00",
)


def point(**changes):
    plain = Point("matmul", "wgpu-naive", "wgpu", "gpu", flops=1000, bytes=100, seconds=1e-6)
    return replace(plain, **changes)


def test_the_least_time_is_the_larger_of_arithmetics_and_memorys():
    assert ROOF.ridge == 10
    assert ROOF.least_seconds(flops=1e9, nbytes=1) == 0.01
    assert ROOF.least_seconds(flops=1, nbytes=1e9) == 0.1
    assert ROOF.share(flops=1e9, nbytes=1e9, seconds=0.2) == 0.5


def test_a_points_rates_are_those_of_its_kernel():
    assert point().intensity == 10
    assert point().flops_rate == 1e9
    assert point().bandwidth == 1e8
    assert point(flops=0).intensity == 0
    assert point(bytes=0).intensity == 0


def test_points_take_a_familys_own_counts():
    saxpy = registry["saxpy"]
    inputs = saxpy.example(1000)
    measured = measure_together([saxpy.variants["numpy"]], inputs, warm_up=0, budget=0)
    (found,) = points(saxpy, inputs, measured)
    assert (found.family, found.variant, found.backend, found.where) == ("saxpy", "numpy", "numpy", "cpu")
    assert (found.flops, found.bytes) == (2000, saxpy.bytes(*inputs))
    assert found.seconds == measured["numpy"].kernel.median


@pytest.mark.parametrize("where", ["gpu", "cpu"])
def test_ceilings_are_measured_and_plausible(where, adapter, monkeypatch):
    monkeypatch.setattr(roofs, "LONG_ENOUGH", dict.fromkeys(roofs.LONG_ENOUGH, 1e-3))
    monkeypatch.setattr(roofs, "COPIED", dict.fromkeys(roofs.COPIED, 1 << 20))
    found = ceilings(where)
    assert found.where == where
    assert found.software == (where == "gpu" and adapter.software)
    assert 1e8 < found.flops < 1e15
    assert 1e8 < found.bandwidth < 1e14
    assert 1e8 < found.close < 1e16
    assert found.machine == machine()
    assert json.loads(json.dumps(found.as_dict()))["flops"] == found.flops
    assert "GFLOP/s" in str(found)


def test_a_device_that_computes_wrongly_has_no_ceilings(adapter, monkeypatch):
    monkeypatch.setattr(roofs.WgpuSteps, "download", lambda _: np.full(4, 0.25, np.float32))
    with pytest.raises(gpu.GpuError, match=r"fma\.wgsl gives 0\.25, expected 0\.5"):
        ceilings("gpu")


def test_long_work_is_scaled_until_a_sample_is_long(monkeypatch):
    asked = []

    class Steps:
        def __init__(self, rounds):
            asked.append(rounds)
            self.kernel_seconds = lambda: rounds * 1e-5
            self.compile = self.upload = self.kernel = self.close = lambda: None

    rate = roofs._rate("cpu", Steps, lambda rounds: 5.0 * rounds)
    assert rate == pytest.approx(5e5)
    assert asked[0] == roofs.LEAST_ROUNDS
    assert asked[-1] * 1e-5 >= roofs.LONG_ENOUGH["cpu"]


def test_the_picture_has_a_point_for_each_kernel_and_roofs_where_they_belong():
    both = [point(), point(variant="numpy", backend="numpy", where="cpu", seconds=1e-5)]
    drawn = figure(both, [ROOF, replace(ROOF, where="cpu", device="CPU", flops=50e9)])
    markers = {trace.name: trace for trace in drawn.data if trace.mode == "markers"}
    assert list(markers) == ["numpy", "wgpu"]
    assert markers["wgpu"].x[0] == 10
    assert markers["wgpu"].y[0] == 1e9
    assert len({trace.marker.symbol for trace in markers.values()}) == 2, "shape stands beside colour"
    lines = [trace for trace in drawn.data if trace.mode == "lines"]
    assert len(lines) == 4
    assert max(lines[0].y) == ROOF.flops
    below = lines[0].x < ROOF.ridge * 0.99
    np.testing.assert_allclose(np.array(lines[0].y)[below], ROOF.bandwidth * np.array(lines[0].x)[below])
    assert [trace.text for trace in drawn.data if trace.mode == "text"] == [("matmul",)]


def test_kernels_that_only_move_are_bars_against_the_copy():
    drawn = figure([point(flops=0, family="transpose")], [ROOF])
    (bar,) = [trace for trace in drawn.data if trace.type == "bar"]
    assert bar.y[0] == 1e8
    assert [(trace.mode, trace.y[0]) for trace in drawn.data if trace.type == "scatter"] == [("lines+markers", 10e9)]


def test_nothing_at_all_is_still_a_picture():
    assert not any(len(trace.x) for trace in figure([], []).data)
    assert len(figure([], [ROOF]).data) >= 2
