"""What the device itself says of a dispatch: when it began and ended, and how many threads ran."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from underhood_kernels.gpu.devices import Device

# Byte offsets in the buffer that the answers are resolved into; WebGPU wants them 256 bytes apart.
STATISTICS_AT = 256
SIZE = 512


class Queries:
    """Timestamps and an invocation count around one dispatch, as far as the device has them.

    Reading the answers back is also how the queue is waited for, so a buffer is read even where both are missing.
    """

    def __init__(self, device: Device) -> None:
        import wgpu  # noqa: PLC0415
        from wgpu.backends.wgpu_native import extras  # noqa: PLC0415

        self.seconds: float | None = None
        self.invocations: int | None = None
        self._device = device
        self._timestamps: Any = None
        self._statistics: Any = None
        if "timestamp-query" in device.features:
            self._timestamps = device.handle.create_query_set(type="timestamp", count=2)
        if "pipeline-statistics-query" in device.features:
            self._statistics = extras.create_statistics_query_set(
                device.handle, count=1, statistics=["compute-shader-invocations"]
            )
        usage = wgpu.BufferUsage.QUERY_RESOLVE | wgpu.BufferUsage.COPY_SRC | wgpu.BufferUsage.COPY_DST
        self._answers = device.handle.create_buffer(size=SIZE, usage=usage)

    def pass_options(self) -> dict[str, Any]:
        """Return what `begin_compute_pass` is to be given."""
        if self._timestamps is None:
            return {}
        return {
            "timestamp_writes": {
                "query_set": self._timestamps,
                "beginning_of_pass_write_index": 0,
                "end_of_pass_write_index": 1,
            }
        }

    def begin(self, compute: Any) -> None:
        """Start counting invocations."""
        if self._statistics is not None:
            compute._begin_pipeline_statistics_query(self._statistics, 0)  # noqa: SLF001 - the public one prints (0.32)

    def end(self, compute: Any) -> None:
        """Stop counting invocations."""
        if self._statistics is not None:
            compute._end_pipeline_statistics_query()  # noqa: SLF001

    def resolve(self, encoder: Any) -> None:
        """Have the answers written into a buffer."""
        if self._timestamps is not None:
            encoder.resolve_query_set(self._timestamps, 0, 2, self._answers, 0)
        if self._statistics is not None:
            encoder.resolve_query_set(self._statistics, 0, 1, self._answers, STATISTICS_AT)

    def read(self) -> None:
        """Wait for the queue and read the answers."""
        answers = np.frombuffer(self._device.handle.queue.read_buffer(self._answers), np.uint64)
        if self._timestamps is not None:
            ticks = int(answers[1]) - int(answers[0])
            # Some drivers write zeros (Metal, gfx-rs/wgpu#9414): then the wall clock is the better one.
            self.seconds = ticks * self._device.timestamp_period * 1e-9 if ticks > 0 else None
        if self._statistics is not None:
            self.invocations = int(answers[STATISTICS_AT // 8])
