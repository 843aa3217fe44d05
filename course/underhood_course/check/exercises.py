"""Whether each exercise can be solved, starts unsolved, and is checked where it stands."""

from __future__ import annotations

import linecache
import re
from typing import TYPE_CHECKING, Any

from underhood_course.exercises.files import (
    FOLDER,
    ExerciseCell,
    ExerciseError,
    ExerciseFile,
    exercise_cell,
    read_exercise_file,
)
from underhood_course.exercises.judge import judge, run_checks
from underhood_course.page import PageError, cell_text, read_notebook
from underhood_course.problem import Problem
from underhood_course.quizzes import plain_text, quiz_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from underhood_course.catalog import Catalog
    from underhood_course.page import Page


def check_activities(catalog: Catalog) -> Iterator[Problem]:
    """Yield what is wrong with exercises and questions as far as their files show it; nothing is run."""
    for module in catalog.modules:
        names = set()
        for page in module.pages:
            place = page.source.relative_to(catalog.folder).as_posix()
            try:
                notebook = read_notebook(page.source, place)
            except PageError:
                continue  # said elsewhere
            names |= {exercise.name for exercise in page.exercises}
            yield from _check_exercises(page, notebook, place)
            yield from _check_quizzes(page, notebook, place)
        for file in sorted((catalog.folder / module.folder / FOLDER).glob("*.py")):
            if file.stem not in names:
                name = file.relative_to(catalog.folder).as_posix()
                yield Problem(name, f'no page of the module has an exercise "{file.stem}"; add one or remove the file')


def _check_exercises(page: Page, notebook: dict[str, Any], place: str) -> Iterator[Problem]:
    code = [cell_text(cell) if cell.get("cell_type") == "code" else "" for cell in notebook["cells"]]
    for exercise in page.exercises:
        cell = exercise_cell(notebook, exercise.name)
        number = notebook["cells"].index(cell) + 1
        call = re.compile(rf"""^check\(\s*["']{exercise.name}["']""", re.MULTILINE)
        if not any(call.search(text) for text in code[number:]):
            message = f'no cell below it has check("{exercise.name}", …); without it nobody can check the exercise'
            yield Problem(place, message, cell=number)
        try:
            read_exercise_file(_file(page, exercise.name))
        except ExerciseError as error:
            yield Problem(place, str(error), cell=number)


def _check_quizzes(page: Page, notebook: dict[str, Any], place: str) -> Iterator[Problem]:
    known = {quiz.id for quiz in page.quizzes}
    questions = {one["id"]: one for one in notebook["metadata"]["underhood"].get("quizzes", []) if one["id"] in known}
    for number, cell in enumerate(notebook["cells"], start=1):
        question = questions.get(quiz_of(cell) or "")
        if question and cell_text(cell).strip() != plain_text(question):
            message = (
                f"its text is not the question's; without our extension it is all one sees:\n{plain_text(question)}"
            )
            yield Problem(place, message, cell=number, field="source")


def check_exercises(catalog: Catalog, report: Callable[[str], None] = lambda _line: None) -> Iterator[Problem]:
    """Run each exercise's solution, which must pass, and its start, which must not; `report` is told which one."""
    for page in catalog.pages():
        for exercise in page.exercises:
            report(f"checking exercise {exercise.name} of {page.id}: its solution and its start")
            place = page.source.relative_to(catalog.folder).as_posix()
            cell = exercise_cell(read_notebook(page.source, place), exercise.name)
            try:
                file = read_exercise_file(_file(page, exercise.name))
            except ExerciseError:
                continue  # said by check_activities
            if cell is not None:
                yield from _run(exercise.name, file, cell_text(cell), page.id, place)


def _file(page: Page, name: str) -> Any:
    return page.source.parent / FOLDER / f"{name}.py"


def _run(name: str, file: ExerciseFile, start: str, page: str, place: str) -> Iterator[Problem]:

    try:
        answer = run_checks(file)["answer"]
        # As if it had been handed out empty: the start is to be judged, not recognized.
        empty = ExerciseCell(page, name, "")
        solved = judge(name, _answer(file.solution, answer, f"<solution of {name}>"), file, empty)
        begun = judge(name, _answer(start, answer, f"<start of {name}>"), file, empty)
    except ExerciseError as error:
        yield Problem(place, f'exercise "{name}": {error}')
        return
    if solved["state"] == "wrong":
        failing = next(case for case in solved["cases"] if not case["passed"])
        why = (
            failing["error"]["message"]
            if failing["error"]
            else f"expected {failing['expected']}, {failing['came']} came"
        )
        yield Problem(place, f'exercise "{name}": its solution fails its own check "{failing["title"]}": {why}')
    if begun["state"] == "right":
        yield Problem(place, f'exercise "{name}": what is handed out passes already; leave something to do')
    if solved["state"] != "unchecked" and not solved["cases"]:
        yield Problem(place, f'exercise "{name}": its checks try nothing; let cases yield at least one')


def _answer(code: str, name: str, file: str) -> Any:
    """Run a cell's code by itself and return what it defines as `name`; its lines are kept as a kernel keeps them."""
    linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    try:
        exec(compile(code, file, "exec"), namespace)  # noqa: S102 - the course's own code
    except Exception as error:
        raise ExerciseError(f"{file} does not run by itself: {type(error).__name__}: {error}") from error
    if name not in namespace:
        raise ExerciseError(f"{file} defines no `{name}`, which its checks want")
    return namespace[name]
