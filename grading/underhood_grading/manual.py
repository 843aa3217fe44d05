"""Grading by hand: nbgrader's formgrader in a running server, pointed at a course directory and a submission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from nbgrader.api import MissingEntry
from traitlets.config import Config

from .errors import TeachError

if TYPE_CHECKING:
    from .teach import Course

__all__ = ["open_formgrader"]


def open_formgrader(settings: dict[str, Any], course: Course, handin: str, student: str | None = None) -> str:
    """Point formgrader at a course directory, and return the address of a submission's page, or of a hand-in's list.

    >>> open_formgrader(server.web_app.settings, course, "convolution", "ada")
    'formgrader/submissions/1d0bde8a…/'

    `settings` are the Jupyter server's; call it on the server's event loop, as formgrader's own pages are answered.
    Raises TeachError if there is no formgrader or the submission was not graded.
    """
    extension = settings.get("nbgrader_formgrader")
    if extension is None:
        raise TeachError(
            "formgrader is off in this server: `jupyter server extension enable --py nbgrader` turns it on"
        )
    address = _address(course, handin, student)
    _choose(settings, extension, course)
    return address


def _address(course: Course, handin: str, student: str | None) -> str:
    known = course.handin(handin)
    if student is None:
        return f"formgrader/gradebook/{quote(handin)}"
    notebook = known.notebooks[0].removesuffix(".ipynb")
    with course.gradebook() as gradebook:
        try:
            found = gradebook.find_submission_notebook(notebook, handin, student)
        except MissingEntry:
            raise TeachError(f'"{handin}" by {student} is not graded yet; grade it first') from None
        return f"formgrader/submissions/{found.id}/"


def _choose(settings: dict[str, Any], extension: Any, course: Course) -> None:
    """Do what `formgrader?path=FOLDER` does, and let go of the gradebook of the course directory before."""
    before = extension.coursedir.db_url
    if extension.coursedir.root != str(course.root):
        extension.load_cwd_config = False
        extension.config = Config()
        extension.config_dir = str(course.root)
        extension.initialize([], root=str(course.root))
    if before != extension.coursedir.db_url and settings.get("nbgrader_gradebook") is not None:
        settings["nbgrader_gradebook"].close()
        settings["nbgrader_gradebook"] = None
    # Its only use of the server's own folder is a link to the notebook; its pages read the course directory.
    settings["nbgrader_bad_setup"] = False
