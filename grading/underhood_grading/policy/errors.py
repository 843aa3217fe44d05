"""What a course directory's own files say wrongly."""

from __future__ import annotations

__all__ = ["PolicyError"]


class PolicyError(ValueError):
    """A file that can't be used: one line, `students.toml ada.specializations: "x" is not a list …`."""
