"""How a student's Jupyter server learns of the class's exchange: by the environment and a folder of configuration.

`student_config/nbgrader_config.py` reads the variables; Jupyter finds it through JUPYTER_CONFIG_PATH. A site that
configures nbgrader for everybody, in /etc/jupyter for example, needs none of this.
"""

from __future__ import annotations

import os
from pathlib import Path

EXCHANGE = "UNDERHOOD_EXCHANGE"
WORKSPACE = "UNDERHOOD_WORKSPACE"
COURSE_ID = "UNDERHOOD_COURSE_ID"
CONFIG_PATH = "JUPYTER_CONFIG_PATH"


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

    app = NbGrader()
    app.load_config_file()
    root = app.config.get("Exchange", {}).get("root")
    return Path(root) if root else None
