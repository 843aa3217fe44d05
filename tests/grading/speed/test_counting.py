"""WGSL kernels by the counts of their accesses, on any adapter."""

from __future__ import annotations

import numpy as np
import pytest
from underhood_grading.runner import Cell, Runner, Task
from underhood_grading.sandbox import Limits, probe
from underhood_grading.speed import RaceError, counts
from underhood_kernels import gpu

pytestmark = pytest.mark.skipif(bool(gpu.why_unavailable()), reason=str(gpu.why_unavailable()))

KERNEL = """
@group(0) @binding(0) var<storage, read> A: array<f32>;
@group(0) @binding(1) var<storage, read_write> B: array<f32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) { let i = INDEX; B[i] = 2 * A[i]; }
"""
DENSE = KERNEL.replace("INDEX", "id.x")
SCATTERED = KERNEL.replace("INDEX", "id.x % 16 * 16 + id.x / 16")


def made():
    return {"A": np.arange(256, dtype=np.float32), "B": gpu.empty(256)}


def test_counts_tell_how_well_accesses_are_coalesced() -> None:
    dense, scattered = counts(DENSE, made(), 4), counts(SCATTERED, made(), 4)
    assert dense.coalescing == 1
    assert dense.loads_per_output == 1
    assert scattered.coalescing < 0.3
    assert np.array_equal(scattered.outputs["B"], 2 * np.arange(256))


def test_the_share_is_that_of_the_worst_measure(capsys) -> None:
    dense, scattered = counts(DENSE, made(), 4), counts(SCATTERED, made(), 4)
    assert dense.against(dense).points(5) == 5
    outcome = scattered.against(dense)
    assert outcome.correct
    assert outcome.share == pytest.approx(dense.sectors / scattered.sectors, rel=0.05)
    assert 0 < outcome.points(5) < 5
    assert "32-byte sectors" in capsys.readouterr().out


def test_wrong_results_and_faults_are_no_points() -> None:
    dense = counts(DENSE, made(), 4)
    wrong = counts(DENSE.replace("2 *", "3 *"), made(), 4).against(dense)
    assert not wrong.correct
    assert "in buffer `B` element (1,) is 3, not 2" in wrong.message
    assert wrong.points(5) == 0
    racing = counts(DENSE.replace("B[i]", "B[i / 2]"), made(), 4).against(dense)
    assert not racing.correct


def test_a_kernel_is_text() -> None:
    with pytest.raises(RaceError, match="as text"):
        counts(None, made(), 4)


@pytest.mark.skipif(not probe().available, reason=probe().reason)
def test_a_students_kernel_is_counted_beside_the_reference_and_never_timed_on_an_emulated_gpu() -> None:
    test = f"""
import numpy as np
from underhood_grading.speed import counts, race
from underhood_kernels import gpu
def made():
    return {{"A": np.arange(256, dtype=np.float32), "B": gpu.empty(256)}}
outcome = counts(kernel, made(), 4).against(counts('''{DENSE}''', made(), 4))
assert outcome.correct, outcome.message
outcome.points(5)
"""
    timed = f"""
def reference(x):
    return gpu.run('''{DENSE}''', {{"A": x, "B": gpu.empty(256)}}, 4).buffers["B"]
race(double, reference, lambda seed: np.ones(256, np.float32))
"""
    lie = "import underhood_grading.speed.counting as c\nc.counted = None\ndef double(x): return 2 * x\n"
    cells = (
        Cell("student", f"{lie}kernel = '''{SCATTERED}'''"),
        Cell("test", test, "counts"),
        Cell("test", timed, "race"),
    )
    limits = Limits(seconds=30, memory_mb=2000, processes=20, disk_mb=64)
    with Runner(["numpy", "underhood_grading.speed", "underhood_kernels"]) as runner:
        _, counted, raced = runner.run(Task(cells, limits=limits)).outputs
    results = [float(one["data"]["text/plain"]) for one in counted if one["output_type"] == "execute_result"]
    assert results, counted
    assert 0 < results[0] < 5
    errors = [one["evalue"] for one in raced if one["output_type"] == "error"]
    assert gpu.device().adapter.software is bool(errors and "emulated on the CPU" in errors[0])
