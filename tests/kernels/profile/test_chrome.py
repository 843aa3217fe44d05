"""Chrome traces: lanes, nesting, arrows, and files that are none."""

import gzip
import json

import pytest
from underhood_kernels.profile import Recording, TraceFileError, profile


def named(recording, start):
    (n,) = [n for n, span in enumerate(recording.spans) if span.name.startswith(start)]
    return n


def test_threads_come_before_the_cards_streams(recording):
    assert [(lane.name, lane.device, lane.depth) for lane in recording.lanes] == [
        ("CPU thread 4242 (python)", False, 3),
        ("GPU 0, stream 7", True, 1),
    ]
    assert recording.devices == ("NVIDIA H200",)
    assert recording.seconds == pytest.approx(400e-6, abs=2e-9)
    assert recording.spans[0].start == 0


def test_categories_become_kinds(recording):
    kinds = {span.name.split("<")[0]: span.kind for span in recording.spans}
    assert kinds == {
        "aten::to": "CPU operation",
        "aten::copy_": "CPU operation",
        "aten::add": "CPU operation",
        "aten::item": "CPU operation",
        "aten::_local_scalar_dense": "CPU operation",
        "cudaMemcpyAsync": "CUDA call",
        "cudaLaunchKernel": "CUDA call",
        "cudaMemsetAsync": "CUDA call",
        "cudaStreamSynchronize": "synchronisation",
        "cudaDeviceSynchronize": "synchronisation",
        "Memcpy HtoD (Pageable -> Device)": "memory copy",
        "Memcpy DtoH (Device -> Pageable)": "memory copy",
        "Memset (Device)": "memory copy",
        "void at::native::vectorized_elementwise_kernel": "kernel",
    }


def test_what_lies_within_is_taken_off_the_self_time(recording):
    to, copy = recording.spans[named(recording, "aten::to")], recording.spans[named(recording, "aten::copy_")]
    assert (to.depth, copy.depth) == (0, 1)
    assert recording.spans[copy.parent] is to
    assert to.self_seconds == pytest.approx(15e-6, abs=2e-9)
    assert copy.self_seconds == pytest.approx((85 - 40 - 30) * 1e-6, abs=3e-9)


def test_arrows_lead_from_each_launch_to_its_work(recording, trace_without_flows):
    def pairs(one):
        return [(one.spans[a.launch].name, one.spans[a.work].name.split(" (")[0].split("<")[0]) for a in one.arrows]

    expected = [
        ("cudaMemcpyAsync", "Memcpy HtoD"),
        ("cudaLaunchKernel", "void at::native::vectorized_elementwise_kernel"),
        ("cudaMemsetAsync", "Memset"),
        ("cudaMemcpyAsync", "Memcpy DtoH"),
    ]
    assert pairs(recording) == expected
    assert pairs(Recording.of(trace_without_flows.bytes(), "x")) == expected


def test_flows_alone_are_enough(trace):
    for event in trace.events:
        event.get("args", {}).pop("correlation", None)
    assert len(Recording.of(trace.bytes(), "x").arrows) == 4


def test_neighbours_and_spans_that_stick_out_of_what_they_began_in(blank):
    blank.span("cpu_op", "a", 0, 10)
    blank.span("cpu_op", "b", 10, 10)  # right behind
    blank.span("cpu_op", "c", 15, 10)  # begins within b, ends after it
    blank.span("cpu_op", "d", 22, 1)
    blank.span("cpu_op", "e", 30, 0)
    spans = {span.name: span for span in Recording.of(blank.bytes(), "x").spans}
    assert [spans[name].depth for name in "abcde"] == [0, 0, 1, 2, 0]
    assert spans["b"].self_seconds == pytest.approx(5e-6, abs=2e-9)
    assert spans["e"].seconds == spans["e"].self_seconds == 0


def test_threads_do_not_lie_within_each_other_and_the_busier_comes_first(blank):
    blank.span("cpu_op", "few", 0, 100, thread=1)
    blank.span("cpu_op", "many", 10, 5, thread=2)
    blank.span("cpu_op", "many", 20, 5, thread=2)
    recording = Recording.of(blank.bytes(), "x")
    assert [lane.name for lane in recording.lanes] == ["CPU thread 2", "CPU thread 1"]
    assert {span.depth for span in recording.spans} == {0}


def test_streams_are_in_the_order_of_their_numbers(blank):
    for stream in (20, 7):
        blank.add(
            ph="X", cat="kernel", name="k", pid=0, tid=stream, ts=1.0, dur=1.0, args={"device": 0, "stream": stream}
        )
    blank.span("cpu_op", "op", 0, 1)
    assert [lane.name for lane in Recording.of(blank.bytes(), "x").lanes] == [
        "CPU thread 4242 (python)",
        "GPU 0, stream 7",
        "GPU 0, stream 20",
    ]


def test_other_kinds_of_spans(blank):
    blank.span("user_annotation", "ProfilerStep#1", 0, 9)
    blank.span("python_function", "f.py(3): step", 1, 7)
    blank.span("overhead", "Activity Buffer Request", 2, 1)
    blank.span("cuda_driver", "cuLaunchKernelEx", 4, 1)
    blank.span("something new", "thing", 6, 1)
    assert [span.kind for span in Recording.of(blank.bytes(), "x").spans] == [
        "annotation",
        "Python function",
        "overhead",
        "CUDA call",
        "other",
    ]


def test_the_bare_list_form_and_an_empty_trace_are_traces():
    event = {"ph": "X", "cat": "cpu_op", "name": "a", "pid": 1, "tid": 1, "ts": 5, "dur": 2}
    assert len(Recording.of(json.dumps([event]).encode(), "x").spans) == 1
    empty = Recording.of(b'{"traceEvents": []}', "x")
    assert (empty.spans, empty.lanes, empty.seconds) == ((), (), 0.0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "x.json: no chrome trace, which is JSON"),
        (b"\x89PNG\r\n", "x.json: no chrome trace, which is JSON"),
        (b'{"traceEvents": [{"ph": "X"', "x.json: no chrome trace, which is JSON"),
        (b"42", "x.json: JSON, but no chrome trace: 42"),
        (b'{"cells": []}', 'x.json: JSON, but no chrome trace: it has no list "traceEvents"'),
        (b"[7]", "x.json: event 0 is no JSON object: 7"),
        (b'[{"ph": "X", "name": "a"}]', "x.json: event 0 is no timed event"),
        (b'[{"ph": "X", "name": "a", "ts": "soon"}]', "x.json: event 0 is no timed event"),
        (gzip.compress(b'{"traceEvents": []}', mtime=0)[:-9], "x.json: gzipped, but cut off or damaged"),
    ],
)
def test_a_file_that_is_no_trace_is_told_where_it_stops_being_one(tmp_path, content, message):
    file = tmp_path / "x.json"
    file.write_bytes(content)
    with pytest.raises(TraceFileError, match=message):
        profile.load(file)
    assert issubclass(TraceFileError, ValueError)


def test_a_missing_file_is_the_systems_own_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        profile.load(tmp_path / "none.json")


def test_control_characters_in_names_are_read(blank):
    blank.span("cpu_op", "tab", 0, 1)
    content = blank.bytes().replace(b'"tab"', b'"a\tb\xff"')
    assert Recording.of(content, "x").spans[0].name == "a\tb\ufffd"
