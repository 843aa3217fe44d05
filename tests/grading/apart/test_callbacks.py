"""What a test passes to be called: functions, iterators, streams."""

import inspect
import io
import math

import numpy as np
import pytest
from underhood_grading.apart import UnsendableError


def test_functions_can_be_passed(book):
    seen = []
    assert book.call(lambda x: 2 * x, 4) == 8
    assert book.call(np.add, 1, 2) == 3
    assert book.call(seen.append, [1, 2]) is None
    assert seen == [[1, 2]]
    assert book.call(book.call, lambda: 3) == 3
    assert book.call(lambda f: f(5), book.echo) == 5
    function = lambda: 0  # noqa: E731
    assert book.echo(function) is function


def test_a_callback_sees_and_makes_changes(book):
    value = [1]

    def look(x):
        assert x is value
        assert x == [1, 2]
        x.append(3)

    assert book.change([value, look], "x[0].append(2); x[1](x[0]); x[0].append(len(x[0]))")[0] is value
    assert value == [1, 2, 3, 3]


def test_calls_and_callbacks_nest(book):
    def down(n):
        return 0 if n == 0 else 1 + book.call(down, n - 1)

    assert down(15) == 15
    with pytest.raises(RecursionError):
        down(60)
    assert book.echo(1) == 1


def test_a_callback_s_exception_comes_through_as_it_is(book):
    class OwnError(Exception):
        pass

    error = OwnError("mine")

    def fail():
        raise error

    with pytest.raises(OwnError) as caught:
        book.call(fail)
    assert caught.value is error

    def complain():
        raise ValueError("no")

    assert book.outer(complain) == "caught no"
    with pytest.raises(book.Broke) as broke:
        book.call(lambda: book.spend(3))
    assert broke.value.amount == 3


def test_iterators_and_streams_can_be_passed(book):
    assert book.consume(x * x for x in range(4)) == 14
    assert book.consume(map(abs, [-1, -2])) == 3
    file = io.StringIO()
    book.show(file)
    assert file.getvalue() == "a 1\n"


def test_a_stored_function_can_be_called_in_a_later_call(book):
    book.keep(lambda: 42)
    assert book.call_kept() == 42


def test_modules_are_passed_by_name_and_other_objects_not_at_all(book):
    assert book.change(math, "assert x.pi > 3").pi == math.pi
    for value in (object(), np.random.default_rng(1), inspect.currentframe(), [object()]):
        with pytest.raises(UnsendableError):
            book.echo(value)
    assert book.echo(1) == 1
