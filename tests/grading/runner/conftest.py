"""Notebooks run for real, and what to ask of their outputs."""

from __future__ import annotations

import pytest
from underhood_grading.runner import Cell, Runner, Task
from underhood_grading.sandbox import Limits

LIMITS = Limits(seconds=20, memory_mb=600, processes=20, disk_mb=64, file_mb=32)


@pytest.fixture(scope="session")
def runner():
    with Runner(["numpy"]) as runner:
        yield runner


def student(source):
    return Cell("student", source)


def locked(source, name="setup"):
    return Cell("locked", source, name)


def check(source, name="check", **more):
    return Cell("test", source, name, **more)


@pytest.fixture
def run(runner):
    def run(*cells, **more):
        done = runner.run(Task(cells, **{"limits": LIMITS, **more}))
        assert len(done.outputs) == len(cells)
        return done

    return run


def errors(outputs):
    return [one["ename"] for one in outputs if one["output_type"] == "error"]


def results(outputs):
    return [one["data"]["text/plain"] for one in outputs if one["output_type"] == "execute_result"]


def text(outputs):
    return "".join(one["text"] for one in outputs if one["output_type"] == "stream")


def passes(done, place=-1):
    return not errors(done.outputs[place])


DOUBLE = student("def double(x):\n    return 2 * x")
TEST_DOUBLE = check("assert double(2) == 4\nassert double('ab') == 'abab'")
