"""`python -m underhood_kernels.bench`: every variant of every family side by side, in one run on this machine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from underhood_kernels.families import registry
from underhood_kernels.measurement import Measurement, measure

if TYPE_CHECKING:
    from underhood_kernels.family import Family


def main() -> int:
    """Print a table for each family and size; return 1 if a variant's result is wrong."""
    right = [_table(family, size) for family in registry.values() for size in _sizes(family)]
    print("\nTimes of a software adapter say nothing about GPUs.")
    return 0 if all(right) else 1


def _sizes(family: Family) -> tuple[int, int]:
    """Return a family's usual size, and one that is larger than most caches."""
    size = family.dimensions["size"]
    return size.default, size.choices[-2]


def _table(family: Family, size: int) -> bool:
    """Print one table, the ratio being NumPy's kernel time over the variant's; return whether all results are right."""
    inputs = family.example(size, seed=1)
    shapes = " × ".join(str(array.size) for array in inputs)
    costs = f"{family.flops(*inputs):.3g} FLOP, {family.bytes(*inputs):.3g} bytes at least"
    print(f"\n{family.title}, {shapes}: {costs}")
    print(f"{'variant':<22}{'kernel ms':>12}{'p20–p80':>18}{'× NumPy':>9}{'all ms':>10}  device")
    numpy: Measurement | None = None
    all_right = True
    for name, variant in family.variants.items():
        if not variant.available:
            print(f"{name:<22}  can't run here: {variant.reason}")
            continue
        found = measure(variant, inputs)
        numpy = numpy or found
        comparison = family.compare(found.result, *inputs)
        all_right &= comparison.ok
        kernel = found.kernel
        spread = f"{kernel.p20 * 1e3:.3g}–{kernel.p80 * 1e3:.3g}"
        ratio = numpy.kernel.median / kernel.median
        print(
            f"{name:<22}{kernel.median * 1e3:>12.3f}{spread:>18}{ratio:>9.2f}{found.total * 1e3:>10.2f}  {found.device}"
            f"{'' if comparison else f'  WRONG: {comparison.message}'}"
        )
    return all_right


if __name__ == "__main__":
    sys.exit(main())
