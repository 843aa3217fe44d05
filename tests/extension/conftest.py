"""A real Jupyter server on a student's folder, with our routes and nbgrader's own."""

import json

import pytest
from pytest_jupyter.jupyter_core import jp_asyncio_loop  # noqa: F401 - see tests/conftest.py
from pytest_jupyter.jupyter_server import jp_server_cleanup  # noqa: F401
from tornado.httpclient import HTTPClientError


@pytest.fixture
def jp_server_config():
    return {
        "ServerApp": {
            "jpserver_extensions": {"underhood_lab": True, "nbgrader.server_extensions.assignment_list": True},
        }
    }


@pytest.fixture
def ask(jp_fetch):
    """Ask the server below /underhood/api/: the status and the document that came back."""

    async def ask(*path, method="GET", **options):
        if "json" in options:
            options["body"] = json.dumps(options.pop("json"))
        elif method in ("POST", "PATCH"):
            options.setdefault("body", "")
        try:
            answer = await jp_fetch("underhood", "api", *path, method=method, **options)
        except HTTPClientError as error:
            return error.code, json.loads(error.response.body or b"null")
        return answer.code, json.loads(answer.body or b"null")

    return ask
