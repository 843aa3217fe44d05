"""Quantities as people read them: 0.00123 seconds is 1.23 ms."""

from __future__ import annotations

from math import floor, isfinite, log10

PREFIXES = {-15: "f", -12: "p", -9: "n", -6: "µ", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T", 15: "P"}


def si(value: float, unit: str) -> str:
    """Return `value` with three digits and the prefix that keeps it between 1 and 1000.

    >>> si(0.00123, "s"), si(4.2e12, "B/s"), si(0, "J")
    ('1.23 ms', '4.20 TB/s', '0 J')
    """
    if value == 0 or not isfinite(value):
        return f"{value:g} {unit}"
    rounded = float(f"{value:.3g}")  # 999.9 is 1.00 k, not 1000
    power = min(max(3 * floor(log10(abs(rounded)) / 3), min(PREFIXES)), max(PREFIXES))
    scaled = rounded / 10.0**power
    digits = max(0, 2 - max(0, floor(log10(abs(scaled)) + 1e-9))) if abs(scaled) >= 1 else 3
    return f"{scaled:.{digits}f} {PREFIXES[power]}{unit}"
