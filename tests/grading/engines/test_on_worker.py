"""The warm processes that a worker keeps."""

from __future__ import annotations

import pytest
from underhood_grading.engines import on_worker
from underhood_grading.engines.on_worker import Engines


@pytest.fixture
def engines():
    made = Engines()
    yield made
    made.close()
    assert not made._kept


def is_running(engine):
    return engine._runner.is_alive()


def test_an_engine_is_kept_for_the_next_submission(engines, material) -> None:
    with engines.use(material, (), confined=False) as first:
        engines.close()
        assert is_running(first)
    with engines.use(material, (), confined=False) as second:
        assert second is first
        assert is_running(second)
    engines.close()
    assert not is_running(second)


def test_few_engines_are_kept(engines, material, monkeypatch) -> None:
    monkeypatch.setattr(on_worker, "_KEPT", 1)
    with engines.use(material, ("json",), confined=False) as first, engines.use(material, (), confined=False) as second:
        assert is_running(first)
    with engines.use(material, (), confined=False) as third:
        assert third is second
        assert not is_running(first)


def test_engines_are_closed_when_nobody_comes(engines, material, monkeypatch) -> None:
    monkeypatch.setattr(on_worker, "_IDLE", 0.01)
    with engines.use(material, (), confined=False) as engine:
        pass
    engines._timer.join()
    assert not is_running(engine)
