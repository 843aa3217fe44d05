"""What the teacher's routes have in common beyond the other routes: the step that is under way."""

from underhood_lab.teaching.job import BusyError, Jobs

__all__ = ["BusyError", "Jobs"]
