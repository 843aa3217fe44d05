"""Plain values there and back, and the bounds."""

import collections
import datetime as dt
import enum
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
from underhood_grading.apart.channel import Buffer
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
