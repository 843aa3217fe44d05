"""nbgrader's formgrader on a directory that `init` made, as a teacher's `jupyter lab` serves it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from underhood_grading import teach


@pytest.fixture
def ask(handin_folder, tmp_path):
    """Ask a Jupyter server that was started in the course directory."""
    root = tmp_path / "course"
    teach.init(root, [handin_folder])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--port={port}", "--ServerApp.token=teacher", "--no-browser", "--allow-root"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "UNDERHOOD"))}
    environment = {**kept, "HOME": str(tmp_path), "JUPYTER_CONFIG_DIR": str(tmp_path / ".jupyter")}
    with (tmp_path / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], cwd=root, env=environment, stdout=log, stderr=log
        )

    def ask(path: str) -> str:
        url = f"http://127.0.0.1:{port}/{path}?token=teacher"
        end = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(url, timeout=30) as answer:
                    return answer.read().decode()
            except ConnectionError:
                pass
            except urllib.error.URLError as error:
                if not isinstance(error.reason, ConnectionError):
                    raise
            assert time.monotonic() < end, (tmp_path / "server.log").read_text()
            time.sleep(0.3)

    yield ask
    server.terminate()
    server.wait(20)


def test_formgrader_shows_the_hand_ins_of_the_directory(ask) -> None:
    (assignment,) = json.loads(ask("formgrader/api/assignments"))
    assert (assignment["name"], assignment["status"]) == ("sums", "draft")
    assert "formgrader" in ask("formgrader").lower()
