"""Metering blocks and variants with counters that only pretend."""

import json
import time
from types import SimpleNamespace

import numpy as np
import pytest
from underhood_kernels import Steps, Variant, registry
from underhood_kernels.energy import Energy, NoCounterError, energy, figure, measure_energy, meter, model


def test_a_block_is_metered_by_every_counter(cards, powercap):
    library = cards(NVIDIA_H200=1_000)
    package = powercap.zone("0", "package-0", 4_000_000)
    with energy() as metered:
        with pytest.raises(RuntimeError, match="after the `with energy"):
            _ = metered.result
        library.cards[0][1] += 2_500
        package.write_text("5000000\n")
        time.sleep(0.01)
    found = metered.result
    assert found.kind == "measured"
    assert found.source == "NVML and RAPL"
    assert found.parts == pytest.approx({"NVIDIA H200": 2.5, "package-0": 1.0})
    assert found.joules == pytest.approx(3.5)
    assert found.seconds >= 0.01
    assert found.watts == pytest.approx(3.5 / found.seconds)
    assert "what others run on them counts too" in found.covers
    assert "NVML is updated every 100 ms or faster" in found.resolution


def test_one_side_can_be_asked_for(cards, powercap):
    cards(NVIDIA_H200=1_000)
    powercap.zone("0", "package-0", 4_000_000)
    with energy("cpu") as metered:
        pass
    assert list(metered.result.parts) == ["package-0"]


def test_two_cards_of_a_kind_are_kept_apart(cards):
    library = cards(NVIDIA_H200=0, NVIDIA_H200_=0)
    library.cards[1][0] = "NVIDIA H200"
    with energy("gpu") as metered:
        library.cards[0][1] = 1_000
        library.cards[1][1] = 3_000
    assert metered.result.parts == pytest.approx({"NVIDIA H200": 1.0, "NVIDIA H200'": 3.0})


def test_without_a_counter_a_model_is_given_or_the_block_does_not_run():
    ran = []
    with energy(flops=2e9, nbytes=8e6) as metered:
        ran.append(1)
    assert metered.result.kind == "model"
    assert metered.result.joules == model(2e9, 8e6).joules
    assert metered.result.seconds > 0
    with pytest.raises(NoCounterError, match="For a model, give flops and nbytes"), energy():
        ran.append(2)
    assert ran == [1]


def test_an_error_in_the_block_is_the_blocks_own(powercap):
    powercap.zone("0", "package-0", 1)
    with pytest.raises(ZeroDivisionError), energy():
        _ = 1 / 0


class Scripted(Steps):
    """A kernel that uses 2 joules of the package's counter each time it runs."""

    def __init__(self, file, device="CPU", software=False):
        self.file, self.device, self.software, self.runs, self.closed = file, device, software, 0, False

    def kernel(self, times=1):
        self.runs += times
        time.sleep(0.001 * times)
        if self.file is not None:
            self.file.write_text(str(int(self.file.read_text()) + 2_000_000 * times))

    def download(self):
        return np.zeros(1, np.float32)

    def close(self):
        self.closed = True


def scripted(steps, family="test"):
    return Variant(
        family=family,
        name="scripted",
        backend="numpy",
        summary="",
        source="",
        make_steps=lambda *_inputs: steps,
        check_inputs=lambda *inputs: inputs,
    )


def test_a_short_kernel_is_repeated_until_the_window_is_full(powercap):
    steps = Scripted(powercap.zone("0", "package-0", 0))
    found = measure_energy(scripted(steps), (), window=0.1, idle=0)
    assert found.joules == pytest.approx(2.0)
    assert found.parts == pytest.approx({"package-0": 2.0})
    assert found.runs == steps.runs - 2  # one to warm up, one to learn how long it takes
    assert 0.001 <= found.seconds <= 0.1
    assert found.idle_watts is found.above_idle is None
    assert steps.closed
    assert "mean of" in str(found)


def test_the_default_window_holds_many_updates_of_the_counter(powercap, monkeypatch):
    monkeypatch.setattr(meter, "LEAST_WINDOW", 0.01)
    steps = Scripted(powercap.zone("0", "package-0", 0))
    found = measure_energy(scripted(steps), (), idle=0)
    assert found.seconds * found.runs >= 20 * 0.001
    assert float(found.resolution.split("± ")[1].split("%")[0]) <= 5


def test_what_the_idle_machine_uses_is_told_apart(powercap, monkeypatch):
    file = powercap.zone("0", "package-0", 0)

    def rest(_seconds):
        file.write_text(str(int(file.read_text()) + 500_000))

    monkeypatch.setattr(meter.time, "sleep", rest)
    steps = Scripted(file)
    steps.kernel = lambda times=1: file.write_text(str(int(file.read_text()) + 2_000_000 * times))
    found = measure_energy(scripted(steps), (), window=0.02, idle=0.25)
    assert found.idle_watts > 0
    assert found.above_idle == pytest.approx(found.joules - found.idle_watts * found.seconds)
    assert "above idle, which is" in str(found)


def test_only_the_device_that_the_variant_runs_on_is_metered(cards, powercap):
    library = cards(NVIDIA_H200=0, NVIDIA_A100=0)
    library.per_read = 1_000
    package = powercap.zone("0", "package-0", 0)
    on_card = measure_energy(scripted(Scripted(None, "NVIDIA H200 (hardware)")), (), window=0.01, idle=0)
    assert list(on_card.parts) == ["NVIDIA H200"]
    software = measure_energy(
        scripted(Scripted(package, "llvmpipe (software)", software=True)), (), window=0.01, idle=0
    )
    assert list(software.parts) == ["package-0"]


def test_a_device_without_a_counter_gets_the_familys_model_and_the_reason(cards):
    family = registry["saxpy"]
    inputs = family.example(1000)
    cards(NVIDIA_H200=0)
    found = measure_energy(scripted(Scripted(None, "AMD Radeon (hardware)"), "saxpy"), inputs)
    assert found.kind == "model"
    assert "no energy counter is that of AMD Radeon (hardware)" in found.source
    assert found.joules == model(family.flops(*inputs), family.bytes(*inputs)).joules
    assert found.seconds >= 0.001


@pytest.mark.parametrize("name", ["saxpy", "sum", "histogram", "transpose"])
def test_every_kind_of_family_has_a_model(name):
    family = registry[name]
    found = measure_energy(family.variants["numpy"], family.example(64))
    assert found.kind == "model"
    assert found.joules > 0


def test_results_are_plain_data_and_words():
    found = Energy(
        joules=0.5,
        seconds=0.25,
        kind="measured",
        source="RAPL",
        covers="all",
        resolution="fine",
        parts={"package-0": 0.5},
    )
    assert json.loads(json.dumps(found.as_dict()))["watts"] == 2.0
    assert str(found).splitlines() == ["500 mJ (measured), 2.00 W for 250 ms", "measured: RAPL", "covers all", "fine"]
    assert found._repr_html_().startswith("<p><b>500 mJ (measured), 2.00 W for 250 ms</b></p><ul><li>measured: RAPL")
    assert Energy(1, None, "model", "a < b", "", "").watts is None
    assert "a &lt; b" in Energy(1, None, "model", "a < b", "", "")._repr_html_()


def test_several_results_are_drawn_side_by_side():
    measured = Energy(2e-3, 1e-3, "measured", "RAPL", "all", "fine", {"package-0": 1.5e-3, "dram of package-0": 5e-4})
    drawn = figure({"numpy": measured, "float16": model(1e9, 0, "float16")})
    assert [bar.name for bar in drawn.data] == [
        "package-0",
        "dram of package-0",
        "additions",
        "multiplications",
    ]
    assert drawn.data[0].x == (1.5, 0.0)
    assert drawn.layout.xaxis.title.text == "mJ"
    assert list(drawn.data[0].y) == ["numpy<br>2.00 mJ (measured)", "float16<br>750 µJ (model)"]
    assert drawn.data[0].marker.pattern.shape == ("", "/")
    assert "measured: RAPL<br>model: 45 nm" in drawn.layout.title.text
    assert not figure({}).data


def test_torchs_launches_are_waited_for(monkeypatch, powercap):
    powercap.zone("0", "package-0", 1)
    waited = []
    cuda = SimpleNamespace(is_available=lambda: True, is_initialized=lambda: True, synchronize=lambda: waited.append(1))
    monkeypatch.setitem(meter.sys.modules, "torch", SimpleNamespace(cuda=cuda))
    with energy():
        assert len(waited) == 1
    assert len(waited) == 2
