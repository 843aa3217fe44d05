"""The search: what wins, what is skipped, what it costs."""

import math
import time
from dataclasses import replace

import pytest
from underhood_kernels import UnavailableError, registry
from underhood_kernels.gpu import why_unavailable
from underhood_kernels.tune import tune, tuned


def bowl(rows, columns):
    """Fastest at rows 8, columns 32."""
    return 1e-3 * (1 + abs(math.log2(rows / 8)) + abs(math.log2(columns / 32)))


def test_the_fastest_values_are_found_and_remembered(fake, inputs):
    one = fake(bowl)
    assert tuned(one.variant, inputs) == {"rows": 4, "columns": 16}
    found = tune(one.variant, inputs, budget=5)
    assert found.parameters == {"rows": 8, "columns": 32}
    assert found.seconds == pytest.approx(1e-3)
    assert found.speedup == pytest.approx(3)
    assert found.remembered
    assert found.tried == found.possible == 9
    assert (
        str(found)
        == "rows=8, columns=32: 1.00 ms, 3.00 times as fast as the defaults (rows=4, columns=16); 9 of 9 tried"
    )
    assert tuned(one.variant, inputs) == {"rows": 8, "columns": 32}


def test_no_values_are_run_twice_but_the_defaults_for_the_last_race(fake, inputs):
    one = fake(bowl)
    tune(one.variant, inputs, budget=5)
    assert len(one.asked) == 10
    assert one.asked[0] == one.asked[-1] == (4, 16)


@pytest.mark.parametrize("seed", range(5))
def test_it_is_found_in_any_order_even_past_a_ridge(fake, inputs, seed):
    def ridge(rows, columns):
        return 1e-3 if (rows, columns) == (2, 64) else 2e-3 if (rows, columns) == (4, 16) else 3e-3

    assert tune(fake(ridge).variant, inputs, budget=5, seed=seed).parameters == {"rows": 2, "columns": 64}


def test_what_the_variant_or_the_device_refuses_is_skipped(fake, inputs, limit):
    def seconds(rows, columns):
        if rows == 8:
            return limit
        return ValueError("columns must divide 48") if columns == 64 else bowl(rows, columns)

    found = tune(fake(seconds).variant, inputs, budget=5)
    assert found.parameters == {"rows": 4, "columns": 32}
    assert "maxComputeInvocationsPerWorkgroup" in found.skipped["rows=8, columns=32"]
    assert found.skipped["rows=2, columns=64"] == "columns must divide 48"


def test_a_wrong_result_never_wins(fake, inputs):
    found = tune(fake(bowl, wrong=lambda rows, columns: (rows, columns) == (8, 32)).variant, inputs, budget=5)
    assert found.parameters in ({"rows": 4, "columns": 32}, {"rows": 8, "columns": 16}, {"rows": 8, "columns": 64})
    assert found.skipped["rows=8, columns=32"] == "wrong: all differ"


def test_defaults_that_cannot_run_are_no_end(fake, inputs, limit):
    found = tune(fake(lambda r, c: limit if (r, c) == (4, 16) else bowl(r, c)).variant, inputs, budget=5)
    assert found.parameters == {"rows": 8, "columns": 32}
    assert math.isnan(found.default_seconds)


def test_nothing_right_is_an_error_that_lists_why(fake, inputs, limit):
    with pytest.raises(RuntimeError, match=r"fake tiled: no values give a right result here.*too many threads"):
        tune(fake(lambda _r, _c: limit).variant, inputs, budget=5)
    with pytest.raises(RuntimeError, match="wrong: all differ"):
        tune(fake(bowl, wrong=lambda _r, _c: True).variant, inputs, budget=5)


def test_a_difference_that_is_noise_changes_nothing(fake, inputs):
    found = tune(fake(lambda r, c: 1e-3 if (r, c) == (4, 16) else 0.99e-3).variant, inputs, budget=5)
    assert found.parameters == found.defaults
    assert found.speedup == 1


def test_the_time_is_kept_and_the_defaults_are_always_tried(fake, inputs):
    def slow(rows, columns):
        time.sleep(0.02)
        return bowl(rows, columns)

    found = tune(fake(slow).variant, inputs, budget=0)
    assert (found.tried, found.parameters) == (1, {"rows": 4, "columns": 16})
    start = time.perf_counter()
    assert tune(fake(slow).variant, inputs, budget=0.05).tried < 9
    assert time.perf_counter() - start < 2


def test_a_default_outside_the_choices_is_among_the_possible(fake, inputs):
    from underhood_kernels import Parameter

    parameters = {"rows": Parameter("rows", 3, (2, 4)), "columns": Parameter("columns", 16, (16,))}
    assert tune(fake(bowl, parameters=parameters).variant, inputs, budget=5).possible == 3


def test_finding_without_remembering(fake, inputs, cache):
    found = tune(fake(bowl).variant, inputs, budget=5, remember=False)
    assert not found.remembered
    assert not cache.exists()
    assert str(found).endswith("; not remembered")


def test_a_folder_that_cannot_be_written_costs_only_the_memory(fake, inputs, cache):
    cache.parent.write_text("a file where the folder should be")
    found = tune(fake(bowl).variant, inputs, budget=5)
    assert found.parameters == {"rows": 8, "columns": 32}
    assert not found.remembered


def test_what_can_not_be_tuned_is_refused(fake, inputs):
    with pytest.raises(ValueError, match="wrong on purpose: it races"):
        tune(replace(fake(bowl).variant, wrong="it races"), inputs)
    with pytest.raises(UnavailableError, match="can't run here"):
        tune(fake(bowl, backend="no_such_back_end").variant, inputs)


def test_errors_of_the_inputs_come_before_any_run(fake):
    def refuse(*_inputs):
        raise ValueError("matrix must be a float32 matrix")

    one = fake(bowl, check_inputs=refuse)
    with pytest.raises(ValueError, match="float32 matrix"):
        tune(one.variant, ())
    assert one.asked == []


@pytest.mark.skipif(bool(why_unavailable()), reason=why_unavailable())
def test_a_real_variant_is_tuned_on_this_device(monkeypatch):
    from underhood_kernels.tune import search

    monkeypatch.setattr(search, "registry", registry)
    variant = registry["transpose"].variants["wgpu-padded"]
    matrix = registry["transpose"].example(65)
    found = tune(variant, matrix, budget=1.5)
    assert found.parameters["tile"] in variant.parameters["tile"].choices
    assert found.remembered
    assert tuned(variant, matrix) == found.parameters
    assert registry["transpose"].compare(variant(*matrix, **tuned(variant, matrix)), *matrix)
