"""What is put in formgrader's way in a server that was started anywhere, whatever its configuration."""

from __future__ import annotations

from types import SimpleNamespace

from nbgrader.server_extensions.formgrader.handlers import default_handlers
from tornado.httputil import HTTPServerRequest
from tornado.web import Application
from traitlets.config import Config
from underhood_grading.showing.formgrader import guard

BASE = "/user/a.b"


def application(**settings) -> Application:
    made = Application([], base_url=f"{BASE}/", **settings)
    made.add_handlers(".*$", [(BASE + one[0], *one[1:]) for one in default_handlers])
    return made


def handler_of(made: Application, path: str) -> str:
    connection = SimpleNamespace(set_close_callback=None)
    request = HTTPServerRequest("GET", BASE + path, connection=connection, host="localhost")
    return made.find_handler(request).handler_class.__name__


def test_every_notebook_goes_through_our_step() -> None:
    made = application(nbgrader_formgrader=SimpleNamespace(config=Config()), nbgrader_exporter="stock")
    guard(made)
    exporter = made.settings["nbgrader_exporter"]
    assert "HarmlessNotebook" in [type(one).__name__ for one in exporter._preprocessors]
    assert exporter.environment.filters["markdown2html"].__module__ == "underhood_grading.showing.filters"


def test_only_two_addresses_are_ours() -> None:
    made = application(nbgrader_formgrader=SimpleNamespace(config=Config()))
    guard(made)
    assert handler_of(made, "/formgrader") == handler_of(made, "/formgrader/") == "_Chooser"
    assert handler_of(made, "/formgrader/submissions/0a/evil.html") == "_Files"
    assert handler_of(made, "/formgrader/submissions/0a/next/evil") == "_Files"
    assert handler_of(made, "/formgrader/submissions/0a/next_incorrect") == "SubmissionNavigationHandler"
    assert handler_of(made, "/formgrader/submissions/0a/") == "SubmissionHandler"
    assert handler_of(made, "/formgrader/submissions/components/x.js") == "StaticFileHandler"
    assert handler_of(made, "/formgrader/manage_assignments") == "ManageAssignmentsHandler"


def test_a_server_without_formgrader_stays_as_it_is() -> None:
    made = application()
    guard(made)
    assert "nbgrader_exporter" not in made.settings
    assert handler_of(made, "/formgrader") == "FormgraderHandler"
