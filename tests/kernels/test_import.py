"""What importing the package costs, and what it exports."""

import subprocess
import sys

import underhood_kernels
from underhood_kernels import gpu

HEAVY = {"torch", "numba", "wgpu", "jupyterlab", "ipywidgets", "plotly", "nbgrader"}


def modules_after(code: str) -> set[str]:
    script = f"{code}\nimport sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stdout.split()}


def test_importing_loads_no_back_end():
    code = "from underhood_kernels import registry, measure; family = registry['convolution']; family.example(8)"
    assert not modules_after(code) & HEAVY


def test_a_variant_loads_its_own_back_end_only():
    code = "from underhood_kernels import registry as r; f = r['convolution']; f.variants['wgpu-naive'].available"
    loaded = modules_after(code)
    assert "wgpu" in loaded
    assert not loaded & (HEAVY - {"wgpu"})


def test_importing_alone_loads_not_even_numpy():
    assert "numpy" not in modules_after("import underhood_kernels.atomic")


def test_exports_are_sorted_and_exist():
    for module in (underhood_kernels, gpu):
        assert list(module.__all__) == sorted(module.__all__)
        for name in module.__all__:
            assert getattr(module, name) is not None
