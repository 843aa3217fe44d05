"""What nbgrader expects of the process it runs in."""

from __future__ import annotations

import os
import sysconfig

__all__ = ["programs_on_path"]


def programs_on_path() -> None:
    """Put this environment's programs on PATH.

    nbgrader starts `alembic` by name when it makes a gradebook. Where `underhood` or `nbgrader` is
    started by its full path, with no environment activated, that name would not be found.
    """
    programs = sysconfig.get_path("scripts")
    path = os.environ.get("PATH", os.defpath)
    if programs not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([programs, path])
