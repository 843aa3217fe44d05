"""What is refused, on its way out and on its way in."""

import decimal
import fractions
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_grading.apart import BadMessageError, UnsendableError, wire
from underhood_grading.apart.channel import Buffer
from underhood_grading.apart.decoding import Decoder
from underhood_grading.apart.encoding import Encoder
from underhood_grading.apart.values import decode, encode


def arrived(part):
    """Return a part as it is after its way through a channel."""
    if isinstance(part, Buffer):
        return np.frombuffer(bytearray(part.view), np.uint8)
    return [arrived(one) for one in part] if isinstance(part, list) else part


@pytest.mark.parametrize(
    "value",
    [object(), print, np.array([None], object), [lambda: 0], np.ma.masked_array([1], [True]), ValueError(), int],
)
def test_what_is_not_plain_is_refused(value):
    with pytest.raises(UnsendableError):
        encode(value)


def test_what_is_too_much_is_refused():
    deep = []
    for _ in range(500):
        deep = [deep]
    limits = wire.Limits(items=100)
    for value in (deep, 1 << (9 << 20), decimal.Decimal("1" * 20_000), fractions.Fraction(1, 10**20_000)):
        with pytest.raises(UnsendableError):
            encode(value)
    for value in ([0] * 101, [[0] * 60, [None] * 60], dict.fromkeys(range(60))):
        with pytest.raises(UnsendableError):
            Encoder(limits=limits).encode(value)
    with pytest.raises(UnsendableError):
        encode(range(10**12))  # of which a reader could make a list


def _deep(levels):
    part = [wire.TUPLE]
    for _ in range(levels):
        part = [wire.TUPLE, part]
    return part


MALFORMED = {
    "no tag": [],
    "a tag that is none": [True, 1],
    "an unknown tag": [999, 1],
    "a dict": {"a": 1},
    "too deep": _deep(400),
    "an odd dict": [wire.DICT, 1],
    "an unhashable key": [wire.DICT, [wire.LIST], 1],
    "keys of one hash": [
        wire.DICT,
        *(one for k in range(5000) for one in ([wire.INT, (k * (2**61 - 1)).to_bytes(16, "little")], 0)),
    ],
    "a set of such": [wire.SET, *([wire.INT, (k * (2**61 - 1)).to_bytes(16, "little")] for k in range(5000))],
    "a huge int": [wire.INT, b"1" * (2 << 20)],
    "a range without end": [wire.RANGE, 0, 1 << 62, 1],
    "a range of no step": [wire.RANGE, 0, 1, 0],
    "a fraction by zero": [wire.FRACTION, 1, 0],
    "a fraction of floats": [wire.FRACTION, 1.5, 2],
    "a long decimal": [wire.DECIMAL, "9" * 100_000],
    "no decimal": [wire.DECIMAL, "x"],
    "a month too many": [wire.DATE, 2026, 13, 1],
    "a zone of the system's": [wire.TIME, 1, 1, 1, 1, 0, "../../etc/passwd"],
    "an unknown zone": [wire.TIME, 1, 1, 1, 1, 0, "Nowhere/At_All"],
    "a namedtuple with code": [wire.NAMEDTUPLE, "P", ["x: print(1)"], 1],
    "a namedtuple named as code": [wire.NAMEDTUPLE, "P)\nprint(1", ["x"], 1],
    "a namedtuple of too few": [wire.NAMEDTUPLE, "P", ["x", "y"], 1],
    "an object array": [wire.ARRAY, "|O", [1], False, True, b"12345678"],
    "a dtype with a comma": [wire.ARRAY, "O,O", [1], False, True, b"12345678" * 2],
    "a field of objects": [wire.ARRAY, [8, [["a", "|O", 0]]], [1], False, True, b"12345678"],
    "fields past the end": [wire.ARRAY, [4, [["a", "<f8", 0]]], [1], False, True, b"1234"],
    "a dtype of the past": [wire.ARRAY, [8, [["a", "<f8", -8]]], [1], False, True, b"12345678"],
    "a shape without bytes": [wire.ARRAY, "<f8", [1 << 39, 1 << 39], False, True, b""],
    "a negative shape": [wire.ARRAY, "<f8", [-1, -1], False, True, b"12345678"],
    "many items of no bytes": [wire.ARRAY, "|S0", [1 << 39], False, True, b""],
    "a bool of two": [wire.ARRAY, "|b1", [1], False, True, b"\x02"],
    "a bool of two in a field": [wire.ARRAY, [1, [["a", "|b1", 0]]], [1], False, True, b"\x02"],
    "text past Unicode": [wire.ARRAY, "<U1", [1], False, True, b"\xff\xff\xff\xff"],
    "a scalar of an object": [wire.SCALAR, "|O", b"12345678"],
    "a tensor of nothing known": [wire.TENSOR, "quint8", [1], False, b"1"],
    "a tensor of another size": [wire.TENSOR, "float32", [3], False, b"1234"],
    "a tensor's bool of two": [wire.TENSOR, "bool", [1], False, b"\x02"],
    "torch.load as a dtype": [wire.TORCH_DTYPE, "load"],
    "bytes that are text": [wire.BYTEARRAY, "text"],
    "text that is no UTF-8": [wire.TEXT, b"\xff\xfe"],
    "numbers cut off": [wire.NUMBERS, wire.LIST, "d", b"123"],
    "numbers of objects": [wire.NUMBERS, wire.LIST, "O", b"12345678"],
    "a reference to nothing": [wire.REF, 7],
    "a reference backwards": [wire.REF, -1],
    "a function as a type": [wire.TYPE, "os.system"],
    "a type of the judge's": [wire.TYPE, "underhood_grading.apart.peer.Peer"],
    "something importable": [wire.NAME, "os", "system"],
    "an object": [wire.HANDLE, 1, [wire.CLASS, 1]],
    "an instance of nothing shared": [wire.INSTANCE, "Point", "x", 1],
}


@pytest.mark.parametrize("part", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_malformed_is_refused(part):
    with pytest.raises(BadMessageError):
        decode(part)


TAGS = sorted(value for name, value in vars(wire).items() if name.isupper() and type(value) is int and value < 100)
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.integers(0, 9)
    | st.floats()
    | st.text(max_size=5)
    | st.binary(max_size=16)
    | st.sampled_from(
        ["d", "q", "<f8", "|b1", "|O", "<U2", "|V4", "<M8[s]", "float32", "bool", "bfloat16", "builtins.int"]
    )
    | st.binary(max_size=16).map(lambda data: np.frombuffer(bytearray(data), np.uint8))
)
parts = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.builds(lambda tag, rest: [tag, *rest], st.sampled_from(TAGS), st.lists(inner, max_size=7))
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=25,
)


@given(parts, st.booleans())
@settings(max_examples=250, deadline=None)
def test_anything_is_a_value_or_refused(part, anonymous):
    decoder = Decoder([[1], {}, np.zeros(2)])
    try:
        value = decoder.content(part) if anonymous else decoder.decode(part)
    except BadMessageError:
        return
    repr(value)  # it holds nothing that falls over when it is looked at
    assert not callable(value) or value in wire.TYPES.values()


def test_the_bounds_are_the_readers_too():
    with pytest.raises(BadMessageError):
        Decoder(limits=wire.Limits(items=10)).decode([wire.LIST, *range(30)])
    many = Buffer(np.zeros(1000, np.int64))
    with pytest.raises(BadMessageError):
        Decoder(limits=wire.Limits(items=10)).decode(arrived([wire.NUMBERS, wire.LIST, "q", many]))
    assert math.isnan(next(iter(decode([wire.DICT, math.nan, 1]))))
