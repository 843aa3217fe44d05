"""The roofline: how close a kernel comes to what this device can do, measured in the same minute.

>>> from underhood_kernels import measure_together, registry
>>> from underhood_kernels.roofline import ceilings, figure, points
>>> saxpy = registry["saxpy"]
>>> inputs = saxpy.example(1 << 20)
>>> variants = [saxpy.variants[name] for name in ("numpy", "numba")]
>>> roof = ceilings("cpu")
>>> places = points(saxpy, inputs, measure_together(variants, inputs))
>>> places[0].intensity < roof.ridge  # memory is the limit
True
>>> picture = figure(places, [roof])

A kernel that does I operations for each byte that it must move reaches at most min(F, I·B) operations a second, where F
is the device's rate of float32 multiply-adds and B that of a large copy (Williams, Waterman and Patterson: Roofline,
Communications of the ACM 52(4), 2009). Both are measured by kernels in this folder, not read from a data sheet.
"""

from underhood_kernels.roofline.picture import draw as figure
from underhood_kernels.roofline.places import Point, points
from underhood_kernels.roofline.roofs import Ceilings, ceilings

__all__ = ["Ceilings", "Point", "ceilings", "figure", "points"]
