"""The registry: every family by its name, loaded when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from underhood_kernels.family import Family

NAMES = (
    "convolution",
    "copy",
    "saxpy",
    "sum",
    "max",
    "transpose",
    "scan",
    "histogram",
    "softmax",
    "nbody",
    "convolution2d",
    "morton",
    "morton_decode",
    "fft",
    "fir",
    "iir",
    "spectrogram",
    "mandelbrot",
    "quantise",
    "dequantise",
    "attention",
    "separable",
    "gaussian",
    "matmul_int8",
    "matmul",
    "matvec",
    "matvec_f16",
    "matvec_int8",
    "ray_marching",
    "sparse_csr",
    "sobel",
    "layer_norm",
    "radix_sort",
    "sparse_2_4",
    "masked_softmax",
    "bilateral",
    "harris",
    "path_tracer",
    "sum_naive",
    "sum_kahan",
    "sum_klein",
    "sum_pairwise",
    "delta",
    "run_length",
)


class _Registry(Mapping[str, "Family"]):
    """A mapping from a family's name to the family; each family is a module of this package with its own `FAMILY`."""

    def __getitem__(self, name: str) -> Family:
        if name not in NAMES:
            raise KeyError(f"no kernel family {name!r}; there is: {', '.join(NAMES)}")
        family: Family = import_module(f"{__name__}.{name}").FAMILY
        return family

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


registry: Mapping[str, Family] = _Registry()
