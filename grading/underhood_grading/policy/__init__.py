"""What a score means: required and invited parts, bonus, lateness, attempts, and what differs for a student.

>>> rules = read_course_policy(Path("autumn"))
>>> handin = read_handin(Path("autumn/source/convolution"), rules)
>>> ada = read_students(Path("autumn"), rules.timezone)["ada"]
>>> score(handin, {"test-naive": 2.0}, specializations=ada.specializations)["score"]
2.0

Nothing here opens the gradebook; `teach.results` puts the two together.
"""

from .errors import PolicyError
from .lateness import Lateness, deadline, lateness
from .rules import read_course_policy
from .scores import PartScore, Score, best, score
from .students import Extension, Student, Students, named_specializations, read_students

__all__ = [
    "Extension",
    "Lateness",
    "PartScore",
    "PolicyError",
    "Score",
    "Student",
    "Students",
    "best",
    "deadline",
    "lateness",
    "named_specializations",
    "read_course_policy",
    "read_students",
    "score",
]
