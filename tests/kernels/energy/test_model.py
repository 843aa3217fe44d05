"""The model's figures, by hand."""

import pytest
from underhood_kernels.energy import LEVELS, OPERATIONS, model


def test_a_multiply_add_in_float32_and_a_byte_of_memory():
    found = model(2, 8)
    assert found.kind == "model"
    assert found.parts == pytest.approx({"additions": 0.9e-12, "multiplications": 3.7e-12, "DRAM": 1950e-12})
    assert found.joules == pytest.approx(1954.6e-12)
    assert (found.least, found.most) == (pytest.approx(1304.6e-12), pytest.approx(2604.6e-12))


@pytest.mark.parametrize(
    ("dtype", "add", "multiply"),
    [("int8", 0.03, 0.2), ("uint8", 0.03, 0.2), ("int32", 0.1, 3.1), ("float16", 0.4, 1.1), ("complex64", 0.9, 3.7)],
)
def test_other_types(dtype, add, multiply):
    assert model(1000, 0, dtype, multiplications=0).joules == pytest.approx(1000 * add * 1e-12)
    assert model(1000, 0, dtype, multiplications=1).joules == pytest.approx(1000 * multiply * 1e-12)


def test_bytes_by_level():
    found = model(0, {"8 KiB cache": 8, "32 KiB cache": 16, "1 MiB cache": 8, "DRAM": 0})
    assert found.joules == pytest.approx((10 + 40 + 100) * 1e-12)
    assert found.least is None
    assert list(found.parts) == ["8 KiB cache", "32 KiB cache", "1 MiB cache"]  # what costs nothing is left out


def test_farther_memory_costs_more_and_smaller_types_cost_less():
    costs = [sum(LEVELS[level]) for level in LEVELS]
    assert costs == sorted(costs)
    assert OPERATIONS["float16"] < OPERATIONS["float32"]


def test_nothing_costs_nothing():
    assert model(0, 0).joules == 0
    assert model(0, {}).joules == 0
    assert model(0, 0).parts == {}
    assert model(0, 0).figure().layout.title.text


def test_a_model_has_no_power():
    assert model(1, 1, seconds=2).watts is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((1, 1, "float64"), "no figure for float64: it knows int8, int32, float16, float32"),
        ((1, {"HBM": 1}), "no memory 'HBM': it knows 8 KiB cache"),
        ((-1, 1), "are counts"),
        ((1, -1), "are counts"),
    ],
)
def test_what_the_source_has_no_figure_of_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        model(*arguments)


def test_it_says_that_it_is_a_model_wherever_it_is_shown():
    found = model(2e9, 8e9, seconds=0.5)
    assert "(model)" in str(found).splitlines()[0]
    assert "Horowitz, ISSCC 2014" in str(found)
    assert "45 nm" in found._repr_html_()
    assert "(model)" in found.label
    figure = found.figure()
    assert "model: 45 nm at 0.9 V, Horowitz" in figure.layout.title.text
    assert "(model)" in figure.data[0].y[0]
    assert all(bar.marker.pattern.shape == ("/",) for bar in figure.data)
    assert found.as_dict()["kind"] == "model"
