"""A machine with counters, made of files and of a library that only pretends: no joule here is a real one."""

import pytest
from underhood_kernels.energy import nvml, rapl


class NVMLError(Exception):
    pass


class FakeNvml:
    """NVIDIA's package with cards whose counters tests move, in millijoules; None: a card without a counter."""

    NVMLError = NVMLError

    def __init__(self, **cards):
        self.cards = [[name.replace("_", " "), energy] for name, energy in cards.items()]
        self.starts = 0
        self.per_read = 0

    def nvmlInit(self):  # noqa: N802
        self.starts += 1

    def nvmlDeviceGetCount(self):  # noqa: N802
        return len(self.cards)

    def nvmlDeviceGetHandleByIndex(self, number):  # noqa: N802
        return number

    def nvmlDeviceGetName(self, card):  # noqa: N802
        return self.cards[card][0].encode()

    def nvmlDeviceGetTotalEnergyConsumption(self, card):  # noqa: N802
        if self.cards[card][1] is None:
            raise NVMLError("Not Supported")
        self.cards[card][1] += self.per_read
        return self.cards[card][1]


class Powercap:
    """A tree as Linux has it under /sys/class/powercap; energies in microjoules."""

    def __init__(self, root):
        self.root = root

    def zone(self, number, name, energy, largest=262_143_328_850):
        folder = self.root / f"intel-rapl:{number}"
        folder.mkdir(parents=True)
        (folder / "name").write_text(f"{name}\n")
        (folder / "energy_uj").write_text(f"{energy}\n")
        if largest is not None:
            (folder / "max_energy_range_uj").write_text(f"{largest}\n")
        return folder / "energy_uj"


@pytest.fixture(autouse=True)
def no_real_counters(monkeypatch, tmp_path):
    """Nothing of this machine is read."""

    def missing():
        raise OSError("libnvidia-ml.so.1: cannot open shared object file")

    monkeypatch.setattr(nvml, "_library", missing)
    monkeypatch.setattr(rapl, "ROOT", tmp_path / "powercap")


@pytest.fixture
def powercap(tmp_path):
    return Powercap(tmp_path / "powercap")


@pytest.fixture
def cards(monkeypatch):
    """A function that puts cards into the machine: `cards(NVIDIA_H200=1000)`."""

    def put(**given):
        library = FakeNvml(**given)
        monkeypatch.setattr(nvml, "_library", lambda: library)
        return library

    return put
