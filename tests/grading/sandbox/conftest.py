"""One template in the sandbox for all tests here, and another outside it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from underhood_grading.sandbox import Ending, Held, environment, probe

HERE = Path(__file__).parent


class Template:
    """Runs code as students' code is run, and returns how that ended and what it printed."""

    def __init__(self, home: Path, *, sandboxed: bool) -> None:
        self.ours, theirs = socket.socketpair()
        self.ours.settimeout(60)
        numbers = [theirs.fileno()]
        self.held = Held(readable=[HERE]) if sandboxed else None
        if self.held:
            numbers += self.held.descriptors
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "inside.py"), *map(str, numbers)],
            pass_fds=numbers,
            executable=self.held.executable if self.held else None,
            env=environment(home) if sandboxed else None,
        )
        if self.held:
            self.held.let_go()
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
        if self.held:
            self.held.process.wait(10)  # nobody is in it any more
        self.answers.close()
        self.ours.close()


@pytest.fixture(scope="session")
def available():
    found = probe()
    if not found.available:
        pytest.skip(f"{found.reason}: {found.cure}")


@pytest.fixture(scope="session")
def kept(available, tmp_path_factory):
    template = Template(tmp_path_factory.mktemp("home"), sandboxed=True)
    yield template
    template.close()


@pytest.fixture(scope="session")
def watched(tmp_path_factory):
    template = Template(tmp_path_factory.mktemp("home"), sandboxed=False)
    yield template
    template.close()
