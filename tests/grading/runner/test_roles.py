"""Whose is a cell, and whose a name."""

from __future__ import annotations

import pytest
from underhood_grading.runner.roles import Names, Ownership, definitions, modules, names_of, role


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ({"grade": True, "solution": False, "locked": True}, "test"),
        ({"grade": True, "solution": True, "locked": False}, "student"),  # graded by hand
        ({"grade": False, "solution": True, "locked": False}, "student"),
        ({"grade": False, "solution": False, "locked": True}, "locked"),
        ({}, "student"),
    ],
)
def test_roles_follow_the_released_marks(mark, expected) -> None:
    assert role(mark) == expected


@pytest.mark.parametrize(
    ("source", "bound", "used"),
    [
        ("y = [f(x) for x in data]", {"y"}, {"f", "data"}),
        ("{k: [w for w in v if (n := w)] for k, v in d.items()}, {c for c in k}", {"n"}, {"d", "k"}),
        ("import numpy as np, os.path\nfrom math import pi", {"np", "os", "pi"}, set()),
        ("def g(a, b=k):\n    return a + h(b)", {"g"}, {"h", "k"}),
        ("def g():\n    global q\n    q = 1", {"g", "q"}, {"q"}),
        ("points += f(1)", {"points"}, {"points", "f"}),
        ("class A(B):\n    def m(self):\n        return c", {"A"}, {"B", "c"}),
        ("for i in r:\n    with o() as z:\n        pass", {"i", "z"}, {"r", "o"}),
        ("%time f(3)", set(), {"f", "get_ipython", "time"}),
        ("x = !ls $folder", {"x"}, {"get_ipython", "ls", "folder"}),
        ("if (n := len(s)) > 3: pass", {"n"}, {"len", "s"}),
        ("this is no Python", set(), set()),
        ("", set(), set()),
    ],
)
def test_names_that_a_cell_binds_and_uses(source, bound, used) -> None:
    found = names_of(source)
    assert found.bound == bound
    assert used <= found.used
    assert found.used - used <= bound


def test_only_definitions_of_a_test_are_the_students_to_see() -> None:
    source = "import re\nLIMIT = 3\ndef check(n):\n    assert f(n)\ncheck(5)\nclass Case: pass\nassert f(6)"
    assert definitions(source) == "import re\ndef check(n):\n    assert f(n)\nclass Case:\n    pass"
    assert definitions("no Python") == ""


def test_modules_to_import_beforehand() -> None:
    sources = [
        "import numpy as np\nfrom a.b import c, d",
        "%matplotlib inline\nimport numpy\nfrom . import x",
        "oh no (",
    ]
    assert modules(sources) == ["numpy", "a.b", "a.b.c", "a.b.d"]
    assert modules(["from a import *"]) == ["a"]


TEACHERS = Ownership.of(
    [
        ("setup", "locked", "import numpy as np\nresult = None"),
        ("answer", "student", "def f(x):\n    return x\nresult = f(2)"),
        ("test", "test", "def check(x):\n    assert f(x) == result\ncheck(1)"),
        ("", "student", "result = 3\nshown = f(1)"),
        ("again", "test", "check(2)"),
    ]
)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("test", {"f", "result", "own"}),  # the solution binds `result` after the locked cell did
        ("again", {"f", "result", "shown", "own"}),  # `check` is the test's, whatever the student calls so
    ],
)
def test_a_name_is_whose_cell_bound_it_last_in_the_teachers_notebook(cell, expected) -> None:
    wanted = {"f", "np", "result", "check", "shown", "len", "own"}
    # In its first test `check` is nobody's yet, and shown only later.
    found = TEACHERS.students(wanted - ({"shown", "check"} if cell == "test" else set()), cell, {})
    assert found == expected


def test_without_the_teachers_notebook_what_trusted_cells_bound_is_theirs() -> None:
    assert Ownership().students({"f", "np", "print"}, "test", {"np": object()}) == {"f"}


def test_names_of_nothing() -> None:
    assert names_of("x = (") == Names()


def test_functions_are_what_only_def_binds() -> None:
    source = "def f(): pass\nasync def g(): pass\nclass A: pass\nh = lambda: 1\nx = 3"
    assert names_of(source).functions == {"f", "g"}
    own = Ownership.of([("a", "student", source), ("b", "student", "g = A()"), ("t", "test", "def check(): pass")])
    assert own.functions == {"f"}


def test_imports_are_the_teachers_until_something_else_binds_the_name() -> None:
    first = "import numpy as np, os.path\nfrom math import pi\nif True:\n    import re\ndef f():\n    import json"
    own = Ownership.of(
        [("a", "student", first), ("b", "student", "pi = 3\nfrom cmath import *"), ("t", "test", "import time")]
    )
    wanted = {"np", "os", "pi", "re", "json", "f", "phase", "time"}
    assert own.imports(wanted, "b") == {
        "np": ["import numpy as np"],
        "os": ["import os.path"],
        "pi": ["from math import pi"],
        "re": ["import re"],
    }
    later = own.imports(wanted, "t")
    assert later.keys() == {"np", "os", "re", "json", "phase", "time"}
    assert later["phase"] == ["from cmath import *"]
