"""`python -m underhood_kernels.bench`: every variant of every family side by side, in one run on this machine."""

from __future__ import annotations

import sys

from underhood_kernels.families import registry
from underhood_kernels.measurement import Measurement, measure

SIZES = (65_536, 1_048_576)


def main() -> int:
    """Print a table per family and size; the ratio is NumPy's kernel time over the variant's. 1 if a result is wrong."""
    wrong = 0
    for family in registry.values():
        for size in SIZES:
            inputs = family.example(size, seed=1)
            shapes = " × ".join(str(array.size) for array in inputs)
            print(
                f"\n{family.title}, {shapes}: {family.flops(*inputs):.3g} FLOP, {family.bytes(*inputs):.3g} bytes at least"
            )
            print(f"{'variant':<14}{'kernel ms':>12}{'p20–p80':>18}{'× NumPy':>9}{'all ms':>10}  device")
            numpy: Measurement | None = None
            for name, variant in family.variants.items():
                if not variant.available:
                    print(f"{name:<14}  can't run here: {variant.reason}")
                    continue
                found = measure(variant, inputs)
                numpy = numpy or found
                right = family.compare(found.result, *inputs)
                wrong += not right
                kernel = found.kernel
                spread = f"{kernel.p20 * 1e3:.3g}–{kernel.p80 * 1e3:.3g}"
                print(
                    f"{name:<14}{kernel.median * 1e3:>12.3f}{spread:>18}{numpy.kernel.median / kernel.median:>9.2f}"
                    f"{found.total * 1e3:>10.2f}  {found.device}{'' if right else f'  WRONG: {right.message}'}"
                )
    print("\nTimes of a software adapter say nothing about GPUs.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
