"""NumPy arrays and torch tensors in messages: their bytes, never an object in them."""

from __future__ import annotations

import math
import re
import sys
from typing import Any

import numpy as np

from . import wire
from .channel import Buffer
from .errors import BadMessageError
from .scalars import as_bytes

__all__ = [
    "INLINE",
    "decode_array",
    "decode_dtype",
    "decode_scalar",
    "decode_tensor",
    "decode_torch_dtype",
    "encode",
    "encode_dtype",
    "is_mutable",
]

INLINE = 4096
"""Bytes from which a value travels beside the message."""

_MOST_FIELDS = 200
_SIMPLE = re.compile(r"[<>|=]?(?:[biufcSUV]\d{1,8}|\?|[mM]8(?:\[\d{0,9}(?:Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?)")
_PLAIN_KINDS = "?biufcmMSUV"
_TORCH = (
    *("bool", "uint8", "int8", "int16", "int32", "int64", "uint16", "uint32", "uint64", "float16", "bfloat16"),
    *("float32", "float64", "complex64", "complex128", "float8_e4m3fn", "float8_e5m2"),
)


def is_mutable(value: object) -> bool:
    """Say whether a value that `encode` takes can be changed in place: arrays and tensors, but no scalars."""
    return not issubclass(type(value), np.generic | np.dtype) and not _is_torch(value, "dtype")


def encode(value: Any) -> list[Any] | None:
    """Return the part for an array, a NumPy scalar, a tensor or a dtype; None for anything else."""
    kind = type(value)  # never isinstance: it would ask a stand-in for its class
    if issubclass(kind, np.ndarray | np.generic | np.dtype):
        return _encode_numpy(kind, value)
    if _is_torch(value, "Tensor"):
        return _encode_tensor(value)
    return [wire.TORCH_DTYPE, str(value).removeprefix("torch.")] if _is_torch(value, "dtype") else None


def _encode_numpy(kind: type, value: Any) -> list[Any] | None:
    dtype = value if issubclass(kind, np.dtype) else value.dtype
    if issubclass(kind, np.ma.MaskedArray) or not _plain(dtype):
        return None
    if issubclass(kind, np.dtype):
        return [wire.DTYPE, encode_dtype(value)]
    if issubclass(kind, np.generic):
        return [wire.SCALAR, encode_dtype(dtype), value.tobytes()]
    array = np.asarray(value)
    turned = bool(array.flags.f_contiguous and not array.flags.c_contiguous)
    flat = np.ascontiguousarray(array.T if turned else array)
    return [wire.ARRAY, encode_dtype(dtype), list(array.shape), turned, array.flags.writeable, _bytes(flat)]


def _is_torch(value: object, name: str) -> bool:
    # A tensor exists only where torch has been imported already.
    torch = sys.modules.get("torch")
    kind = getattr(torch, name, None)
    return kind is not None and issubclass(type(value), kind)


def _plain(dtype: np.dtype[Any]) -> bool:
    if dtype.names is not None:
        return all(_plain(dtype[name]) for name in dtype.names)
    if dtype.subdtype is not None:
        return _plain(dtype.subdtype[0])
    return dtype.kind in _PLAIN_KINDS.replace("?", "b") and dtype.isbuiltin in (0, 1) and not dtype.hasobject


def _bytes(array: Any) -> Any:
    if not array.nbytes:
        return b""
    view = array.reshape(-1).view(np.uint8)
    return view.tobytes() if array.nbytes < INLINE else Buffer(view)


def encode_dtype(dtype: np.dtype[Any]) -> Any:
    """Return the part for a dtype: its text, or fields with their places."""
    if dtype.names is not None and dtype.fields is not None:
        fields = [(name, *dtype.fields[name]) for name in dtype.names]
        return [dtype.itemsize, [[name, encode_dtype(kind), *rest] for name, kind, *rest in fields]]
    if dtype.subdtype is not None:
        return [encode_dtype(dtype.subdtype[0]), list(dtype.subdtype[1]), None]
    return dtype.str


def decode_dtype(part: Any, depth: int = 0) -> np.dtype[Any]:
    """Return the dtype of a part that anyone may have sent; raises BadMessageError, ValueError or TypeError."""
    if isinstance(part, str):
        if not _SIMPLE.fullmatch(part):
            raise BadMessageError("a dtype that can't be sent")
        return np.dtype(part)
    if depth > 10 or type(part) is not list or len(part) not in (2, 3):
        raise BadMessageError("a malformed dtype")
    if len(part) == 3:
        return np.dtype((decode_dtype(part[0], depth + 1), _shape(part[1])))
    itemsize, fields = part
    if type(fields) is not list or len(fields) > _MOST_FIELDS:
        raise BadMessageError("a malformed dtype")
    columns: dict[str, list[Any]] = {"names": [], "formats": [], "offsets": [], "titles": []}
    for name, kind, offset, *titles in fields:
        title = titles[0] if titles else None
        if type(name) is not str or type(offset) is not int or offset < 0 or type(title) not in (str, type(None)):
            raise BadMessageError("a malformed dtype")
        for column, value in zip(columns.values(), (name, decode_dtype(kind, depth + 1), offset, title), strict=True):
            column.append(value)
    return np.dtype({**columns, "itemsize": itemsize})  # type: ignore[call-overload,no-any-return]  # a structure of names


def _shape(part: Any) -> tuple[int, ...]:
    if type(part) is not list or len(part) > 32 or any(type(one) is not int or not 0 <= one < 1 << 40 for one in part):
        raise BadMessageError("a malformed shape")
    return tuple(part)


def decode_array(part: list[Any], most: int) -> np.ndarray[Any, Any]:
    """Return the array of a part; it has its memory to itself. `most` bounds an array of items without bytes."""
    _, dtype, shape, turned, writeable, data = part
    kind, size, data = decode_dtype(dtype), _shape(shape), as_bytes(data)
    if math.prod(size) * kind.itemsize != len(data) or (not kind.itemsize and math.prod(size) > most):
        raise BadMessageError("an array whose size does not fit its bytes")
    memory = np.frombuffer(bytearray(data), np.uint8) if type(data) is bytes else data
    array: np.ndarray[Any, Any] = np.ndarray(size, kind, memory, order="F" if turned else "C")
    _check(array)
    if not writeable:
        array.flags.writeable = False
    return array


def _check(array: np.ndarray[Any, Any]) -> None:
    """Refuse bytes that are no value of their type: NumPy itself trusts them."""
    if array.dtype.names is not None:
        for name in array.dtype.names:
            _check(array[name])
    elif array.dtype.kind == "b" and array.size and array.view(np.uint8).max() > 1:
        raise BadMessageError("a bool that is neither true nor false")
    elif array.dtype.kind == "U" and array.size and array.dtype.itemsize:
        letters = np.dtype(np.uint32) if array.dtype.isnative else np.dtype(np.uint32).newbyteorder()
        flat = np.ascontiguousarray(array).reshape(-1).view(letters)
        if flat.max() > 0x10FFFF:
            raise BadMessageError("text that is no Unicode")


def decode_scalar(part: list[Any]) -> Any:
    """Return the NumPy scalar of a part."""
    _, dtype, data = part
    return decode_array([wire.ARRAY, dtype, [], False, True, data], 1)[()]


def _encode_tensor(value: Any) -> list[Any] | None:
    torch = sys.modules["torch"]
    name = str(value.dtype).removeprefix("torch.")
    if name not in _TORCH or value.layout is not torch.strided or value.is_meta:
        return None
    plain = value.detach().resolve_conj().resolve_neg().cpu().contiguous().reshape(-1)
    data = plain.view(torch.uint8).numpy() if plain.numel() else np.empty(0, np.uint8)
    return [wire.TENSOR, name, list(value.shape), bool(value.requires_grad), _bytes(data)]


def decode_tensor(part: list[Any], most: int) -> Any:
    """Return the tensor of a part; where torch is not imported, an array (bfloat16 as float32)."""
    _, name, shape, grad, data = part
    if name not in _TORCH:
        raise BadMessageError("a tensor of an unknown dtype")
    data = as_bytes(data)
    memory = np.frombuffer(bytearray(data), np.uint8) if type(data) is bytes else data
    size = _shape(shape)
    torch: Any = sys.modules.get("torch")
    if torch is None:
        return _tensor_as_array(name, size, memory, most)
    kind = getattr(torch, name)
    if math.prod(size) * kind.itemsize != memory.nbytes:
        raise BadMessageError("a tensor whose size does not fit its bytes")
    if kind is torch.bool and memory.nbytes and memory.max() > 1:
        raise BadMessageError("a bool that is neither true nor false")
    if not memory.nbytes:
        return torch.empty(size, dtype=kind)
    tensor = torch.from_numpy(memory).view(kind).reshape(size)
    return tensor.requires_grad_() if grad is True and (kind.is_floating_point or kind.is_complex) else tensor


def _tensor_as_array(name: str, size: tuple[int, ...], memory: Any, most: int) -> Any:
    if name.startswith("float8"):
        raise BadMessageError(f"a tensor of {name} where torch is not imported")
    if name != "bfloat16":
        return decode_array([wire.ARRAY, np.dtype(name).str, list(size), False, True, memory], most)
    # bfloat16 is the upper half of float32.
    halves = decode_array([wire.ARRAY, "<u2", list(size), False, True, memory], most)
    return (halves.astype(np.uint32) << 16).view(np.float32)


def decode_torch_dtype(name: Any) -> Any:
    """Return torch's dtype, or its name where torch is not imported."""
    if name not in _TORCH:
        raise BadMessageError("an unknown dtype of torch's")
    torch = sys.modules.get("torch")
    return name if torch is None else getattr(torch, name)
