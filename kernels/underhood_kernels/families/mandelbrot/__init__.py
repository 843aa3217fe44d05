"""Mandelbrot: result[r, c] = how many of z₁ = C, zₖ₊₁ = zₖ² + C come before the first beyond 2, C = x[c] + i y[r].

The count ends at `limit`, which stands for points of the set. `x` and `y` are float32 vectors of coordinates from −4
to 4, `limit` is a uint32 vector of one; the result is uint32 of shape (rows, columns). What is not finite or lies
farther out is refused; an empty vector gives an empty image.
"""

from underhood_kernels.families.mandelbrot.problem import FAMILY

__all__ = ["FAMILY"]
