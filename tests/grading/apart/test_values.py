"""Plain values there and back, and the bounds."""

import collections
import datetime as dt
import decimal
import enum
import fractions
import math
import struct
import subprocess
import sys
import typing
import zoneinfo

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from underhood_grading.apart import BadMessageError, UnsendableError, wire
from underhood_grading.apart.channel import Buffer
from underhood_grading.apart.decoding import Decoder
from underhood_grading.apart.encoding import Encoder
from underhood_grading.apart.values import decode, encode


class Pair(typing.NamedTuple):
    first: object
    second: object


def arrived(part):
    """Return a part as it is after its way through a channel."""
    if isinstance(part, Buffer):
        return np.frombuffer(bytearray(part.view), np.uint8)
    return [arrived(one) for one in part] if isinstance(part, list) else part


def there_and_back(value):
    return decode(arrived(encode(value)))


def same(one, other):
    """Say whether two values are equal, of the same types, NaN equal to itself."""
    if type(one) is not type(other) and getattr(one, "_fields", 0) != getattr(other, "_fields", 1):
        return False
    if isinstance(one, list | tuple | collections.deque):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return same(list(one.items()), list(other.items()))
    if isinstance(one, float):
        return struct.pack("d", one) == struct.pack("d", other) or math.isnan(one + other)
    return repr(one) == repr(other) if isinstance(one, complex) else one == other


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**600), 2**600)
    | st.floats()
    | st.complex_numbers()
    | st.text(st.characters())
    | st.binary()
    | st.fractions()
    | st.decimals(allow_nan=False)
    | st.dates()
    | st.times()
    | st.timedeltas()
    | st.datetimes(timezones=st.just(dt.UTC) | st.just(zoneinfo.ZoneInfo("Europe/Berlin")) | st.none())
    | st.just(...)
    | st.builds(slice, st.none() | st.integers(), st.integers())
    | st.builds(range, st.integers(-9, 9), st.integers(-9, 9), st.integers(1, 5))
)
hashables = st.recursive(
    st.none() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=3),
    max_leaves=3,
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(hashables, inner, max_size=5)
        | st.sets(hashables, max_size=5)
        | st.builds(Pair, inner, inner)
        | st.lists(inner, max_size=5).map(collections.deque)
        | st.binary().map(bytearray)
        | st.dictionaries(st.text(), inner, max_size=3).map(collections.OrderedDict)
    ),
    max_leaves=8,
)


@given(values)
@settings(max_examples=60, deadline=None)
def test_plain_values_arrive_as_they_are(value):
    assert same(there_and_back(value), value)


@pytest.mark.parametrize("size", [1, 63, 64, 5000, 20000])
def test_many_numbers_of_a_kind_arrive_as_they_are(size):
    for numbers in (list(range(-size, 0)), [0.5 * i for i in range(size)], [2**70] * size, [True] * size):
        assert same(there_and_back(numbers), numbers)
        assert same(there_and_back(tuple(numbers)), tuple(numbers))
    assert same(there_and_back(["é" * size, b"x" * size * 9]), ["é" * size, b"x" * size * 9])


@given(hnp.arrays(hnp.scalar_dtypes() | hnp.array_dtypes(), hnp.array_shapes(min_dims=0, min_side=0, max_side=4)))
@settings(max_examples=60, deadline=None)
def test_arrays_arrive_as_they_are(array):
    back = there_and_back(array)
    assert (back.dtype, back.shape) == (array.dtype, array.shape)
    assert back.tobytes() == array.tobytes()
    if back.size:
        scalar = there_and_back(array.reshape(-1)[0])
        assert type(scalar) is type(array.reshape(-1)[0])


def test_an_array_keeps_its_order_and_its_lock():
    turned = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    turned.flags.writeable = False
    back = there_and_back(turned)
    assert back.flags.f_contiguous
    assert not back.flags.writeable
    assert there_and_back(np.arange(6)[::2]).flags.writeable


@pytest.mark.parametrize("name", ["float32", "bfloat16", "bool", "int64", "complex64", "float8_e5m2", "uint16"])
def test_tensors_arrive_as_tensors(name):
    kind = getattr(torch, name)
    for tensor in (
        torch.ones(3).to(kind),
        torch.ones(()).to(kind),
        torch.ones(0, 2).to(kind),
        torch.ones(4, 3).to(kind).T,
    ):
        back = there_and_back(tensor)
        assert (back.dtype, back.shape) == (kind, tensor.shape)
        assert torch.equal(back.to(torch.complex64), tensor.to(torch.complex64))
    assert there_and_back(torch.nn.Parameter(torch.ones(2))).requires_grad
    assert there_and_back(kind) is kind


def test_tensors_are_arrays_where_torch_is_not_imported(monkeypatch):
    part = arrived(encode([torch.tensor([1.5, -2.0], dtype=torch.bfloat16), torch.arange(3)]))
    monkeypatch.delitem(sys.modules, "torch")
    half, counted = decode(part)
    assert half.dtype == np.float32
    assert half.tolist() == [1.5, -2.0]
    assert counted.dtype == np.int64


def test_importing_it_imports_no_torch():
    code = "import sys, underhood_grading.apart; sys.exit('torch' in sys.modules or 'IPython' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_subclasses_arrive_as_what_they_are_derived_from():
    class AlwaysEqual(list):
        def __eq__(self, other):
            return True

        def __iter__(self):
            return iter([1, 2, 3])

        __hash__ = None

    class Sly(int):
        def __eq__(self, other):
            return True

        def __int__(self):
            return 42

        __hash__ = None

    class Loud(str):
        __slots__ = ()

        def __str__(self):
            return "loud"

    class Grade(enum.IntEnum):
        GOOD = 1

    class Always(np.ndarray):
        def __eq__(self, other):
            return True

        __hash__ = None

    one, two, three, four, five = there_and_back(
        [AlwaysEqual([7]), Sly(8), Loud("quiet"), Grade.GOOD, np.arange(2).view(Always)]
    )
    assert (type(one), one) == (list, [7])
    assert (type(two), two) == (int, 8)
    assert (type(three), three) == (str, "quiet")
    assert (type(four), four) == (int, 1)
    assert type(five) is np.ndarray
    counted = there_and_back([collections.defaultdict(list, {1: [2]}), collections.Counter("aab")])
    assert counted == [{1: [2]}, {"a": 2, "b": 1}]
    assert counted[1]["nothing"] == 0


def test_one_object_twice_stays_one_and_circles_stay_circles():
    row = [0, 0]
    back = there_and_back([row, row, (row,)])
    assert back[0] is back[1] is back[2][0]
    circle = []
    circle.append({"self": circle})
    back = there_and_back(circle)
    assert back[0]["self"] is back


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
