"""Races without a judge, as in a student's own JupyterLab."""

from __future__ import annotations

import numpy as np
import pytest
from underhood_grading.speed import Outcome, RaceError, race


def reference(x):
    for _ in range(10):
        y = np.cumsum(x)
    return y


def make_inputs(seed):
    return np.random.default_rng(seed).standard_normal(30_000)


def test_the_same_call_works_and_says_where_it_was_timed(capsys) -> None:
    outcome = race(reference, reference, make_inputs, seconds=0.1)
    assert outcome.correct
    assert not outcome.apart
    assert 0.5 < outcome.share < 2
    assert "timed in this process" in outcome.message
    assert capsys.readouterr().out == outcome.message + "\n"


def test_wrong_results_and_changed_arguments_are_found() -> None:
    assert "wrong" in race(lambda x: x, reference, make_inputs, seconds=0.1).message

    def changes(x):
        y = reference(x)
        x[:] = 0
        return y

    outcome = race(changes, reference, make_inputs, seconds=0.1)
    assert not outcome.correct
    assert outcome.points(5) == 0


def test_too_little_work_is_told_to_the_author() -> None:
    with pytest.raises(RaceError, match="more to do"):
        race(np.sum, np.sum, lambda seed: np.ones(1), seconds=0.02)


def test_inputs_are_new_in_each_round() -> None:
    seeds = []

    def inputs(seed):
        seeds.append(seed)
        return make_inputs(seed)

    race(reference, reference, inputs, seconds=0.1)
    assert len(set(seeds)) == len(seeds) >= 7
    assert all(0 <= seed < 2**32 for seed in seeds)


def test_points_follow_the_tiers() -> None:
    def points(share, **more):
        return Outcome(correct=True, message="", share=share, **more).points(5)

    assert [points(share) for share in (0.07, 0.08, 0.2, 0.5, 0.7, 0.85, 3)] == [0, 1, 2, 3, 4, 5, 5]
    assert points(1.0, refused="why") == 0
    assert Outcome(correct=False, message="", share=1.0).points(5) == 0
    assert Outcome(correct=True, message="", share=0.5, tiers=(0.4, 0.9)).points(3) == 1.5
    with pytest.raises(ValueError, match="rising order"):
        race(reference, reference, make_inputs, tiers=(0.5, 0.2))
