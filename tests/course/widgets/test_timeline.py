"""The timeline, without a browser: what a click and the list explain."""

import json
from types import SimpleNamespace

import pytest
import torch
from underhood_course.widgets import timeline
from underhood_kernels.profile import Recording, profile


def event(category, name, start, duration, *, card=False, **arguments):
    place = {"pid": 0, "tid": 7} if card else {"pid": 9, "tid": 9}
    return {"ph": "X", "cat": category, "name": name, **place, "ts": start, "dur": duration, "args": arguments}


@pytest.fixture
def recording():
    events = [
        event("cpu_op", "aten::item", 0, 90),
        event("cuda_runtime", "cudaMemcpyAsync", 10, 20, correlation=5),
        event("gpu_memcpy", "Memcpy DtoH (Device -> Pageable)", 20, 8, card=True, correlation=5, bytes=4),
        event("cuda_runtime", "cudaStreamSynchronize", 40, 40),
        event("cpu_op", "my::<op>", 95, 1),
    ]
    return Recording.of(json.dumps({"traceEvents": events}).encode(), "written by hand")


@pytest.fixture
def widget(recording):
    widget = timeline(recording)
    yield widget
    widget.close()


def click(widget, kind, nth=0):
    (bar,) = [trace for trace in widget.figure.data if trace.name == kind]
    widget._clicked(bar, SimpleNamespace(point_inds=[nth]), None)
    return widget._words.value


def test_a_click_explains_the_span_and_tells_what_is_known_of_it(widget):
    assert "Click a bar" in widget._words.value
    said = click(widget, "memory copy")
    assert "<b>Memcpy DtoH (Device -&gt; Pageable)</b>: a copy from the card&#x27;s memory" in said
    assert "<code>.item()</code>" in said
    assert "<li>4 bytes at 500 kB/s.</li>" in said
    assert "Launched by cudaMemcpyAsync in aten::item" in said
    assert 'role="status"' in said


def test_the_second_bar_of_a_kind_is_the_one_that_is_explained(widget):
    assert "my::&lt;op&gt;" in click(widget, "CPU operation", 1)
    assert "aten::item</b>" in click(widget, "CPU operation", 0)


def test_the_list_explains_names_without_a_mouse(widget):
    options = dict(widget._names.options)
    widget._names.value = options["cudaStreamSynchronize (CPU)"]
    assert "waits until a stream" in widget._words.value
    assert "synchronisation on the CPU, once: 40.0 µs in total" in widget._words.value
    click(widget, "memory copy")
    assert widget._names.value == -1
    assert "Memcpy DtoH" in widget._words.value


def test_a_click_beside_the_bars_changes_nothing(widget):
    before = click(widget, "memory copy")
    widget._clicked(widget.figure.data[0], SimpleNamespace(point_inds=[]), None)
    assert widget._words.value == before


def test_every_bar_can_be_clicked(widget):
    for bar in widget.figure.data:
        assert bool(bar._click_callbacks) == (bar.type == "bar")


def test_a_function_is_recorded_first():
    widget = timeline(torch.add, torch.ones(3), 1)
    assert "aten::add (CPU)" in dict(widget._names.options)
    widget.close()


def test_what_can_not_be_shown_is_refused(recording):
    with pytest.raises(TypeError, match="arguments are for a function"):
        timeline(recording, 3)
    with profile() as running, pytest.raises(RuntimeError, match="isn't complete"):
        timeline(running)


def test_an_empty_recording_says_so():
    widget = timeline(Recording.of(b'{"traceEvents": []}', "x"))
    assert "Nothing was recorded" in widget._words.value
    widget.close()


def test_once_drawn_the_figure_takes_the_width_of_the_page(widget):
    assert widget.figure.layout.autosize is None
    widget.figure._js2py_traceDeltas = {
        "trace_deltas": [],
        "trace_edit_id": 0,
    }  # what the browser sends when it has drawn
    assert widget.figure.layout.autosize is True
