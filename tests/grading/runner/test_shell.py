"""Cells run without a kernel; in a process of their own, because IPython's shell is one a process."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

SCRIPT = """
import json, sys
from underhood_grading.runner.shell import Shell
shell = Shell()
shell.warm()
print(json.dumps([shell.run(source) for source in json.load(sys.stdin)]))
"""
CELLS = {
    "silent": "x = 1",
    "prints": "import sys\nprint('a')\nprint('b')\nprint('c', file=sys.stderr)\nprint('d')",
    "result": "x + 1",
    "suppressed": "x + 1;",
    "error": "1 / 0",
    "system exit": "raise SystemExit(3)",
    "syntax": "def",
    "magic": "%time y = 5",
    "command": "!echo hello",
    "await": "import asyncio\nawait asyncio.sleep(0)\ny",
    "display": "from IPython.display import display\ndisplay(5)\nprint(6)",
    "cell magic": "%%capture out\nprint('caught')",
    "magic between": "z = 1\n%time z = 5\nz",
    "magic without its sign": "pwd",
    "prompts": "In [1]: p = 6\n   ...: p",
    "indented": "  q = 7\n  q",
    "blank lines first": "\n\n1 / 0",
    "input": "input()",
    "broken text": "class E(Exception):\n    def __str__(self): raise ValueError\nraise E",
    "group": "try:\n    raise ExceptionGroup('two', [ValueError(1)])\nexcept Exception:\n    assert False",
    "no such magic": "%nothing",
    "too much": "print('x' * 300_000)\nprint('y')",
    "warned": "import warnings\nwarnings.warn('careful')",
    "main": "import __main__\n__main__.x, __name__",
}


@pytest.fixture(scope="module")
def found():
    text = json.dumps(list(CELLS.values()))
    done = subprocess.run([sys.executable, "-c", SCRIPT], input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(zip(CELLS, json.loads(done.stdout), strict=True))


def plain(outputs):
    return [one["data"]["text/plain"] for one in outputs if "data" in one]


def test_silence_gives_no_output(found) -> None:
    assert found["silent"] == found["suppressed"] == found["cell magic"] == []


def test_prints_come_in_order_and_together(found) -> None:
    assert [(one["name"], one["text"]) for one in found["prints"]] == [
        ("stdout", "a\nb\n"),
        ("stderr", "c\n"),
        ("stdout", "d\n"),
    ]


def test_the_last_line_is_the_result(found) -> None:
    assert plain(found["result"]) == ["2"]
    assert plain(found["await"]) == ["5"]
    assert plain(found["main"]) == ["(1, '__main__')"]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("error", "ZeroDivisionError"),
        ("system exit", "SystemExit"),
        ("syntax", "SyntaxError"),
        ("input", "EOFError"),
        ("broken text", "E"),
        ("group", "AssertionError"),
        ("no such magic", "UsageError"),
    ],
)
def test_errors_are_outputs(found, cell, name) -> None:
    *_, error = [one for one in found[cell] if one["output_type"] == "error"]
    assert error["ename"] == name
    assert error["traceback"]


def test_magics_commands_and_displays(found) -> None:
    assert "Wall time" in found["magic"][0]["text"]
    assert found["command"][0]["text"].strip() == "hello"
    assert [one["output_type"] for one in found["display"]] == ["display_data", "stream"]
    assert "careful" in found["warned"][0]["text"]


def test_cells_that_only_ipython_reads(found) -> None:
    assert plain(found["magic between"]) == ["5"]
    assert "/" in plain(found["magic without its sign"])[0]
    assert plain(found["prompts"]) == ["6"]
    assert plain(found["indented"]) == ["7"]
    assert "line 1" in "\n".join(found["blank lines first"][0]["traceback"])


def test_endless_output_is_cut_off(found) -> None:
    (output,) = found["too much"]
    assert len(output["text"]) < 110_000
    assert "left out" in output["text"]
