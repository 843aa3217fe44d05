"""NumPy arrays as a shader's buffers: names, dtypes and sizes checked before the driver sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.gpu.errors import BindingError, LimitError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from underhood_kernels.gpu.wgsl import Binding

DTYPES = {"f16": np.float16, "f32": np.float32, "i32": np.int32, "u32": np.uint32}
ALIGNMENT = 4  # bytes; the least size of a binding, and what sizes are rounded up to


@dataclass(frozen=True)
class Empty:
    """A buffer that the shader only writes: allocated on the GPU, nothing is uploaded (WebGPU fills it with zeros)."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]

    @property
    def nbytes(self) -> int:
        """Size in bytes."""
        return int(np.prod(self.shape, dtype=np.int64)) * self.dtype.itemsize


def empty(shape: int | tuple[int, ...], dtype: Any = np.float32) -> Empty:
    """Return a buffer for a result, to be passed in place of an array."""
    return Empty((shape,) if isinstance(shape, int) else tuple(shape), np.dtype(dtype))


def check_names(bindings: Iterable[Binding], arrays: Mapping[str, Any], shader: str) -> None:
    """Raise `BindingError` unless `arrays` has exactly the names that the shader declares."""
    declared = [b.name for b in bindings]
    missing = [name for name in declared if name not in arrays]
    unknown = [name for name in arrays if name not in declared]
    if missing or unknown:
        complaints = [f"no buffer was given for `{name}`" for name in missing]
        complaints += [f"the shader declares no `{name}`" for name in unknown]
        raise BindingError(
            f"{shader}: {'; '.join(complaints)} (declared: {', '.join(declared) or 'nothing'}; "
            f"given: {', '.join(arrays) or 'nothing'})"
        )


def as_array(binding: Binding, value: Any, shader: str) -> NDArray[Any] | Empty:
    """Return `value` as an array of the type that `binding` declares; an `Empty` is checked and passed through.

    Plain Python numbers take the declared type; an array of another dtype is an error, because converting it silently
    would hide what the GPU computes in.
    """
    wanted = DTYPES.get(binding.element)
    if isinstance(value, (bool, int, float)) and wanted is not None:
        return np.asarray(value, wanted)
    array = value if isinstance(value, Empty) else np.ascontiguousarray(value)
    if wanted is not None and array.dtype != wanted:
        raise BindingError(
            f"{shader}: `{binding.name}` is {array.dtype}, but the shader declares {binding.type}: "
            f"give it .astype(np.{np.dtype(wanted).name})"
        )
    if array.dtype.kind not in "fiu":
        raise BindingError(f"{shader}: `{binding.name}` is {array.dtype}; a buffer holds numbers")
    return array


def padded_size(nbytes: int, alignment: int = ALIGNMENT) -> int:
    """Return the size of a buffer for `nbytes` bytes: a whole number of `alignment` bytes, and one at least."""
    return max(1, -(-nbytes // alignment)) * alignment


def as_bytes(array: NDArray[Any]) -> bytes | memoryview:
    """Return a contiguous array's bytes, padded with zeros to whole words; without a copy where none is needed."""
    if array.nbytes and array.nbytes % ALIGNMENT == 0:
        return array.reshape(-1).view(np.uint8).data
    return array.tobytes().ljust(padded_size(array.nbytes), b"\0")


def check_fits(binding: Binding, size: int, limits: Mapping[str, int], shader: str) -> None:
    """Raise `LimitError` if a buffer of `size` bytes is larger than the adapter binds."""
    limit = f"max-{binding.space}-buffer-binding-size"
    if size > limits[limit]:
        raise LimitError(
            f"{shader}: `{binding.name}` has {size:,} bytes, but this adapter's {limit} is {limits[limit]:,}: "
            f"split the work into smaller runs"
        )
