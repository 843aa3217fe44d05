"""A hand-in's folder. The reader lives with the course, whose catalog needs it too."""

from underhood_course.handin import Handin, HandinError, Limits, Part, PartKind, graded_cells, read_handin

__all__ = ["Handin", "HandinError", "Limits", "Part", "PartKind", "graded_cells", "read_handin"]
