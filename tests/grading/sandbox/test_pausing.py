"""A student's processes stand still while they are told to."""

from __future__ import annotations

import os
import socket
import time

import pytest
from underhood_grading.sandbox import Limits, keep
from underhood_grading.sandbox.pausing import pause, resume


def test_stopped_processes_use_no_time_and_go_on_afterwards() -> None:
    ours, keepers = socket.socketpair()
    said, says = os.pipe()

    def run() -> None:
        os.fork()  # both are stopped
        while True:
            os.write(says, b"x")

    if os.fork() == 0:
        ours.close()
        keep(keepers, Limits(seconds=20), run, inherited=[says], confined=False)
        os._exit(0)
    keepers.close()
    os.close(says)
    assert os.read(said, 1) == b"x"
    before = pause(ours)
    os.set_blocking(said, False)
    try:
        while True:
            os.read(said, 1 << 16)
    except BlockingIOError:
        pass
    time.sleep(0.05)
    with pytest.raises(BlockingIOError):
        os.read(said, 1)
    assert before
    assert resume(ours) == before
    os.set_blocking(said, True)
    assert os.read(said, 1) == b"x"
    assert pause(ours) > before
    ours.send(b"k")
    assert ours.recv(4096).startswith(b'{"ended": "killed"')
    assert pause(ours) is None
    os.close(said)
