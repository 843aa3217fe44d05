"""What a template does beforehand."""

from __future__ import annotations

import subprocess
import sys

import pytest
from underhood_grading.runner import warmed
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


@pytest.mark.parametrize(
    ("cells", "student", "judge"),
    [
        ([("locked", "import numba, wgpu"), ("test", "assert wgpu.BufferUsage.STORAGE")], set(), set()),
        ([("student", "@numba.njit\ndef f(x): return x"), ("test", "assert f(1)")], {"numba"}, set()),
        ([("student", "f = njit(g)"), ("locked", "@jit\ndef wanted(x): ...")], {"numba"}, {"numba"}),
        ([("test", "device = wgpu.gpu.request_adapter_sync()")], {"wgpu"}, {"wgpu"}),
        ([("student", "y = np.testing"), ("test", "np.testing.assert_allclose(f(1), 1)")], set(), {"numpy.testing"}),
        ([("test", "torch.testing.assert_close(f(x), y)")], set(), {"torch.testing"}),
        ([("student", "from underhood_kernels import registry")], {"numba", "wgpu"}, set()),
        ([("student", "majority = jitter = 1")], set(), set()),
    ],
)
def test_each_side_is_ready_for_what_its_cells_use(cells, student, judge) -> None:
    assert warmed(cells) == {"student": student, "judge": judge}


@pytest.mark.parametrize("ready", [[], ["numba"]])
def test_only_what_is_wanted_is_made_ready(ready) -> None:
    code = (
        f"from underhood_grading.runner.warming import preload\npreload(['numba'], {ready})\n"
        "import sys\nprint('numba.core.boxing' in sys.modules)"  # which numba imports when it compiles
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(bool(ready))
