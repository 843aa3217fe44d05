"""What is taught: the catalog of pages, the student's workspace and progress, the course's own check, the widgets.

>>> from underhood_course import read_catalog
>>> [module.id for module in read_catalog().modules]
['m1']
"""

from underhood_course.catalog import Catalog, Module, read_catalog
from underhood_course.content import course_folder
from underhood_course.page import Page, Section
from underhood_course.problem import Problem
from underhood_course.student.progress import ProgressFile
from underhood_course.student.workspace import Workspace, WorkspaceError

__all__ = [
    "Catalog",
    "Module",
    "Page",
    "Problem",
    "ProgressFile",
    "Section",
    "Workspace",
    "WorkspaceError",
    "course_folder",
    "read_catalog",
]
