"""What is wrong with pages that are right one by one: each function finds one fault of the course as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from underhood_course.content import COURSE_FILE
from underhood_course.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from underhood_course.catalog import Module
    from underhood_course.schedule import Day


def unlisted(folder: Path, where: str, names: list[str]) -> list[Problem]:
    """Return a problem for each notebook that lies in a module's folder and is in no list: nobody would ever see it."""
    listed = set(names)
    return [
        Problem(
            f"{where}/{file.name}", f'is not in the pages of course.toml; add "{file.stem}" there or remove the file'
        )
        for file in sorted((folder / where).glob("*.ipynb"))
        if file.stem not in listed
    ]


def repeated_modules(modules: tuple[Module, ...]) -> list[Problem]:
    """Return a problem for each id that several modules have."""
    ids = [module.id for module in modules]
    repeated = dict.fromkeys(one for one in ids if ids.count(one) > 1)
    return [Problem(COURSE_FILE, f'"{one}" is the id of several modules', field="modules.id") for one in repeated]


def unknown_requirements(modules: tuple[Module, ...], seen: dict[str, str], problems: list[Problem]) -> list[Problem]:
    """Return a problem for each page asked for that the course does not have; `seen` are files by page's id."""
    broken = {problem.file for problem in problems}
    there = set(seen.values())
    if any(file.endswith(".ipynb") and file not in there for file in broken):
        return []  # the page asked for may be one of those that can't be read
    return [
        Problem(seen[page.id], f'"{one}" is no page of the course', field="metadata.underhood.requires")
        for module in modules
        for page in module.pages
        for one in page.requires
        if one not in seen
    ]


def unknown_in_schedule(
    schedule: tuple[Day, ...], modules: tuple[Module, ...], problems: list[Problem]
) -> list[Problem]:
    """Return a problem for each hand-in of the schedule that the course does not have."""
    known = {page.handin.name for module in modules for page in module.pages if page.handin}
    if any("handins/" in problem.file for problem in problems):
        return []  # the hand-in named may be one of those that can't be read
    return [
        Problem(COURSE_FILE, f'"{name}" is no hand-in of the course', field=f"schedule[{day.number - 1}].out")
        for day in schedule
        for name in day.out
        if name not in known
    ]


def repeated_exercises(modules: tuple[Module, ...], files: dict[str, str]) -> list[Problem]:
    """Return a problem for each exercise whose name another page has: `check` finds an exercise by its name alone."""
    first: dict[str, str] = {}
    found = []
    for page in (page for module in modules for page in module.pages):
        for exercise in page.exercises:
            if exercise.name in first:
                message = f'the exercise "{exercise.name}" is in {first[exercise.name]} already; give each its own name'
                found.append(Problem(files[page.id], message))
            first.setdefault(exercise.name, files[page.id])
    return found


def lonely_pairs(modules: tuple[Module, ...], files: dict[str, str]) -> list[Problem]:
    """Return a problem for each question that is asked at one end of the course only, though it is one of a pair."""
    ends: dict[tuple[str, str], str] = {}
    found = []
    for page in (page for module in modules for page in module.pages):
        for pair in (quiz.pair for quiz in page.quizzes if quiz.pair):
            if pair in ends:
                message = f'the pair "{pair[0]}" is asked at the {pair[1]} in {ends[pair]} already'
                found.append(Problem(files[page.id], message, field="metadata.underhood.quizzes"))
            ends.setdefault(pair, files[page.id])
    for (name, at), file in ends.items():
        if (name, "end" if at == "start" else "start") not in ends:
            message = f'the pair "{name}" is asked at the {at} only; ask it at the other end as well'
            found.append(Problem(file, message, field="metadata.underhood.quizzes"))
    return found
