"""What a teacher's step says when it can't be done."""

from underhood_grading.errors import TeachError

__all__ = ["TeachError"]
