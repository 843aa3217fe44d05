"""What this machine has of what pages need: GPU adapters, and CUDA."""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
import threading
from typing import Any

CUDA_LIBRARY = {"win32": "nvcuda.dll"}.get(sys.platform, "libcuda.so.1")
PATIENCE = 60.0  # seconds; a cold driver takes a few

_asking = threading.Lock()
_found: list[dict[str, Any]] = []


def machine() -> dict[str, Any]:
    """Return what machine.schema.json describes, asked once in a process's life.

    >>> machine()["adapters"][0]["kind"]
    'software'

    The first call takes seconds: it asks the drivers in a process of their own, because a broken one may crash it or
    never answer. Call it from a thread.
    """
    with _asking:
        if not _found:
            answer = _ask()
            if answer["problem"] is not None:
                return answer  # and ask again the next time
            _found.append(answer)
        return _found[0]


def _ask() -> dict[str, Any]:
    unknown: dict[str, Any] = {"adapters": [], "cuda": None}
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__], capture_output=True, text=True, timeout=PATIENCE, check=True
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {**unknown, "problem": f"the graphics driver gave no answer in {PATIENCE:g} s"}
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["no message"])[-1]
        return {**unknown, "problem": f"asking the graphics driver failed with status {error.returncode}: {last}"}
    except (OSError, ValueError) as error:
        return {**unknown, "problem": f"asking the graphics driver failed: {error}"}
    return answer


def look() -> dict[str, Any]:
    """Ask the drivers, in this process."""
    from underhood_kernels import gpu  # noqa: PLC0415 - loads wgpu

    problem = None
    try:
        adapters = [{"name": a.name, "kind": a.kind, "backend": a.backend} for a in gpu.adapters()]
    except (ImportError, OSError) as error:
        adapters, problem = [], f"wgpu can't be loaded: {error}"
    return {"adapters": adapters, "cuda": cuda_card(), "problem": problem}


def cuda_card() -> str | None:
    """Return the name of the first card that the CUDA driver shows, without importing torch, which takes seconds."""
    try:
        cuda = ctypes.CDLL(CUDA_LIBRARY)
    except OSError:
        return None
    count, card, name = ctypes.c_int(0), ctypes.c_int(0), ctypes.create_string_buffer(256)
    found = (
        cuda.cuInit(0) == 0
        and cuda.cuDeviceGetCount(ctypes.byref(count)) == 0
        and count.value > 0
        and cuda.cuDeviceGet(ctypes.byref(card), 0) == 0
        and cuda.cuDeviceGetName(name, len(name), card) == 0
    )
    return name.value.decode("utf-8", "replace") if found else None


if __name__ == "__main__":
    print(json.dumps(look()))
