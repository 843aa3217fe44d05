"""The course's own linter: what reading the catalog finds, and what only a closer look or a run shows."""

from underhood_course.check.exercises import check_activities, check_exercises
from underhood_course.check.files import check_files
from underhood_course.check.running import check_running

__all__ = ["check_activities", "check_exercises", "check_files", "check_running"]
