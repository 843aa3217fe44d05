"""Be a process without threads that forks a notebook's process for each source, as the warm process in grading does.

    python notebooks.py FD

Over the socket FD come sources, each with a notebook's own socket; each is answered with the new process's id.
"""

import contextlib
import os
import signal
import socket
import sys
import textwrap
from types import ModuleType

import numpy as np  # noqa: F401 - what sources import, once for all
import torch  # noqa: F401
from underhood_grading.apart import Channel, ChannelClosedError
from underhood_grading.apart.serving import Servant

MOST = 2**16  # bytes of a source


def main(control: socket.socket) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who has ended leaves nothing to wait for
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the tests
    while True:
        text, descriptors, _, _ = socket.recv_fds(control, MOST, 1)
        if not text:
            return
        with socket.socket(fileno=descriptors[0]) as own:
            pid = os.fork()
            if pid == 0:
                control.close()
                try:
                    signal.signal(signal.SIGINT, signal.default_int_handler)
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    serve(own, text.decode())
                except ChannelClosedError:
                    pass
                finally:
                    os._exit(0)
        control.send(str(pid).encode())


def serve(own: socket.socket, source: str) -> None:
    """Be a notebook's process: run its cells' source and answer."""
    main = sys.modules["__main__"] = ModuleType("__main__")
    names = vars(main)
    exec(compile(textwrap.dedent(source), "<cell>", "exec"), names)
    channel, servant = Channel(own), Servant(names)
    while True:
        with contextlib.suppress(KeyboardInterrupt):
            message = channel.receive()
            channel.send(servant.answer(message, channel))


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
