"""What students may try, so that a test says yes: none of it reaches the judge."""

from __future__ import annotations

import pytest
from underhood_grading.sandbox import probe

from .conftest import TEST_DOUBLE, check, errors, locked, passes, results, student

pytestmark = pytest.mark.skipif(not probe().available, reason=probe().reason)

CHEATS = {
    "an object that equals everything": "class Odd:\n    def __eq__(self, other): return True\n"
    "def double(x): return Odd()",
    "a number that equals everything": "class N(int):\n    def __eq__(self, other): return True\n    __hash__ = None\n"
    "def double(x): return N(7)",
    "an assert that never fails": "import builtins\nbuiltins.AssertionError = type('E', (Exception,), {})\n"
    "get_ipython().ast_transformers.clear()\ndef double(x): return 0",
    "frames of the test": "import sys\ndef double(x):\n    frame = sys._getframe()\n    while frame:\n"
    "        frame.f_globals['double'] = lambda x: 2 * x\n        frame = frame.f_back\n    return 0",
    "an exit with success": "import os\ndef double(x): os._exit(0)",
    "an exit during the test": "def double(x): raise SystemExit(0)",
    "a broken channel": "import os\ndef double(x):\n    for fd in range(3, 100):\n"
    "        try: os.write(fd, b'\\x00' * 4096)\n        except OSError: pass\n    return 0",
    "a result written to the channel": "import os, json\nfor fd in range(3, 50):\n    try: os.write(fd, json.dumps("
    "{'op': 'done', 'outputs': []}).encode())\n    except OSError: pass",
    "no answer to any question": "import os, time\nimport underhood_grading.apart.serving as s\n"
    "s.Servant.answer = lambda *a: time.sleep(100)",
    "an answer that raises": "import underhood_grading.apart.serving as s\n"
    "s.Servant.answer = lambda *a: {'op': 'raise', 'base': 'ValueError', 'text': 'no', 'args': ['t']}",
    "an answer that is none": "import underhood_grading.apart.serving as s\n"
    "s.Servant.answer = lambda *a: {'op': 'done'}",
    "nothing there": "",
}


@pytest.mark.parametrize("cheat", CHEATS)
def test_cheats_win_nothing(run, cheat) -> None:
    done = run(student(CHEATS[cheat]), TEST_DOUBLE, cell_seconds=2)
    assert errors(done.outputs[1])


def test_an_object_that_looks_like_points_is_none(run) -> None:
    source = (
        "class P:\n    def __repr__(self): return '3'\n    def _ipython_display_(self): pass\n"
        "    def _repr_mimebundle_(self, **k): return {'text/plain': '3'}\ndef f(): return P()"
    )
    (shown,) = results(run(student(source), check("f()")).outputs[1])
    with pytest.raises(ValueError, match="could not convert"):
        float(shown)


def test_a_class_in_a_functions_place_wins_nothing(run) -> None:
    everything = "class find:\n    def __init__(self, *a): pass\n    def __contains__(self, x): return True"
    test = check("assert 'x' in find('axb')")
    teachers = (("find", "student", "def find(s):\n    return list(s)"), ("check", "test", test.source))
    assert errors(run(student(everything), test, teachers=teachers).outputs[1])
    assert passes(run(student("def find(s):\n    return list(s)"), test, teachers=teachers))


IMPORTS = "import numpy as np\nfrom math import isclose\ndef f(x):\n    return x"
MODULES = {
    "a module's function replaced": "import numpy as np\nnp.allclose = lambda *a, **k: True\ndef f(x): return 0",
    "a module of that name": "import types\nnp = types.ModuleType('numpy')\nnp.allclose = lambda *a, **k: True\n"
    "def f(x): return 0",
    "a class in a module's place": "class np:\n    allclose = staticmethod(lambda *a, **k: True)\n"
    "isclose = np.allclose\ndef f(x): return 0",
}


@pytest.mark.parametrize("trick", MODULES)
@pytest.mark.parametrize("test", ["assert np.allclose(f(1.0), 1.0)", "assert isclose(f(1.0), 1.0)"])
def test_what_the_teacher_imported_in_a_students_cell_is_not_the_students(run, trick, test) -> None:
    teachers = (("f", "student", IMPORTS), ("check", "test", test))
    assert errors(run(student(MODULES[trick]), check(test), teachers=teachers).outputs[1]) == ["AssertionError"]
    assert passes(run(student(IMPORTS), check(test), teachers=teachers))


@pytest.mark.parametrize("trick", list(MODULES)[:2])
def test_a_module_is_the_judges_own_where_the_teachers_notebook_is_not_known(run, trick) -> None:
    test = check("assert np.allclose(f(1.0), 1.0)")
    assert errors(run(student(MODULES[trick]), test).outputs[1]) == ["AssertionError"]
    assert passes(run(student(IMPORTS), test))


def test_a_module_of_the_students_own_stays_theirs(run) -> None:
    cell = student("import own\nfrom own import f")
    teachers = (("f", "student", cell.source), ("check", "test", ""))
    files = {"own.py": b"def f(x):\n    return x"}
    assert passes(run(cell, check("assert f(2) == own.f(2) == 2"), teachers=teachers, files=files))


def test_names_of_an_import_of_all_are_the_teachers(run) -> None:
    cell = student("from math import *\ndef f(x):\n    return x")
    trick = student("def isclose(a, b):\n    return True\ndef f(x):\n    return 0")
    test = check("assert isclose(f(1.0), 1.0)")
    teachers = (("f", "student", cell.source), ("check", "test", test.source))
    assert errors(run(trick, test, teachers=teachers).outputs[1]) == ["AssertionError"]
    assert passes(run(cell, test, teachers=teachers))


def test_hidden_tests_never_enter_the_students_process(run) -> None:
    look = student(
        "import gc, sys, os\nseen = []\ndef double(x):\n"
        "    text = repr([o for o in gc.get_objects() if isinstance(o, (str, bytes, list, dict))]) + repr(In)\n"
        "    seen.append(str(7900 + 19) in text)\n    return 2 * x\n"
    )
    secret = "7919"
    done = run(
        locked("SECRET = None"),
        look,
        check(f"hidden = {secret}\nassert double(2) == 4"),
        check("assert seen == [False]", "later"),
    )
    assert passes(done, 2)
    assert passes(done, 3)
