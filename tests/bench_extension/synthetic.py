"""A course of thousands of real notebooks, the same at each run: `python synthetic.py FOLDER --pages 5000`."""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SPECIALIZATIONS = ("deep-learning", "computer-graphics", "computer-vision", "cognitive-signal-processing")
MODULES = 7
FOLDED, CELLS = "m7/folded", 300  # one page is long, for folding
SUBJECTS = _words(
    "memory cache register warp work-group kernel graph tensor stream thread lock queue pipeline scan reduction "
    "sort transform filter convolution matrix vector gradient texture ray mesh pixel signal spectrum sample "
    "quantization sparsity compression latency bandwidth occupancy divergence roofline profile trace barrier "
    "atomic prefetch tile"
)
ACTIONS = _words("measuring fusing tiling hiding counting sharing balancing ordering packing reusing splitting proving")
KINDS = ("page", "page", "page", "page", "exercise", "quiz", "project")


def write_course(folder: Path, pages: int) -> None:
    """Write `course.toml` and its notebooks: six sections a page, levels and specializations mixed."""
    random_ = random.Random(5)
    folder.mkdir(parents=True)
    lines = ['title = "Synthetic"', 'course_id = "synthetic"']
    for level, title in enumerate(("Read", "Run", "Systems", "Exercises"), start=1):
        lines += ["[[levels]]", f"level = {level}", f'title = "{title}"', f'description = "{title}."']
    for one in SPECIALIZATIONS:
        mark = "".join(word[0] for word in one.split("-")).upper()
        lines += ["[[specializations]]", f'id = "{one}"', f'title = "{one.capitalize()}"', f'mark = "{mark}"']
    for module in range(1, MODULES + 1):
        place = folder / f"m{module}-module"
        place.mkdir()
        names = [f"page-{at}" for at in range(pages // MODULES + (module <= pages % MODULES))]
        for at, name in enumerate(names):
            document = json.dumps(_notebook(random_, f"m{module}/{name}", at))
            (place / f"{name}.ipynb").write_text(document, "utf-8")
        if FOLDED.startswith(f"m{module}/"):
            names.append("folded")
            (place / "folded.ipynb").write_text(json.dumps(_long_notebook(random_)), "utf-8")
        listed = ", ".join(f'"{name}"' for name in names)
        lines += ["[[modules]]", f'id = "m{module}"', f'title = "{_title(random_)} and {_title(random_).lower()}"']
        lines += [f'folder = "{place.name}"', f"pages = [{listed}]"]
    (folder / "course.toml").write_text("\n".join(lines) + "\n", "utf-8")


def _notebook(random_: random.Random, page_id: str, at: int) -> dict[str, object]:
    title = f"{_title(random_)} {at}"
    level = random_.choice((1, 1, 2, 2, 3, 4))
    underhood = {"id": page_id, "title": title, "kind": random_.choice(KINDS), "level": level}
    if random_.random() < 0.1:
        underhood["specializations"] = [random_.choice(SPECIALIZATIONS)]
    cells = [_cell("markdown", f"{page_id}-0", f"# {title}\n\n{_text(random_, 60)}")]
    for section in range(6):
        tags = [f"level-{random_.choice((1, 2, 3))}"] if random_.random() < 0.4 else []
        tags += [f"for-{random_.choice(SPECIALIZATIONS)}"] if random_.random() < 0.1 else []
        heading = f"## {_title(random_)}\n\n{_text(random_, 80)}"
        cells.append(_cell("markdown", f"{page_id}-{section}-a", heading, tags))
        cells.append(_cell("code", f"{page_id}-{section}-b", f"x_{section} = {at}\nprint(x_{section})", tags))
    metadata = {"underhood": underhood, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}


def _long_notebook(random_: random.Random) -> dict[str, object]:
    cells = [_cell("markdown", "long-0", f"# Folded\n\n{_text(random_, 20)}")]
    for at in range(1, CELLS):
        tags = [f"level-{1 + at // 3 % 3}"]
        source = f"## {_title(random_)}" if at % 3 == 1 else _text(random_, 10)
        cells.append(_cell("markdown" if at % 3 else "code", f"long-{at}", source if at % 3 else f"x = {at}", tags))
    metadata = {"underhood": {"id": FOLDED, "title": "Folded", "kind": "page", "level": 1}}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}


def _cell(kind: str, cell_id: str, source: str, tags: list[str] | None = None) -> dict[str, object]:
    cell = {"cell_type": kind, "id": cell_id.replace("/", "-"), "metadata": {"tags": tags or []}, "source": source}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def _title(random_: random.Random) -> str:
    one, other = random_.sample(SUBJECTS, 2)
    return f"{random_.choice(ACTIONS).capitalize()} a {one} with a {other}"


def _text(random_: random.Random, words: int) -> str:
    return " ".join(random_.choice((*SUBJECTS, "the", "of", "a", "is", "and", "to")) for _ in range(words)) + "."


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=5000)
    options = parser.parse_args()
    write_course(options.folder, options.pages)
