"""A kernel's place under the roofs: what it computes, what it moves, how long it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from underhood_kernels.family import Family
    from underhood_kernels.measurement import Measurement


@dataclass(frozen=True)
class Point:
    """One variant's kernel. Bytes are the least that the problem moves, so a cache can't flatter a kernel."""

    family: str
    variant: str
    backend: str  # "numpy", "numba", "torch" or "wgpu"
    where: Literal["gpu", "cpu"]
    flops: int
    bytes: int
    seconds: float

    @classmethod
    def of(cls, measurement: Measurement, backend: str, flops: int, nbytes: int) -> Point:
        """Return the place of a measured kernel with so many operations and bytes."""
        return cls(
            family=measurement.family,
            variant=measurement.variant,
            backend=backend,
            where="cpu" if measurement.device == "CPU" else "gpu",
            flops=flops,
            bytes=nbytes,
            seconds=measurement.kernel.median,
        )

    @property
    def intensity(self) -> float:
        """Arithmetic intensity: operations per byte; 0 for a kernel that only moves or sorts."""
        return self.flops / self.bytes if self.bytes else 0.0

    @property
    def flops_rate(self) -> float:
        """Operations per second."""
        return self.flops / self.seconds

    @property
    def bandwidth(self) -> float:
        """Bytes per second."""
        return self.bytes / self.seconds


def points(
    family: Family, inputs: Sequence[NDArray[Any]], measurements: Mapping[str, Measurement]
) -> tuple[Point, ...]:
    """Return the places of a family's measured variants, with its own counts of operations and bytes."""
    flops, nbytes = family.flops(*inputs), family.bytes(*inputs)
    return tuple(Point.of(found, family.variants[name].backend, flops, nbytes) for name, found in measurements.items())
