"""Cells that were read ahead, or once only, run as they always did; in a process of their own, as one has one shell."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

SCRIPT = r"""
import builtins, json, os, sys
from underhood_grading.runner.shell import Shell

shell = Shell()
shell.warm()
compiled = []
plain = builtins.compile

def counting(source, filename, *rest, **options):
    if source != "" and ("ipython" in str(filename) or filename == "<unknown>"):
        compiled.append(filename)
    return plain(source, filename, *rest, **options)

def in_fork(cells, ahead):
    reading, writing = os.pipe()
    if os.fork() == 0:
        for cell in ahead:
            shell.read_ahead(cell)
        builtins.compile = counting
        found = [(shell.run(cell, number), len(compiled)) for number, cell in cells]
        with os.fdopen(writing, "w") as file:
            json.dump(found, file)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as file:
        found = json.load(file)
    os.wait()
    return found

print(json.dumps([in_fork(*session) for session in json.load(sys.stdin)]))
"""

CELLS = {
    "values": "x = 1\ny = x + 1\nx + y",
    "failing": "def f(a):\n    return a / 0\n\nf(1)",
    "waiting": "import asyncio\nawait asyncio.sleep(0)\n[n async for n in asyncio.as_completed([])] if 0 else 3",
    "silent": "x;\ny;",
    "semicolons": "a = 1; b = 2\na + b  # no; not silent",
    "one line": "x + 1",
    "magic": "%precision 2\nz = 0.125\nz",
    "odd": "def g():\n    pass\nreturn 5",
    "broken": "def g(:\n    pass",
    "warning": "x = 1\nx is 1",
    "no end": "if True:\n    x = 7",
}


FUTURE = "from __future__ import annotations\nimport sys"
ANNOTATED = "def f(x: nowhere):\n    return x\n\nf(3)"
REGISTER = (
    "import ast\nclass More(ast.NodeTransformer):\n"
    "    def visit_Constant(self, node):\n        node.value += 1\n        return node\n"
    "get_ipython().ast_transformers.append(More())"
)
COUNTED = "n = 40\nn"
ASSIGNED = "n = 30\nn = 40"
SHOW_LAST = "get_ipython().ast_node_interactivity = 'last_expr_or_assign'\nprint()"
SESSIONS = {
    "cells": (list(CELLS.values()), list(CELLS.values())),
    "future": ([ANNOTATED, FUTURE, ANNOTATED], [ANNOTATED, FUTURE]),
    "transformed": ([REGISTER, COUNTED, COUNTED, "get_ipython().ast_transformers.clear()\n", COUNTED], [COUNTED]),
    "shown": ([SHOW_LAST, ASSIGNED, ASSIGNED, SHOW_LAST.replace("_or_assign", ""), ASSIGNED], [ASSIGNED]),
    "numbered": ([(4, CELLS["failing"]), (9, CELLS["failing"]), (11, "f(2)")], [CELLS["failing"]]),
}


@pytest.fixture(scope="module")
def sessions():
    """Return outputs and numbers of compilations by session, of each without and with cells read ahead."""
    asked = []
    for cells, ahead in SESSIONS.values():
        numbered = [(index + 1, cell) if isinstance(cell, str) else cell for index, cell in enumerate(cells)]
        asked += [(numbered, []), (numbered, ahead)]
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""  # a warning is the cell's, and not the warm process's
    found = []
    for session in json.loads(done.stdout):
        outputs, counts = zip(*session, strict=True)
        found.append((outputs, [now - before for before, now in zip((0, *counts), counts, strict=False)]))
    return dict(zip(SESSIONS, zip(found[::2], found[1::2], strict=True), strict=True))


@pytest.mark.parametrize("name", SESSIONS)
def test_what_was_read_ahead_shows_the_same(sessions, name) -> None:
    (plain, _), (ahead, _) = sessions[name]
    assert ahead == plain


def test_cells_show_what_ipython_would(sessions) -> None:
    found = dict(zip(CELLS, sessions["cells"][0][0], strict=True))
    shown = {name: [one["data"]["text/plain"] for one in outputs if "data" in one] for name, outputs in found.items()}
    assert [shown[name] for name in ("values", "waiting", "semicolons", "magic")] == [["3"], ["3"], ["3"], ["0.12"]]
    assert shown["silent"] == []
    errors = {name: [one["ename"] for one in outputs if "ename" in one] for name, outputs in found.items()}
    assert [*errors["failing"], *errors["odd"], *errors["broken"]] == [
        "ZeroDivisionError",
        "SyntaxError",
        "SyntaxError",
    ]
    said = "".join(one["text"] for one in found["warning"] if "text" in one)
    assert said.count('"is" with') == 1
    assert "<ipython-input-" in said
    assert "<unknown>" not in said


def test_a_cell_is_parsed_once_and_compiled_once(sessions) -> None:
    plain, ahead = (dict(zip(CELLS, counts, strict=True)) for _, counts in sessions["cells"])
    assert plain["values"] == 1 + 3  # its statements are compiled one by one
    assert [ahead[name] for name in ("values", "failing", "silent", "one line", "no end")] == [0] * 5


def test_a_future_import_counts_for_what_was_compiled_before_it(sessions) -> None:
    for outputs, _ in sessions["future"]:
        assert [one["output_type"] for some in outputs for one in some] == ["error", "execute_result"]


@pytest.mark.parametrize(("name", "wanted"), [("transformed", ["41", "41", "40"]), ("shown", ["40", "40"])])
def test_what_changes_cells_does_not_change_them_for_good(sessions, name, wanted) -> None:
    for outputs, _ in sessions[name]:
        assert [one["data"]["text/plain"] for some in outputs for one in some if "data" in one] == wanted


def test_a_traceback_has_the_number_that_the_notebook_shows(sessions) -> None:
    for outputs, _ in sessions["numbered"]:
        texts = ["\n".join(one["traceback"]) for some in outputs for one in some]
        assert [f"In[{number}]" in text for number, text in zip((4, 9, 11), texts, strict=True)] == [True] * 3
