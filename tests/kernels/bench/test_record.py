"""Runs that were written, ours of other machines included."""

import pytest
from underhood_kernels import machine, registry
from underhood_kernels.bench import load, recordings, run_family
from underhood_kernels.bench.record import record, save
from underhood_kernels.roofline import figure


def test_what_is_written_is_read_again(tmp_path):
    table = run_family("saxpy", {"size": 64}, budget=1e-4, cold=False)
    file = tmp_path / "found.json"
    save(record([table], [], machine(), "2026-01-01T00:00:00+00:00"), file)
    found = load(file)
    assert found.points == table.points
    assert found.seconds("saxpy", "numpy") == table.seconds("numpy")
    assert found.machine == machine().as_dict()


def test_the_recordings_are_of_variants_that_exist_and_were_right():
    assert recordings()
    for name, found in recordings().items():
        assert found.machine["adapter"]
        assert found.taken
        for table in found.tables:
            family = registry[table["family"]]
            for row in table["variants"]:
                assert row["variant"] in family.variants, name
                assert row["right"], f"{name}: {table['family']} {row['variant']}"


def test_a_recording_can_be_drawn():
    for found in recordings().values():
        drawn = figure(found.points, found.roofs)
        assert len(found.roofs) >= 1
        assert sum(len(trace.x) for trace in drawn.data if trace.type == "bar") + sum(
            len(trace.x) for trace in drawn.data if trace.type == "scatter" and trace.mode == "markers"
        ) == len(found.points)


def test_no_half_of_a_file_is_left(tmp_path):
    table = run_family("copy", {"size": 4}, only=["numpy"], budget=1e-4, cold=False)
    found = record([table], [], machine(), "now")
    target = tmp_path / "a folder"
    target.mkdir()
    with pytest.raises(IsADirectoryError):
        save(found, target)
    assert list(tmp_path.iterdir()) == [target]
