"""A family of one's own, whose kernel takes as long as its parameters say, and a cache folder of one's own."""

from types import SimpleNamespace

import numpy as np
import pytest
from underhood_kernels import Parameter, Steps, Variant
from underhood_kernels.family import Comparison
from underhood_kernels.gpu import LimitError
from underhood_kernels.tune import memory, search


class Timed(Steps):
    """Steps with a clock that is set; one that is wrong gives ones for zeros."""

    alive = 0

    def __init__(self, seconds, wrong=False):
        self.seconds, self.wrong, self.runs = seconds, wrong, 1
        Timed.alive += 1

    def kernel(self, times=1):
        self.runs = times

    def kernel_seconds(self):
        return self.seconds * self.runs

    def download(self):
        return np.full(1, float(self.wrong), np.float32)

    def close(self):
        Timed.alive -= 1


class Fake:
    """A variant with two parameters; `seconds(rows, columns)` is its time, an exception where it can't run."""

    def __init__(self, seconds, wrong=lambda _rows, _columns: False, **changes):
        self.asked = []

        def make_steps(*_inputs, rows, columns):
            self.asked.append((rows, columns))
            took = seconds(rows, columns)
            if isinstance(took, Exception):
                raise took
            return Timed(took, wrong(rows, columns))

        fields = {
            "family": "fake",
            "name": "tiled",
            "backend": "numpy",
            "summary": "",
            "source": "a kernel",
            "make_steps": make_steps,
            "check_inputs": lambda *inputs: inputs,
            "parameters": {"rows": Parameter("rows", 4, (2, 4, 8)), "columns": Parameter("columns", 16, (16, 32, 64))},
        }
        self.variant = Variant(**{**fields, **changes})


def judge(*_inputs):
    def held(result):
        right = not result.any()
        return Comparison(right, 0.0, "" if right else "all differ")

    return held


@pytest.fixture(autouse=True)
def cache(monkeypatch, tmp_path):
    monkeypatch.setattr(memory, "file", lambda: tmp_path / "cache" / "tuned.json")
    monkeypatch.setattr(search, "registry", {"fake": SimpleNamespace(judge=judge)})
    monkeypatch.setattr(search, "RACE", 0)
    return tmp_path / "cache" / "tuned.json"


@pytest.fixture
def fake():
    return Fake


@pytest.fixture
def limit():
    return LimitError("too many threads: maxComputeInvocationsPerWorkgroup is 256")


@pytest.fixture(autouse=True)
def nothing_stays_open():
    Timed.alive = 0
    yield
    assert Timed.alive == 0


@pytest.fixture
def inputs():
    return (np.zeros((100, 7), np.float32),)
