"""The command line of the comparison."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DESCRIPTION", "main"]

DESCRIPTION = (
    "Grade the same submissions by stock `nbgrader autograde` and by `underhood teach grade` and compare time and "
    "scores. Exit code 1 if a score differs."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison and return its exit code."""
    options = _parser().parse_args(arguments)
    from .arrays import ARRAYS  # noqa: PLC0415 - `--help` needs nothing of nbgrader
    from .comparing import compare, grow  # noqa: PLC0415
    from .compiled import COMPILED  # noqa: PLC0415
    from .report import lines, memory_lines, versions  # noqa: PLC0415
    from .watching import BenchError  # noqa: PLC0415

    handins = {one.name: one for one in (ARRAYS, COMPILED)}
    stock = min(options.stock_students or options.students, options.students)
    taken = datetime.now(UTC).isoformat(timespec="seconds")
    found: dict[str, Any] = {"taken": taken, "seed": options.seed, "versions": versions()}
    code = 0
    with tempfile.TemporaryDirectory(prefix="underhood-bench-") as folder:
        try:
            if options.memory:
                grown = grow(ARRAYS, Path(folder, "memory"), students=options.memory, seed=options.seed)
                print("\n".join(memory_lines(grown)))
                found["memory"] = vars(grown)
            else:
                compared = []
                for name in options.only or handins:
                    print(f"grading {name} …", file=sys.stderr)
                    one = compare(
                        handins[name],
                        Path(folder, name),
                        students=options.students,
                        stock_students=stock,
                        seed=options.seed,
                    )
                    compared.append(one)
                print("\n".join(lines(compared)))
                found["handins"] = [one.as_dict() for one in compared]
                code = int(any(one.different for one in compared))
        except BenchError as error:
            print(f"bench: {error}", file=sys.stderr)
            return 1
    if options.json is not None:
        from underhood_kernels.machines import machine  # noqa: PLC0415

        found["machine"] = machine().as_dict()
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m underhood_grading.bench", description=DESCRIPTION)
    parser.add_argument(
        "--students", type=_several, default=60, metavar="N", help="submissions a hand-in (default: 60)"
    )
    parser.add_argument(
        "--stock-students",
        type=_several,
        metavar="N",
        help="how many of them stock nbgrader grades; the rest is counted at its pace (default: all)",
    )
    parser.add_argument(
        "--only", action="append", choices=("arrays", "compiled"), help="one of the hand-ins (default: both)"
    )
    parser.add_argument(
        "--memory", type=_several, metavar="N", help="grade N submissions by ours alone and look at its memory"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of who answers what (default: 1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything that was found to FILE")
    return parser


def _several(text: str) -> int:
    if text.isdecimal() and int(text) >= 2:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number of 2 or more")
