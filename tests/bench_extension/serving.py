"""JupyterLab servers on a synthetic course, each with a home of its own; the server itself when run as a script."""

from __future__ import annotations

import html
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Answer:
    """What a request brought back, and how long it took in milliseconds."""

    status: int
    body: bytes
    headers: dict[str, str]
    milliseconds: float


@dataclass
class Server:
    """JupyterLab on the course in `course`, with our extension or without."""

    home: Path
    course: Path
    ours: bool = True
    token: str = field(default_factory=lambda: secrets.token_hex(8))
    port: int = 0
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> Server:
        """Start it, and wait until it answers."""
        (self.home / "work").mkdir(parents=True, exist_ok=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        kept = {name: text for name, text in os.environ.items() if not name.startswith(("JUPYTER", "UNDERHOOD", "XDG"))}
        environment = {**kept, "HOME": str(self.home), "JUPYTER_CONFIG_DIR": str(self.home / ".jupyter")}
        options = [
            *(f"--port={self.port}", f"--ServerApp.token={self.token}", "--no-browser", "--allow-root"),
            *(f"--ServerApp.root_dir={self.home / 'work'}", "--LabApp.expose_app_in_browser=True"),
        ]
        if not self.ours:
            options += [f"--LabApp.labextensions_path={_others(self.home)}"]
            options += ["--ServerApp.jpserver_extensions={'underhood_lab': False}"]
        with (self.home / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(self.course), *options], env=environment, stdout=log, stderr=log
            )
        end = time.monotonic() + 120
        while time.monotonic() < end and self._process.poll() is None:
            try:
                self.ask("api/status")
            except OSError:
                time.sleep(0.2)
            else:
                self._check_extensions()
                return self
        raise RuntimeError((self.home / "server.log").read_text()[-3000:])

    def _check_extensions(self) -> None:
        """Without ours all others must be there, or they would be counted as ours."""
        page = html.unescape(self.ask("lab").body.decode())
        listed = re.search(r'"federated_extensions": (\[.*?\}\])', page)
        names = {one["name"] for one in json.loads(listed[1])} if listed else set()
        if ("underhood" in names) != self.ours or "@jupyter/nbgrader" not in names:
            raise RuntimeError(f"JupyterLab was started with other extensions than meant: {sorted(names)}")

    @property
    def url(self) -> str:
        """JupyterLab's own page."""
        return f"http://127.0.0.1:{self.port}/lab?token={self.token}"

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """Ask the server and take the time; underscores in a header's name stand for hyphens."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/{path}",
            method=method,
            data=body or (b"" if method == "POST" else None),
            headers={"Authorization": f"token {self.token}", **named},
        )
        start = time.perf_counter()
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                status, body, got = answer.status, answer.read(), dict(answer.headers)
        except urllib.error.HTTPError as error:
            status, body, got = error.code, error.read(), dict(error.headers)
        return Answer(status, body, got, 1e3 * (time.perf_counter() - start))

    def stop(self) -> None:
        """Stop it, and wait until it is gone."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(30)


def _others(home: Path) -> Path:
    """Return a folder with every extension of this environment but ours."""
    folder = home / "labextensions"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for one in (Path(sys.prefix) / "share" / "jupyter" / "labextensions").iterdir():
        if one.name != "underhood":
            (folder / one.name).symlink_to(one)
    return folder


if __name__ == "__main__":
    from jupyterlab.labapp import main
    from underhood_course import catalog

    course = Path(sys.argv.pop(1))
    catalog.course_folder = lambda: course  # type: ignore[attr-defined]  # the synthetic course in the installed one's place
    main()
