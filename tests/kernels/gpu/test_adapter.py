import importlib.util
import subprocess
import sys
from types import SimpleNamespace

import pytest
from underhood_kernels.gpu import NoAdapterError, adapters, choose, load_triton, why_unavailable
from underhood_kernels.gpu.adapter import Adapter, _rank

MODULE = "underhood_kernels.gpu.adapter"


def fake(name, adapter_type):
    handle = SimpleNamespace(info={"adapter_type": adapter_type})
    return Adapter(name, "software" if adapter_type == "CPU" else "hardware", "Vulkan", "1.0", handle)


@pytest.fixture
def machine(monkeypatch):
    def have(*found):
        monkeypatch.delenv("UNDERHOOD_ADAPTER", raising=False)
        monkeypatch.setattr(f"{MODULE}.adapters", lambda: tuple(sorted(found, key=_rank)))

    return have


def test_hardware_before_software_and_discrete_before_integrated(machine):
    machine(fake("llvmpipe", "CPU"), fake("Arc", "IntegratedGPU"), fake("GeForce", "DiscreteGPU"))
    adapter, reason = choose()
    assert adapter.name == "GeForce"
    assert "3" in reason
    assert str(adapter) == "GeForce (hardware)"


def test_software_is_named_as_such(machine):
    machine(fake("llvmpipe", "CPU"))
    adapter, reason = choose()
    assert adapter.software
    assert "CPU" in reason


def test_one_can_ask_for_an_adapter(machine, monkeypatch):
    machine(fake("llvmpipe", "CPU"), fake("GeForce", "DiscreteGPU"))
    assert choose("LLVM")[0].name == "llvmpipe"
    monkeypatch.setenv("UNDERHOOD_ADAPTER", "radeon")
    with pytest.raises(
        NoAdapterError, match="no GPU is named 'radeon', there is GeForce, llvmpipe: change or unset UNDERHOOD_ADAPTER"
    ):
        choose()


def test_none_at_all_has_a_cure(machine, monkeypatch):
    machine()
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(NoAdapterError, match="apt-get install mesa-vulkan-drivers"):
        choose()
    assert "mesa-vulkan-drivers" in why_unavailable()


def test_a_library_that_does_not_load_is_a_reason(monkeypatch):
    def broken():
        raise OSError("no such file")

    monkeypatch.setattr(f"{MODULE}.adapters", broken)
    assert "wgpu can't be loaded (no such file)" in why_unavailable()


def test_the_real_ones_are_native(adapter):
    assert all(a.backend in ("Vulkan", "Metal", "D3D12") for a in adapters())
    assert str(adapter) in map(str, adapters())  # asked for anew after a loss, so another object


def test_triton_s_library_is_loaded_before_the_drivers_are(monkeypatch, tmp_path):
    (tmp_path / "triton" / "_C").mkdir(parents=True)
    (tmp_path / "triton" / "__init__.py").write_text("raise RuntimeError('that takes a second')")
    library = tmp_path / "triton" / "_C" / "libtriton.cpython-x86_64.so"
    library.write_bytes(b"")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "triton", raising=False)
    loaded = []

    def load(name):
        loaded.append(name)
        raise OSError("no library")

    monkeypatch.setattr(f"{MODULE}.ctypes.CDLL", load)
    load_triton.__wrapped__()
    assert loaded == [str(library)]


@pytest.mark.skipif(not importlib.util.find_spec("triton"), reason="torch is here without Triton, as on a CPU")
@pytest.mark.skipif(bool(why_unavailable()), reason=why_unavailable())
def test_triton_is_imported_after_the_drivers_were_loaded():
    program = "from underhood_kernels import gpu; gpu.device(); import triton; print('there')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "there\n"), done.stderr
