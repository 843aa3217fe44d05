"""What runs in the process beside: `python -m underhood_grading.checking PIPE CELL_SECONDS NOTEBOOK…`.

Lines of JSON go to the descriptor PIPE: `{"done": 3, "of": 12}`, and at the end what was found, or a problem. It is not
the standard output, because what a kernel prints past Python goes there.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from nbgrader.apps import NbGrader
from nbgrader.nbgraderformat import SchemaTooNewError, SchemaTooOldError
from nbgrader.preprocessors import CheckCellMetadata, ClearOutput, Execute
from nbgrader.validator import Validator

from underhood_grading.environment import programs_on_path

if TYPE_CHECKING:
    from nbformat import NotebookNode

_MOST = 20_000  # characters of one error


class _Telling:
    """Counts cells, and says how far it has come."""

    def __init__(self, pipe: TextIO) -> None:
        self.pipe = pipe
        self.done = self.of = 0

    def tell(self, value: dict[str, Any]) -> None:
        self.pipe.write(json.dumps(value) + "\n")
        self.pipe.flush()

    def step(self) -> None:
        self.done += 1
        self.tell({"done": self.done, "of": self.of})


class _NamingValidator(Validator):  # type: ignore[misc]  # nbgrader ships no types
    """nbgrader's validator, which keeps the ids of the cells that it reports by their source alone."""

    def __init__(self, telling: _Telling, **options: Any) -> None:
        super().__init__(**options)
        self.preprocessors = [CheckCellMetadata, ClearOutput, _counting(telling)]
        self.names: dict[str, list[str]] = {}

    def _get_type_changed_cells(self, nb: NotebookNode) -> Any:
        return self._named("type_changed", super()._get_type_changed_cells(nb))

    def _get_changed_cells(self, nb: NotebookNode) -> Any:
        return self._named("changed", super()._get_changed_cells(nb))

    def _get_failed_cells(self, nb: NotebookNode) -> Any:
        return self._named("failed", super()._get_failed_cells(nb))

    def _named(self, kind: str, cells: Any) -> Any:
        self.names[kind] = [str(one.metadata.nbgrader.get("grade_id", "")) for one in cells]
        return cells


def _counting(telling: _Telling) -> type:
    class Counting(Execute):  # type: ignore[misc]  # nbgrader ships no types
        """nbgrader's execution, which counts cells; its settings are those of `Execute`."""

        def on_cell_executed(self, **kwargs: Any) -> None:
            super().on_cell_executed(**kwargs)
            telling.step()

    return Counting


def _validate(telling: _Telling, config: Any, file: Path) -> dict[str, list[dict[str, str]]]:
    validator = _NamingValidator(telling, config=config)
    found = validator.validate(str(file))
    fields = {"type_changed": ("old_type", "new_type"), "changed": (), "failed": ()}
    result: dict[str, list[dict[str, str]]] = {}
    for kind, kept in fields.items():
        names = validator.names.get(kind, [])
        result[kind] = [
            {
                "cell": name or str(one["source"]).strip().split("\n", 1)[0],
                **{field: str(one[field]) for field in kept},
                **({"error": str(one["raw_error"])[-_MOST:]} if kind == "failed" else {}),
            }
            for one, name in zip(found.get(kind, []), names, strict=False)
        ]
    return result


def _configuration(cell_seconds: float) -> Any:
    """Read what nbgrader's own service would read."""
    app = NbGrader()
    app.load_config_file()
    app.config.Execute.timeout = max(1, int(cell_seconds))
    return app.config


def _cells_to_run(file: Path) -> int:
    cells = json.loads(file.read_text("utf-8"))["cells"]
    return sum(1 for one in cells if one["cell_type"] == "code" and "".join(one["source"]).strip())


def main(pipe: TextIO, cell_seconds: float, files: list[Path]) -> None:
    """Validate each notebook and tell what was found in all of them."""
    telling = _Telling(pipe)
    logging.disable(logging.CRITICAL)
    programs_on_path()
    found: dict[str, list[dict[str, str]]] = {"type_changed": [], "changed": [], "failed": []}
    try:
        config = _configuration(cell_seconds)
        telling.of = sum(_cells_to_run(file) for file in files)
        telling.tell({"done": 0, "of": telling.of})
        for file in files:
            for kind, cells in _validate(telling, config, file).items():
                found[kind] += cells
    except (SchemaTooOldError, SchemaTooNewError):
        telling.tell({"problem": "the notebook's nbgrader metadata is of another version; fetch the hand-in anew"})
    except Exception as error:  # noqa: BLE001 - a notebook may be wrong in any way
        reason = (str(error) or type(error).__name__).strip().splitlines()[-1]
        telling.tell({"problem": f"{type(error).__name__}: {reason}"[:500]})
    else:
        telling.tell({"found": found})


if __name__ == "__main__":
    # Ends the kernel too: nbclient shuts it down on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    descriptor = int(sys.argv[1])
    os.set_inheritable(descriptor, False)  # not the kernel's
    with open(descriptor, "w", encoding="utf-8") as pipe:  # a descriptor, not a path
        main(pipe, float(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
