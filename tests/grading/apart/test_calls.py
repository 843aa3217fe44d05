"""A test's calls into a notebook in another process: what comes back, what is changed, what is raised."""

import asyncio
import collections
import copy
import inspect
import io
import math
import os
import signal
import time
import types

import numpy as np
import pytest
import torch
from underhood_grading.apart import RemoteError, StudentGoneError, StudentTimeError, UnsendableError

FUNCTIONS = """
import json, os, time
import numpy as np

def echo(*args, **kwargs):
    return args[0] if len(args) == 1 and not kwargs else (args, kwargs)

def call(function, *args):
    return function(*args)

def change(value, how):
    exec(how, {"x": value, "np": np})
    return value

def count(n):
    got = []
    for i in range(n):
        sent = yield i
        if sent: got.append(sent)
    return got

def forever():
    n = 0
    while True:
        yield n
        n += 1

def hang():
    while True: time.sleep(0.05)

def leave(how):
    if how == "exit": raise SystemExit(3)
    if how == "interrupt": raise KeyboardInterrupt
    os._exit(3)

def fail(source):
    exec(source)

class Broke(ValueError):
    def __init__(self, amount):
        super().__init__(f"{amount} too much")
        self.amount = amount

def spend(amount):
    raise Broke(amount)

async def later(x):
    import asyncio
    await asyncio.sleep(0.001)
    return x

async def stream(n):
    for i in range(n):
        yield i

def outer(function):
    try:
        return function()
    except ValueError as error:
        return f"caught {error}"

kept = []
def keep(function):
    kept.append(function)
def call_kept():
    return kept[0]()
def consume(numbers):
    return sum(numbers)
def show(file):
    print("a", 1, file=file)
table = {"a": [1, 2]}
limit = 7
"""
NAMES = (
    *("echo", "call", "change", "count", "forever", "hang", "leave", "fail", "Broke", "spend", "later", "stream"),
    *("outer", "keep", "call_kept", "consume", "show", "table", "limit", "missing"),
)


@pytest.fixture
def book(notebook):
    return notebook(FUNCTIONS, *NAMES)


def test_plain_names_are_values_and_missing_ones_are_missing(book):
    assert (book.table, book.limit) == ({"a": [1, 2]}, 7)
    assert not hasattr(book, "missing")


def test_arguments_and_results_are_plain_values(book):
    assert book.echo(1, "a", key=[None]) == ((1, "a"), {"key": [None]})
    assert np.array_equal(book.echo(np.eye(3)), np.eye(3))
    assert torch.equal(book.echo(torch.ones(2)), torch.ones(2))
    assert book.echo(int) is int
    assert book.echo(math.sin)(0) == 0


@pytest.mark.parametrize(
    ("value", "how", "changed"),
    [
        ([3, 1, 2], "x.sort()", [1, 2, 3]),
        ([[1], [2]], "x[0].append(5); x.pop()", [[1, 5]]),
        (list(range(1000)), "x.reverse()", list(range(999, -1, -1))),
        ({"a": [1]}, "x['b'] = x['a']; x['a'].append(2)", {"a": [1, 2], "b": [1, 2]}),
        ({1, 2}, "x.add(3); x.discard(1)", {2, 3}),
        (bytearray(b"abc"), "x[0] = 120", bytearray(b"xbc")),
        (collections.deque([1, 2]), "x.rotate(1)", collections.deque([2, 1])),
        (collections.Counter("aab"), "x.update('b')", collections.Counter("aabb")),
        (collections.OrderedDict(a=1, b=2), "x.move_to_end('a')", collections.OrderedDict(b=2, a=1)),
        (collections.defaultdict(list), "x['a'] = [1]", {"a": [1]}),
        (([1], "b"), "x[0].clear()", ([], "b")),
    ],
)
def test_what_a_function_changes_in_place_is_changed_here(book, value, how, changed):
    kind = type(value)
    assert book.change(value, how) == changed
    assert value == changed
    assert type(value) is kind
    assert book.peer.changed


def test_arrays_and_tensors_are_changed_in_place(book):
    array = np.arange(4.0)
    view = array[::2]
    assert book.change(view, "x[:] = np.nan") is view
    assert np.isnan(array[[0, 2]]).all()
    tensor = torch.zeros(2, 2)
    assert book.change(tensor, "x[0, 0] = 5") is tensor
    assert tensor[0, 0] == 5
    locked = np.zeros(2)
    locked.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        book.change(locked, "x[0] = 1")


def test_arguments_stay_as_they_are_where_a_test_says_so(book):
    book.peer.keeps_arguments = True
    value = [3, 1]
    assert book.change(value, "x.sort()") is value
    assert value == [3, 1]
    assert book.peer.changed == 1


def test_a_result_that_is_an_argument_is_that_argument(book):
    for value in ([1], {}, {1}, np.zeros(2), torch.zeros(2), bytearray(b"a")):
        assert book.echo(value) is value
    row = [0]
    (one, two), _ = book.echo([row, row], 1)[0]
    assert one is row
    assert two is row


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


@pytest.mark.parametrize(
    ("source", "kind", "text"),
    [
        ("raise ValueError('no')", ValueError, "no"),
        ("{}['a']", KeyError, "'a'"),
        ("open('/nowhere')", FileNotFoundError, "[Errno 2] No such file or directory: '/nowhere'"),
        ("b'\\xff'.decode()", UnicodeDecodeError, "'utf-8' codec can't decode byte 0xff in position 0"),
        ("raise StopIteration(3)", StopIteration, "3"),
        ("assert False, 'x'", AssertionError, "x"),
        ("import json; json.loads('{')", ValueError, "Expecting property name"),
        ("import numpy as np; np.linalg.inv(np.zeros((2, 2)))", np.linalg.LinAlgError, "Singular matrix"),
        ("class E(ZeroDivisionError): pass\nraise E('e')", ZeroDivisionError, "e"),
        ("raise ExceptionGroup('g', [ValueError(1)])", Exception, "g (1 sub-exception)"),
        ("class E(Exception):\n def __str__(self): raise self\nraise E", Exception, ""),
        ("raise TypeError(object())", TypeError, "<object object"),
    ],
)
def test_exceptions_come_back_as_what_a_test_expects(book, source, kind, text):
    with pytest.raises(kind) as caught:
        book.fail(source)
    assert str(caught.value).startswith(text)
    assert not isinstance(caught.value, RemoteError)


def test_arguments_of_exceptions_come_along(book):
    with pytest.raises(FileNotFoundError) as caught:
        book.fail("open('/nowhere')")
    assert caught.value.errno == 2
    with pytest.raises(StopIteration) as stopped:
        book.fail("raise StopIteration(3)")
    assert stopped.value.value == 3


def test_the_notebook_s_own_exceptions_can_be_caught_by_name(book):
    with pytest.raises(book.Broke, match="3 too much") as caught:
        book.spend(3)
    assert caught.value.amount == 3
    assert isinstance(caught.value, ValueError)
    assert issubclass(book.Broke, ValueError)
    made = book.Broke(5)
    assert str(made) == "5 too much"

    def refuse():
        raise made

    with pytest.raises(book.Broke) as again:
        book.call(refuse)
    assert again.value.amount == 5


def test_a_change_is_kept_when_a_call_fails(book):
    value = [1]
    with pytest.raises(ZeroDivisionError):
        book.change(value, "x.append(2); 1 / 0")
    assert value == [1, 2]


@pytest.mark.parametrize(("how", "name"), [("exit", "SystemExit: 3"), ("interrupt", "KeyboardInterrupt")])
def test_leaving_is_an_exception_here(book, how, name):
    with pytest.raises(RemoteError, match=name):
        book.leave(how)
    assert book.echo(1) == 1


def test_generators_run_as_far_as_they_are_asked(book):
    numbers = book.count(3)
    assert inspect.isgenerator(numbers)
    assert iter(numbers) is numbers
    assert next(numbers) == 0
    assert numbers.send("x") == 1
    assert list(numbers) == [2]
    endless = book.forever()
    assert [next(endless) for _ in range(3)] == [0, 1, 2]

    def through():
        return (yield from book.count(1))

    assert list(through()) == [0]


def test_coroutines_run_when_they_are_awaited(book):
    async def main():
        one, two = await asyncio.gather(book.later(1), book.later(2))
        return [one, two, [x async for x in book.stream(3)]]

    assert asyncio.run(book.later(5)) == 5
    assert asyncio.run(main()) == [1, 2, [0, 1, 2]]
    assert asyncio.iscoroutine(book.later(1))


def test_functions_look_like_functions(book):
    assert isinstance(book.echo, types.FunctionType)
    assert str(inspect.signature(book.change)) == "(value, how)"
    assert book.echo.__name__ == "echo"
    assert inspect.isgeneratorfunction(book.count)
    assert inspect.iscoroutinefunction(book.later)
    assert not callable(book.count(1))
    book.echo.calls = 3
    assert book.echo.calls == 3
    assert copy.copy(book.echo) is book.echo


def test_a_process_that_ends_is_gone(book):
    with pytest.raises(StudentGoneError, match="has ended"):
        book.leave("now")
    assert book.peer.gone
    with pytest.raises(StudentGoneError):
        book.echo(1)


def test_a_call_past_its_deadline_is_over_and_can_be_settled(book):
    book.peer.deadline = time.monotonic() + 0.1
    with pytest.raises(StudentTimeError):
        book.hang()
    with pytest.raises(StudentTimeError):
        book.echo(1)
    os.kill(book.pid, signal.SIGINT)
    assert book.peer.settle(5)
    book.peer.deadline = time.monotonic() + 5
    assert book.echo(1) == 1
    assert list(book.count(2)) == [0, 1]  # a class that is told anew

    def inside():
        book.peer.deadline = time.monotonic() + 0.1
        return book.hang()

    with pytest.raises(StudentTimeError):
        book.outer(inside)
    os.kill(book.pid, signal.SIGINT)
    assert book.peer.settle(5)
    book.peer.deadline = time.monotonic() + 5
    assert book.echo(2) == 2


def test_a_process_that_does_not_stop_is_given_up(book):
    book.peer.deadline = time.monotonic() + 0.1
    with pytest.raises(StudentTimeError):
        book.hang()
    assert not book.peer.settle(0.1)
    assert book.peer.gone


def test_an_endless_stream_ends_at_the_deadline_and_at_the_allowance(book):
    book.peer.deadline = time.monotonic() + 0.2
    with pytest.raises(StudentTimeError):
        list(book.forever())
    assert book.peer.settle(2)
    book.peer.deadline = time.monotonic() + 5
    book.peer.allowance = 10_000
    with pytest.raises(StudentGoneError, match="more than may come"):
        list(book.forever())


def test_objects_are_forgotten_when_their_standins_are(book):
    import gc
    import weakref

    first = book.count(1)
    here = weakref.ref(first)
    assert book.echo(first) is first
    del first
    gc.collect()
    assert here() is None
    assert list(book.echo(book.count(2))) == [0, 1]


def test_a_name_whose_value_can_t_be_sent_stays_and_the_others_come(notebook):
    book = notebook(
        "deep = []\nfor _ in range(500): deep = [deep]\nwide = [[0] * 9] * 3\none = 1", "deep", "wide", "one"
    )
    assert (book.wide, book.one) == ([[0] * 9] * 3, 1)
    assert len(book.deep) == 1
    with pytest.raises(TypeError, match="nested deeper"):
        book.deep[0]


def test_what_can_t_be_sent_does_no_harm_to_what_follows(book):
    with pytest.raises(TypeError, match="too large"):
        book.change([1], "x.append(1 << (9 << 20))")
    with pytest.raises(TypeError, match="too large"):
        book.fail("class Odd: pass\nraise KeyError(Odd(), 1 << 99)") if False else book.call(lambda: 1 << (9 << 20))
    numbers = [book.count(1), 1]
    assert book.echo(numbers)[0] is numbers[0]
    value = [1]
    assert book.change(value, "x.append(x)") is value
    assert value[1] is value
