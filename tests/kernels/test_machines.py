"""The machine card, on this machine and on others' files."""

import json
import os
import subprocess
import sys

import psutil
import pytest
from underhood_kernels import machine, machines


@pytest.fixture(autouse=True)
def fresh():
    machines._fixed.cache_clear()
    yield
    machines._fixed.cache_clear()


def test_the_card_is_this_machines():
    card = machine()
    assert card.cpu
    assert 1 <= card.cores <= os.cpu_count()
    assert card.memory == psutil.virtual_memory().total
    assert {"numpy", "underhood"} <= card.versions.keys()
    text = str(card)
    assert card.cpu in text
    assert f"Python {card.python}" in text
    assert json.loads(json.dumps(card.as_dict()))["cpu"] == card.cpu


def test_the_adapter_is_named(adapter):
    card = machine()
    assert card.adapter.startswith(str(adapter))
    assert card.driver == adapter.driver


def test_the_card_is_written_without_torch():
    code = "import sys; from underhood_kernels import machine; machine(); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_caches_are_read_as_linux_writes_them(tmp_path, monkeypatch):
    for name, (level, kind, size) in {
        "index0": (1, "Data", "48K"),
        "index1": (1, "Instruction", "32K"),
        "index2": (2, "Unified", "2048K"),
        "index3": (3, "Unified", "60M"),
    }.items():
        (tmp_path / name).mkdir()
        for file, text in (("level", level), ("type", kind), ("size", size)):
            (tmp_path / name / file).write_text(f"{text}\n")
    monkeypatch.setattr(machines, "LINUX_CACHES", tmp_path)
    monkeypatch.setattr(sys, "platform", "linux")
    assert machines._caches() == {"L1d": 48 << 10, "L2": 2 << 20, "L3": 60 << 20}
    assert machines.last_level_cache() == 60 << 20
    assert "L3 60 MiB" in str(machine())


def test_a_system_that_tells_nothing_leaves_gaps_and_no_error(tmp_path, monkeypatch):
    monkeypatch.setattr(machines, "LINUX_CACHES", tmp_path / "absent")
    monkeypatch.setattr(machines, "_cpu", lambda: "")
    assert machines.last_level_cache() == 32 << 20
    assert "CPU: unknown" in str(machine())


def test_a_machine_without_a_gpu_says_why(monkeypatch):
    from underhood_kernels.gpu import adapter

    monkeypatch.setattr(adapter, "why_unavailable", lambda: "no GPU driver found")
    assert machine().adapter == "none: no GPU driver found"
