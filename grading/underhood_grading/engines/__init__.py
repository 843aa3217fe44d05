"""Where submissions are graded: on this machine, or on several."""

from .both_ways import Inside, needs_inside
from .choosing import Engine, engine_of
from .cluster import ClusterEngine, ClusterError
from .local import LocalEngine
from .material import Material
from .preparing import known_inside, material_of
from .work import Judged, Submission, work

__all__ = [
    "ClusterEngine",
    "ClusterError",
    "Engine",
    "Inside",
    "Judged",
    "LocalEngine",
    "Material",
    "Submission",
    "engine_of",
    "known_inside",
    "material_of",
    "needs_inside",
    "work",
]
