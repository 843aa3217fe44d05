"""Tracebacks that cost less look as they did."""

import subprocess
import sys

SCRIPT = r"""
import re
import sys
from pygments.lexers import PythonLexer
from underhood_grading.runner.shell import Shell

shell = Shell()
failing = [
    "import numpy as np\nnp.testing.assert_allclose(np.arange(3), np.arange(3) + 1, err_msg='é')",
    "np.testing.assert_array_equal([1], [1, 2])",
    "def f(x):\n\n    return 1 / x\n\nf(0)",
]

def shown():
    return [re.sub(r"In\[\d+\]|line \d+", "", "\n".join(shell.run(one)[-1]["traceback"])) for one in failing]

before = shown()
shell.warm()
shell.fail_in(["numpy.testing", "torch.testing", "numba", ""])
assert "torch" not in sys.modules  # a hand-in without torch does not load it
read = []
plain = PythonLexer.get_tokens_unprocessed

def counting(lexer, text, stack=("root",)):
    read.append(text)
    return plain(lexer, text, stack)

PythonLexer.get_tokens_unprocessed = counting
print(shown() == before, "\x1b[" in before[0], max(map(len, read)))
"""


def test_they_are_the_same_and_what_was_read_is_not_read_again() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    same, coloured, longest = done.stdout.split()
    assert (same, coloured) == ("True", "True")
    assert int(longest) < 200  # the cells alone; the functions in NumPy that failed have thousands of characters


AHEAD = r"""
from pygments.lexers import PythonLexer
from underhood_grading.runner.shell import Shell
from underhood_grading.runner.tracebacks import highlight_ahead

shell = Shell()
shell.warm()
cells = ["x = 1\nassert x == 2, 'no'", "x = 1\n\nassert x == 2\n\n"]
read = []
plain = PythonLexer.get_tokens_unprocessed

def counting(lexer, text, stack=("root",)):
    read.append(text)
    return plain(lexer, text, stack)

PythonLexer.get_tokens_unprocessed = counting
for cell in cells:
    highlight_ahead(cell)
ahead = len(read)
for cell in cells:
    shell.run(cell)
print(ahead, len(read) - ahead)
"""


def test_a_cell_that_was_read_ahead_is_not_read_again() -> None:
    done = subprocess.run([sys.executable, "-c", AHEAD], capture_output=True, text=True, check=True)
    assert done.stdout == "2 0\n"
