"""What the notebook's code raises, as a test sees it."""

import numpy as np
import pytest
from underhood_grading.apart import RemoteError


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
