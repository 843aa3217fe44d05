"""A chrome trace of a CUDA card, written event by event as torch 2.13 writes them: no card is needed to test lanes."""

import json

import pytest
from underhood_kernels.profile import Recording

CPU, CARD, THREAD, STREAM = 4242, 0, 4242, 7
START = 4379946288979.767  # microseconds since some boot, as in real traces
KERNEL = (
    "void at::native::vectorized_elementwise_kernel<4, at::native::CUDAFunctor_add<float>, std::array<char*, 3ul> >"
    "(int, at::native::CUDAFunctor_add<float>, std::array<char*, 3ul>)"
)


class Trace:
    """A trace under construction; times in microseconds from its start."""

    def __init__(self):
        self.events = []
        self.correlation = 10
        for process, thread, name in ((CPU, THREAD, "thread 4242 (python)"), (CARD, STREAM, "stream 7 ")):
            self.add(ph="M", name="thread_name", pid=process, tid=thread, ts=START, args={"name": name})
        self.add(ph="M", name="process_labels", pid=CARD, tid=0, ts=START, args={"labels": "GPU 0"})

    def add(self, **event):
        self.events.append(event)

    def span(self, category, name, start, duration, *, card=False, thread=THREAD, **arguments):
        process, thread = (CARD, STREAM) if card else (CPU, thread)
        ts = round(START + start, 3)
        self.add(ph="X", cat=category, name=name, pid=process, tid=thread, ts=ts, dur=duration, args={**arguments})

    def launched(self, call, category, name, *, at, call_takes, begins, takes, flow=True, **arguments):
        """Add a call of the CPU, its work on the card, and the arrow between them."""
        self.correlation += 1
        number = self.correlation
        self.span("cuda_runtime", call, at, call_takes, cbid=211, correlation=number)
        self.span(
            category,
            name,
            begins,
            takes,
            card=True,
            device=0,
            context=1,
            stream=STREAM,
            correlation=number,
            **arguments,
        )
        if flow:
            place = {"id": number, "cat": "ac2g", "name": "ac2g"}
            self.add(ph="s", pid=CPU, tid=THREAD, ts=round(START + at, 3), **place)
            self.add(ph="f", pid=CARD, tid=STREAM, ts=round(START + begins, 3), bp="e", **place)

    def bytes(self):
        card = {"id": 0, "name": "NVIDIA H200", "totalGlobalMem": 150_000_000_000}
        document = {"schemaVersion": 1, "deviceProperties": [card], "displayTimeUnit": "ms"}
        return json.dumps({**document, "traceEvents": self.events, "traceName": "x.json"}).encode()


def cuda_trace(flow=True):
    """A copy to the card, an addition, and its sum fetched by `.item()`."""
    trace = Trace()
    trace.span("Trace", "PyTorch Profiler (0)", -5, 1000, thread="PyTorch Profiler")
    trace.span("cpu_op", "aten::to", 0, 100, **{"External id": 1})
    trace.span("cpu_op", "aten::copy_", 10, 85, **{"External id": 2})
    trace.launched(
        "cudaMemcpyAsync", "gpu_memcpy", "Memcpy HtoD (Pageable -> Device)",
        at=20, call_takes=40, begins=30, takes=25, flow=flow, bytes=4096, **{"memory bandwidth (GB/s)": 0.16},
    )  # fmt: skip
    trace.span("cuda_runtime", "cudaStreamSynchronize", 62, 30, cbid=131, correlation=0)
    trace.span("cpu_op", "aten::add", 110, 30)
    trace.launched(
        "cudaLaunchKernel", "kernel", KERNEL,
        at=120, call_takes=8, begins=135, takes=200, flow=flow,
        grid=[32, 1, 1], block=[128, 1, 1], **{"registers per thread": 16, "est. achieved occupancy %": 75},
    )  # fmt: skip
    trace.launched(
        "cudaMemsetAsync", "gpu_memset", "Memset (Device)",
        at=150, call_takes=4, begins=340, takes=2, flow=flow, bytes=64,
    )  # fmt: skip
    trace.span("cpu_op", "aten::item", 160, 220)
    trace.span("cpu_op", "aten::_local_scalar_dense", 165, 210)
    trace.launched(
        "cudaMemcpyAsync", "gpu_memcpy", "Memcpy DtoH (Device -> Pageable)",
        at=170, call_takes=10, begins=345, takes=3, flow=flow, bytes=4,
    )  # fmt: skip
    trace.span("cuda_runtime", "cudaStreamSynchronize", 185, 165, cbid=131, correlation=0)
    trace.span("cuda_runtime", "cudaDeviceSynchronize", 390, 10, cbid=165, correlation=0)
    trace.add(ph="i", s="g", name="Record Window End", pid="", tid="", ts=START + 410)
    return trace


@pytest.fixture
def trace():
    return cuda_trace()


@pytest.fixture
def trace_without_flows():
    return cuda_trace(flow=False)


@pytest.fixture
def blank():
    """A trace with nothing in it yet."""
    return Trace()


@pytest.fixture
def recording(trace):
    return Recording.of(trace.bytes(), "written by hand")
