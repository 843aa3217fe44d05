"""Which engine grades: this machine's, or a cluster's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from .cluster import ClusterEngine
from .local import LocalEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from underhood_grading.runner import Runner

    from .material import Material
    from .work import Judged, Submission

__all__ = ["Engine", "engine_of"]


class Engine(Protocol):
    """What grades submissions of one hand-in, wherever it does so."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def judge(self, submission: Submission, material: Material | None = None) -> Judged:
        """Grade one submission; whatever goes wrong with it is said in the result."""
        ...

    def run(
        self, submissions: Iterable[Callable[[], Submission]], material: Material | None = None
    ) -> Iterator[Judged]:
        """Grade submissions, each read when its turn comes, and give the results as they are there."""
        ...


def engine_of(
    material: Material,
    *,
    workers: int | None = None,
    confined: bool = True,
    dask: str | None = None,
    say: Callable[[str], None] | None = None,
    runner: Runner | None = None,
) -> Engine:
    """Return the engine that grades at `dask`, a scheduler's address or file, or else on this machine.

    >>> with engine_of(material, workers=8) as engine:
    ...     results = list(engine.run(submissions))

    `workers` is how many submissions this machine runs at once; a cluster has its own number. A
    `runner` that was started beforehand is for this machine's. Raises RunnerError if it does not start.
    """
    if dask is not None:
        return ClusterEngine(dask, material, confined=confined, say=say)
    return LocalEngine(material, workers=workers, confined=confined, runner=runner)
