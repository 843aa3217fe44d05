"""Quiet between measurements: libraries' worker threads spin for a while after their work, in case there is more."""

from __future__ import annotations

import time

TICK = 10e-3  # seconds; some kernels count what other threads used only every 4 ms, so less would see nothing
QUIET = 0.1  # of a core, which is what the process may use while nothing of it is measured
PATIENCE = 0.25  # seconds; OpenBLAS spins for 2²⁶ cycles, and gives its core up in between if others want it


def settle(patience: float = PATIENCE) -> None:
    """Wait until this process's threads sleep, for `patience` seconds at most: some other thread may have work to do.

    What is measured next would share the cores with them, and be charged for what was measured before.
    """
    end = time.perf_counter() + patience
    quiet = False
    while not quiet and time.perf_counter() < end:
        used, start = time.process_time(), time.perf_counter()
        time.sleep(TICK)
        quiet = time.process_time() - used < QUIET * (time.perf_counter() - start)
