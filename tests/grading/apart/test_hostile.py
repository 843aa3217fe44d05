"""A notebook's process may send anything at all; the judge survives it and believes none of it."""

import contextlib
import math
import os
import signal
import socket
import time

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_grading.apart import Channel, StudentError, StudentGoneError, StudentTimeError, wire
from underhood_grading.apart.peer import Peer

CLASS = [wire.CLASS, 0, "C", "", [], ["__call__", "__len__", "__iter__", "__add__", "__array__"], "", []]
ERROR = [wire.CLASS, 1, "E", "", [], [], "ValueError", []]
FUNCTION = [wire.HANDLE, 1, CLASS]


def answer(value, **more):
    return {"op": "answer", "value": value, **more}


def fetched(name="f", value=FUNCTION):
    return answer([wire.TUPLE, name, value])


MESSAGES = {
    "no op": {},
    "an op of no kind": {"op": ["answer"]},
    "an unknown op": {"op": "open"},
    "an answer without a value that is one": answer({}),
    "an unknown part": answer([99]),
    "a raise of nothing": {"op": "raise"},
    "a raise of no text": {"op": "raise", "class": "ValueError", "text": 1, "args": [wire.TUPLE]},
    "a raise of no class": {"op": "raise", "class": "SystemExit", "text": "", "args": [wire.TUPLE]},
    "a raise of a class that is none": {"op": "raise", "class": 3, "text": "", "args": [wire.TUPLE]},
    "a raise of no arguments": {"op": "raise", "class": "ValueError", "text": "", "args": 3},
    "a raise of a value": {"op": "raise", "value": 3},
    "a raise of an object": {"op": "raise", "value": FUNCTION},
    "a raise of an object without a class": {"op": "raise", "value": [wire.HANDLE, 1, 3, "", [wire.TUPLE]]},
    "a raise of what was never raised": {"op": "raise", "ours": 3},
    "a raise of the last": {"op": "raise", "ours": -1},
    "a class without a description": answer([wire.CLASS, 7]),
    "a class of too many bases": answer([*CLASS[:4], [ERROR] * 1000, *CLASS[5:]]),
    "a class of a long name": answer([wire.CLASS, 7, "C" * 10_000, *CLASS[3:]]),
    "a class of an unknown error": answer([*CLASS[:6], "BaseException", []]),
    "an error that is an object": answer([wire.HANDLE, 1, ERROR]),
    "an object that is an error": answer([wire.HANDLE, 1, CLASS, "text", [wire.TUPLE]]),
    "an error that tells no text": answer([wire.HANDLE, 1, ERROR, 3, [wire.TUPLE]]),
    "what was never lent": answer([wire.LENT, 0]),
    "what was lent last": answer([wire.LENT, -1]),
    "a module": answer([wire.NAME, "os", "system"]),
    "what is not shared": answer([wire.SHARED, "helper"]),
    "an instance of what is not shared": answer([wire.INSTANCE, "int", "a", 1]),
    "a change of nothing": answer(None, changes=[[0, [wire.LIST]]]),
    "changes that are none": answer(None, changes=5),
    "a callback to nothing": {
        "op": "callback",
        "do": "call",
        "value": [wire.TUPLE, [wire.LENT, 0], [wire.TUPLE], [wire.DICT]],
    },
    "a callback of no values": {"op": "callback", "do": "call"},
    "a callback that does nothing": {"op": "callback", "do": 5, "value": [wire.TUPLE]},
    "a list of names": answer([wire.LIST]),
    "names that are numbers": answer([wire.TUPLE, 1, 2]),
    "a name without a value": answer([wire.TUPLE, "f"]),
}


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES.keys())
def test_an_answer_that_is_none_ends_it(answering, message):
    with answering(message) as peer:
        with pytest.raises(StudentGoneError, match="sends|ended"):
            peer.fetch(["f"])
        assert peer.gone
        with pytest.raises(StudentGoneError, match="has ended"):
            peer.fetch(["f"])


@pytest.mark.parametrize("data", [b"", b"\xff" * 100, bytes(8), b"HTTP/1.1 200 OK\r\n\r\n"])
def test_bytes_that_are_no_answer_end_it(answering, data):
    with answering(data) as peer, pytest.raises(StudentGoneError):
        peer.fetch(["f"])


def test_silence_ends_at_the_deadline(answering):
    with answering(hang_up=False) as peer:
        peer.deadline = time.monotonic() + 0.05
        with pytest.raises(StudentTimeError):
            peer.fetch(["f"])


CONTENTS = {
    "a tuple": [wire.TUPLE],
    "a dict": [wire.DICT],
    "a number": 5,
    "nothing": None,
    "an object": FUNCTION,
    "a longer array": [wire.ARRAY, "<f8", [9], False, True, b"1" * 72],
    "an array of ints": [wire.ARRAY, "<i8", [2], False, True, b"1" * 16],
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS.keys())
@pytest.mark.parametrize("argument", [[1], np.zeros(2), bytearray(b"ab"), {1}], ids=repr)
def test_an_argument_is_never_changed_into_something_else(answering, argument, content):
    kept = repr(argument)
    with answering(fetched(), answer(None, changes=[[0, content]])) as peer:
        function = peer.fetch(["f"])["f"]
        with pytest.raises(StudentGoneError):
            function(argument)
    assert repr(argument) == kept


def test_results_that_lie_about_their_type_are_type_errors(answering):
    replies = [answer([wire.TEXT, b"a"])] * 3
    with answering(fetched(), *replies, answer(1.5), answer(-1)) as peer:
        f = peer.fetch(["f"])["f"]
        for use in (len, np.asarray, hash):
            with pytest.raises(TypeError):
                use(f)
        with pytest.raises(TypeError):
            str(f)
        with pytest.raises(ValueError, match=">= 0"):
            len(f)


def test_a_dict_with_nan_as_keys_is_a_dict(answering):
    with answering(fetched("a", [wire.DICT, math.nan, 1, math.nan, 2])) as peer:
        assert len(peer.fetch(["a"])["a"]) == 2


def test_names_of_anything_may_be_fetched_and_are_only_names(answering):
    with answering(fetched("__builtins__", 5)) as peer:
        assert peer.fetch(["f"]) == {"__builtins__": 5}


def test_classes_without_end_are_refused(answering):
    many = [[*CLASS[:1], number, *CLASS[2:]] for number in range(2500)]
    with answering(answer([wire.LIST, *many])) as peer, pytest.raises(StudentGoneError, match="too many classes"):
        peer.ask("fetch", [])


def test_answers_sent_beforehand_are_no_more_than_answers(answering):
    with answering(fetched("f", 1), fetched("f", 2), fetched("f", 3)) as peer:
        assert [peer.fetch(["f"])["f"] for _ in range(3)] == [1, 2, 3]


@pytest.fixture
def sender():
    """Start a process that sends what a function yields, without end, and reads nothing; return its peer."""
    children = []

    def start(message, *first):
        here, there = socket.socketpair()
        data = []
        for one in (*first, message):
            body = msgpack.packb(one)
            data.append(len(body).to_bytes(4, "little") + bytes(4) + body)
        if not (pid := os.fork()):
            here.close()
            for one in data[:-1]:
                there.sendall(one)
            while True:
                there.sendall(data[-1] * 100)
        there.close()
        children.append(pid)
        peer = Peer(Channel(here))
        peer.deadline = time.monotonic() + 0.5
        return peer

    yield start
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


@pytest.mark.parametrize(
    "message",
    [
        {"op": "callback", "do": "call", "value": [wire.TUPLE, [wire.LENT, 0], [wire.TUPLE], [wire.DICT]]},
        {"op": "callback", "do": "getattr", "value": [wire.TUPLE, 1, "real"]},
        {
            "op": "callback",
            "do": "call",
            "value": [wire.TUPLE, [wire.LENT, 0], [wire.TUPLE, "x" * 50_000], [wire.DICT]],
        },
    ],
    ids=["calls", "nonsense", "large calls"],
)
def test_callbacks_without_end_end_at_the_deadline(sender, message):
    peer = sender(message, fetched())
    function = peer.fetch(["f"])["f"]
    seen = []
    start = time.monotonic()
    with pytest.raises(StudentError):
        function(lambda *values: seen.append(1))
    assert time.monotonic() - start < 1.5


def test_answers_without_end_to_one_who_asks_are_within_the_allowance(sender):
    peer = sender(answer("x" * 10_000))
    peer.allowance = 300_000
    for _ in range(29):
        peer.ask("fetch")
    with pytest.raises(StudentGoneError, match="more than may come"):
        peer.ask("fetch")


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 3)
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.sampled_from(
        ["f", "C", "", "call", "ValueError", "json:JSONDecodeError", "__len__", "<f8", "generator", "coroutine"]
    )
    | st.text(max_size=4)
    | st.binary(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.builds(lambda tag, rest: [tag, *rest], st.integers(0, 50), st.lists(inner, max_size=7))
        | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=12,
)
part = (
    st.sampled_from(
        [FUNCTION, CLASS, ERROR, [wire.HANDLE, 2, ERROR, "e", [wire.TUPLE, 1]], [wire.LENT, 0], [wire.REF, 0]]
    )
    | anything
)
change = st.lists(st.tuples(st.integers(-1, 3), part).map(list), max_size=2)
message = (
    st.builds(lambda value, changes: answer(value, changes=changes), part, change | anything)
    | st.builds(answer, part)
    | st.builds(
        lambda kind, text, args: {"op": "raise", "class": kind, "text": text, "args": args},
        st.sampled_from(
            ["ValueError", "", "OSError", "UnicodeDecodeError", "ExceptionGroup", "json:JSONDecodeError", "os:error"]
        )
        | anything,
        st.text(max_size=3) | anything,
        st.lists(anything, max_size=3).map(lambda args: [wire.TUPLE, *args]) | anything,
    )
    | st.builds(lambda value: {"op": "raise", "value": value}, part)
    | st.builds(
        lambda do, values: {"op": "callback", "do": do, "value": [wire.TUPLE, *values]},
        st.sampled_from(["call", "next", "getattr", "setattr", "len", "str", "exit", "iter"]) | anything,
        st.lists(part, max_size=3),
    )
    | st.dictionaries(st.sampled_from(["op", "value", "changes", "do", "ours"]), anything, max_size=4)
)


def _uses(peer):
    """Yield what a test may do with a notebook's name."""
    value = None
    with contextlib.suppress(Exception):
        value = peer.fetch(["f"])["f"]
    yield lambda: value([1, [2]], np.zeros(2), lambda *_: 1, key={"a": iter([1])})
    yield lambda: value.name
    yield lambda: len(value)
    yield lambda: list(zip(value, range(3), strict=False))
    yield lambda: value + value
    yield lambda: np.asarray(value)
    yield lambda: (isinstance(value, type), value == value)  # noqa: PLR0124
    yield lambda: repr(value)


@given(st.lists(message, max_size=6), st.booleans())
@settings(max_examples=120, deadline=None)
def test_any_answers_are_survived(answering, messages, proper):
    odd = []
    with answering(*([fetched()] if proper else []), *messages) as peer:
        uses = _uses(peer)
        while not peer.gone and (use := next(uses, None)):
            try:
                use()
            except StudentError:
                pass
            except Exception as error:  # noqa: BLE001
                odd.append(error)
    # Python's own word on a result of a wrong type, or what the notebook is said to have raised.
    own = TypeError | ValueError | AttributeError | OverflowError
    assert [one for one in odd if "_underhood_remote" not in vars(one) and not isinstance(one, own)] == []


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_survived(answering, data):
    with answering(fetched(), data) as peer:
        function = peer.fetch(["f"])["f"]
        with pytest.raises(StudentError):
            _ = [function([1]) for _ in range(100)]
