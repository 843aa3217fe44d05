"""Errors that the runner itself writes into cells."""

from __future__ import annotations

from typing import Any

__all__ = ["FAULTS", "NOT_RUN", "fault"]

FAULTS = frozenset({"CellTimeoutError", "CellNotRunError", "ProcessEndedError"})
"""Their names. Each has what happened to the cell as its text, as in "ran over its 20 s"."""

NOT_RUN = "was not run, because an earlier cell used up the time or ended the process"


def fault(name: str, message: str) -> dict[str, Any]:
    """Return an error as a cell's output."""
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": [f"{name}: {message}"]}
