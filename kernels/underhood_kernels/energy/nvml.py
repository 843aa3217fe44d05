"""NVIDIA's counter of a card's energy since its driver was loaded, on Volta and later.

NVIDIA's own Python package (`pip install nvidia-ml-py`) is used where it is installed; the four functions that are
needed are called in the driver's library otherwise, which is there wherever a card works.
"""

from __future__ import annotations

import ctypes
import sys
from functools import partial
from typing import Any

from underhood_kernels.energy.counters import Counter

REFRESH = 0.1  # seconds; 20 to 100 ms were seen


def counters() -> tuple[list[Counter], list[str]]:
    """Return a counter for each card that has one, and why others have none."""
    try:
        nvml = _library()
    except OSError:
        return [], ["no NVIDIA driver is loaded (NVML)"]
    found: list[Counter] = []
    reasons: list[str] = []
    try:
        nvml.nvmlInit()
        cards = [nvml.nvmlDeviceGetHandleByIndex(n) for n in range(nvml.nvmlDeviceGetCount())]
    except nvml.NVMLError as error:
        return [], [f"NVML can't be used ({error})"]
    for card in cards:
        name = nvml.nvmlDeviceGetName(card)
        name = name.decode() if isinstance(name, bytes) else str(name)  # bytes in older packages
        read = partial(_joules, nvml, card)
        try:
            read()
        except nvml.NVMLError as error:
            reasons.append(f"{name} has no energy counter ({error}); cards from Volta on have one")
        else:
            found.append(Counter(name, "NVML", "gpu", REFRESH, read))
    return found, reasons or ([] if found else ["there is no NVIDIA card (NVML)"])


def _joules(nvml: Any, card: Any) -> float:
    return float(nvml.nvmlDeviceGetTotalEnergyConsumption(card)) * 1e-3


def _library() -> Any:
    """Return NVIDIA's package or its likeness; raise `OSError` without a driver."""
    try:
        import pynvml  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: PLC0415 - optional
    except ImportError:
        return DriverLibrary(ctypes.CDLL("nvml.dll" if sys.platform == "win32" else "libnvidia-ml.so.1"))
    return pynvml


class DriverLibrary:
    """What of the driver's library is used here, under the names of NVIDIA's package."""

    class NVMLError(RuntimeError):
        """The driver refused."""

    def __init__(self, library: Any) -> None:
        self._library = library
        library.nvmlErrorString.restype = ctypes.c_char_p

    def nvmlInit(self) -> None:  # noqa: N802
        """Start using the library; may be called again."""
        self._call("nvmlInit_v2")

    def nvmlDeviceGetCount(self) -> int:  # noqa: N802
        """Return how many cards there are."""
        count = ctypes.c_uint()
        self._call("nvmlDeviceGetCount_v2", ctypes.byref(count))
        return count.value

    def nvmlDeviceGetHandleByIndex(self, number: int) -> ctypes.c_void_p:  # noqa: N802
        """Return a card."""
        card = ctypes.c_void_p()
        self._call("nvmlDeviceGetHandleByIndex_v2", ctypes.c_uint(number), ctypes.byref(card))
        return card

    def nvmlDeviceGetName(self, card: ctypes.c_void_p) -> str:  # noqa: N802
        """Return a card's name."""
        name = ctypes.create_string_buffer(96)
        self._call("nvmlDeviceGetName", card, name, ctypes.c_uint(len(name)))
        return name.value.decode()

    def nvmlDeviceGetTotalEnergyConsumption(self, card: ctypes.c_void_p) -> int:  # noqa: N802
        """Return the millijoules since the driver was loaded."""
        energy = ctypes.c_ulonglong()
        self._call("nvmlDeviceGetTotalEnergyConsumption", card, ctypes.byref(energy))
        return energy.value

    def _call(self, function: str, *arguments: Any) -> None:
        code = getattr(self._library, function)(*arguments)
        if code:
            message = self._library.nvmlErrorString(code)
            raise self.NVMLError(message.decode() if isinstance(message, bytes) else f"error {code}")
