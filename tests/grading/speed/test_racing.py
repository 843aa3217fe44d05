"""Races in the sandbox: honest functions get their share, attacks get nothing."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from underhood_grading.runner import Cell, Runner, Task
from underhood_grading.sandbox import Limits, probe

pytestmark = pytest.mark.skipif(not probe().available, reason=probe().reason)

LIMITS = Limits(seconds=20, memory_mb=900, processes=20, disk_mb=64, file_mb=32)
TEST = """
import numpy as np
from underhood_grading.speed import race

size = 60_000

def reference(x):
    for _ in range(10):
        y = np.cumsum(x)
    return y

def make_inputs(seed):
    return np.random.default_rng(seed).standard_normal(size)

outcome = race({function}, reference, make_inputs, seconds=0.15{more})
assert outcome.correct, outcome.message
print(f"share={{outcome.share:.3f}} refused={{bool(outcome.refused)}}")
outcome.points(5)
"""


@pytest.fixture(scope="module")
def runner():
    with Runner(["numpy", "underhood_grading.speed"]) as runner:
        yield runner


@pytest.fixture
def run(runner):
    def run(source, test=TEST, *, function="scan", more="", before=(), **options):
        cells = (*before, Cell("student", source), Cell("test", test.format(function=function, more=more), "race"))
        return Found(runner.run(Task(cells, limits=LIMITS, **options)).outputs[-1])

    return run


class Found:
    def __init__(self, outputs):
        self.text = "".join(one["text"] for one in outputs if one["output_type"] == "stream")
        self.errors = [f"{one['ename']}: {one['evalue']}" for one in outputs if one["output_type"] == "error"]
        if any("too busy to time" in one for one in self.errors):
            pytest.skip("this machine is too busy to time anything")
        results = [one["data"]["text/plain"] for one in outputs if one["output_type"] == "execute_result"]
        self.points = float(results[0]) if results else None
        share = re.search(r"share=([\d.]+)", self.text)
        self.share = float(share[1]) if share else None
        self.refused = "refused=True" in self.text


HONEST = "import numpy as np\ndef scan(x):\n    for _ in range({times}):\n        y = np.cumsum(x)\n    return y"


def test_as_fast_as_the_reference_is_full_points(run) -> None:
    found = run(HONEST.format(times=10))
    assert not found.errors
    assert 0.5 < found.share < 2
    assert found.points >= 3


def test_half_as_fast_is_the_step_in_the_middle(run) -> None:
    found = run(HONEST.format(times=20))
    assert 0.2 < found.share < 0.85
    assert 2 <= found.points <= 4


def test_much_faster_is_no_more_than_full_points(run) -> None:
    found = run(HONEST.format(times=1))
    assert found.share > 2
    assert found.points == 5


def test_the_tiers_are_the_tests_to_set(run) -> None:
    assert run(HONEST.format(times=20), more=", tiers=[0.2]").points == 5


def test_the_student_reads_what_was_measured(run) -> None:
    found = run(HONEST.format(times=10))
    times = r"[\d.]+ [mµ]s against the reference's [\d.]+ [mµ]s"
    assert re.search(times + r": [\d.]+(%| times) (of )?its speed \(± \d+%, \d+ rounds\)", found.text)


def test_a_reference_may_use_values_of_the_test_and_of_locked_cells(run) -> None:
    test = TEST.replace("np.cumsum(x)", "np.cumsum(x) * factor() + offset")
    before = (Cell("locked", "import numpy as np\ntable = np.ones(3)\ndef factor():\n    return table[0]", "setup"),)
    found = run(HONEST.format(times=10) + " + 2", test.replace("size =", "offset = 2.0\nsize ="), before=before)
    assert not found.errors
    assert found.points


def test_a_reference_may_be_in_a_module(run) -> None:
    test = TEST.replace("reference,", "np.cumsum,").replace("60_000", "600_000")
    found = run("from numpy import cumsum as scan", test)
    assert not found.errors
    assert 0.3 < found.share < 3


def test_a_function_that_comes_from_a_locked_cell_is_the_students_all_the_same(run) -> None:
    before = (Cell("locked", HONEST.format(times=10).replace("scan", "given"), "setup"),)
    assert run("scan = given", before=before).points >= 3


def test_several_results_and_small_ones(run) -> None:
    test = TEST.replace("return y", "return y, float(y[0]), y[:3]")
    found = run(HONEST.format(times=10).replace("return y", "return y, float(y[0]), y[:3]"), test)
    assert not found.errors
    assert found.points >= 3


IN_PLACE = "def scan(x):\n    import numpy as np\n    for _ in range(10): y = np.cumsum(x)\n    x[:] = y"


def test_arguments_may_be_changed_where_that_is_asked_for(run) -> None:
    test = TEST.replace("    return y", "    x[:] = y")
    assert not run(IN_PLACE, test, more=", in_place=True").errors
    wrong = run(IN_PLACE.replace("= y", "= 0"), test, more=", in_place=True")
    assert "element" in wrong.errors[0]


CHEATS = {
    "changes its argument": (IN_PLACE + "\n    return y", "argument 1 was changed"),
    "returns its argument": ("def scan(x): return x", "the result was wrong"),
    "sleeps and is wrong": (
        "import time\ndef scan(x):\n    time.sleep(0.001)\n    return x * 0",
        "the result was wrong",
    ),
    "caches the first result": (
        "import numpy as np\nknown = []\ndef scan(x):\n    known.append(np.cumsum(x))\n    return known[0]",
        "the result was wrong",
    ),
    "finishes later": (
        "import numpy as np\nclass Later:\n    def __init__(self, x): self.x = x\n"
        "    def __array__(self, dtype=None, copy=None): return np.cumsum(self.x)\ndef scan(x): return Later(x)",
        "an object that stays in its process",
    ),
    "is a generator": ("import numpy as np\ndef scan(x):\n    yield from np.cumsum(x)", "an object that stays"),
    "is less precise": (
        "import numpy as np\ndef scan(x): return np.cumsum(x.astype(np.float32))",
        "the result was wrong",
    ),
    "another shape": ("import numpy as np\ndef scan(x): return np.cumsum(x)[None]", "its shape is"),
    "nothing": ("def scan(x): pass", "it is None"),
    "holds on to its result": (
        "import numpy as np, mmap\nclose = mmap.mmap\nclass Kept(mmap.mmap):\n    def close(self): pass\n"
        "mmap.mmap = Kept\nheld = []\ndef scan(x): return np.cumsum(x)\n"
        "import underhood_grading.speed.side as side\nreal = side.np.copyto\n"
        "def copyto(a, b): held.append(a); real(a, b)\nside.np = type('N', (), {'copyto': staticmethod(copyto), "
        "'ndarray': np.ndarray})",
        "kept hold of its result",
    ),
}


@pytest.mark.parametrize("cheat", CHEATS)
def test_cheats_are_told_what_was_wrong(run, cheat) -> None:
    source, told = CHEATS[cheat]
    found = run(source)
    assert found.points is None
    assert told in found.errors[0]


def test_a_changed_clock_changes_nothing(run) -> None:
    clock = (
        "import time, itertools\nticks = itertools.count()\n"
        "for name in ('perf_counter', 'perf_counter_ns', 'monotonic', 'process_time_ns'):\n"
        "    setattr(time, name, lambda: next(ticks))\n"
    )
    assert run(clock + HONEST.format(times=40)).share < 0.7


def test_threads_that_burn_time_between_turns_gain_nothing(run) -> None:
    burn = (
        "import os, threading\nfor _ in range(2):\n    if os.fork() == 0:\n        while True: pass\n"
        "def spin():\n    while True: pass\nthreading.Thread(target=spin, daemon=True).start()\n"
    )
    # Where too little is left of a busy machine, nothing is measured, and that is no gain either.
    assert (run(burn + HONEST.format(times=40)).share or 0.0) < 0.7


def test_who_wakes_while_it_was_stopped_is_refused(run) -> None:
    wake = (
        "import ctypes, signal\nsignal.signal(signal.SIGCONT, lambda *_: None)\nlibc = ctypes.CDLL(None)\n"
        "class Event(ctypes.Structure):\n"
        "    _fields_ = [('value', ctypes.c_void_p), ('signo', ctypes.c_int), ('notify', ctypes.c_int),\n"
        "                ('pad', ctypes.c_char * 48)]\n"
        "event, timer = Event(None, signal.SIGCONT, 0), ctypes.c_void_p()\n"
        "assert libc.timer_create(1, ctypes.byref(event), ctypes.byref(timer)) == 0\n"
        "spec = (ctypes.c_long * 4)(0, 300_000, 0, 300_000)\n"
        "import threading\ndef spin():\n"
        "    while True: libc.timer_settime(timer, 0, spec, None)\n"
        "threading.Thread(target=spin, daemon=True).start()\n"
    )
    # On a busy machine it may find no time to use.
    found = next(found for _ in range(5) if (found := run(wake + HONEST.format(times=10))).refused)
    assert found.points == 0


def test_less_time_than_the_machine_needs_is_refused(run) -> None:
    found = run(HONEST.format(times=1), more=", floor=lambda x: (1e12, 0)")
    assert "less than the" in found.text
    assert found.points == 0


def test_what_the_function_raises_is_the_tests_to_see(run) -> None:
    assert run("def scan(x): raise ValueError('not yet')").errors == ["ValueError: not yet"]


def test_a_process_that_ends_wins_nothing(run) -> None:
    assert run("import os\ndef scan(x): os._exit(0)").points is None


AUTHORS = {
    "too little work": (TEST.replace("range(10)", "range(1)").replace("60_000", "10"), "scan", "more to do"),
    "a lambda as reference": (TEST.replace("reference,", "lambda x: np.cumsum(x),"), "scan", "a function with a name"),
    "the student's as reference": (TEST.replace(", reference,", ", scan,"), "scan", "that students define"),
    "a function of the test's own": (TEST, "lambda x: scan(x)", "the student's function itself"),
}


@pytest.mark.parametrize("mistake", AUTHORS)
def test_an_authors_mistakes_are_told(run, mistake) -> None:
    test, function, told = AUTHORS[mistake]
    found = run(HONEST.format(times=10), test, function=function)
    assert told in found.errors[0]


def test_no_race_is_judged_inside_the_students_process(runner) -> None:
    test = Cell("test", TEST.format(function="scan", more=""), "race", inside=True)
    done = runner.run(Task((Cell("student", HONEST.format(times=10)), test), limits=LIMITS))
    assert "inside the student's process" in Found(done.outputs[-1]).errors[0]


def test_the_reference_is_never_in_the_students_process(run) -> None:
    look = (
        "import gc\ndef scan(x):\n    import numpy as np\n"
        "    names = 'refe' + 'rence', 'make_' + 'inputs'\n"
        "    assert not [one for one in gc.get_objects() if getattr(one, '__name__', '') in names]\n"
        "    for _ in range(10): y = np.cumsum(x)\n    return y"
    )
    assert not run(look).errors


def test_what_is_kept_of_races_has_their_names_and_shares_and_no_times(runner) -> None:
    tests = (
        TEST.format(function="scan", more=", name='partial sums', tiers=[0.01, 0.02]"),
        TEST.format(function="scan", more="") + "\nrace(scan, reference, make_inputs, seconds=0.15)\nNone",
        TEST.format(function="lazy", more=""),
    )
    cells = (
        Cell("student", HONEST.format(times=10) + "\ndef lazy(x):\n    return x"),
        *(Cell("test", test, name) for test, name in zip(tests, "abc", strict=True)),
    )
    done = runner.run(Task(cells, limits=LIMITS))
    for outputs in done.outputs[1:3]:
        assert not Found(outputs).errors  # which skips on a busy machine
    names = [(one["cell"], one["name"]) for one in done.races]
    assert names == [("a", "partial sums"), ("b", "b"), ("b", "b 2"), ("c", "c")]
    shares = [one["share"] for one in done.races]
    assert all(0.3 < share < 3 for share in shares[:3])
    assert shares[3] == 0
    assert [one["tier"] for one in done.races[::3]] == [2, 0]
    assert all(one.keys() == {"cell", "name", "share", "tier", "tiers"} for one in done.races)


def test_two_submissions_at_once_take_turns(runner) -> None:
    test = Cell("test", TEST.format(function="scan", more=""), "race")
    task = Task((Cell("student", HONEST.format(times=10)), test), limits=LIMITS)
    with ThreadPoolExecutor(2) as pool:
        both = [Found(done.outputs[-1]) for done in pool.map(runner.run, [task, task])]
    assert [found.errors for found in both] == [[], []]
    assert all(0.3 < found.share < 3 for found in both)
