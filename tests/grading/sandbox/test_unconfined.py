"""Students' processes without a sandbox: watched and ended all the same."""

from __future__ import annotations

from pathlib import Path


def test_says_how_it_ended(watched) -> None:
    ending, said = watched("print('hello')")
    assert (ending.ended, ending.status, said) == ("exit", 0, "hello\n")
    assert watched("import os; os.abort()")[0].message == "ended by SIGABRT"


def test_nothing_lives_on(watched) -> None:
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
    ending, said = watched(code)
    assert (ending.ended, said) == ("exit", "left\n")


def test_its_folder_is_removed(watched) -> None:
    _, said = watched("import os; open('file', 'w').write('x'); print(os.getcwd())")
    assert "underhood-" in said
    assert not Path(said.strip()).exists()


def test_limits_hold(watched) -> None:
    assert watched("import time; time.sleep(60)", seconds=0.3)[0].ended == "time"
    forks = "import os, time\nwhile True:\n  if os.fork() == 0: time.sleep(60)"
    assert watched(forks, processes=10)[0].ended == "processes"
    shared = "import mmap, time\nm = mmap.mmap(-1, 2**30)\nfor _ in range(300): m.write(bytes(2**20))\ntime.sleep(60)"
    assert watched(shared, memory_mb=150)[0].ended == "memory"


def test_interrupts_and_kills(watched) -> None:
    code = "import time\ntry:\n  time.sleep(60)\nexcept KeyboardInterrupt:\n  print('interrupted')"
    assert watched(code, (0.3, "i"))[1] == "interrupted\n"
    assert watched(code, (0.1, ""))[0].ended == "killed"
