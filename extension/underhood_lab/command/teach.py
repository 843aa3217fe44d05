"""`underhood teach`: a teacher's course directory, from its making to the table of scores."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underhood_lab.command import teach_choices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from underhood_grading.head_start import HeadStart
    from underhood_grading.teach import Course


def add_to(subparsers: Any) -> None:
    """Add the subcommand with its own subcommands."""
    command = subparsers.add_parser(
        "teach",
        help="a teacher's course directory: release, collect, grade, give feedback",
        description="Each step is nbgrader's own, in an nbgrader course directory; plain nbgrader works there too.",
    )
    # After `teach` or after the step, as one likes; the later one wins.
    command.add_argument(
        "--root", metavar="DIR", type=Path, default=Path(), help="the course directory (default: here)"
    )
    steps = command.add_subparsers(metavar="STEP", required=True)
    init = _step(steps, "init", _init, "make a course directory with the course's hand-ins and an exchange")
    init.add_argument("directory", metavar="DIR", type=Path, help="where; what is there already is never overwritten")
    init.add_argument("--exchange", metavar="DIR", type=Path, help="an exchange of your own (default: DIR/exchange)")
    _handin_step(steps, "release", _release, "let students fetch a hand-in")
    _handin_step(steps, "collect", _collect, "collect what students handed in")
    grade = _handin_step(steps, "grade", _grade, "grade what was collected and is new or changed")
    grade.add_argument("--student", metavar="ID", action="append", help="only this student's; may be given again")
    grade.add_argument("--force", action="store_true", help="grade everything again")
    where = grade.add_mutually_exclusive_group()
    where.add_argument(
        "--workers", metavar="N", type=_positive, help="submissions to run at once (default: one per core)"
    )
    where.add_argument(
        "--dask", metavar="ADDRESS", help="grade on a Dask cluster: its scheduler's address, tcp://…, or scheduler file"
    )
    grade.add_argument(
        "--no-sandbox",
        action="store_true",
        help="run students' code with all your rights; noted in each grade. For code that you trust as your own",
    )
    grade.add_argument("--json", metavar="FILE", type=Path, help="also write what `status --json` prints to a file")
    _handin_step(steps, "feedback", _feedback, "let students see their scores")
    status = _step(steps, "status", _status, "say where submissions stand", root=True)
    status.add_argument("handin", metavar="HANDIN", nargs="?", help="one hand-in (default: all)")
    status.add_argument("--json", action="store_true", help="as JSON: an object for one hand-in, a list for all")
    export = _step(steps, "export", _export, "print everybody's scores as CSV", root=True)
    export.add_argument("--csv", metavar="FILE", type=Path, help="write to a file instead")
    export.add_argument(
        "--format",
        choices=("csv", "canvas", "moodle"),
        default="csv",
        help="a line per submission (csv), or what a learning platform imports (default: csv)",
    )
    board = _handin_step(steps, "board", _board, "show who is fastest of those who asked to be shown")
    board.add_argument("--publish", action="store_true", help="also put it into the exchange, for students to see")
    board.add_argument("--json", action="store_true", help="as JSON")
    topics = _step(steps, "topics", _topics, "say what each student has shown of each topic", root=True)
    topics.add_argument("--csv", metavar="FILE", type=Path, help="write the matrix to a file instead")
    teach_choices.add_to(_step, steps)


def _step(
    steps: Any, name: str, run: Callable[[argparse.Namespace], int], text: str, *, root: bool = False
) -> argparse.ArgumentParser:
    step: argparse.ArgumentParser = steps.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
    if root:
        step.add_argument(
            "--root", metavar="DIR", type=Path, default=argparse.SUPPRESS, help="the course directory (default: here)"
        )
    step.set_defaults(run=run)
    return step


def _handin_step(steps: Any, name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
    step = _step(steps, name, run, text, root=True)
    step.add_argument("handin", metavar="HANDIN", help="the hand-in's name, such as convolution")
    return step


def _open(options: argparse.Namespace) -> Course:
    from underhood_grading.teach import Course  # noqa: PLC0415 - nbgrader takes seconds to import

    return Course.open(options.root)


def _init(options: argparse.Namespace) -> int:
    from underhood_course import read_catalog  # noqa: PLC0415
    from underhood_grading import teach  # noqa: PLC0415

    print("making the course directory and its gradebook …", flush=True)
    catalog = read_catalog()
    folders = [page.source.parent for page in catalog.handins()]
    made = teach.init(options.directory, folders, options.exchange, course_id=catalog.course_id)
    course = teach.Course.open(made.root)
    print(f"course directory {made.root}")
    for what, names in (("added", made.added), ("kept as they were", made.kept)):
        if names:
            print(f"hand-ins {what}: {', '.join(names)}")
    for note in made.notes:
        print(f"note: {note}")
    print(f"students join with: underhood lab --exchange {course.exchange}")
    print(f"next: underhood teach release {(made.added or made.kept)[0]} --root {made.root}")
    return 0


def _release(options: argparse.Namespace) -> int:
    from underhood_grading import teach  # noqa: PLC0415

    released = teach.release(_open(options), options.handin)
    print(f"{released.handin} {'released again' if released.again else 'released'}: {released.folder}")
    return 0


def _collect(options: argparse.Namespace) -> int:
    from underhood_grading import teach  # noqa: PLC0415

    found = teach.collect(_open(options), options.handin)
    for what, students in (("new", found.new), ("updated", found.updated), ("unchanged", found.unchanged)):
        if students:
            print(f"{what}: {', '.join(students)}")
    return _print_problems(found.problems)


def _grade(options: argparse.Namespace) -> int:
    # Nothing of nbgrader is imported yet: meanwhile the warm processes import what the hand-in needs.
    with ExitStack() as stack:
        early = None
        with _importing():
            if not options.dask:
                from underhood_grading.head_start import HeadStart  # noqa: PLC0415

                confined = not options.no_sandbox
                early = HeadStart(options.root, options.handin, workers=options.workers, confined=confined)
                stack.enter_context(early)
            from underhood_grading import teach  # noqa: F401, PLC0415
        return _grade_with(options, early)


@contextmanager
def _importing() -> Iterator[None]:
    """Leave out the garbage collector: what modules make stays, and going through it takes a third of their time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()


def _grade_with(options: argparse.Namespace, early: HeadStart | None) -> int:
    from underhood_grading import teach  # noqa: PLC0415

    course = _open(options)
    if options.json and not options.json.parent.is_dir():
        raise teach.TeachError(f"can't write {options.json}: there is no folder {options.json.parent}; make it first")
    graded = teach.grade(
        course,
        options.handin,
        students=options.student,
        force=options.force,
        workers=options.workers,
        confined=not options.no_sandbox,
        dask=options.dask,
        early=early,
    )
    found = teach.status(course, options.handin)
    if options.json:
        teach.put(json.dumps(found[0], indent=2, ensure_ascii=False) + "\n", options.json)
    for warning in graded.warnings:
        print(f"note: {warning}", file=sys.stderr)
    counts = ", ".join(f"{graded.count(state)} {state}" for state in ("graded", "failed", "unchanged"))
    print(f"{options.handin}: {counts}")
    print(teach.table(found))
    return 1 if graded.count("failed") else 0


def _positive(text: str) -> int:
    if text.isdecimal() and int(text):
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number of 1 or more")


def _feedback(options: argparse.Namespace) -> int:
    from underhood_grading import teach  # noqa: PLC0415

    returned = teach.feedback(_open(options), options.handin)
    print(f"feedback released to: {', '.join(returned.released) or 'nobody'}")
    return _print_problems(returned.skipped)


def _print_problems(problems: Any) -> int:
    for student, why in problems.items():
        print(f"{student}: {why}", file=sys.stderr)
    return 1 if problems else 0


def _status(options: argparse.Namespace) -> int:
    from underhood_grading import teach  # noqa: PLC0415

    found = teach.status(_open(options), options.handin)
    if options.json:
        print(json.dumps(found[0] if options.handin else found, indent=2, ensure_ascii=False))
    else:
        print(teach.table(found))
    return 0


def _export(options: argparse.Namespace) -> int:
    from underhood_grading import teach  # noqa: PLC0415

    teach.export(_open(options), options.csv, form=options.format)
    if options.csv:
        print(f"written: {options.csv}")
    return 0


def _board(options: argparse.Namespace) -> int:
    from underhood_grading import teach  # noqa: PLC0415

    course = _open(options)
    found = teach.board(course, options.handin)
    if options.json:
        print(json.dumps(found.to_json(), indent=2, ensure_ascii=False))
    else:
        print(found)
    for student, why in found.problems.items():
        print(f"{student}: {why}", file=sys.stderr)
    if options.publish:
        print(f"published: {teach.publish_board(course, found)}", file=sys.stderr)
    return 0


def _topics(options: argparse.Namespace) -> int:
    from underhood_grading import teach  # noqa: PLC0415

    found = teach.topics(_open(options))
    if options.csv:
        teach.put(found.to_csv(), options.csv)
        print(f"written: {options.csv}")
    else:
        print(found)
    return 0
