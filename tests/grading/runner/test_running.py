"""Notebooks run for real: the student's cells in the sandbox, the tests where they can't be reached."""

from __future__ import annotations

import time

import pytest
from underhood_grading.runner import RunnerError, Task
from underhood_grading.sandbox import Limits, probe

from .conftest import DOUBLE, LIMITS, TEST_DOUBLE, check, errors, locked, passes, results, student, text

pytestmark = pytest.mark.skipif(not probe().available, reason=probe().reason)


def test_a_right_answer_passes_and_a_wrong_one_fails(run) -> None:
    assert passes(run(DOUBLE, TEST_DOUBLE))
    assert errors(run(student("def double(x):\n    return x"), TEST_DOUBLE).outputs[1]) == ["AssertionError"]
    assert errors(run(student(""), TEST_DOUBLE).outputs[1]) == ["NameError"]


def test_partial_credit_and_the_numbers_type(run) -> None:
    done = run(DOUBLE, check("points = 0\npoints += double(1) == 2\npoints += double(1) == 3\npoints"))
    assert results(done.outputs[1]) == ["1"]


def test_arrays_and_locked_cells_are_there_on_both_sides(run) -> None:
    done = run(
        locked("import numpy as np\ndef reference(x):\n    return np.cumsum(x)\nwanted = reference(np.arange(5.0))"),
        student("def scan(x):\n    return reference(x)\nmine = scan(np.arange(5.0))"),
        check("assert np.array_equal(scan(np.arange(5.0)), wanted)\nassert mine.dtype == float and mine[4] == 10"),
    )
    assert passes(done)


def test_cells_show_what_they_print_and_raise(run) -> None:
    done = run(student("print('a')\n1 / 0"), student("'shown'"), check("print('from the test')"), student("# nothing"))
    assert text(done.outputs[0]) == "a\n"
    assert errors(done.outputs[0]) == ["ZeroDivisionError"]
    assert results(done.outputs[1]) == ["'shown'"]
    assert text(done.outputs[2]) == "from the test\n"


def test_a_traceback_shows_the_test_and_none_of_our_own_frames(run) -> None:
    done = run(student("def double(x):\n    return x / 0"), TEST_DOUBLE)
    (error,) = [one for one in done.outputs[1] if one["output_type"] == "error"]
    shown = "\n".join(error["traceback"])
    assert (error["ename"], error["evalue"]) == ("ZeroDivisionError", "division by zero")
    assert "line 1" in shown
    assert "underhood_grading" not in shown


def test_a_traceback_has_the_number_of_its_cell(run) -> None:
    cells = student("x = 1"), student("# nothing"), student(""), DOUBLE, check("assert double(2) == 5"), student("f")
    done = run(*cells)
    shown = ["\n".join(outputs[-1].get("traceback", [])) if outputs else "" for outputs in done.outputs]
    # As the grader numbers them: what is empty is not run.
    assert ["In[4]" in shown[4], "In[5]" in shown[5]] == [True, True]


def test_a_students_cells_are_found_by_the_notebooks_numbers(run) -> None:
    done = run(student("x = 1"), check("x"), student("y = 2"), student("_i3, In[3], get_ipython().execution_count"))
    assert results(done.outputs[3]) == ["('y = 2', 'y = 2', 5)"]


def test_trusted_cells_are_compiled_before_the_judge_is_forked(run) -> None:
    teachers = (("setup", "locked", "marker = 1"), ("answer", "student", "marker = 2"), ("check", "test", "marker = 3"))
    ahead = "{text.strip() for text, _ in get_ipython().compile._ahead if 'marker =' in text} - {None}\n"
    done = run(check(f"import sys\n{ahead}"), student(f"import sys\n{ahead}"), teachers=teachers)
    assert results(done.outputs[0]) == ["{'marker = 1', 'marker = 3'}"]
    assert results(done.outputs[1]) == ["set()"]


def test_every_traceback_is_coloured(run) -> None:
    done = run(student("1 / 0"), student("2 / 0"))
    for outputs in done.outputs:
        assert "\x1b[30;43m" in "\n".join(outputs[0]["traceback"])


def test_the_teachers_cells_are_parsed_before_the_judge_is_forked(run) -> None:
    look = check("from underhood_grading.runner.roles import names_of\nassert names_of.cache_info().hits >= 20")
    teachers = tuple((f"cell-{number}", "locked", f"x = {number}") for number in range(20))
    assert passes(run(look, teachers=teachers))


def test_what_the_students_code_prints_during_a_test_is_shown_with_it(run) -> None:
    done = run(student("def f():\n    print('inside f')\n    return 1"), check("assert f() == 1"))
    assert text(done.outputs[1]) == "inside f\n"


def test_files_lie_beside_the_notebook(run) -> None:
    done = run(
        student("import own\nwanted = own.VALUE + int(open('data/n.txt').read())"),
        check("assert wanted == 42"),
        files={"own.py": b"VALUE = 40", "data/n.txt": b"2"},
    )
    assert passes(done)


def test_files_of_the_teacher_lie_beside_the_tests(run) -> None:
    done = run(
        student("open('answers.txt', 'w').write('7')\nf = int"),
        check("assert f(7) == int(open('answers.txt').read())"),
        trusted_files={"answers.txt": b"7"},
    )
    assert passes(done)


def test_visible_definitions_of_a_test_are_the_students_to_use(run) -> None:
    cells = (check("def helper():\n    return 5\nassert True", definitions="def helper():\n    return 5"),)
    assert passes(run(*cells, student("y = helper()"), check("assert y == 5", "later")))


def test_names_bound_by_the_teacher_are_not_the_students_to_replace(run) -> None:
    setup, helper = locked("import math\nLIMIT = 3"), check("def verify(x):\n    assert x == LIMIT\nverify(3)", "first")
    cheat = student("def verify(x): pass\nLIMIT = 99\nmath = None\ndef len(x): return 7\nanswer = 99")
    last = check("assert len([1]) == 1\nassert math.pi > 3\nverify(answer)", "last")
    source = (
        ("setup", "locked", setup.source),
        ("answer", "student", "answer = 3"),
        ("first", "test", helper.source),
        ("last", "test", last.source),
    )
    assert errors(run(setup, helper, cheat, last, teachers=source).outputs[3]) == ["AssertionError"]
    assert passes(run(setup, helper, student("answer = 3"), last, teachers=source), 3)


def test_a_loop_is_interrupted_and_the_rest_is_run(run) -> None:
    done = run(student("while True: pass"), DOUBLE, TEST_DOUBLE, cell_seconds=0.5)
    assert errors(done.outputs[0]) == ["CellTimeoutError"]
    assert done.outputs[0][-1]["evalue"] == "ran over its 0.5 s"
    assert passes(done)


def test_a_loop_inside_a_test_is_interrupted_and_the_rest_is_run(run) -> None:
    loop = student("def spin():\n    while True: pass")
    done = run(loop, DOUBLE, check("spin()", "spin"), TEST_DOUBLE, cell_seconds=0.5)
    assert errors(done.outputs[2]) == ["CellTimeoutError"]
    assert passes(done)


def test_what_cannot_be_interrupted_is_ended(run) -> None:
    stubborn = student("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass")
    start = time.monotonic()
    done = run(DOUBLE, TEST_DOUBLE, stubborn, check("assert True", "after"), cell_seconds=0.5)
    assert passes(done, 1), "what ran before keeps its points"
    assert errors(done.outputs[2]) == ["CellTimeoutError"]
    assert errors(done.outputs[3]) == ["CellNotRunError"]
    assert time.monotonic() - start < LIMITS.seconds


def test_the_whole_notebook_has_a_limit(run) -> None:
    done = run(student("import time\ntime.sleep(60)"), student("x = 1"), limits=Limits(seconds=1, memory_mb=600))
    assert errors(done.outputs[0]) == ["CellTimeoutError"]
    assert errors(done.outputs[1]) == ["CellNotRunError"]


def test_a_test_that_loops_itself_is_ended(run) -> None:
    done = run(
        DOUBLE, check("while True:\n    try:\n        double(1)\n    except Exception:\n        pass"), cell_seconds=0.5
    )
    assert errors(done.outputs[1]) == ["CellTimeoutError"]


def test_too_much_memory_ends_the_process(run) -> None:
    done = run(
        DOUBLE, TEST_DOUBLE, student("hog = []\nwhile True: hog.append(bytearray(b'x' * 10_000_000))"), TEST_DOUBLE
    )
    assert passes(done, 1)
    assert errors(done.outputs[2])[-1] in ("ProcessEndedError", "MemoryError")
    if done.ending != "killed":
        assert done.ending == "memory"


def test_too_many_processes_end_it(run) -> None:
    done = run(student("import os, time\nfor _ in range(500):\n    if os.fork() == 0: time.sleep(60)"), TEST_DOUBLE)
    assert errors(done.outputs[0])
    assert errors(done.outputs[1])


def test_inside_a_test_sees_identity(run) -> None:
    same = "marker = object()\ndef same(x): return (x, marker)"
    test = "a = [1]\nassert same(a)[1] is marker"
    assert passes(run(student(same), check(test, inside=True)))


def test_runs_do_not_see_each_other(run) -> None:
    run(student("import builtins, numpy\nbuiltins.left = 1\nnumpy.left = 1\nopen('/tmp/left', 'w').write('x')"))
    done = run(
        student(
            "import builtins, numpy, os\n"
            "found = [hasattr(builtins, 'left'), hasattr(numpy, 'left'), os.path.exists('/tmp/left')]"
        ),
        check("assert found == [False, False, False]"),
    )
    assert passes(done)


def test_random_numbers_differ_between_runs(run) -> None:
    cells = (student("import numpy as np, random\nvalue = np.random.rand(), random.random()"), check("value"))
    assert len({results(run(*cells).outputs[1])[0] for _ in range(3)}) == 3


def test_a_test_that_cannot_be_stopped_is_given_up_at_once(runner, monkeypatch) -> None:
    monkeypatch.setattr("underhood_grading.runner.awaiting.GRACE", 1.0)
    stubborn = "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass"
    with pytest.raises(RunnerError, match="could not be stopped") as caught:
        runner.run(Task((DOUBLE, check(stubborn)), limits=Limits(seconds=1, memory_mb=600)))
    assert not caught.value.again
    assert runner.is_alive()
    assert runner.run(Task((DOUBLE, TEST_DOUBLE), limits=LIMITS)).outputs == ([], [])
