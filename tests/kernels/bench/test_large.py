"""The large problems: what they name exists, and a row says what is to be seen."""

from dataclasses import replace

import pytest
from underhood_kernels import gpu, registry
from underhood_kernels.bench import command, large, rows
from underhood_kernels.bench.large import Problem, markdown, problems
from underhood_kernels.roofline import Ceilings, roofs

ROOF = Ceilings("gpu", "a card", software=False, flops=1e6, bandwidth=1e6, close=1e6, close_name="", taken="now")
SMALL = Problem("a copy", "copy", {"size": 50}, "numba", least=1e-9, peer="numpy")


@pytest.mark.parametrize("problem", problems(), ids=lambda problem: problem.title)
def test_what_a_problem_names_exists(problem):
    family = registry[problem.family]
    assert problem.sizes.keys() <= family.dimensions.keys()
    for name, size in problem.sizes.items():
        assert family.dimensions[name].minimum <= size <= family.dimensions[name].maximum, name
    assert problem.peer in {*family.variants, large.ROOF}
    variant = family.variants[problem.variant]
    assert problem.parameters.keys() <= variant.parameters.keys()
    assert problem.least > 0


@pytest.mark.parametrize("problem", problems(), ids=lambda problem: problem.title)
def test_a_problems_variant_computes_with_its_parameters(adapter, problem):
    family = registry[problem.family]
    variant = family.variants[problem.variant]
    if not variant.available:
        pytest.skip(variant.reason)
    sizes = {name: min(size, 70) if name != "taps" else size for name, size in problem.sizes.items()}
    inputs = family.example(seed=1, **sizes)
    try:
        result = variant(*inputs, **problem.parameters)
    except gpu.LimitError as error:
        pytest.skip(str(error))
    comparison = family.compare(result, *inputs)
    assert comparison, comparison.message


def test_a_row_holds_the_variant_against_its_peer():
    table = SMALL.run(budget=1e-4)
    assert [row.variant for row in table.rows] == ["numba", "numpy"]
    assert SMALL.ratio(table, []) == table.seconds("numpy") / table.seconds("numba")
    _, _, line = markdown([(SMALL, table)], [])
    assert line.startswith("| a copy | numba |")
    assert line.endswith("| ✓ |")
    missed = replace(SMALL, least=1e9)
    assert list(markdown([(missed, table)], []))[-1].endswith("| missed |")


def test_a_row_may_be_held_against_the_roof():
    problem = replace(SMALL, family="saxpy", peer="roof")
    table = problem.run(budget=1e-4)
    assert problem.ratio(table, [ROOF]) == pytest.approx(100 / table.seconds("numba") / 1e6)
    assert problem.ratio(table, []) is None
    assert "| no ceiling |" in list(markdown([(problem, table)], []))[-1]


def test_a_wrong_result_is_no_success(monkeypatch):
    judge = type(registry["copy"]).judge
    monkeypatch.setattr(type(registry["copy"]), "judge", lambda self, x: judge(self, x + 1))
    table = SMALL.run(budget=1e-4)
    assert "elements differ" in list(markdown([(SMALL, table)], []))[-1]


def test_the_command_prints_the_table_and_keeps_the_figures(adapter, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(roofs, "LONG_ENOUGH", dict.fromkeys(roofs.LONG_ENOUGH, 1e-3))
    monkeypatch.setattr(roofs, "COPIED", dict.fromkeys(roofs.COPIED, 1 << 18))
    monkeypatch.setattr(large, "problems", lambda families: [SMALL] if "copy" in families else [])
    file = tmp_path / "found.json"
    assert command.main(["copy", "--large", "--budget", "0.0001", "--json", str(file)]) == 0
    assert "| a copy | numba |" in capsys.readouterr().out
    assert rows.registry["copy"].name in file.read_text()
    assert command.main(["sobel", "--large"]) == 1
    assert "there are no large problems of sobel" in capsys.readouterr().err
