"""What JupyterLab shows and the `underhood` command: thin routes over the course, the kernels and the grading."""

from __future__ import annotations

from typing import Any

from underhood_lab._version import __version__

__all__ = ["__version__"]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "underhood"}]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "underhood_lab"}]


def _load_jupyter_server_extension(server_app: Any) -> None:
    """Add our routes to a starting Jupyter server, and what keeps students' notebooks from acting in formgrader."""
    from underhood_lab.events import register  # noqa: PLC0415 - importing the version must stay cheap
    from underhood_lab.routes import add_routes  # noqa: PLC0415 - as above

    register(server_app.event_logger)
    add_routes(server_app)
    # nbgrader's extensions come first in Jupyter's alphabetical order; not every server has them.
    if "nbgrader_formgrader" in server_app.web_app.settings:
        from underhood_grading.showing.formgrader import guard  # noqa: PLC0415 - as above

        guard(server_app.web_app)
