"""A code cell's syntax."""

from __future__ import annotations

import ast
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from underhood_grading.runner.parsing import parse_cell


def test_magics_are_calls() -> None:
    assert ast.unparse(parse_cell("%matplotlib inline\nx = 1")).startswith("get_ipython().run_line_magic('matplotlib'")


def test_what_is_no_python_raises() -> None:
    with pytest.raises(SyntaxError):
        parse_cell("def")


def test_threads_parse_one_after_the_other(monkeypatch) -> None:
    parse, inside, together = ast.parse, [], []

    def slowly(source: str) -> ast.Module:
        inside.append(source)
        together.append(len(inside))
        time.sleep(0.01)
        inside.remove(source)
        return parse(source)

    monkeypatch.setattr(ast, "parse", slowly)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(parse_cell, (f"a{number}" for number in range(8))))
    assert [ast.unparse(one) for one in found] == [f"a{number}" for number in range(8)]
    assert max(together) == 1
