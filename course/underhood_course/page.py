"""A page: one notebook of the course, read for what the catalog says of it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from underhood_course.activities import EXERCISE_TAG, Activities, Exercise, Quiz
from underhood_course.problem import Problem
from underhood_course.quizzes import quiz_of
from underhood_course.schema import faults, schema
from underhood_course.words import count_words, reading_minutes

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from underhood_course.handin import Handin

HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
LEVEL_TAG = re.compile(r"level-(.*)")
OTHER_TAGS = ("box", "additional-reading", EXERCISE_TAG, "raises-exception")  # the last is Jupyter's own
METADATA_FIELDS = (
    "id",
    "title",
    "kind",
    "level",
    "specializations",
    "requires",
    "gpu",
    "additional_reading",
    "minutes",
)


@dataclass
class Section:
    """A heading of depth 2 or more with the cells below it, up to the next heading."""

    title: str
    depth: int
    level: int
    specializations: tuple[str, ...]
    additional_reading: bool
    words: int = 0
    code_lines: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the `section` of catalog.schema.json."""
        return {
            "title": self.title,
            "depth": self.depth,
            "level": self.level,
            "specializations": list(self.specializations),
            "additional_reading": self.additional_reading,
            "words": self.words,
            "minutes": round(reading_minutes(self.words, self.code_lines), 2),
        }


@dataclass(frozen=True)
class Page:
    """One notebook; `source` is the course's own, `path` where the student's copy lives."""

    id: str
    title: str
    kind: str
    level: int
    specializations: tuple[str, ...]
    requires: tuple[str, ...]
    gpu: str
    additional_reading: bool
    words: int
    minutes: int
    sections: tuple[Section, ...]
    source: Path
    path: str
    exercises: tuple[Exercise, ...] = ()
    quizzes: tuple[Quiz, ...] = ()
    handin: Handin | None = None
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the `page` of catalog.schema.json."""
        return {
            "id": self.id,
            "title": self.title,
            "kind": self.kind,
            "level": self.level,
            "specializations": list(self.specializations),
            "requires": list(self.requires),
            "gpu": self.gpu,
            "additional_reading": self.additional_reading,
            "path": self.path,
            "words": self.words,
            "minutes": self.minutes,
            "sections": [section.to_dict() for section in self.sections],
            "exercises": [exercise.to_dict() for exercise in self.exercises],
            "quizzes": [quiz.to_dict() for quiz in self.quizzes],
            "handin": self.handin.to_dict() if self.handin else None,
        }


class PageError(ValueError):
    """A notebook that can't be shown as a page, with all that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(map(str, problems)))


def read_notebook(file: Path | bytes, name: str) -> dict[str, Any]:
    """Return the notebook in `file`, or its bytes, as JSON; `name` stands for it in problems. Raises `PageError`."""
    try:
        document = json.loads((file if isinstance(file, bytes) else file.read_bytes()).decode("utf-8"))
    except FileNotFoundError:
        raise PageError([Problem(name, "there is no such notebook; correct course.toml or add it")]) from None
    except OSError as error:
        raise PageError([Problem(name, f"can't be read: {error.strerror}")]) from None
    except (ValueError, RecursionError) as error:
        raise PageError([Problem(name, f"is not a notebook: its JSON is broken ({error})")]) from None
    cells = document.get("cells") if isinstance(document, dict) else None
    if document.get("nbformat") != 4 if isinstance(document, dict) else True:
        raise PageError([Problem(name, "is no notebook of format 4; open and save it in JupyterLab")])
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise PageError([Problem(name, "is no notebook: it has no list of cells", field="cells")])
    return document  # type: ignore[no-any-return]  # checked above


def read_page(
    file: Path, *, name: str, path: str, specializations: Collection[str], handin: Handin | None = None
) -> Page:
    """Read a notebook as a page.

    `name` is the file's in problems, `path` where the student's copy goes. A page whose metadata are wrong raises
    `PageError`; a wrong tag leaves the page usable and is one of its `problems`.
    """
    notebook = read_notebook(file, name)
    metadata = _metadata(notebook, name, specializations)
    level = metadata["level"]
    sections: list[Section] = []
    problems: list[Problem] = []
    activities = Activities(name, metadata.get("quizzes", []))
    whole = Section(metadata["title"], 1, level, tuple(metadata.get("specializations", ())), False)
    for number, cell in enumerate(notebook["cells"], start=1):
        tags, wrong = _tags(cell, specializations)
        problems += [Problem(name, message, cell=number, field="tags") for message in wrong]
        text = cell_text(cell)
        if not text and cell.get("source") not in ("", []):
            problems.append(Problem(name, "is neither text nor a list of lines", cell=number, field="source"))
        if cell.get("cell_type") == "markdown":
            lines = text.splitlines()
            heading = HEADING.match(lines[0]) if lines else None
            if heading and len(heading[1]) > 1:
                sections.append(_section(heading, tags, whole, sections))
            problems += _late_headings(lines, name, number)
        into = sections[-1] if sections else whole
        activities.take(cell, number, max(into.level, tags.level or 1))
        if quiz_of(cell):
            continue  # asked, not read
        if cell.get("cell_type") == "code":
            into.code_lines += sum(1 for line in text.splitlines() if line.strip())
        else:
            into.words += count_words(text)
    activities.done()
    problems += activities.problems
    everything = [whole, *sections]
    minutes = sum(reading_minutes(part.words, part.code_lines) for part in everything)
    return Page(
        id=metadata["id"],
        title=metadata["title"],
        kind=metadata["kind"],
        level=level,
        specializations=whole.specializations,
        requires=tuple(metadata.get("requires", ())),
        gpu=metadata.get("gpu", "none"),
        additional_reading=metadata.get("additional_reading", False),
        words=sum(part.words for part in everything),
        minutes=metadata.get("minutes") or max(1, round(minutes)),
        sections=tuple(sections),
        source=file,
        path=path,
        exercises=tuple(activities.exercises),
        quizzes=tuple(activities.quizzes),
        handin=handin,
        problems=tuple(problems),
    )


def cell_text(cell: dict[str, Any]) -> str:
    """Return a cell's source as text, which the format keeps whole or in lines; empty for what is neither."""
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    return source if isinstance(source, str) else ""


def _metadata(notebook: dict[str, Any], name: str, specializations: Collection[str]) -> dict[str, Any]:
    """Return the page's own metadata, checked against the catalog's schema field by field."""
    outer = notebook.get("metadata")
    metadata = outer.get("underhood") if isinstance(outer, dict) else None
    if metadata is None:
        message = "is missing; a page says its id, title, kind and level there"
        raise PageError([Problem(name, message, field="metadata.underhood")])
    catalog = schema("catalog")
    properties = catalog["$defs"]["page"]["properties"]
    shape = {
        "type": "object",
        "required": ["id", "title", "kind", "level"],
        "additionalProperties": False,
        # The questions have a schema of their own; the catalog lists only which there are.
        "properties": {one: properties[one] for one in METADATA_FIELDS} | {"quizzes": True},
        "$defs": catalog["$defs"],
    }
    problems = [
        Problem(name, message, field=f"metadata.underhood.{where}".rstrip("."))
        for where, message in faults(metadata, shape)
    ]
    if not problems:
        problems = [
            Problem(name, f'"{one}" is no specialization; there are {", ".join(specializations)}', field=place)
            for place in ("metadata.underhood.specializations",)
            for one in metadata.get("specializations", ())
            if one not in specializations
        ]
    if problems:
        raise PageError(problems)
    return dict(metadata)


@dataclass(frozen=True)
class _Tags:
    level: int | None
    specializations: tuple[str, ...]
    additional_reading: bool


def _tags(cell: dict[str, Any], specializations: Collection[str]) -> tuple[_Tags, list[str]]:
    """Return what a cell's tags say, and what is wrong with them."""
    metadata = cell.get("metadata")
    tags = metadata.get("tags", []) if isinstance(metadata, dict) else []
    if not isinstance(tags, list):
        return _Tags(None, (), False), [f"{tags!r} is not a list of tags"]
    level: int | None = None
    chosen: list[str] = []
    wrong: list[str] = []
    for tag in map(str, tags):
        of_level = LEVEL_TAG.fullmatch(tag)
        if of_level:
            if of_level[1] in ("1", "2", "3", "4"):
                level = int(of_level[1])
            else:
                wrong.append(f'"{tag}" is no level (1 to 4)')
        elif tag.startswith("for-"):
            if tag[4:] in specializations:
                chosen.append(tag[4:])
            else:
                wrong.append(f'"{tag}" names no specialization; there are for-{", for-".join(specializations)}')
        elif tag not in OTHER_TAGS:
            wrong.append(
                f'"{tag}" is no tag of the course; there are level-1 to level-4, for-…, {", ".join(OTHER_TAGS)}'
            )
    return _Tags(level, tuple(chosen), "additional-reading" in tags), wrong


def _section(heading: re.Match[str], tags: _Tags, whole: Section, before: list[Section]) -> Section:
    """Return a heading's section: what it doesn't say itself, the heading above it says."""
    depth = len(heading[1])
    above = next((one for one in reversed(before) if one.depth < depth), whole)
    return Section(
        title=heading[2],
        depth=depth,
        level=max(above.level, tags.level or 1),
        specializations=tags.specializations or above.specializations,
        additional_reading=tags.additional_reading or above.additional_reading,
    )


def _late_headings(lines: list[str], name: str, number: int) -> list[Problem]:
    """Return a problem for each heading that doesn't begin its cell: the filter works on whole cells."""
    fenced = False
    found = []
    for place, line in enumerate(lines):
        fenced ^= line.startswith(("```", "~~~"))
        if place and not fenced and HEADING.match(line):
            message = f'the heading "{line.strip()}" must begin a cell of its own, so that its section can be filtered'
            found.append(Problem(name, message, cell=number))
    return found
