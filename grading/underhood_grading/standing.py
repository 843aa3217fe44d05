"""What a Jupyter server stands for: a student of a class, with the class's run, or a teacher, with a course directory.

Who may teach goes by what formgrader goes by: a course directory that this server is configured with and may write
to, and on a JupyterHub the groups `formgrade-…`. Nothing here is a lock: the operating system's permissions keep
students out of course directories, and their own server can do no more than they can.
"""

from __future__ import annotations

import json
import logging
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underhood_course.atomic import write_atomically
from underhood_course.run import RUN_FILE, RunError, in_run, read_published, with_problem

from .errors import TeachError
from .joining import EXCHANGE, configured_exchange

if TYPE_CHECKING:
    from collections.abc import Collection

    from underhood_course import Catalog

__all__ = ["COURSE", "NotATeacherError", "choose_course", "course_directory", "of_class"]

COURSE = "UNDERHOOD_TEACHING"
"""The variable by which a site may name the course directory."""

TEACHING_FILE = "teaching.json"  # in the student's state folder: the course directory chosen last


class NotATeacherError(Exception):
    """Somebody who may not grade here; the message says why."""


def course_directory(state: Path, groups: Collection[str] | None = None) -> Path | None:
    """Return the course directory that whoever asks may teach in, or None where they may make one.

    >>> course_directory(workspace.state)
    PosixPath('/home/ada/underhood/teaching/autumn-2026')

    `groups` are a JupyterHub user's; None where there is no hub, and for the owner of the server. Raises
    NotATeacherError for everybody else. The folder may have vanished meanwhile.
    """
    root = _named(state) or _configured()
    if groups is not None and not any(one.startswith("formgrade-") for one in groups):
        raise NotATeacherError("grading is for members of this course's group formgrade-… on the JupyterHub")
    if root is not None:
        if root.is_dir() and not os.access(root, os.W_OK | os.X_OK):
            raise NotATeacherError(f"the course directory {root} is not yours to write; ask its owner")
        return root
    if "JUPYTERHUB_API_TOKEN" in os.environ and groups is None:
        raise NotATeacherError("this server has no course directory; a teacher's nbgrader_config.py names one")
    if (exchange := _exchange()) is not None and groups is None:
        raise NotATeacherError(
            f"this server is a student's, with the exchange {exchange}; a teacher starts `underhood lab --course DIR`"
        )
    return None


def in_class() -> bool:
    """Return whether there is an exchange, in which a teacher may have published a run of the course."""
    return _exchange() is not None


def of_class(catalog: Catalog) -> Catalog:
    """Return the course as the class has it, by the run that the teacher published in the exchange.

    >>> of_class(read_catalog()).page("m1/further-reading")

    Without an exchange or a published run it is the whole course; so it is where the run can't be read, with a
    problem that says so.
    """
    exchange = _exchange()
    if exchange is None:
        return catalog
    try:
        run = read_published(exchange / catalog.course_id / RUN_FILE)
    except RunError as error:
        return with_problem(catalog, error)
    global _latest  # noqa: PLW0603 - the course and its run are the same for everyone who asks this server
    if not (_latest and _latest[0] is catalog and _latest[1] == run):
        _latest = catalog, run, in_run(catalog, run)
    return _latest[2]


def choose_course(state: Path, root: Path) -> None:
    """Remember a course directory as the one to teach in. Raises TeachError if that can't be written."""
    try:
        write_atomically(state / TEACHING_FILE, json.dumps({"course": str(root)}).encode())
    except OSError as error:
        raise TeachError(f"can't write {state / TEACHING_FILE}: {error.strerror}; check its permissions") from error


def _named(state: Path) -> Path | None:
    if os.environ.get(COURSE):
        return Path(os.environ[COURSE])
    try:
        return Path(json.loads((state / TEACHING_FILE).read_text("utf-8"))["course"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


@cache
def _configured() -> Path | None:
    """Return the course directory of nbgrader's configuration, where it names one that is there."""
    from nbgrader.apps import NbGrader  # noqa: PLC0415 - takes seconds to import

    quiet = logging.getLogger("underhood.standing")
    quiet.setLevel(logging.CRITICAL)  # nbgrader warns where there is no configuration, which is no fault here
    app = NbGrader(log=quiet)
    app.load_cwd_config = False
    app.load_config_file()
    named = app.config.get("CourseDirectory", {}).get("root")
    root = Path(named).expanduser().resolve() if named else None
    return root if root is not None and (root / "nbgrader_config.py").is_file() else None


def _exchange() -> Path | None:
    return Path(os.environ[EXCHANGE]) if os.environ.get(EXCHANGE) else _configured_exchange()


# The course, the run and the course in that run, as they were asked for last.
_latest: tuple[Catalog, dict[str, Any] | None, Catalog] | None = None

# A server's configuration stays while it runs.
_configured_exchange = cache(configured_exchange)
