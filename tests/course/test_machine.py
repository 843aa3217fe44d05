import subprocess
import sys

import pytest
from underhood_course import machine as module
from underhood_course.machine import cuda_card, machine
from underhood_course.schema import faults, schema
from underhood_kernels import gpu


@pytest.fixture(autouse=True)
def never_asked(monkeypatch):
    monkeypatch.setattr(module, "_found", [])


def test_it_is_what_the_drivers_say_and_is_asked_once(monkeypatch):
    found = machine()
    assert list(faults(found, schema("machine"))) == []
    assert found["problem"] is None
    assert [adapter["name"] for adapter in found["adapters"]] == [adapter.name for adapter in gpu.adapters()]
    monkeypatch.setattr(sys, "executable", "/nowhere")
    assert machine() is found


def test_asking_loads_no_gpu_library_into_this_process():
    program = (
        "import sys; from underhood_course.machine import machine; machine(); "
        "sys.exit(', '.join({'wgpu', 'torch'} & set(sys.modules)) or 0)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("import os; os.kill(os.getpid(), 11)", "failed with status -11"),
        ("raise SystemExit('no such device')", "no such device"),
        ("print('not JSON')", "failed: "),
        ("import time; time.sleep(60)", "no answer in 0.5 s"),
    ],
)
def test_a_broken_driver_is_a_sentence_and_asked_again(monkeypatch, tmp_path, program, words):
    fake = tmp_path / "python"
    fake.write_text(f"#!{sys.executable}\n{program}\n")
    fake.chmod(0o755)
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", str(fake))
        broken.setattr(module, "PATIENCE", 0.5 if "sleep" in program else 20)
        found = machine()
    assert words in found["problem"]
    assert (found["adapters"], found["cuda"]) == ([], None)
    assert machine()["problem"] is None


def test_without_a_driver_there_is_no_cuda(monkeypatch):
    monkeypatch.setattr(module, "CUDA_LIBRARY", "libnowhere.so.1")
    assert cuda_card() is None
