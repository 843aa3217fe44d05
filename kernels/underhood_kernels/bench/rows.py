"""One family's variants on the same inputs: measured in turns, each result held against the oracle."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from underhood_kernels.bench.peers import peers
from underhood_kernels.families import registry
from underhood_kernels.measurement import Measurement, measure_together
from underhood_kernels.roofline import Point

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from underhood_kernels.family import Comparison, Family
    from underhood_kernels.variant import Variant


@dataclass(frozen=True)
class Row:
    """One variant: its times and whether its result is right, or why it has none."""

    variant: str
    backend: str
    reason: str = ""  # why it can't run here, or not at this size
    wrong: str = ""  # why its result is wrong on purpose
    measurement: Measurement | None = None
    comparison: Comparison | None = None

    @property
    def right(self) -> bool:
        """Whether nothing is amiss: the result is right, or wrong on purpose, or there is none to be had."""
        return self.comparison is None or bool(self.comparison) or bool(self.wrong)


@dataclass(frozen=True)
class Table:
    """One family at one size."""

    family: str
    title: str
    sizes: Mapping[str, int]
    shapes: tuple[tuple[int, ...], ...]  # of the inputs
    flops: int
    bytes: int
    rows: tuple[Row, ...] = field(repr=False)

    @property
    def right(self) -> bool:
        """Whether every row is."""
        return all(row.right for row in self.rows)

    @property
    def points(self) -> tuple[Point, ...]:
        """The measured rows' places under the roofs."""
        return tuple(
            Point.of(row.measurement, row.backend, self.flops, self.bytes)
            for row in self.rows
            if row.measurement is not None
        )

    def seconds(self, variant: str) -> float | None:
        """Return the median of a variant's kernel, or None if it was not measured."""
        found = next((row.measurement for row in self.rows if row.variant == variant), None)
        return found.kernel.median if found else None


def run_family(
    name: str,
    sizes: Mapping[str, int] | None = None,
    *,
    only: Sequence[str] = (),
    parameters: Mapping[str, Mapping[str, int]] | None = None,
    with_peers: bool = False,
    budget: float = 0.1,
    cold: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> Table:
    """Measure and check the variants of the family `name`, all or `only` some, and return them as a table.

    `sizes` are for the family's dimensions, the others have their defaults; `parameters` are the variants' by their
    names; `budget` is in seconds for each variant, and as much again with `cold` caches; `progress` is called with
    each variant's name when it is ready to be timed. A variant that can't run says why in its row. Raises `KeyError`
    for unknown names and `ValueError` for sizes out of range.
    """
    family = registry[name]
    found = _sizes(family, sizes or {})
    variants = chosen(family, only, with_peers=with_peers)
    inputs = family.example(seed=1, **found)
    failures: dict[str, Exception] = {}
    ready = [v for v in variants if v.available]
    measured = measure_together(
        ready, inputs, budget=budget, cold=cold, parameters=parameters, failures=failures, progress=progress
    )
    judge = family.judge(*inputs)
    rows = []
    for variant in variants:
        measurement = measured.get(variant.name)
        row = Row(
            variant=variant.name,
            backend=variant.backend,
            reason=variant.reason or _told(failures.get(variant.name)),
            wrong=variant.wrong,
            measurement=measurement,
            comparison=judge(measurement.result) if measurement else None,
        )
        rows.append(row)
    return Table(
        family=family.name,
        title=family.title,
        sizes=found,
        shapes=tuple(array.shape for array in inputs),
        flops=family.flops(*inputs),
        bytes=family.bytes(*inputs),
        rows=tuple(rows),
    )


def chosen(family: Family, only: Sequence[str], *, with_peers: bool) -> tuple[Variant, ...]:
    """Return the family's variants, or `only` those named, with their peers if asked for."""
    variants = {**family.variants, **({p.name: p for p in peers(family)} if with_peers else {})}
    unknown = [name for name in only if name not in variants]
    if unknown:
        raise KeyError(f"{family.name} has no variant {unknown[0]!r}; there is: {', '.join(variants)}")
    return tuple(variants[name] for name in only or variants)


def _sizes(family: Family, given: Mapping[str, int]) -> dict[str, int]:
    """Return the sizes to run: those given, and the usual `size`; the example has defaults of its own for the rest."""
    for name, value in given.items():
        if name not in family.dimensions:
            raise KeyError(f"{family.name} has no dimension {name!r}; there is: {', '.join(family.dimensions)}")
        dimension = family.dimensions[name]
        if not dimension.minimum <= value <= dimension.maximum:
            raise ValueError(
                f"{family.name}: {name} must lie between {dimension.minimum:,} and {dimension.maximum:,}, not {value:,}"
            )
    return {"size": family.dimensions["size"].default, **given}


def _told(error: Exception | None) -> str:
    return f"{error}".strip().split("\n")[0] if error else ""
