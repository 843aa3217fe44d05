"""RAPL: the energy counters of Intel's and AMD's processors, as Linux shows them in files.

A package is a processor with its caches and graphics; dram is its memory. The core and uncore that lie within a
package, and psys, which covers the whole platform, would count the same joules twice and are left out.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from underhood_kernels.energy.counters import Counter

ROOT = Path("/sys/class/powercap")
REFRESH = 1e-3  # seconds


def counters() -> tuple[list[Counter], list[str]]:
    """Return a counter for each processor and its memory that can be read, and why others can't."""
    zones = sorted(ROOT.glob("intel-rapl:*"))
    if not zones:
        where = "in a virtual machine, or a processor without RAPL" if sys.platform == "linux" else "Linux only"
        return [], [f"the CPU shows no energy counters (RAPL: {where})"]
    found: list[Counter] = []
    reasons: list[str] = []
    for zone in zones:
        try:
            name = _name(zone)
            if not name.startswith(("package", "dram")):
                continue
            read = partial(_joules, zone / "energy_uj")
            read()
        except PermissionError:
            reasons.append(
                f"{zone / 'energy_uj'} may be read by root only, since it gives secrets away (CVE-2020-8694); an "
                f"administrator can allow it: chmod a+r {zone / 'energy_uj'}"
            )
        except (OSError, ValueError) as error:
            reasons.append(f"{zone} can't be read ({error})")
        else:
            found.append(Counter(name, "RAPL", "cpu", REFRESH, read, _range(zone)))
    return found, reasons or ([] if found else ["RAPL has neither package nor dram here"])


def _name(zone: Path) -> str:
    """Return a zone's name; a part's with that of the package which it belongs to."""
    name = (zone / "name").read_text("utf-8").strip()
    parent = zone.name.rsplit(":", 1)[0]
    if parent.count(":") and not name.startswith("package"):
        return f"{name} of {(ROOT / parent / 'name').read_text('utf-8').strip()}"
    return name


def _joules(file: Path) -> float:
    return int(file.read_text("utf-8")) * 1e-6


def _range(zone: Path) -> float | None:
    try:
        return _joules(zone / "max_energy_range_uj")
    except (OSError, ValueError):
        return None
