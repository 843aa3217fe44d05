"""Where submissions are graded: on this machine, or on several."""

from .both_ways import Inside, needs_inside
from .local import LocalEngine, default_workers
from .material import Material
from .preparing import known_inside, material_of
from .work import Judged, Submission, work

__all__ = [
    "Inside",
    "Judged",
    "LocalEngine",
    "Material",
    "Submission",
    "default_workers",
    "known_inside",
    "material_of",
    "needs_inside",
    "work",
]
