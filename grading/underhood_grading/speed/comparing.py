"""Whether a result is the reference's, up to rounding."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["TOLERANCES", "difference"]

TOLERANCES = {"float16": 1e-2, "float32": 1e-5, "float64": 1e-9, "complex64": 1e-5, "complex128": 1e-9}
"""By the dtype of what is expected, so that less precision than the reference's is no way to be faster."""


def difference(found: Any, expected: Any, tolerance: float | None = None) -> str:
    """Say in what a result differs from the expected one; "" where it does not.

    >>> difference(np.array([1.0, 2.5]), np.array([1.0, 2.0]))
    'element (1,) is 2.5, not 2'

    Numbers of floating point may differ by `tolerance` × (|expected| + mean |expected|), default by dtype as in
    `TOLERANCES`; not-a-number equals itself. All else has to be equal.
    """
    if isinstance(expected, list | tuple):
        if not isinstance(found, list | tuple) or len(found) != len(expected):
            return f"it is {_short(found)}, not {len(expected)} results"
        for number, (one, other) in enumerate(zip(found, expected, strict=True), start=1):
            if told := difference(one, other, tolerance):
                return f"of result {number} {told}"
        return ""
    if _is_numeric(expected):
        if not _is_numeric(found):
            return f"it is {_short(found)}, not {_short(expected)}"
        return _numbers(_array(found), _array(expected), tolerance)
    same = type(found) is type(expected) and found == expected
    return "" if same else f"it is {_short(found)}, not {_short(expected)}"


def _is_numeric(value: Any) -> bool:
    return isinstance(value, bool | int | float | complex | np.ndarray | np.generic) or _is_tensor(value)


def _is_tensor(value: Any) -> bool:
    return type(value).__module__ == "torch" and hasattr(value, "detach")


def _array(value: Any) -> np.ndarray[Any, Any]:
    if _is_tensor(value):
        value = value.detach().cpu()
        value = value.float().numpy() if str(value.dtype) == "torch.bfloat16" else value.numpy()
    return np.asarray(value)


def _numbers(found: np.ndarray[Any, Any], expected: np.ndarray[Any, Any], tolerance: float | None) -> str:
    if found.shape != expected.shape:
        return f"its shape is {found.shape}, not {expected.shape}"
    if not expected.size:
        return ""
    if expected.dtype.kind not in "fc" or found.dtype.kind not in "biufc":
        wrong = found != expected
    else:
        if tolerance is None:
            tolerance = TOLERANCES.get(expected.dtype.name, 1e-9)
        wide = np.complex128 if "c" in found.dtype.kind + expected.dtype.kind else np.float64
        left, right = found.astype(wide), expected.astype(wide)
        with np.errstate(all="ignore"):
            size = np.abs(right)
            finite = size[np.isfinite(size)]
            allowed = tolerance * (size + (finite.mean() if finite.size else 0.0))
            both_nan = np.isnan(left) & np.isnan(right)
            wrong = ~((left == right) | both_nan | (np.isfinite(right) & (np.abs(left - right) <= allowed)))
    if not np.any(wrong):
        return ""
    place = tuple(int(one) for one in np.argwhere(wrong)[0])
    told = f"is {_short(found[place])}, not {_short(expected[place])}"
    return f"element {place} {told}" if place else f"it {told}"


def _short(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, float | np.floating):
        return f"{value:.7g}"
    text = str(value) if isinstance(value, np.generic) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
