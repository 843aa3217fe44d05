"""What keeps a student's process apart from the teacher's account, the tests, and other submissions."""

from underhood_grading.sandbox.ending import Ending
from underhood_grading.sandbox.entering import Held, enter
from underhood_grading.sandbox.keeping import keep, prepare
from underhood_grading.sandbox.limits import Limits
from underhood_grading.sandbox.outside import command, environment
from underhood_grading.sandbox.probing import Sandbox, probe

__all__ = [
    "Ending",
    "Held",
    "Limits",
    "Sandbox",
    "command",
    "enter",
    "environment",
    "keep",
    "prepare",
    "probe",
]
