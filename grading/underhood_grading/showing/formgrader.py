"""formgrader in a running Jupyter server: which page may ask it what, and what it makes of notebooks.

These are not in reach of a course directory's configuration. The page of a submission comes from an
exporter that formgrader makes when the server starts, so before a course directory is chosen in
JupyterLab. Choosing one is an address, `formgrader?path=FOLDER`, which runs `nbgrader_config.py` in that
folder: a picture or a link with such an address, in any page that the teacher looks at, would run a
student's file. And files beside a submission's notebook are served as pages of the server's own.
"""

from __future__ import annotations

import re
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader.handlers import FormgraderHandler, SubmissionFilesHandler
from tornado.web import HTTPError

from . import add_to

__all__ = ["guard"]

_ACTION = "(?:next|prev)(?:_incorrect)?"


def guard(web_app: Any) -> None:
    """Make formgrader safe to use on strangers' notebooks. Does nothing where there is none.

    Call it once nbgrader's own extension was loaded.
    """
    extension = web_app.settings.get("nbgrader_formgrader")
    if extension is None:
        return
    configuration = extension.config.copy()
    add_to(configuration)
    web_app.settings["nbgrader_exporter"] = HTMLExporter(config=configuration)
    base = re.escape(web_app.settings["base_url"].rstrip("/"))
    handlers = [
        (rf"{base}/formgrader/?", _Chooser),
        (rf"{base}/formgrader/submissions/((?!components/)[^/]+/(?!{_ACTION}/?$).+)", _Files),
    ]
    web_app.add_handlers(".*$", handlers)
    # Tornado takes the first that fits, and nbgrader's are there already.
    rules = web_app.default_router.rules
    rules.insert(0, rules.pop(-2))


class _Chooser(FormgraderHandler):  # type: ignore[misc]  # nbgrader ships no types
    async def prepare(self) -> None:
        """Refuse to run another folder's configuration, unless a page of this server asks."""
        await super().prepare()
        if not self._finished and self.get_argument("path", "") and not self.check_referer():
            raise HTTPError(403, "formgrader opens a course directory only from JupyterLab's menu")


class _Files(SubmissionFilesHandler):  # type: ignore[misc]  # as above
    @property
    def content_security_policy(self) -> str:
        """Give a student's page no origin and no scripts."""
        return f"{super().content_security_policy}; sandbox"
