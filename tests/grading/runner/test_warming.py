"""What a template does beforehand."""

from __future__ import annotations

import subprocess
import sys

import pytest
from underhood_kernels import gpu

SCRIPT = """
import os
from underhood_grading.runner.warming import preload
preload(["numpy", "underhood_kernels", "wgpu", "no_such_module", "underhood_kernels.families.convolution"])
assert len(os.listdir("/proc/self/task")) == 1, "a thread was started"
from wgpu.backends.wgpu_native import ffi
before = set(map(str, ffi._parsed_types))
if os.fork() == 0:
    from underhood_kernels import registry
    family = registry["convolution"]
    problem = family.example(100, seed=1, taps=3)
    assert family.compare(family.variants["wgpu-naive"](*problem), *problem)
    print(sorted(set(map(str, ffi._parsed_types)) - before), flush=True)
    os._exit(0)
raise SystemExit(os.waitstatus_to_exitcode(os.wait()[1]))
"""


@pytest.mark.skipif(bool(gpu.why_unavailable()), reason=gpu.why_unavailable())
def test_a_fork_runs_a_kernel_and_finds_every_type_known() -> None:
    environment = {"OPENBLAS_NUM_THREADS": "1", "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stdout + done.stderr
