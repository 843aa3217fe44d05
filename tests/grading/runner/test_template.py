"""The warm processes: two of one, and what each of them has."""

from __future__ import annotations

import time

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
