"""Whether a work group's shared memory fits: drivers don't check sizes that come from an override."""

from __future__ import annotations

from underhood_kernels.gpu.devices import device
from underhood_kernels.gpu.errors import LimitError

LIMIT = "max-compute-workgroup-storage-size"


def check_shared_memory(shader: str, needed: int, cure: str) -> None:
    """Raise `LimitError` with the `cure` if `shader` needs more bytes of shared memory than a work group has here."""
    most = device().limits[LIMIT]
    if needed > most:
        raise LimitError(
            f"{shader}: a work group needs {needed:,} bytes of shared memory, but this adapter's {LIMIT} is {most:,}: "
            f"{cure}"
        )
