"""The teacher's steps around nbgrader, one module each.

>>> from underhood_grading import teach
>>> teach.init(Path("autumn"), [Path("handins/convolution")])
>>> course = teach.Course.open(Path("autumn"))
>>> teach.release(course, "convolution")
>>> teach.collect(course, "convolution")
>>> teach.grade(course, "convolution")
>>> teach.feedback(course, "convolution")
>>> print(teach.table(teach.status(course)))

Each raises TeachError, whose text is one line for the teacher.
"""

from .beginning import begin, proposed
from .boards import Board, board, publish_board
from .collecting import Collected, collect
from .course import Course
from .desk import desk
from .errors import TeachError
from .exporting import export, exported
from .extending import extend
from .grading import Graded, Row, grade
from .overview import HandinStatus, SubmissionStatus, status, table
from .planning import change_handin, change_run, publish
from .progress import Progress
from .releasing import Released, release
from .returning import Returned, feedback
from .roster import enrol, read_roster
from .setting_up import SetUp, init
from .tables import put
from .topics import Topics, topics

__all__ = [
    "Board",
    "Collected",
    "Course",
    "Graded",
    "HandinStatus",
    "Progress",
    "Released",
    "Returned",
    "Row",
    "SetUp",
    "SubmissionStatus",
    "TeachError",
    "Topics",
    "begin",
    "board",
    "change_handin",
    "change_run",
    "collect",
    "desk",
    "enrol",
    "export",
    "exported",
    "extend",
    "feedback",
    "grade",
    "init",
    "proposed",
    "publish",
    "publish_board",
    "put",
    "read_roster",
    "release",
    "status",
    "table",
    "topics",
]
