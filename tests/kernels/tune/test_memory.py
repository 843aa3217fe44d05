"""What is remembered: per device, kernel and size; and files that can't be read."""

import json
from dataclasses import replace

import numpy as np
import pytest
from underhood_kernels import Parameter
from underhood_kernels.tune import memory, tuned

BEST = {"rows": 8, "columns": 64}
DEFAULTS = {"rows": 4, "columns": 16}


@pytest.fixture
def variant(fake, inputs):
    variant = fake(lambda _rows, _columns: 1e-3).variant
    memory.remember(variant, inputs, BEST, 1e-3, 2e-3)
    return variant


def test_about_the_same_size_is_the_same(variant, inputs):
    for shape in ((100, 7), (128, 8), (91, 6)):
        assert tuned(variant, (np.zeros(shape, np.float32),)) == BEST
    for array in (np.zeros((100, 70), np.float32), np.zeros(700, np.float32), np.zeros((100, 7), np.float16)):
        assert tuned(variant, (array,)) == DEFAULTS


def test_empty_and_scalar_inputs_have_a_size_too(variant):
    assert memory.key(variant, (np.zeros((0, 3)), np.float32(1)))["size"] == "0x4 float64, scalar float32"


def test_another_device_kernel_variant_or_family_knows_nothing_of_it(variant, inputs, monkeypatch):
    for changed in ({"source": "another kernel"}, {"name": "naive"}, {"family": "other"}):
        assert tuned(replace(variant, **changed), inputs) == DEFAULTS
    monkeypatch.setattr(memory, "device", lambda _variant: "another card")
    assert tuned(variant, inputs) == DEFAULTS


def test_parameters_that_changed_since_are_the_defaults(variant, inputs):
    more = {**variant.parameters, "depth": Parameter("depth", 2, (2, 4))}
    assert tuned(replace(variant, parameters=more), inputs) == {**DEFAULTS, "depth": 2}


@pytest.mark.parametrize(
    "values", [{"rows": 8}, {"rows": 8, "columns": "64"}, {"rows": True, "columns": 0}, [8, 64], None]
)
def test_values_that_make_no_sense_are_the_defaults(variant, inputs, cache, values):
    document = json.loads(cache.read_text())
    document["version 1"][0]["parameters"] = values
    cache.write_text(json.dumps(document))
    assert tuned(variant, inputs) == DEFAULTS


def test_a_new_finding_replaces_the_old_one_and_leaves_the_others(variant, inputs, cache):
    other = (np.zeros((1000, 7), np.float32),)
    memory.remember(variant, other, DEFAULTS, 1.0, 1.0)
    memory.remember(variant, inputs, {"rows": 2, "columns": 32}, 0.5e-3, 2e-3)
    assert tuned(variant, inputs) == {"rows": 2, "columns": 32}
    assert tuned(variant, other) == DEFAULTS
    records = json.loads(cache.read_text())["version 1"]
    assert len(records) == 2
    assert records[1]["default_seconds"] == 2e-3
    assert records[1]["taken"]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "7", '{"version 2": []}', '{"version 1": 3}', "\x00", '{"version 1": null}']
)
def test_a_file_that_cannot_be_understood_is_put_aside_and_made_anew(variant, inputs, cache, content):
    cache.write_text(content)
    assert tuned(variant, inputs) == DEFAULTS
    assert cache.with_name("tuned.json.unreadable").read_text() == content
    assert not cache.exists()
    memory.remember(variant, inputs, BEST, 1e-3, 2e-3)
    assert tuned(variant, inputs) == BEST


def test_records_that_are_none_are_passed_over(variant, inputs, cache):
    document = json.loads(cache.read_text())
    document["version 1"][:0] = [None, 3, {}]
    cache.write_text(json.dumps(document))
    assert tuned(variant, inputs) == BEST


def test_a_variant_without_parameters_or_without_its_back_end_has_its_defaults(variant, inputs):
    assert tuned(replace(variant, parameters={}), inputs) == {}
    assert tuned(replace(variant, backend="no_such_back_end"), inputs) == DEFAULTS


def test_the_device_is_the_one_that_the_variant_runs_on(variant, adapter):
    assert adapter.name in memory.device(replace(variant, backend="wgpu"))
    assert memory.device(variant)


def test_the_file_is_in_the_users_cache(monkeypatch):
    monkeypatch.undo()
    assert memory.file().name == "tuned.json"
    assert "underhood" in memory.file().parts
