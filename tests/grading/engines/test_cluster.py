"""A class graded by the workers of a real Dask cluster, some of which end half-way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from distributed import Client, LocalCluster
from underhood_grading import teach
from underhood_grading.engines import ClusterEngine, ClusterError, LocalEngine, engine_of
from underhood_grading.engines import cluster as callers
from underhood_grading.sandbox import probe

pytestmark = pytest.mark.skipif(not probe().available, reason=probe().reason)


@pytest.fixture(scope="module")
def cluster():
    # Both import at once, before there is something to do.
    preload = {"preload": ["underhood_grading.engines.on_worker"]}
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", **preload) as made:
        yield made


@pytest.fixture
def bare_cluster():
    """A cluster in this process."""
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0") as made:
        yield made


def told(judged):
    return judged.student, judged.scores, judged.problems, judged.flags, judged.failed


def errors(judged):
    cells = judged.notebooks["doubling"]["cells"]
    return [one["ename"] for cell in cells for one in cell["outputs"] if one["output_type"] == "error"]


def test_a_worker_is_killed_half_way(cluster, material, klass) -> None:
    found = []
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        pids = client.run(os.getpid)
        with ClusterEngine(cluster.scheduler_address, material) as engine:
            for judged in engine.run(klass):
                found.append(judged)
                if len(found) == 3:
                    busy = {worker: len(tasks) for worker, tasks in client.processing().items()}
                    os.kill(pids[max(busy, key=busy.__getitem__)], signal.SIGKILL)
        assert set(client.run(os.getpid).values()) != set(pids.values())
    assert sorted(one.student for one in found) == [f"student-{n:02}" for n in range(12)]
    with LocalEngine(material, workers=2) as local:
        here = list(local.run(klass))
    assert sorted(map(told, found), key=str) == sorted(map(told, here), key=str)
    by_name = {one.student: one for one in found}
    assert by_name["student-00"].scores == {"doubling": {"test": 2.0, "partial": 3.0}}
    assert by_name["student-01"].scores == {"doubling": {"test": 2.0, "partial": 1.0}}
    assert errors(by_name["student-02"]) == ["ValueError", "ValueError"]


def test_one_by_one_and_with_another_material(cluster, material, submit) -> None:
    with engine_of(material, dask=cluster.scheduler_address) as engine:
        honest = submit("ada", "def double(x):\n    return 2 * x")
        assert engine.judge(honest).scores["doubling"] == {"test": 2.0, "partial": 3.0}
        inside = replace(material, inside=frozenset({("doubling", "test")}))
        assert engine.judge(honest, inside).flags == ("judged-inside",)
        unreadable = replace(honest, notebooks={"doubling": b"{"})
        assert engine.judge(unreadable).problems == ("doubling.ipynb is not valid JSON (line 1)",)


def test_a_course_graded_on_a_cluster(bare_cluster, classroom, capsys, monkeypatch) -> None:
    from underhood_lab.command import main

    for name in ("ada", "bob"):
        one = classroom.student(name)
        one.solve() if name == "ada" else None
        one.hand_in()
    teach.collect(classroom.course, "sums")
    command = ["teach", "--root", str(classroom.course.root), "grade", "sums", "--dask", bare_cluster.scheduler_address]
    assert main(command) == 0
    assert {name: row["score"] for name, row in classroom.rows().items()} == {"ada": 5, "bob": 0}
    assert "sums: 2 graded, 0 failed, 0 unchanged" in capsys.readouterr().out
    bare_cluster.close()
    monkeypatch.setattr(callers, "_CONNECT", 0.2)
    assert main([*command, "--force"]) == 1
    assert "no Dask scheduler answers at" in capsys.readouterr().err
    assert classroom.rows()["ada"]["score"] == 5


def test_a_worker_without_a_sandbox_grades_nobody(bare_cluster, material, submit, monkeypatch) -> None:
    from underhood_grading.engines import on_worker

    on_worker._require_sandbox.cache_clear()
    monkeypatch.setenv("PATH", "/nowhere")
    words = r"worker \S+: students' code can't be kept from its files: "
    with ClusterEngine(bare_cluster.scheduler_address, material) as engine, pytest.raises(ClusterError, match=words):
        engine.judge(submit("ada", "1"))


def test_a_worker_with_another_underhood_grades_nobody(bare_cluster, material, submit, monkeypatch) -> None:
    monkeypatch.setattr(callers, "our_version", lambda: "0.0.1")
    words = r"it has Underhood \S+, and you have 0.0.1; install the same on both"
    with ClusterEngine(bare_cluster.scheduler_address, material) as engine, pytest.raises(ClusterError, match=words):
        engine.judge(submit("ada", "1"))


def test_waiting_for_workers_is_said(bare_cluster, material, submit, monkeypatch) -> None:
    monkeypatch.setattr(callers, "_WORD", 0.1)
    bare_cluster.scale(0)
    while bare_cluster.scheduler.workers:
        time.sleep(0.05)
    said = []

    def say(sentence):
        said.append(sentence)
        bare_cluster.scale(1)

    with ClusterEngine(bare_cluster.scheduler_address, material, confined=False, say=say) as engine:
        assert engine.judge(submit("ada", "def double(x):\n    return 2 * x")).scores["doubling"]["test"] == 2
    assert said == [f"the cluster at {bare_cluster.scheduler_address} has no workers yet; waiting for the first"]


def test_the_scheduler_ends(material, klass, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(callers, "_WORD", 0.1)
    file = tmp_path / "scheduler.json"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--host", "127.0.0.1"]
    command += ["--no-dashboard", "--scheduler-file", str(file)]
    scheduler = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        while not file.exists():
            time.sleep(0.05)
        with ClusterEngine(str(file), material) as engine:
            engine._say = lambda _: scheduler.kill()
            found = engine.run(klass)
            with pytest.raises(ClusterError, match=r"scheduler at .*scheduler.json is gone; start it again"):
                next(found)
    finally:
        scheduler.kill()
        scheduler.wait()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("tcp://127.0.0.1:1", "no Dask scheduler answers at tcp://127.0.0.1:1"),
        ("tcp://nowhere", "no Dask scheduler answers at tcp://nowhere .*missing port number"),
        ("scheduler.json", "scheduler.json is no scheduler's address, as tcp://10.0.0.1:8786, and no scheduler file"),
    ],
)
def test_no_such_scheduler(address, words, material, monkeypatch) -> None:
    monkeypatch.setattr(callers, "_CONNECT", 0.2)
    with pytest.raises(ClusterError, match=words):
        ClusterEngine(address, material)


def test_without_dask(material, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'underhood\[dask\]'"):
        ClusterEngine("tcp://127.0.0.1:8786", material)


def test_dask_is_imported_only_when_used() -> None:
    program = "import sys, underhood_grading.engines; print('distributed' in sys.modules or 'dask' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"
