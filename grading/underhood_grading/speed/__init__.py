"""Points for speed: measured where the student's code can't reach, against a reference that runs beside it."""

from .counting import Counts, counts
from .errors import RaceError
from .ladder import TIERS
from .outcome import Outcome
from .racing import race

__all__ = ["TIERS", "Counts", "Outcome", "RaceError", "counts", "race"]
