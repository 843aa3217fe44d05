"""What is wrong with a race itself, and no fault of the student's."""

from __future__ import annotations

__all__ = ["RaceError"]


class RaceError(Exception):
    """A race that can't be held: what is wrong with it, and what its author can do."""
