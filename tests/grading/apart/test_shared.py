"""What locked cells have bound on both sides: classes whose instances travel, bases, exceptions."""

import dataclasses

import pytest
from underhood_grading.apart.standins import is_standin

LOCKED = """
import abc, dataclasses, enum
@dataclasses.dataclass
class Point:
    x: float = 0
    y: float = 0
    label = None
    def norm(self): return (self.x ** 2 + self.y ** 2) ** 0.5
@dataclasses.dataclass(frozen=True)
class Fixed:
    x: int
class Slotted:
    __slots__ = ("a", "b")
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...
    def describe(self): return "the teacher's"
class Colour(enum.Enum):
    RED = 1
class WrongMove(Exception):
    pass
def helper(x): return x + 1
data = [1, 2]
"""
LOCKED_NAMES = ("Point", "Fixed", "Slotted", "Shape", "Colour", "WrongMove", "helper", "data")
STUDENT = (
    LOCKED
    + """
def move(point, dx):
    point.x += dx
    return point
def mirror(point): return Point(-point.x, point.y)
def run(thing, source):
    names = {**globals(), "x": thing}
    exec(source, names)
    return names.get("y")
class Square(Shape):
    def __init__(self, side): self.side = side
    def area(self): return self.side ** 2
class VeryWrong(WrongMove):
    pass
"""
)


@pytest.fixture
def shared(notebook, cell):
    """A notebook with a locked cell, which has run here too; its names, the student's and the teacher's."""
    book = notebook(STUDENT, "move", "mirror", "run")
    names = cell(LOCKED)
    book.peer.share(LOCKED_NAMES, names)
    for name, value in {**names, **book.peer.fetch(["Square", "VeryWrong"])}.items():
        setattr(book, name, value)
    return book


def test_instances_of_a_locked_cell_s_classes_are_real_on_both_sides(shared):
    point = shared.Point(1, 2)
    assert shared.move(point, 2) is point
    assert point == shared.Point(3, 2)
    found = shared.mirror(point)
    assert type(found) is shared.Point
    assert found == shared.Point(-3, 2)
    assert found.norm() == pytest.approx(13**0.5)
    assert shared.run(shared.Fixed(4), "y = Fixed(x.x + 1)") == shared.Fixed(5)
    slotted = shared.run(None, "y = Slotted(); y.a = 3")
    assert (slotted.a, hasattr(slotted, "b")) == (3, False)
    assert shared.run(shared.Colour.RED, "assert x is Colour.RED; y = [Colour.RED, Colour]") == [
        shared.Colour.RED,
        shared.Colour,
    ]
    assert shared.run(shared.helper, "assert x is helper; y = helper") is shared.helper
    assert dataclasses.is_dataclass(found)
    line = [point, point]
    assert shared.run(line, "x[1].y = 9; y = x") is line
    assert point.y == 9


def test_a_locked_cell_s_exceptions_and_base_classes_are_known(shared):
    with pytest.raises(shared.WrongMove, match="no") as caught:
        shared.run(None, "raise WrongMove('no')")
    assert type(caught.value) is shared.WrongMove
    with pytest.raises(shared.WrongMove) as caught:
        shared.run(None, "raise VeryWrong('worse')")
    assert isinstance(caught.value, shared.VeryWrong)
    square = shared.Square(3)
    assert isinstance(square, shared.Shape)
    assert issubclass(shared.Square, shared.Shape)
    assert square.area() == 9
    assert square.describe() == "the teacher's"


def test_a_locked_cell_s_methods_can_t_be_replaced_by_what_comes(shared):
    found = shared.run(None, "y = Point(3, 4); y.norm = lambda: 7")
    assert is_standin(found)  # it does what no Point does, so it is none here
    assert shared.run(None, "y = Point(3, 4); y.label = 'a'").label == "a"
    with pytest.raises(TypeError):
        shared.run(None, "y = Point([object()], 1)").norm()
