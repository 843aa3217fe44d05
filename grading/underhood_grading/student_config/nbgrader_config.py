# ruff: noqa: INP001  # traitlets runs this file; it is no module
"""nbgrader's configuration of a student's JupyterLab.

`underhood lab` puts this folder on JUPYTER_CONFIG_PATH and says by environment variables where
things are; a variable that is not set leaves nbgrader's own setting alone.
"""

import os
from pathlib import Path

from nbgrader.utils import get_username

c = get_config()  # type: ignore[name-defined]  # noqa: F821  # traitlets provides it

if course_id := os.environ.get("UNDERHOOD_COURSE_ID"):
    c.CourseDirectory.course_id = course_id

if (user := os.environ.get("JUPYTERHUB_USER")) and user != get_username():
    # On such a hub the system's user is the same for everybody.
    c.CourseDirectory.student_id = user

if exchange := os.environ.get("UNDERHOOD_EXCHANGE"):
    c.Exchange.root = str(Path(exchange).expanduser().resolve())

if workspace := os.environ.get("UNDERHOOD_WORKSPACE"):
    folder = Path(workspace).expanduser().resolve()
    c.Exchange.assignment_dir = str(folder)
    c.Exchange.cache = str(folder / ".underhood" / "nbgrader_cache")
    # Fetching again puts back what is missing; it never writes over what is there.
    c.ExchangeFetchAssignment.replace_missing_files = True
