"""What the names in a recording mean, in plain words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files

from underhood_kernels.profile import spans as kinds


@dataclass(frozen=True)
class Explanation:
    """What a name in a recording stands for, what it costs, and what one may do about it."""

    name: str
    what: str
    cost: str
    advice: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (f"{self.name}: {self.what}", self.cost, self.advice) if part)

    def _repr_html_(self) -> str:
        rest = "".join(f"<p>{escape(part)}</p>" for part in (self.cost, self.advice) if part)
        return f"<p><b>{escape(self.name)}</b>: {escape(self.what)}</p>{rest}"


_OF_KIND = {
    kinds.OPERATION: (
        "an operation of torch on the CPU.",
        "On a CPU tensor it computes here; for a card it only prepares and launches.",
    ),
    kinds.CALL: ("a call to the card's driver.", "The CPU's time for it; what the card does is on the card's lane."),
    kinds.WAIT: ("the CPU waits for the card.", "The CPU prepares nothing meanwhile."),
    kinds.KERNEL: ("a kernel: a function that thousands of the card's threads run.", "The card's own time for it."),
    kinds.COPY: ("bytes are moved or filled by the card.", "No arithmetic meanwhile, except in other streams."),
    kinds.NOTE: ("a stretch of the program that it named itself.", "All that lies within it."),
    kinds.PYTHON: ("a Python function.", "Its self time is the interpreter's; what it calls lies within it."),
    kinds.OVERHEAD: ("time that the profiler took for itself.", "It isn't there without the profiler."),
    kinds.OTHER: ("something that the trace doesn't say the kind of.", ""),
}


def explain(name: str, kind: str | None = None) -> Explanation:
    """Return what a name in a recording means; where the name is new, what its kind means.

    Raises `KeyError` for an unknown name without a kind.
    """
    if kind not in {kinds.NOTE, kinds.PYTHON} or name.startswith("ProfilerStep"):
        for known in _known():
            if re.search(known["pattern"], name):
                return Explanation(name, known["what"], known["cost"], known.get("advice", ""))
    if kind is None:
        raise KeyError(f"no explanation of {name!r}: give its kind, or ask a recording that it is in")
    return Explanation(name, *_OF_KIND[kind])


@cache
def _known() -> list[dict[str, str]]:
    """Return what `explanations.toml` holds."""
    text = files("underhood_kernels.profile").joinpath("explanations.toml").read_text("utf-8")
    found: list[dict[str, str]] = tomllib.loads(text)["explanations"]
    return found
