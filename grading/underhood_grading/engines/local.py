"""Grading on this machine: several submissions beside each other, in processes forked from warm ones."""

from __future__ import annotations

import threading
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Self

from underhood_grading.runner import Runner, RunnerError, default_workers

from .work import Judged, work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from underhood_grading.runner import Done, Task

    from .material import Material
    from .work import Submission

__all__ = ["LocalEngine"]


class LocalEngine:
    """Grades submissions of one hand-in.

    >>> with LocalEngine(material) as engine:
    ...     for judged in engine.run(submissions):
    ...         print(judged.student, judged.scores)

    Without `confined` the students' code runs with all the rights of the teacher. A `runner` that was
    started beforehand is used if it has imported what is needed, and closed in any case.

    Raises RunnerError if the processes do not start.
    """

    def __init__(
        self, material: Material, *, workers: int | None = None, confined: bool = True, runner: Runner | None = None
    ) -> None:
        self._material = material
        self._workers = workers or default_workers()
        self._confined = confined
        self._lock = threading.Lock()
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="grading-starter")
        if runner is not None and not runner.modules.issuperset(material.modules()):
            runner.close()
            runner = None
        self._runner = runner or self._start()
        self._runner.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes."""
        self._runner.close()
        self._starter.shutdown(wait=False)

    def judge(self, submission: Submission, material: Material | None = None) -> Judged:
        """Grade one submission; whatever goes wrong with it is said in the result."""
        try:
            return work(material or self._material, submission, self.execute)
        except RunnerError as error:
            return Judged(submission.student, problems=(str(error),), failed=True)

    def execute(self, task: Task) -> Done:
        """Run one notebook. Raises RunnerError if that failed, twice where another try might go better."""
        runner = self._runner
        try:
            return runner.run(task)
        except RunnerError as error:
            if not error.again:
                raise
            # What ended a warm process may have been another submission: once more, with new ones.
            return (runner if runner.is_alive() else self._restarted(runner)).run(task)

    def run(
        self, submissions: Iterable[Callable[[], Submission]], material: Material | None = None
    ) -> Iterator[Judged]:
        """Grade submissions, each read when its turn comes, and give the results as they are there."""
        waiting = iter(submissions)
        with _pool(self._workers) as pool:
            running: set[Future[Judged]] = set()
            more = True
            while more or running:
                # As many wait as are run, so that nobody is idle while the caller stores; no more, so that a
                # thousand submissions take no more memory than ten.
                while more and len(running) < 2 * self._workers:
                    read = next(waiting, None)
                    if read is None:
                        more = False
                    else:
                        running.add(pool.submit(self._read_and_judge, read, material))
                done, running = wait(running, return_when=FIRST_COMPLETED) if running else (set(), running)
                for one in done:
                    yield one.result()

    def _read_and_judge(self, read: Callable[[], Submission], material: Material | None) -> Judged:
        return self.judge(read(), material)

    def _start(self) -> Runner:
        material = self._material
        start = partial(
            Runner, material.modules(), ready=material.ready(), workers=self._workers, confined=self._confined
        )
        if threading.current_thread() is threading.main_thread():
            return start()
        # A sandbox ends with the thread that started it, and callers' threads come and go.
        return self._starter.submit(start).result()

    def _restarted(self, broken: Runner) -> Runner:
        """Return a runner that is not the broken one; the first to ask starts it."""
        with self._lock:
            if self._runner is broken:
                broken.close()
                self._runner = self._start()
            return self._runner


@contextmanager
def _pool(workers: int) -> Iterator[ThreadPoolExecutor]:
    """Threads that are not waited for when the caller stops early."""
    pool = ThreadPoolExecutor(workers, thread_name_prefix="grading")
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
