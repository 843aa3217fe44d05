"""Families measured and checked, and what a row says where that fails."""

from dataclasses import replace

import numpy as np
import pytest
from underhood_kernels import registry
from underhood_kernels.bench import rows, run_family
from underhood_kernels.variant import HostSteps

QUICK = {"budget": 1e-4, "cold": False}


def test_every_variant_of_a_family_is_measured_and_right():
    seen = []
    table = run_family("copy", {"size": 300}, progress=seen.append, **QUICK)
    assert [row.variant for row in table.rows] == list(registry["copy"].variants)
    ready = [name for name, variant in registry["copy"].variants.items() if variant.available]
    assert seen == ready
    assert table.right
    assert table.shapes == ((300,),)
    assert table.bytes == 2 * 4 * 300
    assert [p.variant for p in table.points] == ready
    assert table.seconds("numpy") > 0
    assert table.seconds("absent") is None


def test_sizes_and_parameters_reach_the_variants(adapter):
    table = run_family(
        "convolution",
        {"size": 100, "taps": 5},
        only=["wgpu-naive"],
        parameters={"wgpu-naive": {"work_group": 32}},
        **QUICK,
    )
    assert table.shapes == ((100,), (5,))
    assert table.rows[0].measurement.parameters == {"work_group": 32}


def test_cold_runs_stand_beside_warm_ones():
    (row,) = run_family("copy", {"size": 10}, only=["numpy"], budget=1e-4).rows
    assert row.measurement.cold.samples >= 3


@pytest.fixture
def broken(monkeypatch):
    """The registry with a family `copy` of three variants: right, wrong, and one that fails."""

    def fail(*_, **__):
        raise ValueError("the adapter's limit is 7\nand more")

    plain = registry["copy"].variants["numpy"]
    wrong = replace(plain, name="wrong", make_steps=lambda x: HostSteps(lambda y: y + np.float32(1), (x,)))
    failing = replace(plain, name="failing", make_steps=fail)
    family = replace(registry["copy"], variants={"numpy": plain, "wrong": wrong, "failing": failing})
    monkeypatch.setattr(rows, "registry", {"copy": family})
    return family


def test_a_wrong_result_and_a_failure_are_told_and_the_others_go_on(broken):
    table = run_family("copy", {"size": 10}, **QUICK)
    right, wrong, failing = table.rows
    assert right.right
    assert not wrong.right
    assert "10 of 10 elements differ" in wrong.comparison.message
    assert failing.measurement is None
    assert failing.reason == "the adapter's limit is 7"
    assert failing.right, "what can't run is not wrong"
    assert not table.right


def test_wrong_on_purpose_is_not_amiss(broken, monkeypatch):
    purposely = replace(broken.variants["wrong"], wrong="it races")
    monkeypatch.setattr(rows, "registry", {"copy": replace(broken, variants={"wrong": purposely})})
    assert run_family("copy", {"size": 10}, **QUICK).right


def test_peers_come_with_torch():
    assert [v.name for v in rows.chosen(registry["copy"], [], with_peers=True)][-1] == "torch-compiled"
    assert "torch-compiled" not in [v.name for v in rows.chosen(registry["copy"], [], with_peers=False)]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"only": ["absent"]}, KeyError, "copy has no variant 'absent'; there is: numpy, numba"),
        ({"sizes": {"taps": 3}}, KeyError, "copy has no dimension 'taps'; there is: size"),
        ({"sizes": {"size": -1}}, ValueError, "copy: size must lie between 0 and"),
    ],
)
def test_bad_requests_are_named(arguments, error, message):
    with pytest.raises(error, match=message):
        run_family("copy", **{"sizes": {"size": 4}, **arguments}, **QUICK)
