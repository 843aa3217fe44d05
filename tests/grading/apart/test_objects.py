"""Objects and classes that stay with the notebook, and those of the test that the notebook gets to use."""

import copy
import inspect
import pickle

import numpy as np
import pytest
from underhood_grading.apart.standins import is_standin

CLASSES = """
import enum
from collections import namedtuple
from typing import NamedTuple

class Account:
    '''Keeps money.'''
    rate = 3
    def __init__(self, balance=0):
        self.balance = balance
    def deposit(self, amount):
        self.balance += amount
        return self
    @classmethod
    def empty(cls): return cls()
    @staticmethod
    def limit(): return 100
    @property
    def double(self): return 2 * self.balance
    def __eq__(self, other): return isinstance(other, Account) and self.balance == other.balance
    def __lt__(self, other): return self.balance < other.balance
    def __hash__(self): return self.balance
    def __repr__(self): return f"Account({self.balance})"
    def __format__(self, spec): return f"<{self.balance:{spec}}>"

class Savings(Account):
    pass

class Vector:
    def __init__(self, *x): self.x = list(x)
    def __add__(self, other): return Vector(*(a + b for a, b in zip(self.x, other.x)))
    def __mul__(self, k): return Vector(*(k * a for a in self.x))
    __rmul__ = __mul__
    def __matmul__(self, other): return sum(a * b for a, b in zip(self.x, other.x))
    def __iadd__(self, other): self.x = (self + other).x; return self
    def __neg__(self): return Vector(*(-a for a in self.x))
    def __abs__(self): return self @ self
    def __len__(self): return len(self.x)
    def __getitem__(self, i): return self.x[i]
    def __setitem__(self, i, value): self.x[i] = value
    def __delitem__(self, i): del self.x[i]
    def __iter__(self): return iter(self.x)
    def __contains__(self, a): return a in self.x
    def __bool__(self): return any(self.x)
    def __float__(self): return float(self.x[0])
    def __int__(self): return int(self.x[0])
    def __index__(self): return int(self.x[0])
    def __array__(self, dtype=None, copy=None):
        import numpy as np
        return np.array(self.x, dtype)
    def __eq__(self, other): return self.x == other.x
    def __call__(self, i): return self.x[i]
    def __round__(self, n=0): return round(self.x[0], n)

class Evil:
    'Agrees with everything, and asks for more than it may.'
    def __getattr__(self, name):
        if name.startswith("__"): raise AttributeError(name)
        return lambda *args, **kwargs: 0
    def _zero(self, *args): return 0
    def _true(self, *args): return True
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __bool__ = _true
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __abs__ = __round__ = __mod__ = __and__ = _zero
    __truediv__ = __rtruediv__ = __pow__ = __rpow__ = __xor__ = __or__ = _zero
    __array_interface__ = {"data": (0xdead0000, False), "shape": (4,), "typestr": "<f8", "version": 3}
    def __hash__(self): return hash(3)
    def __enter__(self): return self
    def __exit__(self, *args): return True

def evil(*args): return Evil()

class Swallow:
    def __init__(self, kind): self.kind = kind
    def __enter__(self): return 5
    def __exit__(self, kind, error, trace): return kind is not None and issubclass(kind, self.kind)

class Colour(enum.Enum):
    RED = 1
    BLUE = 2
def favourite(): return Colour.RED

Pair = namedtuple("Pair", "first second")
def pair(): return Pair(1, [2])

class Place(NamedTuple):
    x: int
    y: int
    def norm(self): return self.x ** 2 + self.y ** 2

class Stack(list):
    def push(self, item): self.append(item)
class Quiet(list):
    pass
def quiet(): return Quiet([1])

def use(thing, source):
    return eval(source, {"x": thing})
def run(thing, source):
    exec(source, {"x": thing})
"""
NAMES = (
    *("Account", "Savings", "Vector", "evil", "Swallow", "Colour", "favourite", "Pair", "pair", "Place"),
    *("Stack", "quiet", "use", "run"),
)


@pytest.fixture(scope="module")
def book(module_notebook):
    return module_notebook(CLASSES, *NAMES)


def test_an_object_is_used_like_a_local_one(book):
    account = book.Account(3)
    assert account.deposit(4) is account
    assert account.balance == 7
    account.balance = 9
    assert account.double == 18
    assert (account.rate, book.Account.rate, book.Account.limit()) == (3, 3, 100)
    assert book.Account.empty().balance == 0
    assert vars(account) == {"balance": 9}
    assert hasattr(account, "deposit")
    assert not hasattr(account, "withdraw")
    del account.balance
    with pytest.raises(AttributeError, match="balance"):
        account.balance  # noqa: B018
    assert "deposit" in dir(account)
    assert "deposit" in dir(book.Account)
    assert book.Account.__doc__ == "Keeps money."
    assert str(inspect.signature(book.Account.deposit)) == "(self, amount)"


def test_text_hash_and_copies_are_the_object_s_own(book):
    account = book.Account(5)
    assert (repr(account), str(account), f"{account:03}", hash(account)) == ("Account(5)", "Account(5)", "<005>", 5)
    other = copy.deepcopy(account)
    assert other is not account
    assert other == account
    assert {account: 1}[other] == 1
    assert min(book.Account(2), book.Account(1)).balance == 1
    with pytest.raises(TypeError):
        pickle.dumps(account)


def test_classes_are_classes(book):
    account, savings = book.Account(), book.Savings()
    assert isinstance(account, book.Account)
    assert isinstance(savings, book.Account)
    assert not isinstance(account, book.Savings)
    assert not isinstance(3, book.Account)
    assert issubclass(book.Savings, book.Account)
    assert type(savings) is book.Savings
    assert savings.__class__ is book.Savings
    assert book.Account.__name__ == "Account"
    assert isinstance(book.Account, type)
    match account:
        case book.Savings():
            pytest.fail("no Savings")
        case book.Account(balance=balance):
            assert balance == 0
    with pytest.raises(TypeError, match="can't derive"):

        class Own(book.Account):
            pass


def test_operators_are_the_object_s_own(book):
    vector = book.Vector(1, 2)
    assert vector + book.Vector(3, 4) == book.Vector(4, 6)
    assert vector + book.Vector(3, 4) != book.Vector(4, 5)
    assert (vector * 3).x == (3 * vector).x == [3, 6]
    assert vector @ vector == 5
    assert (-vector).x == [-1, -2]
    assert abs(vector) == 5
    same = vector
    vector += book.Vector(1, 1)
    assert vector is same
    assert vector.x == [2, 3]
    vector[0] = 7
    assert (len(vector), vector[0], vector[-1], list(vector), 7 in vector, vector(1)) == (2, 7, 3, [7, 3], True, 3)
    del vector[0]
    assert (float(vector), int(vector), round(vector, 1), [0, 1, 2, 9][vector]) == (3.0, 3, 3, 9)
    assert bool(vector)
    assert not book.Vector(0)
    assert np.array_equal(np.asarray(book.Vector(1, 2)), [1, 2])
    assert np.allclose(book.Vector(1, 2), [1, 2])


def test_an_object_has_no_operators_but_its_own(book):
    account = book.Account(1)
    for use in (len, iter, float, abs, lambda x: x(), lambda x: x + 1, lambda x: x[0], lambda x: 1 in x):
        with pytest.raises(TypeError):
            use(account)
    assert not callable(account)
    assert callable(book.Vector(1))


def test_an_object_that_always_agrees_wins_nothing(book):
    evil = book.evil(3)
    arrays = np.arange(3)
    assert not evil == 3  # noqa: SIM201
    assert evil != 3
    assert evil != 3
    assert evil not in (3, [1], "a", None)
    assert evil not in [1, 2, 3]
    assert evil not in {3: "a"}
    assert [evil] != [3]
    assert not np.array_equal(evil == arrays, [True] * 3)
    for compare in (lambda: evil < 3, lambda: evil <= 3, lambda: max(1, evil), lambda: arrays < evil):
        with pytest.raises(TypeError):
            compare()
    for combine in (
        lambda: abs(evil - 3) < 1e-6,
        lambda: abs(3 - evil) < 1e-6,
        lambda: evil - arrays,
        lambda: arrays - evil,
        lambda: np.float64(3) - evil,
        lambda: evil % 2 == 0,
        lambda: 3 in evil,
        lambda: sum([evil, evil]),
        lambda: pytest.approx(3) == evil,
        lambda: np.asarray(evil, float),
        lambda: np.allclose(evil, arrays),
        lambda: np.testing.assert_allclose(evil, arrays),
    ):
        with pytest.raises((TypeError, ValueError, AssertionError)):
            assert combine()


def test_a_class_in_place_of_a_function_may_not_combine_either(module_notebook):
    book = module_notebook("class f:\n def __init__(self, x): pass\n def __sub__(self, x): return 0")
    book.peer.classes = ()
    values = book.peer.fetch(["f"])
    with pytest.raises(TypeError):
        values["f"](3) - 9


def test_a_context_manager_of_the_notebook_s_ends_only_what_the_test_raises(book):
    with book.Swallow(ValueError) as five:
        assert five == 5
        raise ValueError("in so many words")
    for kind in (AssertionError, KeyError):
        with pytest.raises(kind), book.Swallow(ValueError):
            raise kind
    with pytest.raises(AssertionError), book.evil():
        assert book.evil() == 3
    with pytest.raises(TypeError), book.evil():
        assert book.evil() < 3
    with pytest.raises(ZeroDivisionError), book.evil():
        book.use(0, "1 / x")
    with pytest.raises(NameError), book.evil():
        undefined  # noqa: B018, F821


def test_enums(book):
    assert book.favourite() is book.Colour.RED
    assert book.favourite() == book.Colour.RED
    assert book.Colour(2) is book.Colour.BLUE
    assert book.Colour["RED"].value == 1
    assert [one.name for one in book.Colour] == ["RED", "BLUE"]
    assert len(book.Colour) == 2
    assert isinstance(book.favourite(), book.Colour)
    assert {book.Colour.RED: 1}[book.favourite()] == 1


def test_namedtuples_are_tuples_and_keep_their_class_s_name(book):
    one = book.pair()
    assert one == (1, [2])
    assert one.second == [2]
    assert isinstance(one, book.Pair)
    assert not isinstance((1, [2]), book.Pair)
    assert book.Pair(3, 4) == (3, 4)
    place = book.Place(3, 4)  # it can do more than a tuple, so it stays
    assert (place.norm(), place.x, tuple(place), isinstance(place, book.Place)) == (25, 3, (3, 4), True)


def test_what_can_do_more_than_a_list_stays_an_object(book):
    stack = book.Stack()
    stack.push(3)
    assert (list(stack), len(stack), stack.pop(), isinstance(stack, book.Stack)) == ([3], 1, 3, True)
    assert book.quiet() == [1]
    assert type(book.quiet()) is list


def test_memory_addresses_of_the_notebook_s_are_not_followed(book):
    for name in ("__array_interface__", "__array_struct__", "__cuda_array_interface__", "__fspath__", "__reduce__"):
        assert not is_standin(getattr(book.evil(), name, None))
    with pytest.raises(TypeError):
        open(book.evil())  # noqa: SIM115, PTH123
