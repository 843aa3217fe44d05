"""A test's calls into a notebook in another process: what comes back, and what is changed in place."""

import asyncio
import collections
import copy
import inspect
import math
import types

import numpy as np
import pytest
import torch


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
