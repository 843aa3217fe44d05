"""How a student's Jupyter server learns of the class's exchange: by the environment and a folder of configuration.

`student_config/nbgrader_config.py` reads the variables; Jupyter finds it through JUPYTER_CONFIG_PATH. A site that
configures nbgrader for everybody, in /etc/jupyter for example, needs none of this.
"""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

from underhood_course.atomic import write_atomically

EXCHANGE = "UNDERHOOD_EXCHANGE"
WORKSPACE = "UNDERHOOD_WORKSPACE"
COURSE_ID = "UNDERHOOD_COURSE_ID"
CONFIG_PATH = "JUPYTER_CONFIG_PATH"
JOINED_FILE = "exchange.json"  # in the student's state folder: the exchange joined last


class JoinError(Exception):
    """An exchange that can't be joined; the message says why and what to do."""


def join(state: Path, exchange: Path) -> Path:
    """Remember `exchange` in a student's state folder, and return its full path. Raises `JoinError` if it is none."""
    exchange = exchange.expanduser().resolve()
    if not exchange.is_dir():
        raise JoinError(f"there is no exchange {exchange}; ask your teacher for it (`underhood teach init` makes one)")
    write_atomically(state / JOINED_FILE, json.dumps({"exchange": str(exchange)}).encode())
    return exchange


def joined(state: Path) -> Path | None:
    """Return the exchange that was joined last from this state folder, or None."""
    try:
        return Path(json.loads((state / JOINED_FILE).read_text("utf-8"))["exchange"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def student_environment(workspace: Path, *, course_id: str, exchange: Path | None) -> dict[str, str]:
    """Return the variables that a student's Jupyter server is started with.

    Without an `exchange` only the workspace and the course are named, and what a site has configured stays in force.
    """
    configuration = str(Path(__file__).parent / "student_config")
    before = os.environ.get(CONFIG_PATH)
    variables = {
        WORKSPACE: str(workspace),
        COURSE_ID: course_id,
        CONFIG_PATH: os.pathsep.join([configuration, *([before] if before else [])]),
    }
    if exchange is not None:
        variables[EXCHANGE] = str(exchange)
    return variables


def configured_exchange() -> Path | None:
    """Return the exchange that this process's nbgrader is configured with, or None if it is left at its default."""
    if os.environ.get(EXCHANGE):
        return Path(os.environ[EXCHANGE])
    from nbgrader.apps import NbGrader  # noqa: PLC0415 - takes seconds to import

    quiet = logging.getLogger("underhood.joining")
    quiet.setLevel(logging.CRITICAL)  # nbgrader warns where there is no configuration, which is no fault here
    app = NbGrader(log=quiet)
    app.load_config_file()
    root = app.config.get("Exchange", {}).get("root")
    return Path(root) if root else None
