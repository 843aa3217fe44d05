"""A shader with its buffers, run in steps: compile, upload, kernel, download."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.gpu import wgsl
from underhood_kernels.gpu.buffers import Empty, as_array, as_bytes, check_fits, check_names, padded_size
from underhood_kernels.gpu.devices import Device, device
from underhood_kernels.gpu.errors import LimitError
from underhood_kernels.gpu.explain import bind_group_error
from underhood_kernels.gpu.queries import Queries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from underhood_kernels.gpu.adapter import Adapter


@dataclass(frozen=True)
class Run:
    """What one run of a shader left behind."""

    buffers: Mapping[str, NDArray[Any]]  # the buffers that the shader may write, after the run
    dispatches: int  # how many times the kernel was dispatched
    invocations: int | None  # threads that ran, counted by the device itself; None where it can't count
    adapter: Adapter
    kernel_seconds: float | None = field(compare=False)  # by the device's clock; None where it has none


class Program:
    """A shader, its buffers and its work groups on this process's GPU.

    `buffers` maps the shader's variable names to NumPy arrays (numbers for uniforms, `empty` for what is only written),
    or is a function that returns such a mapping and is called at each upload. What the shader may write comes back from
    `download`; the arrays given are never changed. Errors: `ShaderError`, `BindingError`, `LimitError`.
    """

    def __init__(
        self,
        source: str,
        buffers: Mapping[str, Any] | Callable[[], Mapping[str, Any]],
        work_groups: int | Sequence[int],
        *,
        entry: str = "main",
        constants: Mapping[str, float] | None = None,
        name: str = "shader",
    ) -> None:
        self.source, self.entry, self.name = source, entry, name
        self.constants = dict(constants or {})
        self.work_groups = _three(work_groups)
        self.bindings = wgsl.bindings(source)
        self.device: Device = device()
        self.dispatches = 0
        self._buffers = buffers
        self._uploaded: dict[str, Any] = {}
        self._shapes: dict[str, tuple[tuple[int, ...], np.dtype[Any]]] = {}
        self._pipeline: Any = None
        self._groups: dict[int, Any] = {}
        self._queries = Queries(self.device)

    def compile(self, *, again: bool = False) -> None:
        """Compile, or take the pipeline from the device's cache unless `again`."""
        self._check_limits()
        self._pipeline = self.device.pipeline(self.source, self.entry, self.constants, name=self.name, again=again)

    def upload(self) -> None:
        """Make the buffers, fill them, and bind them."""
        import wgpu  # noqa: PLC0415

        arrays = self._buffers() if callable(self._buffers) else self._buffers
        check_names(self.bindings, arrays, self.name)
        self.close()
        queue = self.device.handle.queue
        for binding in self.bindings:
            array = as_array(binding, arrays[binding.name], self.name)
            size = padded_size(array.nbytes)
            check_fits(binding, size, self.device.limits, self.name)
            usage = wgpu.BufferUsage.UNIFORM if binding.space == "uniform" else wgpu.BufferUsage.STORAGE
            buffer = self.device.handle.create_buffer(
                label=binding.name,
                size=size,
                usage=usage | wgpu.BufferUsage.COPY_SRC | wgpu.BufferUsage.COPY_DST,
            )
            if not isinstance(array, Empty):
                queue.write_buffer(buffer, 0, as_bytes(array))
            self._uploaded[binding.name] = buffer
            self._shapes[binding.name] = (array.shape, array.dtype)
        self._bind()
        # Writes are queued; reading back is the only reliable way to wait for them.
        for buffer in self._uploaded.values():
            queue.read_buffer(buffer, size=4)
            break

    def _bind(self) -> None:
        import wgpu  # noqa: PLC0415

        for group in sorted({b.group for b in self.bindings}):
            entries = [
                {"binding": b.binding, "resource": {"buffer": self._uploaded[b.name]}}
                for b in self.bindings
                if b.group == group
            ]
            try:
                self._groups[group] = self.device.handle.create_bind_group(
                    layout=self._pipeline.get_bind_group_layout(group), entries=entries
                )
            except wgpu.GPUError as error:
                raise bind_group_error(str(error), source=self.source, entry=self.entry, name=self.name) from None

    def kernel(self) -> None:
        """Dispatch the work groups and wait until they are done."""
        with self.device.lock:
            encoder = self.device.handle.create_command_encoder()
            compute = encoder.begin_compute_pass(**self._queries.pass_options())
            compute.set_pipeline(self._pipeline)
            for group, bound in self._groups.items():
                compute.set_bind_group(group, bound)
            self._queries.begin(compute)
            compute.dispatch_workgroups(*self.work_groups)
            self._queries.end(compute)
            compute.end()
            self._queries.resolve(encoder)
            self.device.handle.queue.submit([encoder.finish()])
            self.dispatches += 1
            self._queries.read()  # waits for the queue

    @property
    def kernel_seconds(self) -> float | None:
        """The last dispatch by the device's clock, in seconds; None where it has none."""
        return self._queries.seconds

    @property
    def invocations(self) -> int | None:
        """How many threads the last dispatch ran, by the device's own count; None where it can't count."""
        return self._queries.invocations

    def download(self) -> dict[str, NDArray[Any]]:
        """Return the buffers that the shader may write, each in the shape and dtype it was given in."""
        result = {}
        for binding in self.bindings:
            if binding.writable:
                shape, dtype = self._shapes[binding.name]
                data = self.device.handle.queue.read_buffer(self._uploaded[binding.name])
                used = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
                result[binding.name] = np.frombuffer(data[:used], dtype).reshape(shape).copy()
        return result

    def close(self) -> None:
        """Give the buffers' memory back now instead of when Python gets round to it."""
        for buffer in self._uploaded.values():
            buffer.destroy()
        self._uploaded.clear()

    def _check_limits(self) -> None:
        limits = self.device.limits
        most = limits["max-compute-workgroups-per-dimension"]
        if max(self.work_groups) > most:
            raise LimitError(
                f"{self.name}: {max(self.work_groups)} work groups in one dimension, but this adapter allows {most}: "
                f"use larger work groups or spread them over two dimensions"
            )
        size = wgsl.work_group_size(self.source, self.entry, self.constants)
        if size is not None:  # the driver doesn't check sizes that come from an override
            threads, most = int(np.prod(size)), limits["max-compute-invocations-per-workgroup"]
            if not 1 <= threads <= most:
                raise LimitError(f"{self.name}: a work group of {threads} threads; this adapter allows 1 to {most}")


def _three(work_groups: int | Sequence[int]) -> tuple[int, int, int]:
    given = tuple(work_groups) if isinstance(work_groups, Sequence) else (work_groups,)
    if not 1 <= len(given) <= 3 or any(isinstance(n, bool) or n != int(n) or n < 0 for n in given):
        raise ValueError(f"work_groups must be one to three whole numbers from 0, not {work_groups!r}")
    x, y, z = (*(int(n) for n in given), 1, 1)[:3]
    return x, y, z


def run(
    source: str,
    buffers: Mapping[str, Any],
    work_groups: int | Sequence[int],
    *,
    entry: str = "main",
    constants: Mapping[str, float] | None = None,
    name: str = "shader",
) -> Run:
    """Run a WGSL shader once and return what it wrote.

    `buffers` maps each declared variable to a NumPy array, or a number for a uniform; `work_groups` is how many work
    groups to start, in one to three dimensions; `constants` are values for the shader's `override` declarations; `name`
    stands in error messages. Errors: `ShaderError`, `BindingError`, `LimitError`, `NoAdapterError`.
    """
    program = Program(source, buffers, work_groups, entry=entry, constants=constants, name=name)
    program.compile()
    try:
        program.upload()
        program.kernel()
        return Run(
            buffers=program.download(),
            dispatches=program.dispatches,
            invocations=program.invocations,
            adapter=program.device.adapter,
            kernel_seconds=program.kernel_seconds,
        )
    finally:
        program.close()
