"""Grading on several machines: the workers of a Dask cluster, each with warm processes of its own."""

from __future__ import annotations

import logging
import pickle
import time
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Self

from underhood_grading.remote import carry, judge
from underhood_grading.runner import RunnerError

from .checking import RefusedError, WrongResultError, read_judged
from .on_worker import our_version
from .work import Judged, Submission

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from distributed import Client, Future

    from .material import Material

__all__ = ["ClusterEngine", "ClusterError"]

_CONNECT = 15.0  # seconds that a scheduler has to answer
_AHEAD = 16  # submissions under way at least: a cluster that starts workers on demand has to see a demand
_WORD = 5.0  # seconds without a worker before that is said


class ClusterError(RunnerError):
    """A cluster that can't grade: what is wrong with it, where, and what to do."""


@dataclass(frozen=True)
class _Asked:
    submission: Submission  # without contents
    future: Future[Any]


class ClusterEngine:
    """Grades submissions of one hand-in on a Dask cluster.

    >>> with ClusterEngine("tcp://10.0.0.1:8786", material) as engine:
    ...     for judged in engine.run(submissions):
    ...         print(judged.student, judged.scores)

    The address is a scheduler's, or the path of its scheduler file. Workers may come and go: what was
    under way on one that is gone is graded on another. They need the same Underhood, and a sandbox
    unless `confined` is false. `say` is told, in a sentence, that there is no worker to wait for.

    Raises ClusterError here and from the methods if Dask is not installed, the scheduler can't be
    reached, or a worker can grade nobody's submission.
    """

    def __init__(
        self, address: str, material: Material, *, confined: bool = True, say: Callable[[str], None] | None = None
    ) -> None:
        self._address = address
        self._material = material
        self._confined = confined
        self._say = say
        self._client = _connect(address)
        self._shared: tuple[Material, Future[bytes]] | None = None
        self._threads = (0.0, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the cluster; what is still under way there is dropped."""
        self._shared = None
        self._client.close()

    def judge(self, submission: Submission, material: Material | None = None) -> Judged:
        """Grade one submission; whatever goes wrong with it is said in the result."""
        return next(self.run([lambda: submission], material))

    def run(
        self, submissions: Iterable[Callable[[], Submission]], material: Material | None = None
    ) -> Iterator[Judged]:
        """Grade submissions, each read when its turn comes, and give each result once, as they are there."""
        material = material or self._material
        waiting = iter(submissions)
        finished: SimpleQueue[Future[Any]] = SimpleQueue()
        asked: dict[str, _Asked] = {}
        more = True
        while more or asked:
            # Few are read ahead, so that a thousand submissions take no more memory than ten.
            while more and len(asked) < self._most_ahead():
                read = next(waiting, None)
                if read is None:
                    more = False
                else:
                    one = self._ask(read(), material)
                    asked[one.future.key] = one
                    one.future.add_done_callback(finished.put)
            if asked:
                done = asked.pop(self._next(finished).key)
                yield self._result(done, material)

    def _ask(self, submission: Submission, material: Material) -> _Asked:
        packed = pickle.dumps(submission)
        try:
            future = self._submit(judge, self._share(material), packed, our_version(), self._confined)
        except OSError as error:
            raise self._gone() from error
        return _Asked(Submission(submission.student, dict.fromkeys(submission.notebooks, b"")), future)

    def _share(self, material: Material) -> Future[bytes]:
        """Send a hand-in's material to the cluster, once."""
        if self._shared is None or self._shared[0] is not material:
            self._shared = material, self._submit(carry, pickle.dumps(material))
        return self._shared[1]

    def _submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        import dask  # noqa: PLC0415

        # Dask warns of arguments above 10 MB, which a hand-in's files may well have.
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GB"}):
            return self._client.submit(function, *arguments, pure=False)

    def _most_ahead(self) -> int:
        """Return how many submissions may be under way: two for each of the cluster's threads."""
        since, threads = self._threads
        if time.monotonic() - since > 1:
            try:
                threads = sum(self._client.nthreads().values())
            except OSError as error:
                raise self._gone() from error
            self._threads = time.monotonic(), threads
        return max(_AHEAD, 2 * threads)

    def _next(self, finished: SimpleQueue[Future[Any]]) -> Future[Any]:
        """Wait for a submission that is done."""
        said = False
        while True:
            try:
                return finished.get(timeout=_WORD)
            except Empty:
                self._threads = (0.0, 0)
                self._most_ahead()
                if self._say and not said and not self._threads[1]:
                    said = True
                    self._say(f"the cluster at {self._address} has no workers yet; waiting for the first")

    def _result(self, asked: _Asked, material: Material) -> Judged:
        from distributed import KilledWorker  # noqa: PLC0415

        why: str
        try:
            return read_judged(asked.future.result(), asked.submission, material.release)
        except RefusedError as error:
            raise ClusterError(str(error)) from None
        except WrongResultError as error:
            why = f"the result that came from the cluster is wrong: {error}"
        except KilledWorker:
            why = "the workers that graded it ended, one after the other; their logs say why"
        except Exception as error:
            if asked.future.status == "cancelled" or isinstance(error, OSError):
                raise self._gone() from error
            message = (
                f"the cluster at {self._address} can't run our code ({type(error).__name__}: {error}); its scheduler "
                "and workers need the same Python packages as this machine"
            )
            raise ClusterError(message) from error
        return Judged(asked.submission.student, problems=(why,), failed=True)

    def _gone(self) -> ClusterError:
        return ClusterError(
            f"the Dask scheduler at {self._address} is gone; start it again, and then the same command: "
            "what was stored stays"
        )


def _connect(address: str) -> Client:
    try:
        from distributed import Client  # noqa: PLC0415 - half a second, and only a few have it
    except ImportError:
        raise ClusterError("grading on a cluster needs Dask: pip install 'underhood[dask]'") from None
    file = None if "://" in address else Path(address)
    if file is not None and not file.is_file():
        message = f"{address} is no scheduler's address, as tcp://10.0.0.1:8786, and no scheduler file is there"
        raise ClusterError(message)
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # tracebacks of what we say in a sentence
    where: dict[str, Any] = {"address": address} if file is None else {"scheduler_file": str(file)}
    try:
        return Client(**where, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"no Dask scheduler answers at {address} ({error}); is it running, and can this machine reach it?"
        raise ClusterError(message) from error
