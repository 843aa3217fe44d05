"""What a page has the reader do: exercises that are checked in place, and questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from underhood_course.problem import Problem
from underhood_course.quizzes import quiz_faults
from underhood_course.schema import faults, schema

EXERCISE_TAG = "exercise"
IN_CELL = ("name", "title", "hints")  # the level is the section's or a tag's


@dataclass(frozen=True)
class Exercise:
    """A code cell that is checked in place."""

    name: str
    title: str
    level: int
    hints: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the `exercise` of catalog.schema.json."""
        return {"name": self.name, "title": self.title, "level": self.level, "hints": list(self.hints)}


@dataclass(frozen=True)
class Quiz:
    """What the catalog says of a question; the question itself is in the page's metadata."""

    id: str
    kind: str
    level: int
    pair: tuple[str, str] | None  # the pair's name, and "start" or "end"

    def to_dict(self) -> dict[str, Any]:
        """Return the `quizFacts` of catalog.schema.json."""
        pair = {"name": self.pair[0], "at": self.pair[1]} if self.pair else None
        return {"id": self.id, "kind": self.kind, "level": self.level, "pair": pair}


class Activities:
    """Collects a page's exercises and questions cell by cell, and what is wrong with them."""

    def __init__(self, name: str, quizzes: Any) -> None:
        self.exercises: list[Exercise] = []
        self.quizzes: list[Quiz] = []
        place = "metadata.underhood.quizzes"
        found = quiz_faults(quizzes)
        self.problems = [Problem(name, words, field=f"{place}{field}") for field, words in found]
        self._questions = {} if found else {quiz["id"]: quiz for quiz in quizzes}
        self._name = name

    def take(self, cell: dict[str, Any], number: int, level: int) -> None:
        """Look at one cell of the page, the one of that number from 1, which is shown from `level` on."""
        self._take_exercise(cell, number, level)
        self._take_quiz(cell, number, level)

    def done(self) -> None:
        """Say which questions stand in no cell."""
        for one in self._questions.keys() - {quiz.id for quiz in self.quizzes}:
            message = f'"{one}" stands nowhere: give a markdown cell the metadata {{"underhood": {{"quiz": "{one}"}}}}'
            self.problems.append(Problem(self._name, message, field="metadata.underhood.quizzes"))

    def _take_exercise(self, cell: dict[str, Any], number: int, level: int) -> None:
        metadata = cell.get("metadata")
        tags = metadata.get("tags") if isinstance(metadata, dict) else None
        tagged = isinstance(tags, list) and EXERCISE_TAG in tags
        exercise = exercise_metadata(cell)
        if not tagged and not exercise:
            return
        field = "metadata.underhood.exercise"

        def wrong(message: str, field: str = field) -> None:
            self.problems.append(Problem(self._name, message, cell=number, field=field))

        if not tagged:
            wrong(f'is an exercise without the tag "{EXERCISE_TAG}"; add it', "tags")
        if cell.get("cell_type") != "code":
            wrong("is no code cell; only code can be checked", "cell_type")
            return
        found = list(faults(exercise, _exercise_shape()))
        for inner, message in found:
            wrong(message, f"{field}.{inner}".rstrip("."))
        if found:
            return
        if any(one.name == exercise["name"] for one in self.exercises):
            wrong(f'"{exercise["name"]}" is another exercise\'s already', f"{field}.name")
            return
        self.exercises.append(Exercise(exercise["name"], exercise["title"], level, tuple(exercise["hints"])))

    def _take_quiz(self, cell: dict[str, Any], number: int, level: int) -> None:
        metadata = cell.get("metadata")
        own = metadata.get("underhood") if isinstance(metadata, dict) else None
        if not isinstance(own, dict) or "quiz" not in own:
            return
        quiz, field = own["quiz"], "metadata.underhood.quiz"
        question = self._questions.get(quiz) if isinstance(quiz, str) else None
        if any(problem.field and problem.field.startswith("metadata.underhood.quizzes") for problem in self.problems):
            return  # the question asked for may be one of those that are wrong
        if question is None:
            message = f"{quiz!r} is no question of the page's metadata; add it to underhood.quizzes"
        elif cell.get("cell_type") != "markdown":
            message = "is no markdown cell; a question stands in one, as plain text"
        elif any(one.id == quiz for one in self.quizzes):
            message = f'"{quiz}" stands in another cell already'
        else:
            pair = question.get("pair")
            both = (pair["name"], pair["at"]) if pair else None
            self.quizzes.append(Quiz(question["id"], question["kind"], level, both))
            return
        self.problems.append(Problem(self._name, message, cell=number, field=field))


def exercise_metadata(cell: dict[str, Any]) -> dict[str, Any]:
    """Return what a cell's metadata say of its exercise; empty for a cell that is none."""
    metadata = cell.get("metadata")
    own = metadata.get("underhood") if isinstance(metadata, dict) else None
    exercise = own.get("exercise") if isinstance(own, dict) else None
    return exercise if isinstance(exercise, dict) else {}


def _exercise_shape() -> dict[str, Any]:
    """Return the catalog's shape of an exercise, less what the cell does not say itself."""
    catalog = schema("catalog")
    properties = catalog["$defs"]["exercise"]["properties"]
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(IN_CELL),
        "properties": {one: properties[one] for one in IN_CELL},
        "$defs": catalog["$defs"],
    }
