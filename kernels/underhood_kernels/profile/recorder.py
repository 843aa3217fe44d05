"""Recording with torch's profiler."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from underhood_kernels.profile.recording import Recording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

QUIET = "6"  # kineto, torch's tracer, writes two lines to stderr at every recording unless told otherwise


class Profiler:
    """The callable `profile`: a context manager without arguments, a recording with a function."""

    @overload
    def __call__(
        self, function: None = None, /, *, shapes: bool = False, stacks: bool = False
    ) -> AbstractContextManager[Recording]: ...

    @overload
    def __call__(
        self, function: Callable[..., object], /, *arguments: object, shapes: bool = False, stacks: bool = False
    ) -> Recording: ...

    def __call__(
        self,
        function: Callable[..., object] | None = None,
        /,
        *arguments: object,
        shapes: bool = False,
        stacks: bool = False,
    ) -> AbstractContextManager[Recording] | Recording:
        """Record what torch does, on the CPU and on a CUDA card: in a `with` block, or in `function(*arguments)`.

        `shapes` notes the inputs' shapes, `stacks` the Python functions around operations; both cost time. What a card
        is still to do is waited for, before and after. If the block raises, what ran until then is recorded.
        """
        if function is None:
            return _record(shapes=shapes, stacks=stacks)
        with _record(shapes=shapes, stacks=stacks) as recording:
            function(*arguments)
        return recording

    @staticmethod
    def load(path: str | Path) -> Recording:
        """Read a chrome trace of torch's profiler, gzipped or not, wherever it was recorded.

        Raises `TraceFileError`, a `ValueError`, for a file that is none, and `OSError` if it can't be read.
        """
        file = Path(path)
        return Recording.of(file.read_bytes(), file.name)


@contextmanager
def _record(*, shapes: bool, stacks: bool) -> Iterator[Recording]:
    os.environ.setdefault("KINETO_LOG_LEVEL", QUIET)
    import torch  # noqa: PLC0415 - heavy, and needed only here

    card = torch.cuda.is_available()
    activities = [torch.profiler.ProfilerActivity.CPU, *([torch.profiler.ProfilerActivity.CUDA] if card else [])]
    recorder: Any = torch.profiler.profile(activities=activities, record_shapes=shapes, with_stack=stacks)
    recording = Recording()
    if card:
        torch.cuda.synchronize()
    recorder.start()
    try:
        yield recording
    finally:
        try:
            if card:
                torch.cuda.synchronize()
        finally:
            recorder.stop()
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "trace.json"
            recorder.export_chrome_trace(str(file))
            recording.fill(file.read_bytes(), "the recording")


profile = Profiler()
