"""Recordings of torch on this machine, and what one can ask them."""

import gzip
import json
import subprocess
import sys

import pytest
import torch
from underhood_kernels.profile import KINDS, Recording, explain, profile, short


def work():
    square = torch.ones(32, 32)
    for _ in range(3):
        total = (square @ square).sum().item()
    return total


def test_a_block_and_a_call_record_the_same():
    with profile() as block:
        work()
    call = profile(work)
    assert block.table()["aten::item"].calls == call.table()["aten::item"].calls == 3
    assert {span.kind for span in call.spans} <= set(KINDS)
    assert not call.lanes[0].device
    assert 0 < call.seconds < 10


def test_arguments_reach_the_function_and_shapes_are_noted():
    seen = []
    recording = profile(lambda a, b: seen.append(torch.mm(a, b)), torch.ones(2, 3), torch.ones(3, 5), shapes=True)
    assert seen[0].shape == (2, 5)
    (product,) = [span for span in recording.spans if span.name == "aten::mm"]
    assert product.arguments["Input Dims"][:2] == [[2, 3], [3, 5]]


def test_inside_its_block_a_recording_says_that_it_is_not_complete():
    with profile() as recording:
        assert repr(recording) == "<Recording, not complete>"
        with pytest.raises(RuntimeError, match="after its `with profile"):
            recording.table()
    assert recording.spans == ()


def test_what_ran_before_an_error_is_recorded_and_the_next_recording_works():
    kept = []

    def fail():
        with profile() as recording:
            kept.append(recording)
            torch.ones(3).add(1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    (recording,) = kept
    assert recording.table()["aten::add"].calls == 1
    assert profile(work).spans


def test_nothing_is_written_to_stdout_or_stderr():
    code = "import torch; from underhood_kernels.profile import profile; profile(torch.ones, 3)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize("name", ["trace.json", "trace.json.gz"])
def test_what_is_saved_is_a_chrome_trace_and_loads_as_the_same(tmp_path, name):
    recording = profile(work)
    file = recording.save(tmp_path / "new folder" / name)
    content = file.read_bytes()
    document = json.loads(gzip.decompress(content) if name.endswith("gz") else content)
    assert "traceEvents" in document
    loaded = profile.load(str(file))
    assert loaded.spans == recording.spans
    assert loaded.table() == recording.table()
    assert loaded.save(tmp_path / "again.json").read_bytes() == recording.save(tmp_path / "x.json").read_bytes()
    assert sorted(one.name for one in file.parent.iterdir()) == [name]


def test_the_table_adds_up(recording):
    table = recording.table()
    row = table["cudaStreamSynchronize"]
    assert (row.kind, row.where, row.calls) == ("synchronisation", "CPU", 2)
    assert row.total_time == row.self_time == pytest.approx(195e-6, abs=5e-9)
    for where in ("CPU", "GPU"):
        assert sum(row.share for row in table if row.where == where) == pytest.approx(1)
    assert [row.self_time for row in table] == sorted((row.self_time for row in table), reverse=True)
    busy = 200 + 25 + 2 + 3
    assert table["Memset (Device)"].share == pytest.approx(2 / busy, rel=1e-3)
    assert sum(row.calls for row in table) == len(recording.spans)
    with pytest.raises(KeyError, match="no row 'aten::mul'; there is: "):
        table["aten::mul"]


def test_a_call_within_one_of_the_same_name_counts_once_in_the_total(blank):
    blank.span("cpu_op", "aten::sum", 0, 10)
    blank.span("cpu_op", "aten::sum", 2, 6)
    row = Recording.of(blank.bytes(), "x").table()["aten::sum"]
    assert (row.calls, row.total_time, row.self_time) == (2, pytest.approx(10e-6, abs=2e-9), row.total_time)


def test_the_tables_texts(recording, blank):
    table = recording.table()
    lines = str(table).splitlines()
    assert lines[0].split() == ["name", "kind", "where", "calls", "total", "self", "share"]
    assert len(lines) == len(table) + 1
    assert "at::native::vectorized_elementwise_kernel " in lines[1]
    assert lines[1].split()[-5:] == ["200", "µs", "200", "µs", "87.0%"]
    assert table.markdown().splitlines()[1] == "| - | - | - | - | - | - | - |"
    assert recording._repr_html_().count("<tr>") == len(lines)
    blank.span("cpu_op", "<script>|", 0, 1)
    odd = Recording.of(blank.bytes(), "x").table()
    assert "&lt;script&gt;" in odd.html()
    assert "\\|" in odd.markdown()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("aten::add", "aten::add"),
        ("Memcpy DtoH (Device -> Pageable)", "Memcpy DtoH (Device -> Pageable)"),
        ("void cutlass::Kernel<A<1, 2>, B>(C)", "cutlass::Kernel"),
        ("<built-in method add>", "<built-in method add>"),
        ("s" * 80, "s" * 59 + "…"),
    ],
)
def test_kernels_have_short_names(name, expected):
    assert short(name) == expected


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Memcpy DtoH (Device -> Pageable)", "from the card's memory"),
        ("Memcpy HtoD (Pinned -> Device)", "to the card's"),
        ("Memcpy DtoD (Device -> Device)", "within the card's memory"),
        ("Memset (Device)", "filled with one byte"),
        ("cudaLaunchKernel", "card's queue"),
        ("cudaLaunchKernelExC", "card's queue"),
        ("cuLaunchKernel", "card's queue"),
        ("cudaMemcpyAsync", "orders a copy"),
        ("cudaMemsetAsync", "orders a part"),
        ("cudaStreamSynchronize", "waits until a stream"),
        ("cudaDeviceSynchronize", "waits until everything"),
        ("cudaEventSynchronize", "reached a mark"),
        ("cudaStreamWaitEvent", "one queue"),
        ("cudaMalloc", "taken from the driver"),
        ("cudaFree", "given back"),
        ("cudaStreamIsCapturing", "question to the driver"),
        ("aten::copy_", "written into another"),
        ("aten::to", "another device or another type"),
        ("aten::_to_copy", "another device or another type"),
        ("aten::item", "Python number"),
        ("aten::_local_scalar_dense", "Python number"),
        ("aten::contiguous", "row after row"),
        ("aten::empty", "nothing is written"),
        ("aten::empty_strided", "nothing is written"),
        ("aten::t", "same memory"),
        ("aten::transpose", "same memory"),
        ("aten::addmm", "matrix product"),
        ("aten::convolution", "convolution"),
        ("aten::_softmax", "normalisation"),
        ("aten::sum", "reduction"),
        ("sm90_xmma_gemm_f32f32_tf32f32_f32_tn_n_tilesize128x128x32_cublas", "matrix product, from NVIDIA"),
        ("triton_poi_fused_add_relu_0", "torch.compile"),
        ("autograd::engine::evaluate_function: AddBackward0", "backward"),
    ],
)
def test_names_are_explained_in_plain_words(name, words):
    explanation = explain(name)
    assert words in explanation.what
    assert explanation.cost
    assert str(explanation).startswith(f"{name}: ")


def test_the_kind_explains_a_name_that_is_new(recording, blank):
    blank.span("cpu_op", "mine::thing", 0, 1)
    assert "an operation of torch" in Recording.of(blank.bytes(), "x").explain("mine::thing").what
    assert "each element" in recording.explain(recording.table().rows[0].name).what
    with pytest.raises(KeyError, match="nothing here is named 'aten::ad'.*aten::add"):
        recording.explain("aten::ad")
    with pytest.raises(KeyError, match="give its kind"):
        explain("what")


def test_an_annotation_is_not_taken_for_what_it_is_named_after(blank):
    blank.span("user_annotation", "convolutions", 0, 1)
    assert "named itself" in Recording.of(blank.bytes(), "x").explain("convolutions").what


def find(recording, start, nth=0):
    return [n for n, span in enumerate(recording.spans) if span.name.startswith(start)][nth]


def test_a_copy_tells_its_bytes_its_speed_and_who_launched_it(recording):
    told = " ".join(recording.tell(find(recording, "Memcpy HtoD")))
    assert "memory copy on GPU 0, stream 7: 25.0 µs, 6.2% of the recording, from 30.0 µs on." in told
    assert "4,096 bytes at 164 MB/s." in told
    assert "Launched by cudaMemcpyAsync in aten::copy_; it began before that returned." in told


def test_a_kernel_tells_its_threads_and_its_launch_what_it_launched(recording):
    told = " ".join(recording.tell(find(recording, "void at::native")))
    assert "32×1×1 work groups (blocks) of 128×1×1 threads; estimated occupancy 75 %." in told
    assert "Launched by cudaLaunchKernel in aten::add; it began 7.00 µs after that returned." in told
    told = " ".join(recording.tell(find(recording, "cudaLaunchKernel")))
    assert "It launched at::native::vectorized_elementwise_kernel on GPU 0, stream 7, which began 15.0 µs after" in told
    assert "Within aten::add." in told


def test_a_wait_tells_what_the_card_did_meanwhile(recording):
    told = " ".join(recording.tell(find(recording, "cudaStreamSynchronize", 1)))
    # from 185 to 350: the kernel until 335, the fill from 340 to 342, the copy from 345 to 348
    assert "Meanwhile the card was busy for 155 µs, 94% of the wait." in told
    assert "Within aten::_local_scalar_dense ← aten::item." in told


def test_an_operation_tells_what_is_its_own(recording):
    told = " ".join(recording.tell(find(recording, "aten::to")))
    assert "15.0 µs of it is its own" in told
    with pytest.raises(IndexError):
        recording.tell(999)


def test_the_timeline_has_a_bar_for_each_span_and_an_arrow_for_each_launch(recording):
    figure = recording.figure()
    bars = {trace.name: trace for trace in figure.data if trace.type == "bar"}
    assert set(bars) == {"CPU operation", "CUDA call", "synchronisation", "kernel", "memory copy"}
    assert sum(len(bar.x) for bar in bars.values()) == len(recording.spans)
    kernel = bars["kernel"]
    assert (kernel.base[0], kernel.x[0]) == (pytest.approx(135, abs=1e-2), pytest.approx(200, abs=1e-2))
    assert figure.layout.xaxis.title.text == "µs"
    place = kernel.customdata[0][0]
    assert recording.spans[place].kind == "kernel"
    (arrows,) = [trace for trace in figure.data if trace.name == "launch"]
    assert len(arrows.x) == 3 * len(recording.arrows)
    looks = {(bar.marker.color, bar.marker.pattern.shape) for bar in bars.values()}
    assert len({shape for _, shape in looks}) >= 4
    assert len(looks) == len(bars)
    assert list(figure.layout.yaxis.ticktext) == [lane.name for lane in recording.lanes]
    assert figure.layout.title.text == "400 µs · NVIDIA H200"


def test_a_long_recording_shows_its_longest_spans_and_says_so(recording):
    figure = recording.figure(most=3)
    assert sum(len(trace.x) for trace in figure.data if trace.type == "bar") == 3
    assert "the 3 longest of 16 spans" in figure.layout.title.text


def test_an_empty_recording_has_a_table_and_a_figure():
    empty = Recording.of(b'{"traceEvents": []}', "x")
    assert len(empty.table()) == 0
    assert not empty.figure().data
    assert str(empty.table()).split()[0] == "name"
