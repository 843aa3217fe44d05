"""The command line of the bench, by itself and as `underhood bench`."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from underhood_kernels.atomic import write_atomically
from underhood_kernels.families import registry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from underhood_kernels.bench.rows import Table
    from underhood_kernels.roofline import Ceilings

DESCRIPTION = (
    "Measure the variants of the named families side by side, or of all, hold each result against the oracle, and "
    "show their times and their places under this machine's measured ceilings. Exit code 1 if a result is wrong."
)


class BenchError(Exception):
    """The command can't do what it was told to; the message is for the reader."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command understands to its parser."""
    parser.add_argument("families", metavar="FAMILY", nargs="*", help="a kernel family (default: all)")
    parser.add_argument("--peers", action="store_true", help="also measure torch.compile on the torch variants")
    parser.add_argument("--size", type=int, metavar="N", help="the problem's size (default: the family's own)")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=N", help="another dimension of the problem, such as taps=7"
    )
    parser.add_argument("--only", action="append", default=[], metavar="VARIANT", help="measure just this variant")
    parser.add_argument(
        "--with", action="append", default=[], dest="parameters", metavar="NAME=N",
        help="a parameter of the variants that have it, such as work_group=256",
    )  # fmt: skip
    parser.add_argument(
        "--budget", type=float, default=0.1, metavar="SECONDS", help="to measure each variant for (default: 0.1)"
    )
    parser.add_argument(
        "--large", action="store_true", help="problems that fill a large GPU, the best variant of each against torch"
    )
    parser.add_argument("--no-cold", action="store_true", help="leave out the runs with cold caches")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything that was found to FILE")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write the roofline and the tables to FILE")
    parser.add_argument("--list", action="store_true", help="list families, dimensions and variants, and measure none")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command by itself and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m underhood_kernels.bench", description=DESCRIPTION)
    add_arguments(parser)
    try:
        return run(parser.parse_args(arguments))
    except BenchError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1


def run(options: argparse.Namespace) -> int:
    """Measure, print a table for each family, and write what was asked for; `BenchError` for what can't be done."""
    families = [name.replace("-", "_") for name in options.families] or list(registry)
    for name in families:
        if name not in registry:
            raise BenchError(f"no kernel family {name!r}; there is: {', '.join(registry)}")
    if options.list:
        _list(families)
        return 0
    if options.budget <= 0:
        raise BenchError(f"--budget must be more than 0 seconds, not {options.budget:g}")
    for path in (options.json, options.html):
        if path is not None and not path.parent.is_dir():
            raise BenchError(f"{path}: there is no folder {path.parent}")
    if options.large:
        return _large(options)
    sizes = {**({} if options.size is None else {"size": options.size}), **_numbers(options.set, "--set")}
    return _measure(families, sizes, _numbers(options.parameters, "--with"), options)


def _measure(
    families: Sequence[str], sizes: dict[str, int], parameters: dict[str, int], options: argparse.Namespace
) -> int:
    from tqdm import tqdm  # noqa: PLC0415 - `--help` and `--list` need neither

    from underhood_kernels.bench import text  # noqa: PLC0415
    from underhood_kernels.bench.rows import chosen, run_family  # noqa: PLC0415
    from underhood_kernels.roofline import ceilings  # noqa: PLC0415

    taken = datetime.now(UTC).isoformat(timespec="seconds")
    tables: list[Table] = []
    roofs: list[Ceilings] = []
    try:
        counts = {name: len(chosen(registry[name], options.only, with_peers=options.peers)) for name in families}
        with tqdm(total=sum(counts.values()), unit="variant", disable=None, leave=False) as bar:
            for name in families:
                bar.set_description(name)
                table = run_family(
                    name,
                    sizes,
                    only=options.only,
                    parameters=_by_variant(name, parameters),
                    with_peers=options.peers,
                    budget=options.budget,
                    cold=not options.no_cold,
                    progress=lambda variant: bar.set_postfix_str(variant) or bar.update(),
                )
                # The ceilings are measured in the same minute as what they are held against.
                new = [ceilings(where) for where in _places(table) if where not in {roof.where for roof in roofs}]
                roofs += new
                tables.append(table)
                for line in [*map(str, new), "", *text.lines(table, roofs)]:
                    tqdm.write(line)
    except (KeyError, ValueError) as error:
        raise BenchError(str(error.args[0])) from error
    return _finish(tables, roofs, taken, options)


def _large(options: argparse.Namespace) -> int:
    from tqdm import tqdm  # noqa: PLC0415

    from underhood_kernels.bench.large import markdown, problems  # noqa: PLC0415
    from underhood_kernels.gpu import why_unavailable  # noqa: PLC0415
    from underhood_kernels.roofline import ceilings  # noqa: PLC0415

    if reason := why_unavailable():
        raise BenchError(f"--large is for a GPU: {reason}")
    taken = datetime.now(UTC).isoformat(timespec="seconds")
    wanted = problems([name.replace("-", "_") for name in options.families])
    if not wanted:
        raise BenchError(f"there are no large problems of {', '.join(options.families)}")
    results = []
    roofs = [ceilings("gpu")]
    with tqdm(wanted, unit="problem", disable=None, leave=False) as bar:
        for problem in bar:
            bar.set_description(problem.title)
            results.append((problem, problem.run(options.budget)))
            tqdm.write(list(markdown(results[-1:], roofs))[-1])
    print("", *markdown(results, roofs), "", *roofs, sep="\n")
    return _finish([table for _, table in results], roofs, taken, options)


def _finish(tables: Sequence[Table], roofs: Sequence[Ceilings], taken: str, options: argparse.Namespace) -> int:
    from underhood_kernels.bench import text  # noqa: PLC0415
    from underhood_kernels.machines import machine  # noqa: PLC0415

    notes = [*text.NOTES, *([text.SOFTWARE] if any(roof.software for roof in roofs) else [])]
    print("", *notes, "", machine(), sep="\n")
    try:
        if options.json is not None:
            from underhood_kernels.bench.record import record, save  # noqa: PLC0415

            save(record(tables, roofs, machine(), taken), options.json)
        if options.html is not None:
            from underhood_kernels.bench.page import page  # noqa: PLC0415

            write_atomically(options.html, page(tables, roofs, machine(), taken).encode())
    except OSError as error:
        raise BenchError(f"{error.filename}: {error.strerror}") from error
    return 0 if all(table.right for table in tables) else 1


def _places(table: Table) -> list[Literal["gpu", "cpu"]]:
    return sorted({point.where for point in table.points}, reverse=True)


def _by_variant(name: str, parameters: dict[str, int]) -> dict[str, dict[str, int]]:
    """Return each variant's share of the parameters: those that it has."""
    return {
        variant.name: {key: value for key, value in parameters.items() if key in variant.parameters}
        for variant in registry[name].variants.values()
    }


def _numbers(pairs: Sequence[str], option: str) -> dict[str, int]:
    found = {}
    for pair in pairs:
        name, _, number = pair.partition("=")
        try:
            found[name] = int(number)
        except ValueError:
            raise BenchError(f"{option} wants NAME=N with a whole number N, not {pair!r}") from None
    return found


def _list(families: Sequence[str]) -> None:
    for name in families:
        family = registry[name]
        print(f"{name}: {family.title}")
        for dimension, found in family.dimensions.items():
            print(f"  --set {dimension}=N  {found.title}, {found.minimum:,} to {found.maximum:,} ({found.default:,})")
        for variant in family.variants.values():
            values = ", ".join(f"{key}={p.default}" for key, p in variant.parameters.items())
            print(f"  {variant.name}{f' ({values})' if values else ''}: {variant.summary}")
