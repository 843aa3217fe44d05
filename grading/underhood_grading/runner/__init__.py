"""Runs one submission's notebook: the student's cells apart, the tests where the student can't reach."""

from .processes import Runner, RunnerError, default_workers
from .roles import Ownership, Role, definitions, modules, role
from .task import Cell, Done, Task
from .warming import used, warmed

__all__ = [
    "Cell",
    "Done",
    "Ownership",
    "Role",
    "Runner",
    "RunnerError",
    "Task",
    "default_workers",
    "definitions",
    "modules",
    "role",
    "used",
    "warmed",
]
