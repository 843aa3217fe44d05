"""How long submissions' own code takes, with nothing around it but a warm process.

`python -m underhood_grading.bench.alone MODULE…` is started by `seconds_alone`.
"""

from __future__ import annotations

import ast
import gc
import io
import json
import os
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from underhood_grading.runner import default_workers
from underhood_grading.runner.warming import preload

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["main", "seconds_alone"]


def seconds_alone(modules: Sequence[str], notebooks: Iterable[Path]) -> list[float]:
    """Return the seconds of each notebook's code cells, run by plain `exec`, as many at once as there are cores.

    >>> seconds_alone(["numpy"], [Path("autograded/ada/arrays/arrays.ipynb")])
    [0.0123]

    The notebooks have to be honest: nothing keeps them from anything.
    """
    environment = {**os.environ, **{f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMBA")}}
    done = subprocess.run(
        [sys.executable, "-m", "underhood_grading.bench.alone", *modules],
        input="\n".join(map(str, notebooks)),
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return [float(line) for line in done.stdout.split()]


def main() -> None:
    """Read notebooks' paths from standard input, and print the seconds of each."""
    preload(sys.argv[1:])
    gc.collect()
    gc.freeze()  # as in the warm processes
    waiting = list(enumerate(Path(line) for line in sys.stdin.read().splitlines()))
    found = [0.0] * len(waiting)
    running: dict[int, tuple[int, int]] = {}
    while waiting or running:
        while waiting and len(running) < default_workers():
            number, notebook = waiting.pop(0)
            reading, writing = os.pipe()
            if (process := os.fork()) == 0:
                os.write(writing, str(_run(_sources(notebook))).encode())
                os._exit(0)
            os.close(writing)
            running[process] = number, reading
        process, _ = os.wait()
        number, reading = running.pop(process)
        found[number] = float(os.read(reading, 64))
        os.close(reading)
    print("\n".join(map(str, found)))


def _sources(notebook: Path) -> list[str]:
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def _run(sources: Sequence[str]) -> float:
    names = {"__name__": "__main__"}
    start = time.monotonic()
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        for source in sources:
            with suppress(Exception):
                exec(compile(ast.parse(source), "<cell>", "exec"), names)  # noqa: S102  # as a notebook would
    return time.monotonic() - start


if __name__ == "__main__":
    main()
