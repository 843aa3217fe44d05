"""Path tracer: result[r, c] = the mean light of `samples` random paths through pixel (r, c) of a scene of spheres.

A path starts at `eye` along corner + (c + ξ) across + (r + ξ') down, the four rows of `camera`, float32 of shape
(4, 3). It has five segments at most; matt surfaces scatter by the cosine law, mirrors reflect, and what it misses is
the sky. `spheres` is float32 of shape (n, 12), a row for each: centre and radius, albedo and whether it is a mirror (0
or 1), emitted light and a number that is not used. They stand on a matt disc of radius 7 at the height 0; a path that
starts within a sphere doesn't see that one. `sizes` are rows, columns and samples, uint32. The result is float32 of
shape (rows, columns, 3): red, green and blue, linear; a screen wants them clipped and in sRGB. What is not finite or
out of range is refused; an image without pixels is empty.

Random numbers are hashes of pixel, sample and number (PCG: Jarzynski and Olano, Hash Functions for GPU Rendering, JCGT
9, 2020), the same in every variant and in any order: so results are comparable path by path.
"""

from underhood_kernels.families.path_tracer.problem import FAMILY

__all__ = ["FAMILY"]
