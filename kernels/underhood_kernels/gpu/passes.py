"""Several dispatches of a shader over the same buffers, which stay on the GPU from the first to the last."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import numpy as np

from underhood_kernels.gpu import wgsl
from underhood_kernels.gpu.buffers import Empty, as_array, as_bytes, check_fits, check_names, padded_size
from underhood_kernels.gpu.devices import Device, device
from underhood_kernels.gpu.errors import BindingError, LimitError
from underhood_kernels.gpu.explain import bind_group_error, unused_binding_error
from underhood_kernels.gpu.queries import Queries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Pass:
    """One dispatch: an entry point, its work groups, and which buffer stands behind each of its variables."""

    work_groups: tuple[int, int, int]
    entry: str = "main"
    constants: Mapping[str, float] = field(default_factory=dict)
    buffers: Mapping[str, str] = field(default_factory=dict)  # the shader's variable: the buffer, where they differ

    def buffer(self, variable: str) -> str:
        """Return the name of the buffer behind a variable of the shader."""
        return self.buffers.get(variable, variable)


def _watched(method: Callable[Concatenate[Passes, P], R]) -> Callable[Concatenate[Passes, P], R]:
    """Have a method of `Passes` tell of a lost device in the reader's words."""

    @wraps(method)
    def watching(self: Passes, /, *arguments: P.args, **options: P.kwargs) -> R:
        with self.device.watched():
            return method(self, *arguments, **options)

    return watching


class Passes:
    """A shader's entry points dispatched one after the other, each seeing what those before it wrote.

    `buffers` maps names to NumPy arrays (numbers for uniforms, `empty` for what is only written), or is a function that
    returns such a mapping and is called at each upload; a pass may give a variable of the shader another buffer than
    the one of its own name. All dispatches lie between one pair of timestamps. The arrays given are never changed.
    A shader runs with bounds checks unless it is not to be `checked`, which is for kernels that are known to need none.
    Errors: `ShaderError`, `BindingError`, `LimitError`, `LostDeviceError`.
    """

    def __init__(
        self,
        source: str,
        buffers: Mapping[str, Any] | Callable[[], Mapping[str, Any]],
        passes: Sequence[Pass],
        *,
        name: str = "shader",
        checked: bool = True,
    ) -> None:
        self.source, self.name, self.checked = source, name, checked
        self.passes = tuple(passes)
        self.bindings = wgsl.bindings(source)
        self.device: Device = device()
        self.dispatches = 0
        self.used = {p.entry: self._bindings_of(p.entry) for p in self.passes}  # by entry point
        self._buffers = buffers
        self._uploaded: dict[str, Any] = {}
        self._shapes: dict[str, tuple[tuple[int, ...], np.dtype[Any]]] = {}
        self._pipelines: list[Any] = []
        self._groups: list[dict[int, Any]] = []
        with self.device.watched():
            self._queries = Queries(self.device)

    def compile(self, *, again: bool = False) -> None:
        """Compile every entry point, or take the pipelines from the device's cache unless `again`."""
        made: dict[Any, Any] = {}
        for p in self.passes:
            self._check_limits(p)
            key = p.entry, tuple(sorted(p.constants.items()))
            if key not in made:  # passes that differ only in their buffers share a pipeline
                made[key] = self.device.pipeline(
                    self.source, p.entry, p.constants, name=self.name, again=again, checked=self.checked
                )
        self._pipelines = [made[p.entry, tuple(sorted(p.constants.items()))] for p in self.passes]

    def arrays(self) -> Mapping[str, Any]:
        """Return what the buffers start with, by their names."""
        return self._buffers() if callable(self._buffers) else self._buffers

    @_watched
    def upload(self) -> None:
        """Make the buffers, fill them, and bind them."""
        import wgpu  # noqa: PLC0415

        arrays = self.arrays()
        users = self._users(arrays)
        self.close()
        queue = self.device.handle.queue
        for name, bindings in users.items():
            usage = wgpu.BufferUsage.COPY_SRC | wgpu.BufferUsage.COPY_DST
            for binding in bindings:
                array = as_array(binding, arrays[name], self.name)
                usage |= wgpu.BufferUsage.UNIFORM if binding.space == "uniform" else wgpu.BufferUsage.STORAGE
            size = max(padded_size(array.nbytes, binding.alignment) for binding in bindings)
            for binding in bindings:
                check_fits(binding, size, self.device.limits, self.name)
            buffer = self.device.handle.create_buffer(label=name, size=size, usage=usage)
            if not isinstance(array, Empty):
                queue.write_buffer(buffer, 0, as_bytes(array))
            self._uploaded[name] = buffer
            self._shapes[name] = (array.shape, array.dtype)
        self._groups = [self._bind(p, pipeline) for p, pipeline in zip(self.passes, self._pipelines, strict=True)]
        # Writes are queued; reading back is the only reliable way to wait for them.
        for buffer in self._uploaded.values():
            queue.read_buffer(buffer, size=4)
            break

    @_watched
    def kernel(self, times: int = 1) -> None:
        """Dispatch every pass, all of them so many times in a row, and wait until the last is done."""
        with self.device.lock:
            encoder = self.device.handle.create_command_encoder()
            compute = encoder.begin_compute_pass(**self._queries.pass_options())
            self._queries.begin(compute)
            for _ in range(times):
                self._encode(compute)
            self._queries.end(compute)
            compute.end()
            self._queries.resolve(encoder)
            self.device.handle.queue.submit([encoder.finish()])
            self.dispatches += times * len(self.passes)
            self._queries.read()  # waits for the queue

    @property
    def kernel_seconds(self) -> float | None:
        """The last call of `kernel` by the device's clock, in seconds; None where it has none."""
        return self._queries.seconds

    @property
    def invocations(self) -> int | None:
        """How many threads the last call of `kernel` had, by the device's own count; None where it can't count."""
        return self._queries.invocations

    @_watched
    def download(self, *names: str) -> dict[str, NDArray[Any]]:
        """Return the buffers `names`, or else all that a pass may write, each in the shape and dtype it was given."""
        result = {}
        for name in names or self._writable():
            shape, dtype = self._shapes[name]
            used = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
            data = self.device.handle.queue.read_buffer(self._uploaded[name])
            result[name] = np.frombuffer(data[:used], dtype).reshape(shape).copy()
        return result

    @_watched
    def poison(self) -> None:
        """Fill every buffer that is only written with ones: a kernel that counts on zeros is found out."""
        for name, array in self.arrays().items():
            if isinstance(array, Empty):
                buffer = self._uploaded[name]
                self.device.handle.queue.write_buffer(buffer, 0, b"\xff" * buffer.size)

    def close(self) -> None:
        """Give the buffers' memory back now instead of when Python gets round to it."""
        for buffer in self._uploaded.values():
            buffer.destroy()
        self._uploaded.clear()

    def _encode(self, compute: Any) -> None:
        for p, pipeline, groups in zip(self.passes, self._pipelines, self._groups, strict=True):
            compute.set_pipeline(pipeline)
            for group, bound in groups.items():
                compute.set_bind_group(group, bound)
            compute.dispatch_workgroups(*p.work_groups)

    def _bindings_of(self, entry: str) -> tuple[wgsl.Binding, ...]:
        unused = wgsl.unused_bindings(self.source, entry)
        return tuple(b for b in self.bindings if b not in unused)

    def _writable(self) -> list[str]:
        written = {p.buffer(b.name) for p in self.passes for b in self.used[p.entry] if b.writable}
        return [name for name in self._uploaded if name in written]

    def _users(self, arrays: Mapping[str, Any]) -> dict[str, list[wgsl.Binding]]:
        """Return each buffer's name with the variables that it stands behind; raise where one fits nothing."""
        if len(self.passes) == 1 and not self.passes[0].buffers:
            check_names(self.bindings, arrays, self.name)
        users: dict[str, list[wgsl.Binding]] = {}
        for p in self.passes:
            for binding in self.used[p.entry]:
                users.setdefault(p.buffer(binding.name), []).append(binding)
        used = {binding for bindings in users.values() for binding in bindings}
        idle = [b for b in self.bindings if b not in used]
        error = unused_binding_error(self.source, self.passes[0].entry, self.name) if idle else None
        if error:
            raise error
        if users.keys() != arrays.keys():
            wrong = ", ".join(f"`{name}`" for name in sorted(users.keys() ^ arrays.keys()))
            raise BindingError(f"{self.name}: the passes and the buffers given differ in {wrong}")
        return users

    def _bind(self, p: Pass, pipeline: Any) -> dict[int, Any]:
        import wgpu  # noqa: PLC0415

        groups = {}
        for group in sorted({b.group for b in self.used[p.entry]}):
            entries = [
                {"binding": b.binding, "resource": {"buffer": self._uploaded[p.buffer(b.name)]}}
                for b in self.used[p.entry]
                if b.group == group
            ]
            try:
                groups[group] = self.device.handle.create_bind_group(
                    layout=pipeline.get_bind_group_layout(group), entries=entries
                )
            except wgpu.GPUError as error:
                raise bind_group_error(str(error), source=self.source, entry=p.entry, name=self.name) from None
        return groups

    def _check_limits(self, p: Pass) -> None:
        limits = self.device.limits
        most = limits["max-compute-workgroups-per-dimension"]
        if max(p.work_groups) > most:
            raise LimitError(
                f"{self.name}: {max(p.work_groups)} work groups in one dimension, but this adapter allows {most}: "
                f"use larger work groups or spread them over two dimensions"
            )
        size = wgsl.work_group_size(self.source, p.entry, dict(p.constants))
        if size is not None:  # the driver doesn't check sizes that come from an override
            threads, most = int(np.prod(size)), limits["max-compute-invocations-per-workgroup"]
            if not 1 <= threads <= most:
                raise LimitError(f"{self.name}: a work group of {threads} threads; this adapter allows 1 to {most}")
