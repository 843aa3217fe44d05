"""What an explorer can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from underhood_kernels import Family

MOST_FLOPS = 4e9  # some seconds of NumPy, which runs beside every variant
MOST_FLOPS_SOFTWARE = 1.2e9  # half a minute of a GPU in software, which runs each kernel five times


class RequestError(ValueError):
    """Values that can't be run; the message says which and what they may be."""


@dataclass(frozen=True)
class Request:
    """One setting of the explorer's controls."""

    variant: str
    sizes: tuple[tuple[str, int], ...]  # the family's dimensions in order, each with its value
    parameters: tuple[tuple[str, int], ...]  # those that the variant has

    @property
    def label(self) -> str:
        """A short name for this setting, as in `wgpu-naive 65 536 × 31, 128`."""
        sizes = " × ".join(thousands(value) for _, value in self.sizes)
        parameters = "".join(f", {thousands(value)}" for _, value in self.parameters)
        return f"{self.variant} {sizes}{parameters}"


def thousands(number: int) -> str:
    """Return a whole number with thin spaces between its thousands."""
    return f"{number:,}".replace(",", "\u202f")


def make_request(family: Family, variant: str, values: Mapping[str, int | None]) -> Request:
    """Return the request for what the controls show; raise `RequestError` for what makes no sense."""
    chosen = family.variants[variant]
    for name, dimension in family.dimensions.items():
        value = values.get(name)
        if value is None or not dimension.minimum <= value <= dimension.maximum:
            raise RequestError(
                f"{dimension.title}: {'nothing' if value is None else thousands(value)} can't be used; "
                f"it goes from {thousands(dimension.minimum)} to {thousands(dimension.maximum)}"
            )
    for name, parameter in chosen.parameters.items():
        value = values.get(name)
        if value is None or value < 1:
            raise RequestError(f"{parameter.title}: it must be a whole number from 1")
    return Request(
        variant,
        tuple((name, int(values[name] or 0)) for name in family.dimensions),
        tuple((name, int(values[name] or 0)) for name in chosen.parameters),
    )
