"""The server's routes below /underhood/api/, one file each; all of them authenticated and authorized."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_server.utils import url_path_join
from underhood_course import Workspace

from underhood_lab.elsewhere import Elsewhere
from underhood_lab.routes.board import NicknameHandler
from underhood_lab.routes.catalog import CatalogHandler
from underhood_lab.routes.exercises import ResetExerciseHandler, SolutionHandler, TriesHandler
from underhood_lab.routes.handins import CheckHandler, HandinsHandler, NotedHandler, SubmissionHandler, follow
from underhood_lab.routes.machine import MachineHandler
from underhood_lab.routes.pages import OpenPageHandler
from underhood_lab.routes.progress import ProgressHandler
from underhood_lab.routes.search import SearchHandler
from underhood_lab.routes.teach import TEACH_ROUTES
from underhood_lab.routes.updates import BackupsHandler, ResetHandler, UpdateHandler, UpdatesHandler
from underhood_lab.teaching import Jobs

ROUTES = (
    ("catalog", CatalogHandler),
    ("progress", ProgressHandler),
    (r"pages/(?P<page_id>.+)/open", OpenPageHandler),
    ("updates", UpdatesHandler),
    (r"pages/(?P<page_id>.+)/update", UpdateHandler),
    (r"pages/(?P<page_id>.+)/reset", ResetHandler),
    (r"pages/(?P<page_id>.+)/backups", BackupsHandler),
    ("handins", HandinsHandler),
    (r"handins/(?P<name>[^/]+)/noted", NotedHandler),
    (r"handins/(?P<name>[^/]+)/check", CheckHandler),
    (r"handins/(?P<name>[^/]+)/nickname", NicknameHandler),
    (r"handins/(?P<name>[^/]+)/submissions/(?P<submission>[^/]+)", SubmissionHandler),
    ("machine", MachineHandler),
    (r"exercises/(?P<page_id>.+)/(?P<name>[^/]+)/tries", TriesHandler),
    (r"exercises/(?P<page_id>.+)/(?P<name>[^/]+)/solution", SolutionHandler),
    (r"exercises/(?P<page_id>.+)/(?P<name>[^/]+)/reset", ResetExerciseHandler),
    *TEACH_ROUTES,
    ("search", SearchHandler),
)


def add_routes(server_app: Any) -> None:
    """Add the routes to a Jupyter server whose root folder is the student's."""
    web_app = server_app.web_app
    workspace = Workspace(Path(server_app.contents_manager.root_dir))
    web_app.settings["underhood_workspace"] = workspace
    web_app.settings["underhood_elsewhere"] = Elsewhere(workspace, server_app.event_logger)
    web_app.settings["underhood_jobs"] = Jobs(server_app.event_logger)
    follow(web_app.settings, server_app.event_logger)
    base = url_path_join(web_app.settings["base_url"], "underhood", "api")
    web_app.add_handlers(".*$", [(url_path_join(base, pattern), handler) for pattern, handler in ROUTES])
