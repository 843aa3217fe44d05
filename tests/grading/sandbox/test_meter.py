"""When a submission has to go."""

from __future__ import annotations

from types import SimpleNamespace

from underhood_grading.sandbox import Limits, meter

GIGABYTE = 1 << 30


def played(memory: int, processes: int = 1) -> SimpleNamespace:
    return SimpleNamespace(processes=lambda: ["2"] * processes, memory=lambda names, exact_above: memory)


def test_what_is_within_its_limits_stays(monkeypatch) -> None:
    monkeypatch.setattr(meter, "available_memory", lambda: (8 * GIGABYTE, 16 * GIGABYTE))
    looking = meter.Meter(Limits(memory_mb=1024, processes=4))
    assert looking.look(played(GIGABYTE)) is None
    assert looking.look(played(GIGABYTE // 2, 4)) is None
    assert looking.peak == GIGABYTE
    assert looking.look(played(GIGABYTE + 1)) == ("memory", "used more than 1024 MB of memory")
    assert looking.look(played(0, 5)) == ("processes", "had more than 4 processes at once")


def test_on_a_machine_that_runs_low_the_large_go_first(monkeypatch) -> None:
    now = [100.0]
    available = [8 * GIGABYTE]
    monkeypatch.setattr(meter, "available_memory", lambda: (available[0], 16 * GIGABYTE))
    monkeypatch.setattr(meter.time, "monotonic", lambda: now[0])
    large, small = meter.Meter(Limits(memory_mb=1024)), meter.Meter(Limits(memory_mb=1024))
    available[0] = GIGABYTE // 4
    assert large.look(played(GIGABYTE * 3 // 4)) == (
        "memory",
        "ended because the machine had less than 655 MB of memory left",
    )
    assert small.look(played(GIGABYTE // 4)) is None
    now[0] += 2
    assert small.look(played(GIGABYTE // 4)) is not None


def test_one_that_was_low_before_is_left_alone(monkeypatch) -> None:
    monkeypatch.setattr(meter, "available_memory", lambda: (0, 16 * GIGABYTE))
    assert meter.Meter(Limits()).look(played(GIGABYTE)) is None
