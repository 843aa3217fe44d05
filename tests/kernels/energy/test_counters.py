"""Finding and reading counters: RAPL's files, NVML's library."""

import ctypes
import os
import sys
from types import SimpleNamespace

import pytest
from underhood_kernels.energy import NoCounterError, counters, nvml
from underhood_kernels.energy.counters import Counter, resolution


def test_packages_and_their_memory_are_found_and_nothing_is_counted_twice(powercap):
    powercap.zone("0", "package-0", 5_000_000)
    powercap.zone("0:0", "core", 1)
    powercap.zone("0:1", "uncore", 1)
    powercap.zone("0:2", "dram", 2_000_000)
    powercap.zone("1", "package-1", 7_000_000)
    powercap.zone("2", "psys", 99)
    found = counters("cpu")
    assert [(one.name, one.source, one.where, one.read()) for one in found] == [
        ("package-0", "RAPL", "cpu", 5.0),
        ("dram of package-0", "RAPL", "cpu", 2.0),
        ("package-1", "RAPL", "cpu", 7.0),
    ]


def test_a_counter_that_wraps_around_is_followed(powercap):
    energy = powercap.zone("0", "package-0", 99_000_000, largest=100_000_000)
    (package,) = counters("cpu")
    before = package.read()
    energy.write_text("3000000\n")
    assert package.used(before, package.read()) == pytest.approx(4.0)
    assert package.used(1.0, 3.5) == 2.5
    assert package.may_have_wrapped_twice(1.0)
    assert not package.may_have_wrapped_twice(0.05)
    assert "package-0 may have wrapped around more than once" in resolution([package], 1.0)


def test_a_counter_without_a_range_that_goes_backwards_is_an_error(powercap):
    powercap.zone("0", "package-0", 5, largest=None)
    (package,) = counters("cpu")
    assert package.range is None
    assert not package.may_have_wrapped_twice(1e9)
    with pytest.raises(RuntimeError, match="counter of package-0 went backwards"):
        package.used(2.0, 1.0)


def test_a_file_that_root_alone_may_read_is_explained(powercap, monkeypatch):
    energy = powercap.zone("0", "package-0", 5)
    if os.geteuid() == 0:

        def refuse(_file):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("underhood_kernels.energy.rapl._joules", refuse)
    else:
        energy.chmod(0)
    with pytest.raises(NoCounterError, match=r"read by root only.*CVE-2020-8694.*chmod a\+r .*intel-rapl:0/energy_uj"):
        counters("cpu")


def test_damaged_files_are_explained(powercap):
    powercap.zone("0", "package-0", "many")
    powercap.zone("1", "psys", 4)
    with pytest.raises(NoCounterError, match="intel-rapl:0 can't be read"):
        counters()


def test_cards_with_a_counter_are_found_and_others_named(cards):
    library = cards(NVIDIA_H200=1_500, NVIDIA_P4=None)
    (card,) = counters("gpu")
    assert (card.name, card.source, card.where, card.read(), card.range) == ("NVIDIA H200", "NVML", "gpu", 1.5, None)
    assert library.starts == 1
    cards(NVIDIA_P4=None)
    with pytest.raises(NoCounterError, match=r"NVIDIA P4 has no energy counter \(Not Supported\); cards from Volta on"):
        counters("gpu")


def test_both_sides_are_found_and_a_side_can_be_asked_for(cards, powercap):
    cards(NVIDIA_H200=1)
    powercap.zone("0", "package-0", 5)
    assert [one.source for one in counters()] == ["NVML", "RAPL"]
    assert [one.source for one in counters("cpu")] == ["RAPL"]


def test_a_machine_without_counters_says_why_for_each_side(cards):
    with pytest.raises(NoCounterError, match=r"no NVIDIA driver is loaded \(NVML\); the CPU shows no energy counters"):
        counters()
    cards()
    with pytest.raises(NoCounterError, match="there is no NVIDIA card"):
        counters("gpu")


def test_a_driver_that_fails_is_told(cards, monkeypatch):
    library = cards(NVIDIA_H200=1)

    def fail():
        raise library.NVMLError("Driver/library version mismatch")

    monkeypatch.setattr(library, "nvmlInit", fail)
    with pytest.raises(NoCounterError, match=r"NVML can't be used \(Driver/library version mismatch\)"):
        counters("gpu")


def fake_driver(card_energy):
    """The C library as ctypes shows it: functions that write through pointers and return an error's number."""

    def count(pointer):
        pointer._obj.value = 1
        return 0

    def handle(_number, pointer):
        pointer._obj.value = 42
        return 0

    def name(_card, buffer, size):
        assert size.value == len(buffer)
        buffer.value = b"NVIDIA H200"
        return 0

    def energy(card, pointer):
        assert card.value == 42
        if card_energy is None:
            return 3
        pointer._obj.value = card_energy
        return 0

    def say(code):
        return b"Not Supported" if code == 3 else b"?"

    return SimpleNamespace(
        nvmlInit_v2=lambda: 0,
        nvmlDeviceGetCount_v2=count,
        nvmlDeviceGetHandleByIndex_v2=handle,
        nvmlDeviceGetName=name,
        nvmlDeviceGetTotalEnergyConsumption=energy,
        nvmlErrorString=say,
    )


def test_the_drivers_library_is_called_where_nvidias_package_is_missing(monkeypatch):
    monkeypatch.setattr(nvml, "_library", lambda: nvml.DriverLibrary(fake_driver(2**40)))
    (card,) = counters("gpu")
    assert (card.name, card.read()) == ("NVIDIA H200", pytest.approx(2**40 * 1e-3))
    monkeypatch.setattr(nvml, "_library", lambda: nvml.DriverLibrary(fake_driver(None)))
    with pytest.raises(NoCounterError, match=r"NVIDIA H200 has no energy counter \(Not Supported\)"):
        counters("gpu")


def test_nvidias_package_is_preferred(monkeypatch):
    monkeypatch.undo()  # the real search for a library
    package = SimpleNamespace()
    monkeypatch.setitem(sys.modules, "pynvml", package)
    assert nvml._library() is package
    monkeypatch.setitem(sys.modules, "pynvml", None)
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: fake_driver(1))
    assert isinstance(nvml._library(), nvml.DriverLibrary)


def test_the_resolution_is_told_against_the_time():
    counter = Counter("NVIDIA H200", "NVML", "gpu", 0.1, lambda: 0.0)
    assert resolution([counter], 2.0) == "NVML is updated every 100 ms or faster: ± 5.0% of this time"
    assert "longer than this time" in resolution([counter], 0.01)
    assert "longer than this time" in resolution([counter], 0.0)
