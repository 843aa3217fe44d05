"""What can go wrong between a shader and its result. Each message says what, where and what to do."""

from __future__ import annotations

import textwrap

WIDTH = 96  # columns that a notebook shows even beside a sidebar


class GpuError(RuntimeError):
    """Something about the GPU, the shader or its buffers; shown in a notebook without the traceback.

    The frames between the reader's cell and the driver tell a learner nothing, and the message names the place.
    """

    def _render_traceback_(self) -> list[str]:
        """Return what IPython prints for this error (its documented hook), broken at words where it is long."""
        lines = f"{type(self).__name__}: {self}".splitlines()
        first = textwrap.wrap(lines[0], WIDTH)  # what follows is code with a caret below it, and stays as it is
        return ["\n".join([*first, *lines[1:]])]


class NoAdapterError(GpuError):
    """There is no GPU that wgpu can use, neither hardware nor software: `what` is wrong, and its `cure`."""

    def __init__(self, what: str, cure: str) -> None:
        self.what, self.cure = what, cure
        super().__init__(f"{what}: {cure}")


class ShaderError(GpuError):
    """The shader doesn't compile; the message has the line and a caret."""


class BindingError(GpuError):
    """The buffers don't fit what the shader declares."""


class UnusedBindingError(BindingError):
    """The shader declares a binding that its entry point never uses."""


class LimitError(GpuError):
    """A size is above what the adapter allows; the message names the limit."""


class LostDeviceError(GpuError):
    """The driver has given the GPU up, and with it all that lay there; the next run opens it anew."""
