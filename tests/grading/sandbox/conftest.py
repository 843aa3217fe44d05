"""One template in the sandbox for all tests here, and another outside it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from underhood_grading.sandbox import Ending, command, probe

HERE = Path(__file__).parent


class Template:
    """Runs code as students' code is run, and returns how that ended and what it printed."""

    def __init__(self, *, sandboxed: bool) -> None:
        self.ours, theirs = socket.socketpair()
        self.ours.settimeout(60)
        line = [sys.executable, str(HERE / "inside.py"), str(theirs.fileno())]
        line = command(line, readable=[HERE]) if sandboxed else line
        self.process = subprocess.Popen(line, pass_fds=[theirs.fileno()])
        theirs.close()
        self.answers = self.ours.makefile("rb")
        self.sandboxed = sandboxed

    def __call__(self, code: str, *say, **limits) -> tuple[Ending, str]:
        return self.together({"code": code, "limits": limits, "say": say})[0]

    def together(self, *tasks: dict) -> list[tuple[Ending, str]]:
        """Run several at the same time."""
        words = json.dumps([{"confined": self.sandboxed, **task} for task in tasks])
        self.ours.sendall(words.encode() + b"\n")
        return [(Ending.read(one["ending"].encode()), one["said"]) for one in json.loads(self.answers.readline())]

    def close(self) -> None:
        self.ours.shutdown(socket.SHUT_RDWR)
        self.process.wait(10)
        self.answers.close()
        self.ours.close()


@pytest.fixture(scope="session")
def available():
    found = probe()
    if not found.available:
        pytest.skip(f"{found.reason}: {found.cure}")


@pytest.fixture(scope="session")
def kept(available):
    template = Template(sandboxed=True)
    yield template
    template.close()


@pytest.fixture(scope="session")
def watched():
    template = Template(sandboxed=False)
    yield template
    template.close()
