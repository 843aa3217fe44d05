"""What the families of images ask of a camera: four rows of three, eye, corner, across and down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FARTHEST_EYE = 8.0


def check_camera(family: str, camera: Any) -> NDArray[np.float32]:
    """Return the camera as contiguous float32; raise `ValueError` for anything else.

    Rays start at `eye`; the one through the place (r, c) of the image goes along corner + c across + r down.
    """
    array = np.asarray(camera)
    if array.dtype != np.float32 or array.shape != (4, 3):
        raise ValueError(
            f"{family}: camera must be float32 of shape (4, 3), the rows eye, corner, across and down, "
            f"not {array.dtype} of shape {array.shape}"
        )
    if not np.isfinite(array).all() or np.linalg.norm(array[0].astype(np.float64)) > FARTHEST_EYE:
        raise ValueError(f"{family}: camera must be finite, its eye at most {FARTHEST_EYE:g} from the origin")
    return np.ascontiguousarray(array)


def check_view(family: str, camera: NDArray[np.float32], rows: int, columns: int) -> None:
    """Raise `ValueError` if rays through an image of so many rows and columns span half a turn or go nowhere."""
    corner, across, down = camera[1:].astype(np.float64)
    corners = np.array([corner + r * down + c * across for r in (0, rows) for c in (0, columns)])
    if not np.all(corners @ corners.mean(axis=0) > 0):
        raise ValueError(f"{family}: camera must look ahead: its rays span half a turn, or have no direction")


def around(turn: float, at: float, nearness: float, size: int, columns: int) -> NDArray[np.float32]:
    """Return a camera 6.2 from the axis and 3 above ground that looks at height `at` of the axis.

    `turn` is where it stands around the axis, in radians, and `nearness` the image's height at the distance 1.
    """
    eye = np.array([6.2 * np.sin(turn), 3.0, 6.2 * np.cos(turn)])
    forward = np.array([0, at, 0]) - eye
    forward /= np.linalg.norm(forward)
    right = np.cross(forward, [0, 1, 0])
    right /= np.linalg.norm(right)
    across = right * nearness / max(1, size)
    down = np.cross(forward, across)  # as long: pixels are square
    corner = forward - across * columns / 2 - down * size / 2
    return np.array([eye, corner, across, down], np.float32)
