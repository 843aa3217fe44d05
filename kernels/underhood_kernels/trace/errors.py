"""What trace refuses, with the line of the shader and the reason."""

from __future__ import annotations

from underhood_kernels.gpu.errors import GpuError, LimitError


class TraceError(GpuError):
    """The shader has something that can't be counted faithfully; the message has the line and what to do."""

    def __init__(self, line: int, complaint: str) -> None:
        self.line = line
        super().__init__(f"trace, line {line}: {complaint}" if line else f"trace: {complaint}")


class TraceLimitError(LimitError):
    """The kernel makes more accesses than the log may hold; the message names the limit."""
