"""The result: joules, and how much they are to be trusted."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from underhood_kernels.units import si

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Energy:
    """The energy of a block of code, or of one run of a variant. It says wherever it is shown if it is only a model."""

    joules: float
    seconds: float | None  # that it was used in; None if nothing ran
    kind: Literal["measured", "model"]
    source: str  # the counters, or the publication that the model's figures are from
    covers: str  # whose energy it is
    resolution: str  # how exact it is
    parts: Mapping[str, float] = field(default_factory=dict)  # joules by counter, or by kind of work
    runs: int = 1  # whose mean this is
    idle_watts: float | None = None  # of the same counters with nothing of ours running; None: not measured
    least: float | None = None  # of a model: joules with its lowest figures
    most: float | None = None

    @property
    def watts(self) -> float | None:
        """The mean power; None of a model, whose joules know no time, and where nothing ran."""
        return self.joules / self.seconds if self.seconds and self.kind == "measured" else None

    @property
    def above_idle(self) -> float | None:
        """Joules beyond what the idle machine would have used in the same time; None where that wasn't measured."""
        if self.idle_watts is None or self.seconds is None:
            return None
        return self.joules - self.idle_watts * self.seconds

    @property
    def label(self) -> str:
        """The joules with what they are, such as `1.20 mJ (model)`."""
        return f"{si(self.joules, 'J')} ({self.kind})"

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _repr_html_(self) -> str:
        first, *rest = (escape(line) for line in self._lines())
        return f"<p><b>{first}</b></p><ul>{''.join(f'<li>{line}</li>' for line in rest)}</ul>"

    def _lines(self) -> list[str]:
        power = f", {si(self.watts, 'W')} for {si(self.seconds or 0.0, 's')}" if self.watts is not None else ""
        lines = [f"{self.label}{power}"]
        if self.least is not None and self.most is not None:
            lines.append(f"between {si(self.least, 'J')} and {si(self.most, 'J')} by the model's range")
        if len(self.parts) > 1:
            lines.append(", ".join(f"{name} {si(joules, 'J')}" for name, joules in self.parts.items()))
        if self.above_idle is not None:
            lines.append(f"{si(self.above_idle, 'J')} above idle, which is {si(self.idle_watts or 0.0, 'W')}")
        if self.runs > 1:
            lines.append(f"mean of {self.runs:,} runs")
        return [*lines, f"{self.kind}: {self.source}", f"covers {self.covers}", self.resolution]

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON, with the power and what is above idle."""
        return {**asdict(self), "parts": dict(self.parts), "watts": self.watts, "above_idle": self.above_idle}

    def figure(self) -> Any:
        """Return a plotly bar in its parts."""
        from underhood_kernels.energy.figure import draw  # noqa: PLC0415 - that draws what is defined here

        return draw({"": self})
