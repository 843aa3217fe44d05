"""The explorer, without a browser: what it asks for, what it says, what it drops."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from underhood_course.widgets import explorer
from underhood_course.widgets.explorer.latest import Latest
from underhood_course.widgets.explorer.recorded import recorded
from underhood_course.widgets.explorer.request import RequestError, make_request, thousands
from underhood_course.widgets.explorer.run import run
from underhood_course.widgets.explorer.words import summary
from underhood_kernels import registry
from underhood_kernels.gpu import why_unavailable

FAMILY = registry["convolution"]
START = {"size": 1000, "taps": 7, "work_group": 64}


@pytest.fixture
def widget():
    widget = explorer("convolution", variant="numpy", **START)
    assert widget.settle()
    yield widget
    widget.close()


def test_it_shows_the_result_against_the_reference_and_the_times_in_steps(widget):
    line, points = widget._result.widget.data
    inputs = FAMILY.example(1000, 2026, taps=7)
    np.testing.assert_array_equal(line.y, FAMILY.reference(*inputs)[: len(line.y)])
    np.testing.assert_allclose(points.y, line.y, atol=1e-4)
    assert [bar.name for bar in widget._times.widget.data] == ["compile", "upload", "kernel", "download"]
    assert "agrees with the reference" in widget._found.value
    assert 'role="status"' in widget._found.value
    assert "adapter:" in widget.children[2].value


@pytest.mark.skipif(bool(why_unavailable()), reason=why_unavailable())
def test_a_slider_runs_a_kernel_on_the_gpu_beside_numpy(widget):
    widget._variant.value = "wgpu-naive"
    widget._numbers["taps"].slider.value = 31
    assert widget.settle()
    assert widget.outcome.request.label == f"wgpu-naive {thousands(1000)} × 31, 64"
    assert widget.outcome.comparison
    shown = widget._times.widget.data[2]
    assert list(shown.y)[-1] == "numpy"
    assert widget.outcome.request.label in shown.y
    if widget.outcome.measured.software:
        assert "its times teach nothing about GPUs" in widget._found.value
        assert "its times teach nothing about GPUs" in widget.children[2].value


@pytest.mark.skipif(bool(why_unavailable()), reason=why_unavailable())
def test_a_variant_that_is_wrong_on_purpose_says_so():
    widget = explorer("histogram", variant="wgpu-racy", size=20_000)
    assert ("wgpu-racy (wrong on purpose)", "wgpu-racy") in widget._variant.options
    assert widget.settle()
    assert "differs from the reference" in widget._found.value
    assert "This variant is wrong on purpose: threads that read the same count" in widget._found.value
    widget.close()


def test_earlier_runs_stay_faintly(widget):
    for variant in ("numba", "torch", "numba"):
        widget._variant.value = variant
        assert widget.settle()
    bar = widget._times.widget.data[2]
    assert len(bar.y) == 3
    assert list(bar.marker.opacity)[:-2] == [0.35]
    assert list(bar.marker.opacity)[-2:] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("size", 0, "signal length: 0 can't be used; it goes from 1 to"),
        ("size", -5, "signal length: -5 can't be used"),
        ("taps", 100_000, "filter length"),
    ],
)
def test_bad_values_get_a_message_and_a_good_one_takes_it_away(widget, name, value, words):
    widget._numbers[name].field.value = value
    assert words.replace("'", "&#x27;") in widget._message.value
    assert 'role="alert"' in widget._message.value
    widget._numbers[name].field.value = 9
    assert widget.settle()
    assert widget._message.value == ""
    assert dict(widget.outcome.request.sizes)[name] == 9


@pytest.mark.skipif(bool(why_unavailable()), reason=why_unavailable())
def test_a_work_group_above_the_adapters_limit_is_explained(widget):
    widget._variant.value = "wgpu-shared"
    widget._numbers["work_group"].field.value = 100_000
    assert widget.settle()
    assert "a work group of 100000 threads; this adapter allows" in widget._message.value


def test_too_much_work_is_refused_in_words(widget):
    widget._numbers["size"].field.value = 16_000_000
    widget._numbers["taps"].field.value = 4096
    assert widget.settle()
    assert "operations would take" in widget._message.value


def test_a_variant_that_cannot_run_here_says_why(monkeypatch):
    monkeypatch.setattr("underhood_kernels.gpu.why_unavailable", lambda *_: "no GPU driver found: install one")
    widget = explorer("convolution", **START)
    assert widget._variant.value == "torch"
    assert ("wgpu-naive (can't run here)", "wgpu-naive") in widget._variant.options
    assert "adapter: none. no GPU driver found" in widget.children[2].value
    widget._variant.value = "wgpu-naive"
    assert "no GPU driver found: install one" in widget._message.value
    widget.close()


def test_a_wrong_result_is_said_to_be_wrong():
    outcome = run(FAMILY, make_request(FAMILY, "numpy", START))
    assert "✓ agrees" in summary(outcome)
    wrong = FAMILY.compare(outcome.reference * 0, *FAMILY.example(1000, 2026, taps=7))
    assert "✗ differs from the reference: 1000 of 1000 elements differ" in summary(replace(outcome, comparison=wrong))


def test_what_a_real_card_took_stands_beside_the_readers_times():
    scan = registry["scan"]
    said = summary(run(scan, make_request(scan, "numpy", {"size": 100})))
    assert "recorded on NVIDIA H200 (size 268,435,456): wgpu-look-back-subgroups 0.649 ms, torch 0.844 ms" in said
    assert len(recorded("matmul")) == 2, "a line for each size"
    assert recorded("morton") == ()


@pytest.mark.parametrize("family", list(registry))
def test_every_family_can_be_explored_down_to_its_smallest_size(family):
    sizes = {name: dimension.minimum for name, dimension in registry[family].dimensions.items()}
    widget = explorer(family, variant="numpy", **sizes)
    assert widget.settle()
    assert widget._message.value == ""
    assert widget.outcome.comparison
    widget._numbers["size"].field.value = 100
    assert widget.settle()
    assert widget.outcome.comparison
    widget.close()


def test_complex_results_are_drawn_by_their_magnitudes():
    widget = explorer("fft", variant="numpy", size=64)
    assert widget.settle()
    line = np.asarray(widget._result.widget.data[0].y)
    np.testing.assert_array_equal(line, np.abs(widget.outcome.reference.ravel())[: len(line)])
    widget.close()


def test_unknown_names_are_errors_that_list_what_there_is():
    with pytest.raises(KeyError, match="there is: numpy"):
        explorer("convolution", variant="cuda")
    with pytest.raises(TypeError, match="there is: size, taps, work_group"):
        explorer("convolution", length=3)
    for value in (2.5, "x", True):
        with pytest.raises(TypeError, match="taps must be a whole number"):
            explorer("convolution", taps=value)
    with pytest.raises(KeyError, match="no kernel family"):
        explorer("fourier")


def test_request_needs_every_number():
    with pytest.raises(RequestError, match="signal length"):
        make_request(FAMILY, "numpy", {"taps": 3})
    with pytest.raises(RequestError, match="work-group size"):
        make_request(FAMILY, "wgpu-naive", {**START, "work_group": 0})


class Gate:
    """Work that waits until it is let through, and remembers what it was asked."""

    def __init__(self):
        self.begun, self.open = threading.Event(), threading.Event()
        self.asked, self.done, self.failed = [], [], []

    def work(self, request):
        self.asked.append(request)
        self.begun.set()
        assert self.open.wait(10)
        if request == "bad":
            raise ValueError("no")
        return request


@pytest.fixture
def gate():
    return Gate()


def test_overtaken_requests_are_never_run_and_overtaken_answers_never_shown(gate):
    latest = Latest(gate.work, done=gate.done.append, failed=gate.failed.append, pause=0)
    latest.ask(1)
    assert gate.begun.wait(10)
    for request in (2, 3, 4):
        latest.ask(request)
    gate.open.set()
    assert latest.settle()
    assert gate.asked == [1, 4]
    assert gate.done == [4]
    latest.close()


def test_errors_are_delivered_and_the_worker_lives_on(gate):
    gate.open.set()
    latest = Latest(gate.work, done=gate.done.append, failed=lambda e: gate.failed.append(str(e)), pause=0)
    latest.ask("bad")
    assert latest.settle()
    latest.ask("good")
    assert latest.settle()
    assert (gate.failed, gate.done) == (["no"], ["good"])
    latest.close()


def test_an_error_while_showing_is_told_and_the_worker_lives_on(gate):
    gate.open.set()
    shown = []

    def show(answer):
        if answer == 1:
            raise RuntimeError("the figure is gone")
        shown.append(answer)

    latest = Latest(gate.work, done=show, failed=lambda e: gate.failed.append(str(e)), pause=0)
    latest.ask(1)
    assert latest.settle()
    latest.ask(2)
    assert latest.settle()
    assert (gate.failed, shown) == (["the figure is gone"], [2])
    latest.close()


def test_forgotten_work_is_not_shown(gate):
    latest = Latest(gate.work, done=gate.done.append, failed=gate.failed.append, pause=0)
    latest.ask(1)
    assert gate.begun.wait(10)
    latest.forget()
    gate.open.set()
    assert latest.settle()
    assert gate.done == gate.failed == []
    latest.close()


def test_asking_never_waits(gate):
    latest = Latest(gate.work, done=gate.done.append, failed=gate.failed.append, pause=0)
    for request in range(100):
        latest.ask(request)  # would hang here if it waited: the gate is closed
    gate.open.set()
    assert latest.settle()
    assert gate.done == [99]
    latest.close()
