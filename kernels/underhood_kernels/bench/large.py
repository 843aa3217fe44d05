"""Large problems, the best variant of each against torch on the same card in the same run."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING

from underhood_kernels.bench.rows import run_family

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from underhood_kernels.bench.rows import Row, Table
    from underhood_kernels.roofline import Ceilings

ROOF = "roof"  # in place of a peer: the ceiling of float32 multiply-adds
HEADINGS = ("problem", "variant", "ms", "peer", "ms", "times as fast", "at least", "")


@dataclass(frozen=True)
class Problem:
    """One row: a family at one size, a variant, its peer, and how many times as fast it is to be."""

    title: str
    family: str
    sizes: Mapping[str, int]
    variant: str
    least: float
    peer: str = "torch"
    parameters: Mapping[str, int] = field(default_factory=dict)

    def run(self, budget: float) -> Table:
        """Measure variant and peer in turns."""
        only = [self.variant, *([] if self.peer == ROOF else [self.peer])]
        return run_family(
            self.family,
            self.sizes,
            only=only,
            parameters={self.variant: self.parameters},
            budget=budget,
            cold=False,
        )

    def ratio(self, table: Table, roofs: Sequence[Ceilings]) -> float | None:
        """Return how many times as fast as the peer the variant is; None where either could not run."""
        ours = table.seconds(self.variant)
        if self.peer == ROOF:
            roof = next((r for r in roofs if r.where == "gpu"), None)
            return None if ours is None or roof is None else table.flops / ours / roof.flops
        peer = table.seconds(self.peer)
        return None if ours is None or peer is None else peer / ours


def problems(families: Sequence[str] = ()) -> tuple[Problem, ...]:
    """Return the large problems, all or those of some families."""
    plain = tomllib.loads(files(__package__).joinpath("large.toml").read_text("utf-8"))
    found = (Problem(**problem) for problem in plain["problem"])
    return tuple(problem for problem in found if not families or problem.family in families)


def markdown(results: Sequence[tuple[Problem, Table]], roofs: Sequence[Ceilings]) -> Iterator[str]:
    """Yield the lines of a Markdown table with a row for each problem."""
    yield "| " + " | ".join(HEADINGS) + " |"
    yield "|" + " - |" * len(HEADINGS)
    for problem, table in results:
        yield "| " + " | ".join(_cells(problem, table, roofs)) + " |"


def _cells(problem: Problem, table: Table, roofs: Sequence[Ceilings]) -> tuple[str, ...]:
    ratio = problem.ratio(table, roofs)
    reasons = [_reason(row) for row in table.rows if row.measurement is None or not row.right]
    if ratio is None or reasons:
        verdict = "; ".join(reasons) or "no ceiling"
    else:
        verdict = "✓" if ratio >= problem.least else "missed"
    share = problem.peer == ROOF
    return (
        problem.title,
        problem.variant.removeprefix("wgpu-"),
        _ms(table.seconds(problem.variant)),
        "multiply-add ceiling" if share else problem.peer,
        "–" if share else _ms(table.seconds(problem.peer)),
        "–" if ratio is None else f"{ratio:.0%}" if share else f"{ratio:.2f} ×",
        f"{problem.least:.0%}" if share else f"{problem.least:.2f} ×",
        verdict,
    )


def _reason(row: Row) -> str:
    return row.reason if row.comparison is None else f"{row.variant}: {row.comparison.message}"


def _ms(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds * 1e3:.4g}"
