"""The warm processes: two of one, and what each of them has."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from underhood_grading.runner import Runner, RunnerError, Task
from underhood_grading.sandbox import probe

from .conftest import LIMITS, check, passes, student, text

pytestmark = pytest.mark.skipif(not probe().available, reason=probe().reason)

SEARCH = """
import re
found = []
for line in open("/proc/self/maps"):
    where, rights, *_ = line.split()
    if rights[0] == "r" and "[v" not in line:
        start, end = (int(one, 16) for one in where.split("-"))
        with open("/proc/self/mem", "rb", buffering=0) as memory:
            memory.seek(start)
            try:
                content = memory.read(end - start)
            except OSError:
                continue
        found += [word for word in (rb"a-secret[-]of", rb"hidden[_]word") if re.search(word, content)]
print(found)
"""


def test_the_environment_is_the_judges_alone(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("A_SECRET", "a-secret-of-the-teacher")
    (tmp_path / "beside_the_course.py").write_text("answer = 42")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    test = check(
        "import os, beside_the_course\n"
        "assert os.environ['A_SECRET'] == 'a-secret-of-the-teacher'\n"
        "assert beside_the_course.answer == 42\n"
        "hidden_word = os.environ['HOME']"
    )
    with Runner(["json"]) as runner:
        done = runner.run(Task((student("x = 1"), test, student(SEARCH)), limits=LIMITS))
    assert passes(done, 1), done.outputs
    assert text(done.outputs[2]) == "[]\n"


def test_without_a_sandbox_the_students_side_has_it_too(monkeypatch) -> None:
    monkeypatch.setenv("A_SECRET", "a")
    with Runner([], confined=False) as runner:
        done = runner.run(Task((student("import os\nprint(os.environ['A_SECRET'])"),), limits=LIMITS))
    assert text(done.outputs[0]) == "a\n"


def test_modules_are_imported_once_for_both(monkeypatch, tmp_path) -> None:
    with Runner(["fractions"]) as runner:
        same = "import fractions\nassert id(fractions) == where()"
        done = runner.run(Task((student("import fractions\ndef where(): return id(fractions)"), check(same))))
    assert passes(done), done.outputs


def test_the_two_sides_have_no_descriptor_in_common() -> None:
    with Runner(["asyncio"], ready={"student": [], "judge": []}) as runner:
        below = [one for one in psutil.Process().children(recursive=True) if one.status() != psutil.STATUS_ZOMBIE]
        templates = [Path(f"/proc/{one.pid}/fd") for one in below if runner._folder in str(one.cmdline()[-1:])]
        links = [{str(file.readlink()) for file in one.iterdir() if int(file.name) > 2} for one in templates]
        assert len(templates) == 2
        assert runner.is_alive()
    assert not links[0] & links[1] - {"anon_inode:[eventpoll]"}


def test_nothing_is_left_where_nobody_takes_it_away() -> None:
    code = (
        "import ctypes, os, sys\n"
        "ctypes.CDLL(None).prctl(36, 1)\n"  # what loses its parent becomes this process's
        "from underhood_grading.runner import Runner\n"
        "with Runner([]): pass\n"
        "import time; time.sleep(0.5)\n"
        "print(open(f'/proc/self/task/{os.getpid()}/children').read().split())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert len(done.stdout.strip("[]\n").split(",")) <= 1, done.stdout  # bubblewrap's own, as ever


def test_where_bubblewrap_fails_it_is_said(tmp_path, monkeypatch) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(RunnerError, match="students' process did not start or ended: bwrap: No permissions"):
        Runner([])


def test_a_python_that_the_sandbox_lacks_is_said(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(RunnerError, match="can't be started: .*No such file"):
        Runner([])


def test_a_students_home_is_its_own() -> None:
    cell = student("%cd\n%cd -q /tmp\n%bookmark here\nimport os\nprint(os.getcwd())")
    with Runner([]) as runner:
        done = runner.run(Task((cell,), limits=LIMITS))
    assert text(done.outputs[0]).splitlines()[-1] == "/tmp", done.outputs


def test_a_side_that_is_gone_is_noticed() -> None:
    with Runner([]) as runner:
        assert runner.is_alive()
        runner._student._socket.close()
        assert not runner.is_alive()
        with pytest.raises(RunnerError, match="students' process did not start or ended"):
            runner.run(Task((student("1"),), limits=LIMITS))


def test_a_successor_takes_over_with_what_fewer_need() -> None:
    has = student("from underhood_grading.runner import warming\nprint(sorted(warming._READY))\ndef f(x): return 2 * x")
    task = Task((has, check("assert f(2) == 4")), limits=LIMITS)
    with Runner(["numba"], ready={"student": ["numba", "numba.dict"], "judge": []}) as runner:
        seen = []
        end = time.monotonic() + 60
        while not seen or "numba.dict" not in seen[-1]:
            assert time.monotonic() < end, seen
            done = runner.run(task)
            assert passes(done), done.outputs
            seen.append(text(done.outputs[0]))
        assert seen[0] == "['numba']\n"
        assert [text(runner.run(task).outputs[0]) for _ in range(3)] == ["['numba', 'numba.dict']\n"] * 3
        assert runner.is_alive()
    assert not runner.is_alive()
