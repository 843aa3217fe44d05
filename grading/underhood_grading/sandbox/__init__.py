"""What keeps a student's process apart from the teacher's account, the tests, and other submissions."""

from underhood_grading.sandbox.ending import Ending
from underhood_grading.sandbox.keeping import keep, prepare
from underhood_grading.sandbox.limits import Limits
from underhood_grading.sandbox.outside import command
from underhood_grading.sandbox.probing import Sandbox, probe

__all__ = ["Ending", "Limits", "Sandbox", "command", "keep", "prepare", "probe"]
