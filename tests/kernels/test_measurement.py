import json
import time
from itertools import pairwise

import numpy as np
import pytest
from underhood_kernels import Spread, Steps, Variant, machine, measure, measure_together, measurement, registry
from underhood_kernels.measurement import MOST_RUNS, take_turns

FAMILY = registry["convolution"]


class Scripted(Steps):
    """Steps whose device clock is set, so that what `measure` makes of it is known."""

    def __init__(self, seconds, calls):
        self.seconds, self.calls, self.runs, self.cooled = list(seconds), calls, [], 0

    def compile(self, *, again=False):
        self.calls.append(f"compile again={again}")
        time.sleep(0.01)

    def upload(self):
        self.calls.append("upload")

    def kernel(self, times=1):
        self.calls.append("kernel")
        self.runs.append(times)

    def kernel_seconds(self):
        seconds = self.seconds[min(len(self.runs) - 1, len(self.seconds) - 1)]
        return None if seconds is None else seconds * self.runs[-1]

    def download(self):
        self.calls.append("download")
        return np.zeros(1, np.float32)

    def cool(self):
        self.calls.append("cool")

    def close(self):
        self.calls.append("close")


def scripted(seconds, name="scripted", calls=None):
    steps = Scripted(seconds, [] if calls is None else calls)
    variant = Variant(
        family="test",
        name=name,
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
    assert measured.cold is None
    assert steps.calls[0] == "compile again=True"
    assert steps.calls.index("upload") < steps.calls.index("kernel") < steps.calls.index("download")
    assert steps.calls[-1] == "close"


def test_the_wall_clock_is_the_fallback():
    variant, _ = scripted([None])
    measured = measure(variant, (), warm_up=0, budget=0)
    assert measured.clock == "wall clock"
    assert measured.kernel.median > 0


def test_a_short_kernel_runs_many_times_in_a_sample_and_its_mean_counts():
    variant, steps = scripted([50e-6])
    measured = measure(variant, (), warm_up=0, budget=0)
    assert measured.kernel.runs == 40
    assert steps.runs[-3:] == [40] * 3
    assert measured.kernel.median == pytest.approx(50e-6)
    variant, steps = scripted([1.5e-3])
    assert measure(variant, (), warm_up=0, budget=0).kernel.runs == 1
    assert set(steps.runs) == {1}


def test_a_kernel_that_takes_no_time_at_all_ends():
    assert measure(scripted([0.0])[0], (), warm_up=0, budget=0).kernel.runs == MOST_RUNS


def test_each_cold_run_is_cooled_for_and_stands_alone():
    variant, steps = scripted([10e-6])
    measured = measure(variant, (), warm_up=0, budget=0, cold=True)
    assert measured.cold.runs == 1
    assert measured.cold.samples == 3
    assert steps.calls.count("cool") == 3
    assert steps.calls[steps.calls.index("cool") :][:6] == ["cool", "kernel"] * 3


def test_variants_take_turns():
    calls = []
    (first, a), (second, b) = scripted([1.0], "first", calls), scripted([2.0], "second", calls)
    a.kernel = lambda times=1: (calls.append("first runs"), a.runs.append(times))
    b.kernel = lambda times=1: (calls.append("second runs"), b.runs.append(times))
    measured = measure_together([first, second], (), warm_up=0, budget=0)
    assert [measured[name].kernel.median for name in ("first", "second")] == [1.0, 2.0]
    runs = [call for call in calls if call.endswith("runs")]
    assert runs[-6:] == ["first runs", "second runs"] * 3
    assert calls[-2:] == ["close", "close"]


def test_one_variants_failure_is_kept_apart_or_raised():
    good, _ = scripted([1.0], "good")
    bad, steps = scripted([1.0], "bad")

    def fail():
        raise ValueError("too large for this device")

    steps.upload = fail
    failures = {}
    assert list(measure_together([bad, good], (), warm_up=0, budget=0, failures=failures)) == ["good"]
    assert str(failures["bad"]) == "too large for this device"
    assert steps.calls[-1] == "close"
    with pytest.raises(ValueError, match="too large"):
        measure_together([good, bad], (), warm_up=0, budget=0)


def test_a_turn_ends_when_its_budget_is_spent_and_the_others_go_on():
    slow = take_turns([lambda: time.sleep(0.02) or 1.0, lambda: 2.0], 0.05)
    assert 3 <= len(slow[0]) <= 4
    assert len(slow[1]) > len(slow[0])


def test_a_turn_holds_several_short_runs_and_begins_when_nothing_else_runs(monkeypatch):
    calls = []
    monkeypatch.setattr(measurement, "settle", lambda: calls.append("settled"))
    take_turns([lambda: calls.append("first") or 1.0, lambda: calls.append("second") or 2.0], 0.05)
    turns = [name for name, before in pairwise(["", *calls][::-1]) if before == "settled"]
    assert {"first", "second"} == set(turns)
    assert len(calls) > 3 * len(turns)
    calls.clear()
    take_turns([lambda: 1.0], 0.01)
    assert not calls


def test_a_result_names_the_machine_and_the_parameters_and_is_plain_data():
    variant = FAMILY.variants["numpy"]
    measured = measure(variant, FAMILY.example(100), warm_up=0, budget=0, cold=True)
    assert measured.machine == machine()
    plain = json.loads(json.dumps(measured.as_dict()))
    assert plain["variant"] == "numpy"
    assert plain["kernel"]["median"] == measured.kernel.median
    assert plain["cold"]["samples"] >= 3


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
    assert measured.parameters == {"work_group": 32}
    assert adapter.kind in measured.device
