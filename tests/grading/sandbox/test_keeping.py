"""Students' processes from start to end, in the sandbox."""

from __future__ import annotations

import pytest


def test_says_how_it_ended(kept) -> None:
    assert kept("print('hello')")[0].ended == "exit"
    ending, said = kept("print('hello', flush=True); raise SystemExit(3)")
    assert (ending.ended, ending.status, said) == ("exit", 3, "hello\n")
    ending, said = kept("1/0")
    assert (ending.ended, ending.status) == ("exit", 1)
    assert "ZeroDivisionError" in said
    ending, _ = kept("import os; os.abort()")
    assert (ending.ended, ending.message) == ("signal", "ended by SIGABRT")
    ending, _ = kept("import os, signal; os.kill(os.getpid(), signal.SIGTERM)")  # no first process, which is immune
    assert ending.message == "ended by SIGTERM"


def test_stops_after_its_time_whatever_it_ignores(kept) -> None:
    code = """
import signal, time
for number in signal.valid_signals() - {9, 19}:
    signal.signal(number, signal.SIG_IGN)
time.sleep(60)
"""
    ending, _ = kept(code, seconds=0.4)
    assert ending.ended == "time"
    assert ending.message == "stopped after 0.4 s"


def test_interrupts(kept) -> None:
    code = """
import time
try:
    time.sleep(60)
except KeyboardInterrupt:
    print('interrupted')
"""
    ending, said = kept(code, (1.0, "i"))
    assert (ending.ended, said) == ("exit", "interrupted\n")


@pytest.mark.parametrize("word", ["k", ""], ids=["asked", "the grader is gone"])
def test_kills(kept, word) -> None:
    ending, _ = kept("import time; time.sleep(60)", (0.1, word))
    assert ending.ended == "killed"


def test_nothing_lives_on(kept) -> None:
    # What it prints is read until nobody can print any more; the template waits for that.
    code = """
import os, time
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(60)
        os._exit(0)
print('left')
"""
    ending, said = kept(code)
    assert (ending.ended, said) == ("exit", "left\n")


def test_ended_processes_that_nobody_waits_for_are_taken_away(kept) -> None:
    code = """
import os, time
for _ in range(40):
    if os.fork() == 0:
        if os.fork() == 0:
            os._exit(0)
        os._exit(0)
    os.wait()
time.sleep(0.1)
print(sum(name.isdigit() for name in os.listdir('/proc')))
"""
    ending, said = kept(code, processes=20)
    assert (ending.ended, said) == ("exit", "2\n")


def test_has_its_channel_and_no_other_descriptor(kept) -> None:
    _, said = kept(
        "import os; print(sorted(map(int, os.listdir('/proc/self/fd')))[:3], len(os.listdir('/proc/self/fd')))"
    )
    assert said == "[0, 1, 2] 4\n"  # and the listing's own
    _, said = kept("import os; print(os.readlink('/proc/self/fd/0'))")
    assert said == "/dev/null\n"


def test_starts_with_empty_folders_of_its_own(kept) -> None:
    code = """
import os
print(os.getcwd(), os.listdir(), os.listdir('/tmp'), os.listdir('/dev/shm'))
print(os.environ['HOME'], os.path.expanduser('~'))
for folder in ('/student', '/tmp', '/dev/shm'):
    open(f'{folder}/file', 'w').write('x')
"""
    for _ in range(2):  # nothing of the first is there for the second
        assert kept(code)[1] == "/student [] [] []\n/student /student\n"


def test_two_at_once_know_nothing_of_each_other(kept) -> None:
    first = """
import os, pty, socket, time
open('/tmp/mine', 'w').write('x')
server = socket.socket(socket.AF_UNIX)
server.bind('\\0mine')
server.listen()
pty.openpty()
time.sleep(0.6)
"""
    second = """
import os, socket, time
time.sleep(0.3)
print(os.listdir('/tmp'), sorted(os.listdir('/dev/pts')), sum(name.isdigit() for name in os.listdir('/proc')))
try:
    socket.socket(socket.AF_UNIX).connect('\\0mine')
    print('connected')
except OSError as error:
    print('refused')
"""
    (_, _), (_, said) = kept.together({"code": first}, {"code": second})
    assert said == "[] ['ptmx'] 2\nrefused\n"


def test_runs_nothing_where_the_sandbox_can_not_be_made(kept) -> None:
    ending, said = kept("print('ran')", open_files=-5)
    assert (ending.ended, said) == ("setup", "")
    assert ending.message.startswith("the sandbox could not be made: ")
