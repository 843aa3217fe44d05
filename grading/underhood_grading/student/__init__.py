"""A student's hand-ins: where they stand, what is due, what was handed in and what came back."""

from .checks import read_check, write_check
from .listing import Listing, look
from .opening import feedback_digest, is_opened, note_opened
from .receipts import copy_of, read_receipt, write_receipt
from .speeds import board
from .states import CourseHandin, course_handins, handins, limits_of, work_of
from .watching import Watch, places
from .work import Work

__all__ = [
    "CourseHandin",
    "Listing",
    "Watch",
    "Work",
    "board",
    "copy_of",
    "course_handins",
    "feedback_digest",
    "handins",
    "is_opened",
    "limits_of",
    "look",
    "note_opened",
    "places",
    "read_check",
    "read_receipt",
    "work_of",
    "write_check",
    "write_receipt",
]
