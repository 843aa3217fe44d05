"""What a template does beforehand."""

from __future__ import annotations

import subprocess
import sys

import pytest
from underhood_grading.runner import used, warmed
from underhood_grading.runner.compiling import FIRST
from underhood_grading.runner.warming import LATER
from underhood_kernels import gpu

SCRIPT = """
import os
from underhood_grading.runner.warming import make_ready, preload
preload(["numpy", "underhood_kernels", "wgpu", "no_such_module", "underhood_kernels.families.convolution"])
make_ready()
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
        ([("student", "@njit\ndef f(x):\n    out = np.empty_like(x)")], {"numba", "numba.like"}, set()),
        ([("student", "@njit\ndef f(x):\n    return max(x)")], {"numba", "numba.extremes"}, set()),
        ([("student", "@njit\ndef f(x):\n    return np.zeros(x.size)")], {"numba", "numba.line"}, set()),
        ([("student", "@njit\ndef f(x):\n    seen = {}")], {"numba", "numba.dict"}, set()),
        ([("student", "seen = {}\nlargest = max(x)")], set(), set()),
    ],
)
def test_each_side_is_ready_for_what_its_cells_use(cells, student, judge) -> None:
    assert warmed(cells) == {"student": student, "judge": judge}


@pytest.mark.parametrize("ready", [[], ["numba"]])
def test_only_what_is_wanted_is_made_ready(ready) -> None:
    code = (
        "from underhood_grading.runner.warming import make_ready, preload\n"
        f"preload(['numba'])\nmake_ready({ready})\n"
        "import sys\nprint('numba.core.boxing' in sys.modules)"  # which numba imports when it compiles
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(bool(ready))


COUNTED = """
import os, sys
import numba, numpy as np
from numba.core import event
from underhood_grading.runner.warming import make_ready
make_ready(sys.argv[2:])
names = {"np": np}
exec(sys.argv[1], names)
with event.install_recorder("numba:compile") as recorder:
    numba.njit(names["f"])(np.ones(3, np.float32))
print(len(recorder.buffer) // 2)
"""


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("numba", "out = np.zeros((2, 2), np.float32)\n    out[0, 0] = x[0] / 3"),
        ("numba.like", "out = np.empty_like(x)\n    out[0] = x[1]"),
        ("numba.extremes", "return max(abs(x[0]), min(len(x), 3))"),
        ("numba.line", "out, counts = np.zeros(len(x)), np.zeros(len(x), np.int64)"),
        ("numba.dict", "seen = {}\n    for i in range(len(x)):\n        seen[i] = x[i]"),
    ],
)
def test_of_what_is_ready_less_is_compiled(name, source) -> None:
    def compiled(*ready):
        line = [sys.executable, "-c", COUNTED, f"def f(x):\n    {source}\n", *ready]
        return int(subprocess.run(line, capture_output=True, text=True, check=True).stdout)

    assert used(f"@njit\ndef f(x):\n    {source}") >= {name}
    assert compiled("numba", name) < compiled(*{"numba"} - {name})


def test_each_has_a_function() -> None:
    assert set(FIRST) == {"numba", *LATER}
