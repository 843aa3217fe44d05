"""Notebooks in processes of their own, and channels on which anything may come."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType, SimpleNamespace

import msgpack
import pytest
from underhood_grading.apart import Channel
from underhood_grading.apart.peer import Peer


@pytest.fixture(scope="session")
def forking():
    """Start what forks the notebooks' processes: the tests' own process has threads, and its forks may hang."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    script = str(Path(__file__).with_name("notebooks.py"))
    with here, there:
        server = subprocess.Popen([sys.executable, script, str(there.fileno())], pass_fds=[there.fileno()])
        there.close()
        yield here
    server.wait(10)


def _notebooks(forking):
    """Yield what starts a notebook's process with a source: what a test gets of it, with its names as attributes."""
    children = []

    def start(source, *names):
        here, there = socket.socketpair()
        with there:
            socket.send_fds(forking, [source.encode()], [there.fileno()])
        pid = int(forking.recv(100))
        children.append(pid)
        peer = Peer(Channel(here))
        peer.deadline = time.monotonic() + 60
        return SimpleNamespace(peer=peer, pid=pid, **peer.fetch(names))

    yield start
    for pid in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


notebook = pytest.fixture(_notebooks, name="notebook")
module_notebook = pytest.fixture(_notebooks, scope="module", name="module_notebook")


FUNCTIONS = """
import json, os, time
import numpy as np

def echo(*args, **kwargs):
    return args[0] if len(args) == 1 and not kwargs else (args, kwargs)

def call(function, *args):
    return function(*args)

def change(value, how):
    exec(how, {"x": value, "np": np})
    return value

def count(n):
    got = []
    for i in range(n):
        sent = yield i
        if sent: got.append(sent)
    return got

def forever():
    n = 0
    while True:
        yield n
        n += 1

def hang():
    while True: time.sleep(0.05)

def leave(how):
    if how == "exit": raise SystemExit(3)
    if how == "interrupt": raise KeyboardInterrupt
    os._exit(3)

def fail(source):
    exec(source)

class Broke(ValueError):
    def __init__(self, amount):
        super().__init__(f"{amount} too much")
        self.amount = amount

def spend(amount):
    raise Broke(amount)

async def later(x):
    import asyncio
    await asyncio.sleep(0.001)
    return x

async def stream(n):
    for i in range(n):
        yield i

def outer(function):
    try:
        return function()
    except ValueError as error:
        return f"caught {error}"

kept = []
def keep(function):
    kept.append(function)
def call_kept():
    return kept[0]()
def consume(numbers):
    return sum(numbers)
def show(file):
    print("a", 1, file=file)
table = {"a": [1, 2]}
limit = 7
"""
NAMES = (
    *("echo", "call", "change", "count", "forever", "hang", "leave", "fail", "Broke", "spend", "later", "stream"),
    *("outer", "keep", "call_kept", "consume", "show", "table", "limit", "missing"),
)


@pytest.fixture
def book(notebook):
    """A notebook of small functions."""
    return notebook(FUNCTIONS, *NAMES)


@pytest.fixture
def cell(monkeypatch):
    """Run a trusted cell's source, as a test's, in the module that cells have; return its names."""

    def run(source):
        main = ModuleType("__main__")
        monkeypatch.setitem(sys.modules, "__main__", main)
        exec(source, vars(main))
        return vars(main)

    return run


def _frame(message, *buffers):
    body = message if isinstance(message, bytes) else msgpack.packb(message, unicode_errors="surrogatepass")
    lengths = b"".join(len(one).to_bytes(8, "little") for one in buffers)
    return len(body).to_bytes(4, "little") + len(buffers).to_bytes(4, "little") + lengths + body + b"".join(buffers)


@contextlib.contextmanager
def _answering(*messages, hang_up=True):
    here, there = socket.socketpair()
    with here, there:
        there.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        there.sendall(b"".join(one if isinstance(one, bytes) else _frame(one) for one in messages))
        if hang_up:
            there.shutdown(socket.SHUT_WR)
        peer = Peer(Channel(here))
        peer.deadline = time.monotonic() + 2
        yield peer


@pytest.fixture(scope="session")
def frame():
    """The bytes of a message as a channel sends them, whatever it holds."""
    return _frame


@pytest.fixture(scope="session")
def answering():
    """A peer whose notebook sends these messages, or bytes, whatever it is asked, and then hangs up."""
    return _answering
