"""Ray marching: result[r, c] = the light from where the ray through pixel (r, c) first meets a scene of distances.

A ray starts at `eye` along corner + (c + ½) across + (r + ½) down, the four rows of `camera`, float32 of shape (4, 3);
`shape` are the rows and columns of the image, uint32. The result is float32 of shape (rows, columns, 3): red, green
and blue, linear, in which 1 is a white paper's light; a screen wants them clipped and in sRGB. The scene is our own: a
drop of three spheres, a ring and a cube on a round table, under a sun with soft shadows and a sky (`scene.py`). A
camera that is not finite, farther than 8 from the origin, within something or not looking ahead is refused; an image
without pixels is empty.

Hart, Sphere Tracing (The Visual Computer 12, 1996). Soft shadows and the blending of distances follow Quilez.
"""

from underhood_kernels.families.ray_marching.problem import FAMILY

__all__ = ["FAMILY"]
