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

from .collecting import Collected, collect
from .course import Course
from .errors import TeachError
from .exporting import export
from .grading import Graded, Row, grade
from .overview import HandinStatus, SubmissionStatus, status, table
from .progress import Progress
from .releasing import Released, release
from .returning import Returned, feedback
from .setting_up import SetUp, init
from .tables import put
from .topics import Topics, topics

__all__ = [
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
    "collect",
    "export",
    "feedback",
    "grade",
    "init",
    "put",
    "release",
    "status",
    "table",
    "topics",
]
