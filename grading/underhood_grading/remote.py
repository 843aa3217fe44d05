"""What a Dask cluster is asked to do, where its scheduler finds the names without importing all the rest."""

from __future__ import annotations

__all__ = ["carry", "judge"]


def carry(packed: bytes) -> bytes:
    """Return a hand-in's packed material as it is.

    As the result of a task, and not scattered, it is made again when the worker that has it is gone.
    """
    return packed


def judge(packed: bytes, packed_submission: bytes, version: str, confined: bool) -> bytes:
    """Grade a submission, in one of a worker's threads: `engines.on_worker.judge`."""
    # Here, the seconds that this import takes don't stop what the worker says to its scheduler.
    from .engines import on_worker  # noqa: PLC0415

    return on_worker.judge(packed, packed_submission, version, confined)
