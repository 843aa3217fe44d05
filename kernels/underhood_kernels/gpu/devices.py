"""One open GPU with its compiled pipelines, shared by everything in the process."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from underhood_kernels.gpu.adapter import Adapter, adapters, choose
from underhood_kernels.gpu.errors import GpuError, LostDeviceError
from underhood_kernels.gpu.explain import shader_error
from underhood_kernels.gpu.unchecked import unchecked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WANTED_FEATURES = ("timestamp-query", "pipeline-statistics-query", "shader-f16", "subgroup")
FILLER = 256 << 20  # bytes
LOSS = "device is lost"  # in wgpu's words
MOST_PIPELINES = 64  # enough for every slider position of a page; old ones are dropped


class Device:
    """An open adapter. Use `device()`: one a process is enough, and a second costs memory."""

    def __init__(self, adapter: Adapter, reason: str) -> None:
        self.adapter = adapter
        self.reason = reason  # why this adapter was chosen
        self.features = frozenset(WANTED_FEATURES) & frozenset(adapter.handle.features)
        # wgpu grants only the lowest limits unless each is asked for.
        self.limits: dict[str, int] = dict(adapter.handle.limits)
        self.handle = adapter.handle.request_device_sync(
            label="underhood", required_features=sorted(self.features), required_limits=self.limits
        )
        self.timestamp_period = self._timestamp_period()  # nanoseconds a tick
        self.lock = threading.RLock()  # a widget's worker and a cell may want the GPU at once
        self._pipelines: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._filler: Any = None
        self.lost = False  # found out at the first use after it happened

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Raise `LostDeviceError` where what is done meanwhile fails because the driver gave the device up."""
        import wgpu  # noqa: PLC0415

        try:
            yield
        except wgpu.GPUError as error:
            if LOSS not in str(error):
                raise
            self.lost = True
            raise LostDeviceError(
                f"{self.adapter} was lost: its driver was reset, or the computer slept; what lay there is gone, and "
                f"the next run opens it anew"
            ) from None

    def _timestamp_period(self) -> float:
        if "timestamp-query" not in self.features:
            return 0.0
        # wgpu-py has no public way to ask (0.32).
        from wgpu.backends.wgpu_native import lib  # noqa: PLC0415

        return float(lib.wgpuQueueGetTimestampPeriod(self.handle.queue._internal))  # noqa: SLF001

    def cool(self) -> None:
        """Write over a quarter of a gibibyte, more than any card's cache holds, before what is submitted next."""
        import wgpu  # noqa: PLC0415

        with self.lock:
            if self._filler is None:
                size = min(FILLER, self.limits["max-buffer-size"])
                self._filler = self.handle.create_buffer(size=size, usage=wgpu.BufferUsage.COPY_DST)
            encoder = self.handle.create_command_encoder()
            encoder.clear_buffer(self._filler)
            self.handle.queue.submit([encoder.finish()])

    def pipeline(
        self,
        source: str,
        entry: str,
        constants: Mapping[str, float],
        *,
        name: str,
        again: bool = False,
        checked: bool = True,
    ) -> Any:
        """Return the compiled pipeline of a shader's entry point, from the cache unless `again`.

        Without `checked` it runs faster, and an access out of bounds may read or spoil anything on the GPU. Raises
        `ShaderError` with the compiler's message, the line and a caret.
        """
        import wgpu  # noqa: PLC0415

        key = (source, entry, tuple(sorted(constants.items())), checked)
        with self.lock:
            if not again and key in self._pipelines:
                self._pipelines.move_to_end(key)
                return self._pipelines[key]
            try:
                with self.watched():
                    with nullcontext() if checked else unchecked():
                        module = self.handle.create_shader_module(label=name, code=source)
                    pipeline = self.handle.create_compute_pipeline(
                        layout="auto",
                        compute={"module": module, "entry_point": entry, "constants": dict(constants)},
                    )
            except wgpu.GPUError as error:
                raise shader_error(str(error), source=source, entry=entry, name=name) from None
            self._pipelines[key] = pipeline
            if len(self._pipelines) > MOST_PIPELINES:
                self._pipelines.popitem(last=False)
            return pipeline


_open: Device | None = None
_opened_in: int | None = None
_opening = threading.Lock()


def device() -> Device:
    """Return this process's GPU, opened at the first call, and anew after it was lost.

    Raises `NoAdapterError` where there is none, and `GpuError` in a process forked after the GPU was opened: a driver's
    threads don't survive a fork.
    """
    global _open, _opened_in  # noqa: PLW0603 - one device a process is the point
    with _opening:
        if _open is None or (_open.lost and _opened_in == os.getpid()):
            if _open is not None:
                adapters.cache_clear()  # a driver that was reset may have changed
            _open = Device(*choose())
            _opened_in = os.getpid()
        elif _opened_in != os.getpid():
            raise GpuError("this process was forked after the GPU was opened; start it with spawn instead of fork")
        return _open
