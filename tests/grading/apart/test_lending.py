"""Objects of a test's own classes that the notebook gets to use, and what it does not get at."""

import pytest

USE = """
def use(thing, source):
    return eval(source, {"x": thing})
def run(thing, source):
    exec(source, {"x": thing})
"""


@pytest.fixture(scope="module")
def using(module_notebook):
    return module_notebook(USE, "use", "run")


OWN = """
class Log:
    secret = "public"
    def __init__(self): self.lines = []; self._hidden = 1
    def write(self, line): self.lines.append(line)
    def __len__(self): return len(self.lines)
    def __getitem__(self, i): return self.lines[i]
    def __add__(self, x): return len(self.lines) + x
    def steps(self): yield from self.lines
    def frame(self): import inspect; return inspect.currentframe()
"""


def test_objects_of_a_test_s_own_classes_can_be_used(using, cell):
    log = cell(OWN)["Log"]()
    using.run(log, "x.write('a'); x.write('b')")
    assert log.lines == ["a", "b"]
    assert using.use(log, "len(x), x[0], x + 1, list(x.steps()), x.secret, x.lines") == (
        *(2, "a", 3, ["a", "b"], "public", ["a", "b"]),
    )
    assert using.use(log, "x") is log
    using.run(log, "x.mark = 5")
    assert log.mark == 5
    made = using.use(cell(OWN)["Log"], "x()")
    assert type(made).__name__ == "Log"


@pytest.mark.parametrize(
    "source",
    [
        "x._hidden",
        "x._lender.call_back('call', x, (), {})",
        "x._lender.call_back('getattr', x, '__class__')",
        "x._lender.call_back('getattr', x, '__init__')",
        "x._lender.call_back('getattr', x.write, '__globals__')",
        "x._lender.call_back('getattr', x.write, 'f')",
        "x._lender.call_back('getattr', x.steps(), 'gi_frame')",
        "x._lender.call_back('setattr', x, '__class__', int)",
        "x._lender.call_back('setattr', x.write, 'mark', 1)",
        "x._lender.call_back('delattr', x, 'lines')",
        "x._lender.call_back('dir', x)",
        "x._lender.call_back('deepcopy', x)",
        "x._lender.call_back('getattr', [], 'append')",
        "x._lender.call_back('call', print, (), {})",
        "x._lender.call_back('nothing', x)",
        "x._lender.call_back('getattr', x)",
        "x._lender.call_back('next', x.write)",
        "x.frame()",
    ],
)
def test_a_notebook_gets_at_nothing_else_of_a_test_s(using, cell, source):
    log = cell(OWN)["Log"]()
    with pytest.raises((AttributeError, TypeError)):
        using.use(log, source)
    assert not hasattr(log, "mark")
    assert log.lines == []
    assert using.use(1, "x") == 1
