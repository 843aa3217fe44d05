"""What was found is kept in one JSON file, by device, family, variant and size.

Sizes are rounded to powers of two, dimension by dimension: what is best for 4096 × 4096 is taken for 4000 × 4100, not
for 16 × 1 000 000. A kernel that was changed since, or a driver, is a new one. Two programs that write at once are
safe; one of their findings may be lost.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from datetime import UTC, datetime
from math import log2
from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.atomic import write_atomically
from underhood_kernels.machines import machine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from underhood_kernels.variant import Variant

VERSION = 1
KEY = ("device", "family", "variant", "size", "source")


def tuned(variant: Variant, inputs: Sequence[NDArray[Any]]) -> dict[str, int]:
    """Return the best values that `tune` found for this variant on this device at about this size.

    They are the variant's defaults where nothing is remembered. Raises `ValueError` for inputs that are no instance of
    the problem.
    """
    defaults = {name: parameter.default for name, parameter in variant.parameters.items()}
    if not defaults or not variant.available:
        return defaults
    wanted = key(variant, inputs)
    for record in _read(file()):
        if all(record.get(name) == wanted[name] for name in KEY) and _fits(record.get("parameters"), defaults):
            return {name: record["parameters"][name] for name in defaults}
    return defaults


def remember(
    variant: Variant, inputs: Sequence[NDArray[Any]], parameters: Mapping[str, int], seconds: float, default: float
) -> Path:
    """Keep what was found in place of what was known; `default` are the seconds with the defaults."""
    where = file()
    own = key(variant, inputs)
    others = [record for record in _read(where) if any(record.get(name) != own[name] for name in KEY)]
    record = {
        **own,
        "parameters": dict(parameters),
        "seconds": seconds,
        "default_seconds": default,
        "taken": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    write_atomically(where, json.dumps({f"version {VERSION}": [*others, record]}, indent=1).encode())
    return where


def key(variant: Variant, inputs: Sequence[NDArray[Any]]) -> dict[str, str]:
    """Return what a finding is remembered by."""
    checked = variant.check_inputs(*inputs)
    return {
        "device": device(variant),
        "family": variant.family,
        "variant": variant.name,
        "size": ", ".join(_size(np.asarray(array)) for array in checked),
        "source": hashlib.sha256(variant.source.encode()).hexdigest()[:16],
    }


def device(variant: Variant) -> str:
    """Return the name of the device that a variant runs on, with its driver."""
    if variant.backend == "wgpu":
        from underhood_kernels.gpu import choose  # noqa: PLC0415 - loads wgpu

        adapter, _ = choose()
        return " | ".join(part for part in (adapter.name, adapter.backend, adapter.driver) if part)
    card = machine()
    return (card.cuda if variant.backend == "torch" else "") or card.cpu or "CPU"


def file() -> Path:
    """Return where findings are kept: in the user's cache folder."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - only who tunes needs it

    return user_cache_path("underhood", appauthor=False) / "tuned.json"


def _size(array: NDArray[Any]) -> str:
    return f"{'x'.join(str(2 ** round(log2(n)) if n else 0) for n in array.shape) or 'scalar'} {array.dtype}"


def _fits(values: Any, defaults: Mapping[str, int]) -> bool:
    """Whether remembered values are those of the variant's parameters as they are now."""
    return (
        isinstance(values, dict)
        and values.keys() == defaults.keys()
        and all(type(value) is int and value >= 1 for value in values.values())
    )


def _read(where: Path) -> list[dict[str, Any]]:
    """Return the records; a file that can't be understood is put aside, so that a new one can be made."""
    try:
        document = json.loads(where.read_text("utf-8"))
        records: list[Any] = document[f"version {VERSION}"]  # another version's are not understood
        return [record for record in records if isinstance(record, dict)]
    except FileNotFoundError:
        return []
    except (ValueError, KeyError, TypeError, OSError):
        with suppress(OSError):
            where.replace(where.with_name(f"{where.name}.unreadable"))
        return []
